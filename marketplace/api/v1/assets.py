"""Assets of the caller's municipality."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from marketplace.api.access import allows, caller_language, current_actor, reading_actor
from marketplace.api.openapi import api_blueprint
from marketplace.api.problems import problems
from marketplace.api.schemas.assets import (
    AssetAnswer,
    AssetChange,
    AssetInput,
    AssetList,
    AssetQuery,
    AssetSummary,
    CategoryAnswer,
    RepairInput,
    StoryAnswer,
    grams,
    kilograms,
)
from marketplace.catalogue import queries as catalogue
from marketplace.foundation import clock
from marketplace.foundation.actor import Actor
from marketplace.foundation.errors import Invalid
from marketplace.inventory import policies, queries, service
from marketplace.inventory.fields import AssetFields
from marketplace.inventory.models import Asset

blueprint = api_blueprint("assets", "Assets")

_ASKED = {"category_code": "category", "weight_g": "weight_kg", "co2e_g": "co2e_kg"}


@blueprint.get("/assets")
@allows("assets:view")
@blueprint.input(AssetQuery, location="query", arg_name="query")
@blueprint.output(AssetList)
@blueprint.doc(responses=problems())
def list_assets(query: AssetQuery) -> AssetList:
    """The municipality's assets, by name."""
    actor = reading_actor()
    filters = queries.AssetFilters(query.q or "", query.category, query.state, query.site_id, query.unit_id)
    page = queries.list_assets(actor, filters, query.page, query.per_page)
    return AssetList.of(page.map(_summary))


@blueprint.post("/assets")
@allows("assets:manage")
@blueprint.input(AssetInput, location="json", arg_name="body")
@blueprint.output(AssetAnswer, status_code=201)
@blueprint.doc(responses=problems())
def register_asset(body: AssetInput) -> AssetAnswer:
    """Register an asset."""
    actor = current_actor()
    with _fields_as_asked():
        asset = service.register_asset(actor, AssetFields(**body.said()))
    return _answer(actor, asset)


@blueprint.get("/assets/<id:asset_id>")
@allows("assets:view")
@blueprint.output(AssetAnswer)
@blueprint.doc(responses=problems(404))
def show_asset(asset_id: int) -> AssetAnswer:
    """An asset with its life story."""
    actor = current_actor()
    return _answer(actor, queries.get_asset(actor, asset_id))


@blueprint.patch("/assets/<id:asset_id>")
@allows("assets:manage")
@blueprint.input(AssetChange, location="json", arg_name="body")
@blueprint.output(AssetAnswer)
@blueprint.doc(responses=problems(404, 409))
def change_asset(asset_id: int, body: AssetChange) -> AssetAnswer:
    """Say something else of an asset."""
    actor = current_actor()
    asset = queries.get_asset(actor, asset_id)
    fields = replace(service.fields_of(asset), **body.said())
    with _fields_as_asked():
        changed = service.change_asset(actor, asset_id, fields, body.version or asset.version)
    return _answer(actor, changed)


@blueprint.post("/assets/<id:asset_id>/repairs")
@allows("assets:manage")
@blueprint.input(RepairInput, location="json", arg_name="body")
@blueprint.output(AssetAnswer, status_code=201)
@blueprint.doc(responses=problems(404, 409))
def record_repair(asset_id: int, body: RepairInput) -> AssetAnswer:
    """Record that an asset was repaired, and what repairing all its units took."""
    actor = current_actor()
    with _fields_as_asked():
        asset = service.record_repair(
            actor,
            asset_id,
            body.note,
            body.on or clock.today(),
            cost_nok=body.cost_nok,
            co2e_g=grams(body.co2e_kg),
        )
    return _answer(actor, asset)


@contextmanager
def _fields_as_asked() -> Iterator[None]:
    """Let a refusal name fields as the caller knows them."""
    try:
        yield
    except Invalid as refusal:
        fields = (replace(field, field=_ASKED.get(field.field, field.field)) for field in refusal.fields)
        raise Invalid(refusal.code, fields=tuple(fields)) from None


def _summary(row: queries.AssetRow) -> AssetSummary:
    return AssetSummary(
        id=row.id,
        inventory_number=row.inventory_number,
        name=row.name,
        category=CategoryAnswer(code=row.category_code, name=row.category_name),
        quantity=row.quantity,
        condition=row.condition,
        state=row.state,
        unit_id=row.unit_id,
        building=row.building,
        room=row.room,
        updated_at=row.updated_at,
    )


def _answer(actor: Actor, asset: Asset) -> AssetAnswer:
    said = {name: getattr(asset, name) for name in AssetAnswer.model_fields if hasattr(asset, name)}
    names = catalogue.category_names(caller_language())
    return AssetAnswer(
        **said,
        category=CategoryAnswer(code=asset.category_code, name=names[asset.category_code]),
        weight_kg=kilograms(asset.weight_g),
        co2e_kg=kilograms(asset.co2e_g),
        story=[_story(line) for line in queries.life_story(asset.id)],
        actions=["change"] if policies.may_change_asset(actor, asset) else [],
    )


def _story(line: queries.StoryLine) -> StoryAnswer:
    return StoryAnswer(
        kind=line.kind.value,
        on=line.on.isoformat(),
        quantity=line.quantity,
        municipality=line.municipality_number,
        counterpart=line.counterpart_number,
        note=line.note,
        cost_nok=line.cost_nok,
        co2e_kg=kilograms(line.co2e_g),
    )
