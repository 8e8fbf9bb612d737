"""Units that change hands or leave, called by later features within their own transaction."""

from datetime import date

from marketplace.foundation import clock
from marketplace.foundation.database import db
from marketplace.foundation.errors import Conflict
from marketplace.foundation.transaction import transaction
from marketplace.inventory import holds, queries
from marketplace.inventory.fields import AssetFields, checked
from marketplace.inventory.models import Asset, AssetEntry
from marketplace.inventory.states import HELD, AssetAction, AssetState, EntryKind

NOTE_LIMIT = 1000
_GOES_ALONG = (
    "name",
    "category_code",
    "brand",
    "model",
    "width_cm",
    "depth_cm",
    "height_cm",
    "weight_g",
    "colour",
    "material",
    "condition",
    "acquired_year",
    "acquired_price_nok",
    "co2e_g",
)


def move_units(
    asset_id: int, quantity: int, *, to_municipality: str, to_unit_id: int | None, on: date, person_id: int | None
) -> Asset:
    """Let the receiver have a new asset of `quantity` units, with its history; the giver has as many fewer.

    Raises:
        NotFound: no such asset.
        Conflict: "asset-too-few-left", or "asset-wrong-state" for one that has left.
    """
    with transaction():
        given = queries.get_for_update(asset_id)
        _take(given, quantity, AssetAction.HAND_OVER_ALL)
        received = Asset(
            **{name: getattr(given, name) for name in _GOES_ALONG},
            municipality_number=to_municipality,
            unit_id=to_unit_id,
            quantity=quantity,
            origin_asset_id=given.id,
            created_at=clock.now(),
            updated_at=clock.now(),
        )
        db.session.add(received)
        db.session.flush()
        for asset, kind, change, other in (
            (given, EntryKind.HANDED_OVER, -quantity, to_municipality),
            (received, EntryKind.RECEIVED, quantity, given.municipality_number),
        ):
            enter(asset, kind, quantity, change=change, on=on, person_id=person_id, counterpart=other)
        return received


def take_back_units(
    from_asset_id: int, to_asset_id: int, quantity: int, *, on: date, person_id: int | None, note: str = ""
) -> None:
    """Undo `quantity` units of a move: `from_asset_id` gave them, `to_asset_id` received them and loses them.

    Raises:
        NotFound: no such asset.
        Conflict: "asset-too-few-left": the receiver has passed them on.
    """
    with transaction():
        for asset_id in sorted((from_asset_id, to_asset_id)):
            queries.get_for_update(asset_id)
        giver, receiver = queries.get_for_update(from_asset_id), queries.get_for_update(to_asset_id)
        _take(receiver, quantity, AssetAction.HAND_OVER_ALL)
        giver.apply(AssetAction.TAKE_BACK)
        giver.quantity += quantity
        giver.updated_at = clock.now()
        for asset, other, change in ((giver, receiver, quantity), (receiver, giver, -quantity)):
            enter(
                asset,
                EntryKind.RETURNED,
                quantity,
                change=change,
                on=on,
                person_id=person_id,
                counterpart=other.municipality_number,
                note=note,
            )
        db.session.flush()


def dispose_of_units(asset_id: int, quantity: int, *, on: date, person_id: int | None, note: str = "") -> Asset:
    """Let units leave otherwise; at none left the asset is disposed of.

    Raises:
        NotFound: no such asset.
        Conflict: "asset-too-few-left", or "asset-units-listed" where a listing holds them.
    """
    with transaction():
        asset = queries.get_for_update(asset_id)
        held = holds.held_quantity(asset_id)
        if asset.quantity - quantity < held:
            raise Conflict("asset-too-few-left" if not held else "asset-units-listed", left=asset.quantity, listed=held)
        take_out(asset, quantity, on=on, person_id=person_id, note=note)
        db.session.flush()
        return asset


def take_out(asset: Asset, quantity: int, *, on: date, person_id: int | None, note: str = "") -> None:
    """Let units of a locked asset leave, of which is known that they are free.

    Raises:
        Conflict: "asset-too-few-left", or "asset-wrong-state" for one that has left.
    """
    _take(asset, quantity, AssetAction.DISPOSE_OF_ALL)
    enter(asset, EntryKind.DISPOSED, quantity, change=-quantity, on=on, person_id=person_id, note=note)


def restore_units(asset_id: int, quantity: int, *, on: date, person_id: int | None, note: str = "") -> Asset:
    """Let units be here again of which it was wrong that they had left.

    Raises:
        NotFound: no such asset.
    """
    with transaction():
        asset = queries.get_for_update(asset_id)
        asset.apply(AssetAction.TAKE_BACK)
        asset.quantity += quantity
        asset.updated_at = clock.now()
        enter(asset, EntryKind.RESTORED, quantity, change=quantity, on=on, person_id=person_id, note=note)
        db.session.flush()
        return asset


def count_units(asset: Asset, quantity: int, *, change: int, on: date, person_id: int | None, note: str) -> None:
    """Let a locked asset have as many units as were counted; `change` is by how much that differs from the books."""
    if asset.state not in states_for(quantity):
        asset.apply(AssetAction.TAKE_BACK if quantity else AssetAction.DISPOSE_OF_ALL)
    asset.quantity = quantity
    asset.updated_at = clock.now()
    enter(asset, EntryKind.COUNTED, quantity, change=change, on=on, person_id=person_id, note=note)
    db.session.flush()


def states_for(quantity: int) -> tuple[AssetState, ...]:
    """The states in which an asset can have so many units."""
    return HELD if quantity else (AssetState.TRANSFERRED, AssetState.DISPOSED)


def register_surplus(municipality_number: str, fields: AssetFields, *, on: date, person_id: int | None) -> Asset:
    """Register what is listed without having been in the inventory; `fields.state` should be surplus.

    Raises:
        Invalid: a value is missing or impossible.
    """
    with transaction():
        return add_asset(municipality_number, checked(fields), on=on, person_id=person_id)


def add_asset(municipality_number: str, fields: AssetFields, *, on: date, person_id: int | None) -> Asset:
    """A new asset from checked fields, with the first line of its life story."""
    now = clock.now()
    values = {name: getattr(fields, name) for name in AssetFields.__dataclass_fields__}
    asset = Asset(municipality_number=municipality_number, created_at=now, updated_at=now, **values)
    db.session.add(asset)
    db.session.flush()
    enter(asset, EntryKind.REGISTERED, fields.quantity, change=fields.quantity, on=on, person_id=person_id)
    db.session.flush()
    return asset


def enter(
    asset: Asset,
    kind: EntryKind,
    quantity: int,
    *,
    on: date,
    person_id: int | None,
    change: int = 0,
    counterpart: str | None = None,
    note: str = "",
    cost_nok: int | None = None,
    co2e_g: int | None = None,
) -> None:
    """Write a line of the asset's life story; `change` is how many more units there are than before."""
    db.session.add(
        AssetEntry(
            asset_id=asset.id,
            kind=kind,
            on=on,
            at=clock.now(),
            quantity=quantity,
            change=change,
            counterpart_number=counterpart,
            note=note[:NOTE_LIMIT],
            cost_nok=cost_nok,
            co2e_g=co2e_g,
            person_id=person_id,
        )
    )


def _take(asset: Asset, quantity: int, when_none_left: AssetAction) -> None:
    if not 1 <= quantity <= asset.quantity:
        raise Conflict("asset-too-few-left", left=asset.quantity)
    asset.quantity -= quantity
    asset.updated_at = clock.now()
    if asset.quantity == 0:
        asset.apply(when_none_left)
