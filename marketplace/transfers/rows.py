"""What lists, pages and exports show of the ledger: read models."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from marketplace.claims.rows import Side, people, unit_names
from marketplace.claims.states import Otherwise
from marketplace.foundation.actor import Actor
from marketplace.foundation.database import db
from marketplace.impact.reckoning import Origin
from marketplace.organisations.geography import place_of
from marketplace.transfers import policies
from marketplace.transfers.kinds import TransferKind
from marketplace.transfers.models import Objection, Transfer


@dataclass(frozen=True, slots=True)
class TransferRow:
    """A row of the ledger with names. Amounts are for all its units; `left_quantity` is what was not taken back."""

    id: int
    kind: TransferKind
    reverses_id: int | None
    claim_id: int
    listing_id: int
    from_asset_id: int | None
    to_asset_id: int | None
    giver: Side
    receiver: Side
    category_code: str
    title: str
    quantity: int
    left_quantity: int
    price_nok: int
    otherwise: Otherwise
    displacement_percent: int
    weight_g: int | None
    weight_origin: Origin
    factor_id: int | None
    factor_version: int | None
    factor_co2e_g: int | None
    factor_origin: Origin
    co2e_gross_g: int | None
    co2e_cautious_g: int | None
    transport_co2e_g: int
    replacement_nok: int | None
    price_origin: Origin
    value_saved_nok: int | None
    factor_low_g: int | None
    factor_high_g: int | None
    co2e_gross_low_g: int | None
    co2e_gross_high_g: int | None
    co2e_cautious_low_g: int | None
    co2e_cautious_high_g: int | None
    transport_version: int | None
    transport_g_per_km: int | None
    road_percent: int | None
    distance_m: int | None
    transport_share_percent: int | None
    transport_nok: int | None
    transport_ore_per_km: int | None
    repair_nok: int | None
    repair_co2e_g: int | None
    repair_version: int | None
    repair_g_per_nok: int | None
    repair_spend_nok: int | None
    listed_on: date
    on: date
    recorded_at: datetime
    recorded_by: str
    recorded_for: str
    reason: str
    has_open_objection: bool
    actions: tuple[str, ...]


_AS_STORED = (
    "id",
    "kind",
    "reverses_id",
    "claim_id",
    "listing_id",
    "from_asset_id",
    "to_asset_id",
    "category_code",
    "title",
    "quantity",
    "price_nok",
    "otherwise",
    "displacement_percent",
    "weight_g",
    "weight_origin",
    "factor_id",
    "factor_version",
    "factor_co2e_g",
    "factor_origin",
    "co2e_gross_g",
    "co2e_cautious_g",
    "transport_co2e_g",
    "replacement_nok",
    "price_origin",
    "value_saved_nok",
    "factor_low_g",
    "factor_high_g",
    "co2e_gross_low_g",
    "co2e_gross_high_g",
    "co2e_cautious_low_g",
    "co2e_cautious_high_g",
    "transport_version",
    "transport_g_per_km",
    "road_percent",
    "distance_m",
    "transport_share_percent",
    "transport_nok",
    "transport_ore_per_km",
    "repair_nok",
    "repair_co2e_g",
    "repair_version",
    "repair_g_per_nok",
    "repair_spend_nok",
    "listed_on",
    "on",
    "recorded_at",
    "reason",
)


def rows_of(actor: Actor, transfers: Sequence[Transfer], left: Mapping[int, int]) -> list[TransferRow]:
    """The rows as the actor sees them, in three queries whatever their number; `left` is units not taken back by id."""
    units = unit_names({unit_id for row in transfers for unit_id in (row.from_unit_id, row.to_unit_id)})
    known = people({row.recorded_by for row in transfers})
    objected = objected_to([row.id for row in transfers])
    return [
        TransferRow(
            **{name: getattr(row, name) for name in _AS_STORED},
            giver=_side(row.from_municipality_number, row.from_unit_id, units),
            receiver=_side(row.to_municipality_number, row.to_unit_id, units),
            left_quantity=left.get(row.id, 0),
            recorded_by=known[row.recorded_by].name,
            recorded_for=place_of(row.recorded_for).name,
            has_open_objection=row.id in objected,
            actions=policies.actions(actor, row, left.get(row.id, 0)),
        )
        for row in transfers
    ]


def objected_to(transfer_ids: Sequence[int]) -> frozenset[int]:
    """Those of the rows that somebody objects to and that is not resolved, in one query."""
    if not transfer_ids:
        return frozenset()
    chosen = select(Objection.transfer_id).where(Objection.transfer_id.in_(transfer_ids), Objection.outcome.is_(None))
    return frozenset(db.session.scalars(chosen))


def _side(number: str, unit_id: int | None, units: Mapping[int, str]) -> Side:
    return Side(number, place_of(number).name, unit_id, units.get(unit_id) if unit_id is not None else None)
