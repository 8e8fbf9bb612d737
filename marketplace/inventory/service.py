"""Registering and changing assets."""

import dataclasses
from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from marketplace.catalogue.models import Category
from marketplace.foundation import clock, outbox
from marketplace.foundation.actor import Actor
from marketplace.foundation.database import db
from marketplace.foundation.errors import Conflict, FieldError, Invalid
from marketplace.foundation.transaction import transaction
from marketplace.inventory import holds, moving, policies, queries
from marketplace.inventory.events import AssetSurplusPlanned
from marketplace.inventory.fields import NAMES, AssetFields, checked
from marketplace.inventory.models import Asset
from marketplace.inventory.spreadsheet.identity import content_key
from marketplace.inventory.states import ACTION_TO_REACH, HELD, AssetState, EntryKind
from marketplace.organisations.models import Site, Unit

MOST_REPAIR_NOK = 10_000_000
MOST_REPAIR_G = 1_000_000_000
_MEASURES = ("width_cm", "depth_cm", "height_cm")
_ASKED_FOR = frozenset({"state", "surplus_from", "name", "category_code", "quantity", *_MEASURES})
"""What decides whether it is what somebody waits for."""


def register_asset(actor: Actor, fields: AssetFields, submission_key: str | None = None) -> Asset:
    """Take something into the inventory of the actor's municipality; a person of one unit registers for that unit.

    The same `submission_key` again gives back the asset that it made.

    Raises:
        Forbidden: "asset-needs-permission", "asset-other-unit".
        Invalid: a value is missing or impossible, or the inventory number is taken; `fields` names each.
    """
    number = actor.municipality_number
    if actor.unit_id is not None and fields.unit_id is None:
        fields = dataclasses.replace(fields, unit_id=actor.unit_id)
    try:
        with transaction():
            policies.may_register_asset(actor, fields.unit_id).enforce()
            assert number is not None
            key = content_key(submission_key, actor.person_id or 0) if submission_key else None
            made = queries.find_by_content_key(number, key) if key else None
            if made is not None:
                return made
            fields = _checked(number, fields, asset_id=None)
            asset = moving.add_asset(number, fields, on=clock.today(), person_id=actor.person_id)
            asset.content_key = key
            db.session.flush()
            _tell_if_surplus(asset, NAMES)
            return asset
    except IntegrityError as error:
        raise _taken(error) from error


def change_asset(actor: Actor, asset_id: int, fields: AssetFields, version: int) -> Asset:
    """Say something else of an asset; `version` is the one that the actor saw. Nothing different changes nothing.

    Raises:
        NotFound: no such asset in the actor's municipality.
        Forbidden: "asset-needs-permission", "asset-other-unit".
        Conflict: "asset-has-left", "asset-changed-meanwhile", "asset-units-listed" for a quantity below what is listed.
        Invalid: a value is missing or impossible, or the inventory number is taken; `fields` names each.
    """
    try:
        with transaction():
            queries.get_asset(actor, asset_id)
            asset = queries.get_for_update(asset_id)
            policies.may_change_asset(actor, asset).enforce()
            if asset.version != version:
                raise Conflict("asset-changed-meanwhile")
            fields = _checked(asset.municipality_number, fields, asset_id=asset.id)
            if actor.unit_id is not None and fields.unit_id != actor.unit_id:
                raise Invalid(fields=(FieldError("unit_id", "asset-other-unit"),))
            _change(asset, fields, actor.person_id, clock.today())
            return asset
    except IntegrityError as error:
        raise _taken(error) from error


def change_state(actor: Actor, asset_id: int, state: AssetState, version: int) -> Asset:
    """Put an asset to use, into store, or declare it surplus.

    Raises:
        As `change_asset`.
    """
    asset = queries.get_asset(actor, asset_id)
    return change_asset(actor, asset_id, dataclasses.replace(fields_of(asset), state=state), version)


def record_repair(
    actor: Actor, asset_id: int, note: str, on: date, *, cost_nok: int | None = None, co2e_g: int | None = None
) -> Asset:
    """Write into the life story that an asset was repaired; what it cost and gave off is for all its units.

    Both are taken from what handing the units over saves; without `co2e_g` the cost is reckoned by a factor.

    Raises:
        NotFound, Forbidden, Conflict: as `change_asset`.
        Invalid: the note is missing, the day has not come, or an amount cannot be.
    """
    note = " ".join(note.split())
    with transaction():
        queries.get_asset(actor, asset_id)
        asset = queries.get_for_update(asset_id)
        policies.may_change_asset(actor, asset).enforce()
        if not note:
            raise Invalid(fields=(FieldError("note", "asset-repair-missing"),))
        if len(note) > moving.NOTE_LIMIT:
            facts = {"limit": moving.NOTE_LIMIT, "length": len(note)}
            raise Invalid(fields=(FieldError("note", "asset-text-too-long", {**facts}),))
        if on > clock.today():
            raise Invalid(fields=(FieldError("on", "asset-date-not-come"),))
        _check_amounts(cost_nok=(cost_nok, MOST_REPAIR_NOK), co2e_g=(co2e_g, MOST_REPAIR_G))
        moving.enter(
            asset,
            EntryKind.REPAIRED,
            asset.quantity,
            on=on,
            person_id=actor.person_id,
            note=note,
            cost_nok=cost_nok,
            co2e_g=co2e_g,
        )
        return asset


def _check_amounts(**amounts: tuple[int | None, int]) -> None:
    for name, (amount, most) in amounts.items():
        if amount is not None and not 0 <= amount <= most:
            raise Invalid(fields=(FieldError(name, "asset-repair-out-of-range"),))


def fields_of(asset: Asset) -> AssetFields:
    """What is said of an asset now."""
    return AssetFields(**{name: getattr(asset, name) for name in NAMES})


def _change(asset: Asset, fields: AssetFields, person_id: int | None, on: date) -> None:
    changed = [name for name in NAMES if getattr(asset, name) != getattr(fields, name)]
    if not changed:
        return
    change = fields.quantity - asset.quantity
    if change < 0:
        held = holds.held_quantity(asset.id)
        if fields.quantity < held:
            raise Conflict("asset-units-listed", left=asset.quantity, listed=held)
    for name in changed:
        if name == "state":
            asset.apply(ACTION_TO_REACH[fields.state])
        else:
            setattr(asset, name, getattr(fields, name))
    asset.updated_at = clock.now()
    told = ",".join(changed)
    moving.enter(asset, EntryKind.CHANGED, asset.quantity, change=change, on=on, person_id=person_id, note=told)
    db.session.flush()
    _tell_if_surplus(asset, changed)


def _tell_if_surplus(asset: Asset, changed: Sequence[str]) -> None:
    is_coming = asset.state is AssetState.SURPLUS or asset.surplus_from is not None
    if is_coming and not _ASKED_FOR.isdisjoint(changed):
        outbox.record(AssetSurplusPlanned(asset.id))


def _checked(municipality_number: str, fields: AssetFields, asset_id: int | None) -> AssetFields:
    fields = checked(fields)
    errors: list[FieldError] = []
    if db.session.get(Category, fields.category_code) is None:
        errors.append(FieldError("category_code", "asset-category-unknown"))
    if fields.state not in HELD:
        errors.append(FieldError("state", "asset-state-not-possible"))
    if not _is_of(municipality_number, Unit, fields.unit_id):
        errors.append(FieldError("unit_id", "asset-place-unknown"))
    if not _is_of(municipality_number, Site, fields.site_id):
        errors.append(FieldError("site_id", "asset-place-unknown"))
    if fields.inventory_number and _number_is_taken(municipality_number, fields.inventory_number, asset_id):
        errors.append(FieldError("inventory_number", "asset-inventory-number-taken"))
    if errors:
        raise Invalid(fields=tuple(errors))
    return fields


def _is_of(municipality_number: str, kind: type[Unit] | type[Site], place_id: int | None) -> bool:
    found = db.session.scalar(select(kind.municipality_number).where(kind.id == place_id))
    return place_id is None or found == municipality_number


def _number_is_taken(municipality_number: str, inventory_number: str, by_other_than: int | None) -> bool:
    found = db.session.scalar(
        select(Asset.id).where(
            Asset.municipality_number == municipality_number, Asset.inventory_number == inventory_number
        )
    )
    return found not in (None, by_other_than)


def _taken(error: IntegrityError) -> Exception:
    """Two registered the same inventory number at the same moment; anything else is a fault of ours."""
    if "inventory_number" in str(error.orig):
        return Invalid(fields=(FieldError("inventory_number", "asset-inventory-number-taken"),))
    return error
