"""A municipality's units, sites and pick-up places: adding, changing, closing and opening again."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from marketplace.organisations import administration, queries, service
from marketplace.organisations.fields import fields_of_pickup_place, fields_of_site
from marketplace.organisations.models import PickupPlace, Site, Unit
from marketplace.web.access import allows, current_actor
from marketplace.web.forms.organisations import (
    PickupForm,
    SiteForm,
    UnitForm,
    values_of_pickup_place,
    values_of_site,
)
from marketplace.web.forms.trying import trying
from marketplace.web.organisations import wanted_municipality

blueprint = Blueprint("places", __name__)
Part = Unit | Site | PickupPlace


@blueprint.route("/kommune/enheter/ny", methods=["GET", "POST"])
@allows("sites:manage")
def new_unit() -> ResponseReturnValue:
    """Add a unit."""
    actor, form = current_actor(), UnitForm()
    number = wanted_municipality(actor).number
    return _ask(form, _("Ny enhet"), number, lambda: service.open_unit(actor, number, form.name.data or ""))


@blueprint.route("/kommune/enheter/<id:unit_id>", methods=["GET", "POST"])
@allows("sites:manage")
def edit_unit(unit_id: int) -> ResponseReturnValue:
    """Rename a unit."""
    actor = current_actor()
    unit = administration.get_part(actor, Unit, unit_id)
    form = UnitForm(seen=unit.name, name=unit.name)
    return _ask(
        form,
        unit.name,
        unit.municipality_number,
        lambda: service.rename_unit(actor, unit_id, form.name.data or "", seen=form.seen.data),
        unit,
    )


@blueprint.route("/kommune/steder/ny", methods=["GET", "POST"])
@allows("sites:manage")
def new_site() -> ResponseReturnValue:
    """Add a site."""
    actor, form = current_actor(), SiteForm()
    number = wanted_municipality(actor).number
    form.offer(queries.list_units(number))
    return _ask(form, _("Nytt sted"), number, lambda: service.open_site(actor, number, form.said()))


@blueprint.route("/kommune/steder/<id:site_id>", methods=["GET", "POST"])
@allows("sites:manage")
def edit_site(site_id: int) -> ResponseReturnValue:
    """Change what is written about a site."""
    actor = current_actor()
    site = administration.get_part(actor, Site, site_id)
    form = SiteForm(data=values_of_site(site, fields_of_site(site).mark))
    form.offer(queries.list_units(site.municipality_number))
    said = form.said()
    return _ask(
        form,
        site.name,
        site.municipality_number,
        lambda: service.change_site(actor, site_id, said, seen=form.seen.data),
        site,
    )


@blueprint.route("/kommune/hentesteder/ny", methods=["GET", "POST"])
@allows("sites:manage")
def new_pickup_place() -> ResponseReturnValue:
    """Add a pick-up place."""
    actor, form = current_actor(), PickupForm()
    number = wanted_municipality(actor).number
    form.offer(queries.list_sites(number))
    return _ask(form, _("Nytt hentested"), number, lambda: service.open_pickup_place(actor, number, form.said()))


@blueprint.route("/kommune/hentesteder/<id:place_id>", methods=["GET", "POST"])
@allows("sites:manage")
def edit_pickup_place(place_id: int) -> ResponseReturnValue:
    """Change what is written about a pick-up place."""
    actor = current_actor()
    place = administration.get_part(actor, PickupPlace, place_id)
    form = PickupForm(data=values_of_pickup_place(place, fields_of_pickup_place(place).mark))
    form.offer(queries.list_sites(place.municipality_number))
    return _ask(
        form,
        place.name,
        place.municipality_number,
        lambda: service.change_pickup_place(actor, place_id, form.said(), seen=form.seen.data),
        place,
    )


@blueprint.post("/kommune/enheter/<id:unit_id>/steng")
@allows("sites:manage")
def close_unit(unit_id: int) -> ResponseReturnValue:
    """Offer a unit no more."""
    return _closed(service.close_unit(current_actor(), unit_id), url_for("places.reopen_unit", unit_id=unit_id))


@blueprint.post("/kommune/enheter/<id:unit_id>/apne")
@allows("sites:manage")
def reopen_unit(unit_id: int) -> ResponseReturnValue:
    """Offer a unit again."""
    return _reopened(service.reopen_unit(current_actor(), unit_id))


@blueprint.post("/kommune/steder/<id:site_id>/steng")
@allows("sites:manage")
def close_site(site_id: int) -> ResponseReturnValue:
    """Offer a site no more."""
    return _closed(service.close_site(current_actor(), site_id), url_for("places.reopen_site", site_id=site_id))


@blueprint.post("/kommune/steder/<id:site_id>/apne")
@allows("sites:manage")
def reopen_site(site_id: int) -> ResponseReturnValue:
    """Offer a site again."""
    return _reopened(service.reopen_site(current_actor(), site_id))


@blueprint.post("/kommune/hentesteder/<id:place_id>/steng")
@allows("sites:manage")
def close_pickup_place(place_id: int) -> ResponseReturnValue:
    """Offer a pick-up place no more."""
    closed = service.close_pickup_place(current_actor(), place_id)
    return _closed(closed, url_for("places.reopen_pickup_place", place_id=place_id))


@blueprint.post("/kommune/hentesteder/<id:place_id>/apne")
@allows("sites:manage")
def reopen_pickup_place(place_id: int) -> ResponseReturnValue:
    """Offer a pick-up place again."""
    return _reopened(service.reopen_pickup_place(current_actor(), place_id))


def _ask(
    form: FlaskForm, title: str, number: str, keep: Callable[[], Part], part: Part | None = None
) -> ResponseReturnValue:
    """The form on a page; once sent and kept, the municipality's page."""
    status = 200
    if form.is_submitted():
        kept, status = trying(form, keep)
        if kept is not None:
            flash(_("%(name)s er lagret.", name=kept.name))
            return redirect(url_for("organisations.show", kommune=number))
    kind = {UnitForm: "unit", SiteForm: "site", PickupForm: "pickup_place"}[type(form)]
    municipality = queries.get_municipality(number)
    shown = render_template(
        "organisations/place.html", form=form, title=title, municipality=municipality, kind=kind, part=part
    )
    return shown, status


def _closed(part: Part, undo: str) -> ResponseReturnValue:
    message: Any = {"text": _("%(name)s er stengt og kan ikke lenger velges.", name=part.name), "undo": undo}
    flash(message)
    return redirect(url_for("organisations.show", kommune=part.municipality_number))


def _reopened(part: Part) -> ResponseReturnValue:
    flash(_("%(name)s kan velges igjen.", name=part.name))
    return redirect(url_for("organisations.show", kommune=part.municipality_number))
