"""Emission factors: what is in force, what was, who changed it and why, and what a change would mean."""

from datetime import timedelta

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from marketplace.catalogue import queries as catalogue
from marketplace.foundation import clock
from marketplace.foundation.actor import Actor
from marketplace.impact import policies, queries, service
from marketplace.impact.models import Basis, EmissionFactor
from marketplace.impact.queries import Series
from marketplace.statistics.periods import Period
from marketplace.statistics.whatif import WhatIf, what_if
from marketplace.web import formatting
from marketplace.web.access import allows, current_actor
from marketplace.web.forms.factors import FactorForm, values_of_factor
from marketplace.web.forms.trying import trying
from marketplace.web.locale import reader_language

blueprint = Blueprint("factors", __name__)
LOOKED_BACK = timedelta(days=364)


@blueprint.get("/statistikk/faktorer")
@allows("statistics:view")
def index() -> ResponseReturnValue:
    """The factors in force, and the categories that have none."""
    factors = queries.list_series()
    known = {series.first.category_code for series in factors}
    without = [
        category
        for category in catalogue.list_categories()
        if category.parent_code is not None and category.code not in known
    ]
    return _page("statistics/factors.html", factors=factors, without=without)


@blueprint.get("/statistikk/faktorer/<id:factor_id>")
@allows("statistics:view")
def show(factor_id: int) -> ResponseReturnValue:
    """One factor through all its versions."""
    return _page("statistics/factor.html", series=queries.get_series(factor_id))


@blueprint.route("/statistikk/faktorer/<id:factor_id>/ny-versjon", methods=["GET", "POST"])
@allows("factors:manage")
def revise(factor_id: int) -> ResponseReturnValue:
    """Record a further version, after a look at what it would change."""
    series = queries.get_series(factor_id)
    newest = series.newest
    form = FactorForm(data=values_of_factor(newest) | {"valid_from": clock.today().isoformat()})
    if not form.is_submitted():
        return _form(form, series, newest.basis)
    looks = "look" in request.form
    made, status = trying(form, lambda: _look_or_revise(current_actor(), series, form, looks))
    if made is None or looks:
        return _form(form, series, newest.basis, _tried(made)), status
    flash(_("Versjon %(version)s gjelder fra %(day)s.", version=made.version, day=f"{made.valid_from:%d.%m.%Y}"))
    return redirect(url_for("factors.show", factor_id=series.id))


@blueprint.route("/statistikk/faktorer/ny", methods=["GET", "POST"])
@allows("factors:manage")
def new() -> ResponseReturnValue:
    """Record the first factor of a category."""
    code = request.args.get("kategori", "")
    category = catalogue.get_category(code)
    form = FactorForm(described_as=category.name_in(reader_language()), valid_from=clock.today().isoformat())
    if not form.is_submitted():
        return _form(form, None, Basis.UNIT, code=code)
    looks = "look" in request.form
    made, status = trying(form, lambda: _look_or_begin(current_actor(), code, form, looks))
    if made is None or looks:
        return _form(form, None, Basis.UNIT, _tried(made), code=code), status
    flash(_("Faktoren gjelder fra %(day)s.", day=f"{made.valid_from:%d.%m.%Y}"))
    return redirect(url_for("factors.show", factor_id=made.id))


def _look_or_revise(actor: Actor, series: Series, form: FactorForm, looks: bool) -> EmissionFactor:
    newest = series.newest
    if looks:
        return service.draft(form.fields(), series.key, newest.basis, newest.version, newest)
    return service.revise_factor(actor, series.id, form.fields(), seen=form.seen_version())


def _look_or_begin(actor: Actor, code: str, form: FactorForm, looks: bool) -> EmissionFactor:
    if looks:
        return service.draft(form.fields(), (code, ""), Basis.UNIT, 0, None)
    return service.begin_factor(actor, code, form.fields())


def _tried(factor: EmissionFactor | None) -> WhatIf | None:
    """The last year with the factor in place of its like."""
    if factor is None:
        return None
    today = clock.today()
    return what_if(current_actor(), Period(today - LOOKED_BACK, today), today, instead=factor)


def _form(
    form: FactorForm, series: Series | None, basis: Basis, found: WhatIf | None = None, code: str | None = None
) -> str:
    return _page(
        "statistics/factor_edit.html",
        form=form,
        series=series,
        per=basis_label(basis),
        transport=basis == Basis.KILOMETRE,
        has_weight=basis == Basis.UNIT,
        found=found,
        code=series.first.category_code if series else code,
    )


def _page(template: str, **facts: object) -> str:
    return render_template(
        template,
        names=catalogue.category_names(reader_language()),
        today=clock.today(),
        may_manage=bool(policies.may_manage_factors(current_actor())),
        basis_label=basis_label,
        loose_label=loose_label,
        exact_kg=formatting.exact_kilograms,
        **facts,
    )


def basis_label(basis: Basis) -> str:
    """What a factor is multiplied by."""
    labels: dict[Basis, str] = {
        Basis.UNIT: _("per gjenstand"),
        Basis.KILOGRAM: _("per kg"),
        Basis.KILOMETRE: _("per km"),
        Basis.KRONE: _("per krone"),
    }
    return labels[basis]


def loose_label(basis: Basis) -> str:
    """What a factor without a category is for."""
    labels: dict[Basis, str] = {Basis.KILOMETRE: _("Transport"), Basis.KRONE: _("Reparasjon")}
    return labels.get(basis) or str(_("Møbler uten egen faktor"))
