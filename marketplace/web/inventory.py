"""The inventory: the list, an asset's page, registering and changing."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from marketplace.catalogue import queries as catalogue
from marketplace.catalogue.conditions import Condition
from marketplace.foundation import clock
from marketplace.foundation.actor import Actor
from marketplace.foundation.errors import Conflict, Invalid, Refusal
from marketplace.inventory import policies, queries, service
from marketplace.inventory.models import Asset
from marketplace.inventory.states import HELD, AssetState, EntryKind
from marketplace.organisations import queries as organisations
from marketplace.web import formatting
from marketplace.web.access import allows, current_actor
from marketplace.web.errors import flash_refusal
from marketplace.web.forms.base import add_errors
from marketplace.web.forms.inventory import AssetForm, RepairForm, values_of
from marketplace.web.forms.listings import new_key
from marketplace.web.jinja import condition_label
from marketplace.web.locale import reader_language, reading_actor
from marketplace.web.paging import page_number
from marketplace.wording import inventory as words
from marketplace.wording.refusals import refusal_in_words

blueprint = Blueprint("inventory", __name__)


@blueprint.get("/eiendeler")
@allows("assets:view")
def index() -> ResponseReturnValue:
    """The municipality's assets, with filters; rows can be chosen to make listings of."""
    actor = reading_actor()
    filters = _filters()
    number = page_number()
    page = queries.list_assets(actor, filters, number, 50)
    is_empty = not page.total and not queries.count_assets(actor.municipality_number or "")
    return render_template(
        "inventory/index.html",
        page=page,
        filters=filters,
        is_empty=is_empty,
        categories=catalogue.list_categories(),
        sites=organisations.list_sites(actor.municipality_number or ""),
        states=words.STATES,
        may_manage=bool(policies.may_import(actor)),
        may_list=actor.may("listings:manage"),
        may_dispose=actor.may("dispositions:record"),
        held=HELD,
        all_chosen=request.args.get("velg") == "alle",
    )


@blueprint.get("/eiendeler/ny")
@allows("assets:manage")
def new() -> ResponseReturnValue:
    """The page to register an asset on."""
    return _form_page(_form(current_actor()), None)


@blueprint.post("/eiendeler/ny")
@allows("assets:manage")
def register() -> ResponseReturnValue:
    """Register an asset."""
    actor = current_actor()
    form = _form(actor)
    try:
        asset = service.register_asset(actor, form.said(), request.form.get("submission_key"))
    except Invalid as refusal:
        return _form_page(form, None, refusal)
    flash(gettext("Gjenstanden er registrert."))
    return redirect(url_for("inventory.show", asset_id=asset.id))


@blueprint.get("/eiendeler/<id:asset_id>")
@allows("assets:view")
def show(asset_id: int) -> ResponseReturnValue:
    """An asset: facts, life story, and what may be done with it."""
    return _asset_page(queries.get_asset(current_actor(), asset_id), RepairForm())


@blueprint.get("/eiendeler/<id:asset_id>/rediger")
@allows("assets:manage")
def edit(asset_id: int) -> ResponseReturnValue:
    """The page to change an asset on."""
    actor = current_actor()
    asset = queries.get_asset(actor, asset_id)
    policies.may_change_asset(actor, asset).enforce()
    return _form_page(_form(actor, values_of(asset)), asset)


@blueprint.post("/eiendeler/<id:asset_id>/rediger")
@allows("assets:manage")
def change(asset_id: int) -> ResponseReturnValue:
    """Change an asset."""
    actor = current_actor()
    form = _form(actor)
    try:
        service.change_asset(actor, asset_id, form.said(), _version(request.form.get("version")))
    except (Invalid, Conflict) as refusal:
        return _form_page(form, queries.get_asset(actor, asset_id), refusal)
    flash(gettext("Endringene er lagret."))
    return redirect(url_for("inventory.show", asset_id=asset_id))


@blueprint.post("/eiendeler/<id:asset_id>/status")
@allows("assets:manage")
def change_state(asset_id: int) -> ResponseReturnValue:
    """Put an asset to use, into store, or declare it surplus."""
    actor = current_actor()
    wanted = request.form.get("state", "")
    try:
        if wanted not in list(AssetState):
            raise Invalid("asset-state-not-possible")
        version = _version(request.form.get("version"))
        service.change_state(actor, asset_id, AssetState(wanted), version)
        flash(gettext("Statusen er endret."))
    except (Conflict, Invalid) as refusal:
        flash_refusal(refusal)
    return redirect(url_for("inventory.show", asset_id=asset_id))


@blueprint.post("/eiendeler/<id:asset_id>/reparasjon")
@allows("assets:manage")
def record_repair(asset_id: int) -> ResponseReturnValue:
    """Write a repair into the life story."""
    actor = current_actor()
    form = RepairForm()
    try:
        if not form.validate():
            raise Invalid(fields=())
        day = form.on.data or clock.today()
        costs = {"cost_nok": form.cost_nok.data, "co2e_g": form.co2e_g.data}
        service.record_repair(actor, asset_id, form.note.data or "", day, **costs)
    except Invalid as refusal:
        add_errors(form, refusal)
        return _asset_page(queries.get_asset(actor, asset_id), form), 422
    flash(gettext("Reparasjonen er notert."))
    return redirect(url_for("inventory.show", asset_id=asset_id))


def _filters() -> queries.AssetFilters:
    state = request.args.get("status", "")
    return queries.AssetFilters(
        text=request.args.get("q", "").replace("\x00", "")[:200],
        category=request.args.get("kategori", "")[:24].replace("\x00", "") or None,
        state=AssetState(state) if state in list(AssetState) else None,
        site_id=_key(request.args.get("sted", "")),
    )


def _key(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 16 else None


def _version(text: str | None) -> int:
    """The version a form was made from; what is no number is one that never was."""
    return _key(text or "") or 0


def _form(actor: Actor, shown: dict[str, Any] | None = None) -> AssetForm:
    form = AssetForm(data=shown)
    number = actor.municipality_number or ""
    nothing = ("", gettext("Ikke valgt"))
    categories = [(category.code, category.name_in(reader_language())) for category in catalogue.list_categories()]
    units = [] if actor.unit_id else [(str(unit.id), unit.name) for unit in organisations.list_units(number)]
    sites = [(str(site.id), site.name) for site in organisations.list_sites(number)]
    form.offer(
        {
            "category_code": [("", gettext("Velg kategori")), *categories],
            "condition": [(condition.value, condition_label(condition)) for condition in Condition],
            "state": [(state.value, gettext(words.STATES[state])) for state in HELD],
            "unit_id": [nothing, *units] if units else [],
            "site_id": [nothing, *sites] if sites else [],
        }
    )
    return form


def _form_page(form: AssetForm, asset: Asset | None, refusal: Refusal | None = None) -> ResponseReturnValue:
    if isinstance(refusal, Invalid):
        if refusal.fields or not form.errors:
            add_errors(form, refusal)
    elif refusal is not None:
        form.form_errors.append(refusal_in_words(reader_language(), refusal))
    version = request.form.get("version") or (asset.version if asset else None)
    key = request.form.get("submission_key") or new_key()
    body = render_template("inventory/edit.html", form=form, thing=asset, version=version, submission_key=key)
    return body, refusal.status if refusal else 200


def _asset_page(asset: Asset, repair: RepairForm) -> str:
    actor = current_actor()
    number = asset.municipality_number
    units = {unit.id: unit.name for unit in organisations.list_units(number, closed=True)}
    sites = {site.id: site.name for site in organisations.list_sites(number, closed=True)}
    return render_template(
        "inventory/show.html",
        thing=asset,
        category_name=catalogue.category_names(reader_language())[asset.category_code],
        unit_name=units.get(asset.unit_id or 0),
        site_name=sites.get(asset.site_id or 0),
        story=queries.life_story(asset.id),
        change=policies.may_change_asset(actor, asset),
        may_list=actor.may("listings:manage"),
        repair=repair,
        words=words,
        story_text=_story_text,
        held=HELD,
    )


def _story_text(line: queries.StoryLine) -> str:
    """What was written of it, and what a repair took."""
    if line.kind in (EntryKind.CHANGED, EntryKind.IMPORTED):
        return ""
    cost = gettext("Kostet %(cost)s", cost=formatting.kroner(line.cost_nok)) if line.cost_nok is not None else ""
    co2e = gettext("Ga %(kg)s kg CO₂e", kg=formatting.kilograms(line.co2e_g)) if line.co2e_g is not None else ""
    return " · ".join(part for part in (line.note, cost, co2e) if part)
