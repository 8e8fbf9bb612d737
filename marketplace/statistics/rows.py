"""The ledger's rows as told outside: one for each hand-over, return or correction."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, func, literal, or_, select, true

from marketplace.catalogue.queries import category_names, codes_under
from marketplace.foundation.actor import Actor
from marketplace.foundation.database import db
from marketplace.foundation.tabular.columns import Column, Kind, Record
from marketplace.organisations.geography import place_of
from marketplace.statistics import policies
from marketplace.statistics.arithmetic import kilograms
from marketplace.statistics.periods import Period
from marketplace.transfers.models import Transfer

ROWS_AT_A_TIME = 2000

COLUMNS = (
    Column("row", "row"),
    Column("id", "id", Kind.INTEGER),
    Column("kind", "kind"),
    Column("reverses_id", "reverses_id", Kind.INTEGER),
    Column("on", "on", Kind.DATE),
    Column("from_number", "from_number"),
    Column("from_name", "from_name"),
    Column("to_number", "to_number"),
    Column("to_name", "to_name"),
    Column("category", "category"),
    Column("category_name", "category_name"),
    Column("title", "title", width=40),
    Column("quantity", "quantity", Kind.INTEGER),
    Column("counts_as_given", "counts_as_given", Kind.BOOLEAN),
    Column("counts_as_received", "counts_as_received", Kind.BOOLEAN),
    Column("weight_kg", "weight_kg", Kind.DECIMAL, decimals=3),
    Column("weight_origin", "weight_origin"),
    Column("factor_version", "factor_version", Kind.INTEGER),
    Column("factor_co2e_kg", "factor_co2e_kg", Kind.DECIMAL, decimals=3),
    Column("factor_origin", "factor_origin"),
    Column("otherwise", "otherwise"),
    Column("displacement_percent", "displacement_percent", Kind.INTEGER),
    Column("transport_co2e_kg", "transport_co2e_kg", Kind.DECIMAL, decimals=3),
    Column("co2e_gross_kg", "co2e_gross_kg", Kind.DECIMAL, decimals=3),
    Column("co2e_cautious_kg", "co2e_cautious_kg", Kind.DECIMAL, decimals=3),
    Column("price_nok", "price_nok", Kind.INTEGER),
    Column("replacement_nok", "replacement_nok", Kind.INTEGER),
    Column("price_origin", "price_origin"),
    Column("value_saved_nok", "value_saved_nok", Kind.INTEGER),
    Column("listed_on", "listed_on", Kind.DATE),
    Column("days_to_hand_over", "days_to_hand_over", Kind.INTEGER),
    Column("factor_low_kg", "factor_low_kg", Kind.DECIMAL, decimals=3),
    Column("factor_high_kg", "factor_high_kg", Kind.DECIMAL, decimals=3),
    Column("co2e_gross_low_kg", "co2e_gross_low_kg", Kind.DECIMAL, decimals=3),
    Column("co2e_gross_high_kg", "co2e_gross_high_kg", Kind.DECIMAL, decimals=3),
    Column("co2e_cautious_low_kg", "co2e_cautious_low_kg", Kind.DECIMAL, decimals=3),
    Column("co2e_cautious_high_kg", "co2e_cautious_high_kg", Kind.DECIMAL, decimals=3),
    Column("transport_low_kg", "transport_low_kg", Kind.DECIMAL, decimals=3),
    Column("transport_high_kg", "transport_high_kg", Kind.DECIMAL, decimals=3),
    Column("transport_version", "transport_version", Kind.INTEGER),
    Column("transport_kg_per_km", "transport_kg_per_km", Kind.DECIMAL, decimals=3),
    Column("road_percent", "road_percent", Kind.INTEGER),
    Column("distance_km", "distance_km", Kind.DECIMAL, decimals=3),
    Column("repair_nok", "repair_nok", Kind.INTEGER),
    Column("repair_spend_nok", "repair_spend_nok", Kind.INTEGER),
    Column("repair_co2e_kg", "repair_co2e_kg", Kind.DECIMAL, decimals=3),
    Column("repair_low_kg", "repair_low_kg", Kind.DECIMAL, decimals=3),
    Column("repair_high_kg", "repair_high_kg", Kind.DECIMAL, decimals=3),
    Column("repair_version", "repair_version", Kind.INTEGER),
    Column("repair_kg_per_nok", "repair_kg_per_nok", Kind.DECIMAL, decimals=3),
    Column("transport_share_percent", "transport_share_percent", Kind.INTEGER),
    Column("transport_nok", "transport_nok", Kind.INTEGER),
    Column("transport_nok_per_km", "transport_nok_per_km", Kind.DECIMAL, decimals=2),
)
"""Stable names, the same in every language: programs read them."""

GRAMS = {
    "weight_kg": "weight_g",
    "transport_co2e_kg": "transport_co2e_g",
    "transport_low_kg": "transport_low_g",
    "transport_high_kg": "transport_high_g",
    "co2e_gross_kg": "co2e_gross_g",
    "co2e_gross_low_kg": "co2e_gross_low_g",
    "co2e_gross_high_kg": "co2e_gross_high_g",
    "co2e_cautious_kg": "co2e_cautious_g",
    "co2e_cautious_low_kg": "co2e_cautious_low_g",
    "co2e_cautious_high_kg": "co2e_cautious_high_g",
    "distance_km": "distance_m",
    "repair_co2e_kg": "repair_co2e_g",
    "repair_low_kg": "repair_low_g",
    "repair_high_kg": "repair_high_g",
}
"""Told in thousands of what is stored: kilograms of grams, kilometres of metres."""

_UNTOLD = frozenset(
    {
        "claim_id",
        "listing_id",
        "from_asset_id",
        "to_asset_id",
        "from_unit_id",
        "to_unit_id",
        "factor_id",
        "recorded_at",
        "recorded_by",
        "recorded_for",
        "reason",
        "submission_key",
    }
)
_KRONER = ("replacement_nok", "value_saved_nok", "repair_nok", "repair_spend_nok", "transport_nok")
_AMOUNTS = (*GRAMS.values(), *_KRONER)
ALWAYS_GIVEN = ("quantity", "transport_co2e_kg", "price_nok")
"""The amounts that every row has; the others are empty where nothing is known."""

_ORIGINS = ("weight_origin", "factor_origin", "price_origin")


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose rows: one municipality's, or (None) the network's as the actor may see them; perhaps of one category."""

    actor: Actor
    period: Period
    municipality_number: str | None
    category_code: str | None = None


def stream(scope: Scope) -> Iterator[Record]:
    """The rows of a period, oldest first, a few thousand in memory at a time.

    For the network, hand-overs within other municipalities come as sums by municipality, category, kind, origin of
    values and whether they have a range (`row` = "sum"), so that all rows add up to the network's figures without
    showing what is theirs alone.

    Raises:
        Forbidden: the actor may not see these rows.
    """
    policies.may_export_rows(scope.actor, scope.municipality_number).enforce()
    return _stream(scope, category_names(scope.actor.language))


def _stream(scope: Scope, names: dict[str, str]) -> Iterator[Record]:
    for row in db.session.execute(visible(scope).execution_options(yield_per=ROWS_AT_A_TIME)):
        yield _record(row, scope, names)
    yield from sums_of_others(scope)


def sums_of_others(scope: Scope) -> Iterator[Record]:
    """For the network: hand-overs within others, as sums."""
    if scope.municipality_number is None:
        names = category_names(scope.actor.language)
        for row in db.session.execute(_sums_of_others(scope)):
            yield _sum_record(row, names)


def _in_period(scope: Scope) -> Any:
    days = and_(Transfer.on >= scope.period.first, Transfer.on <= scope.period.last)
    if scope.category_code is None:
        return days
    return and_(days, Transfer.category_code.in_(sorted(codes_under(scope.category_code))))


def _internal_to_others(scope: Scope) -> Any:
    return and_(
        Transfer.from_municipality_number == Transfer.to_municipality_number,
        Transfer.from_municipality_number != (scope.actor.municipality_number or ""),
    )


def count_rows(scope: Scope, most: int | None = None) -> int:
    """How many rows are told one by one; counted up to `most`.

    Those given and those only received are counted one after the other: each lie together in an index.
    """
    counted = 0
    for side in _sides(scope):
        if most is None or counted < most:
            rows = _seen(scope, side, literal(1)).limit(None if most is None else most - counted)
            counted += db.session.scalar(select(func.count()).select_from(rows.subquery())) or 0
    return counted


def visible(scope: Scope) -> Select[Any]:
    """The ledger's columns of every hand-over that is told row by row, oldest first."""
    told = (column for column in Transfer.__table__.columns if column.key not in _UNTOLD)
    return _seen(scope, or_(*_sides(scope)), *told).order_by(Transfer.on, Transfer.id)


def _sides(scope: Scope) -> Sequence[ColumnElement[bool]]:
    number = scope.municipality_number
    giver, receiver = Transfer.from_municipality_number, Transfer.to_municipality_number
    return (true(),) if number is None else (giver == number, and_(receiver == number, giver != number))


def _seen(scope: Scope, side: ColumnElement[bool], *columns: Any) -> Select[Any]:
    query, number = select(*columns).where(_in_period(scope), side), scope.municipality_number
    if number is not None and policies.may_see_internal_rows(scope.actor, number):
        return query
    return query.where(~_internal_to_others(scope))


def _sums_of_others(scope: Scope) -> Select[Any]:
    by = (
        Transfer.from_municipality_number,
        Transfer.category_code,
        Transfer.kind,
        *(getattr(Transfer, name) for name in _ORIGINS),
        Transfer.co2e_gross_low_g.is_(None).label("without_range"),
    )
    sums = [func.sum(getattr(Transfer, name)).label(name) for name in ("quantity", *_AMOUNTS)]
    return select(*by, *sums).where(_in_period(scope), _internal_to_others(scope)).group_by(*by).order_by(*by)


def _record(row: Row[Any], scope: Scope, names: dict[str, str]) -> Record:
    number = scope.municipality_number
    first = row.kind == "hand_over"
    return {
        "row": "transfer",
        "id": row.id,
        "kind": row.kind.value,
        "reverses_id": row.reverses_id,
        "on": row.on,
        **_places(row.from_municipality_number, row.to_municipality_number),
        "category": row.category_code,
        "category_name": names[row.category_code],
        "title": row.title,
        "counts_as_given": number in (None, row.from_municipality_number),
        "counts_as_received": number in (None, row.to_municipality_number),
        "factor_version": row.factor_version,
        "factor_co2e_kg": _kg(row.factor_co2e_g),
        "factor_low_kg": _kg(row.factor_low_g),
        "factor_high_kg": _kg(row.factor_high_g),
        "transport_version": row.transport_version,
        "transport_kg_per_km": _kg(row.transport_g_per_km),
        "road_percent": row.road_percent,
        "transport_share_percent": row.transport_share_percent,
        "transport_nok_per_km": kroner(row.transport_ore_per_km),
        "repair_version": row.repair_version,
        "repair_kg_per_nok": _kg(row.repair_g_per_nok),
        "otherwise": row.otherwise.value,
        "displacement_percent": row.displacement_percent,
        "price_nok": row.price_nok,
        "listed_on": row.listed_on,
        "days_to_hand_over": (row.on - row.listed_on).days if first else None,
        **_amounts(row),
    }


def _sum_record(row: Row[Any], names: dict[str, str]) -> Record:
    return {
        "row": "sum",
        "kind": row.kind.value,
        **_places(row.from_municipality_number, row.from_municipality_number),
        "category": row.category_code,
        "category_name": names[row.category_code],
        "counts_as_given": True,
        "counts_as_received": True,
        **_amounts(row),
    }


def _places(giver: str, receiver: str) -> Record:
    return {
        "from_number": giver,
        "from_name": place_of(giver).name,
        "to_number": receiver,
        "to_name": place_of(receiver).name,
    }


def _amounts(row: Row[Any]) -> Record:
    return {
        "quantity": int(row.quantity),
        **{told: _kg(getattr(row, name)) for told, name in GRAMS.items()},
        **{name: _whole(getattr(row, name)) for name in _KRONER},
        **{name: getattr(row, name).value for name in _ORIGINS},
    }


def _kg(grams: int | None) -> Any:
    return None if grams is None else kilograms(int(grams))


def kroner(ore: int | None) -> Decimal | None:
    """Øre as kroner."""
    return None if ore is None else Decimal(ore) / 100


def _whole(amount: int | None) -> int | None:
    return None if amount is None else int(amount)
