"""What the figures would be with other factors than those frozen on the rows: shown beside them, never instead.

Sums over rows are reckoned at once and divided last, so a recalculation with the very factors that are frozen may
differ from them by less than a gram, or a krone, a row.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Row, Select, case, func, literal, select

from marketplace.catalogue.queries import codes_under, list_categories
from marketplace.foundation.actor import Actor
from marketplace.foundation.database import db
from marketplace.impact import queries as impact
from marketplace.impact.models import REPAIR_VARIANT, TRANSPORT_VARIANT, EmissionFactor
from marketplace.impact.queries import FactorSet
from marketplace.impact.reckoning import Ends, FactorValue, Origin, Repaired, fetching, mending
from marketplace.statistics import policies
from marketplace.statistics.arithmetic import interval
from marketplace.statistics.periods import Period
from marketplace.transfers.models import Transfer


@dataclass(slots=True)
class Totals:
    """CO2e of what was received. Each amount is a value in grams with its low and high end.

    `saved_nok` is kroner saved, None where no price of a new one is known.
    """

    units: int = 0
    units_covered: int = 0
    gross: Ends = (0, 0, 0)
    cautious: Ends = (0, 0, 0)
    saved_nok: int | None = None

    def add(self, units: int, gross: Ends | None, displacement: int, spent: Ends) -> None:
        """Count some rows; None: their CO2e is not known."""
        self.units += units
        if gross is None:
            return
        self.units_covered += units
        value, low, high = (grams * displacement // 100 for grams in gross)
        cautious = (value - spent[0], low - spent[2], high - spent[1])
        self.gross, self.cautious = _plus(self.gross, gross), _plus(self.cautious, cautious)

    def save(self, kroner: int) -> None:
        """Count what rows with a known price saved."""
        self.saved_nok = (self.saved_nok or 0) + kroner

    def told(self, name: str) -> Ends:
        """`gross` or `cautious`, its ends around its value."""
        value, low, high = getattr(self, name)
        return (value, *interval(value, low, high))


@dataclass(frozen=True, slots=True)
class WhatIf:
    """A period as it is recorded, and as it would be with the factors of the day `on`."""

    on: date
    recorded: Totals
    recalculated: Totals


def what_if(
    actor: Actor,
    period: Period,
    on: date,
    *,
    municipality_number: str | None = None,
    category_code: str | None = None,
    instead: EmissionFactor | None = None,
) -> WhatIf:
    """A period recalculated with the factors of a day, and perhaps one more in place of its like. Three queries.

    Own values stay. Rows from before distances were frozen keep their transport.

    Raises:
        Forbidden: the actor may not see statistics.
        NotFound: no such category.
    """
    policies.may_see_figures(actor).enforce()
    factors = impact.factors_on(on)
    if instead is not None:
        factors = _with(factors, instead)
    furniture = {category.code for category in list_categories() if category.is_furniture}
    varied = {code for code, variant in factors.values if code is not None and variant}
    recorded, recalculated = Totals(), Totals()
    rows = _sums(period, municipality_number, varied)
    if category_code is not None:
        rows = rows.where(Transfer.category_code.in_(sorted(codes_under(category_code))))
    for row in db.session.execute(rows):
        _record(recorded, row)
        _save(recorded, recalculated, row, factors)
        known = row.factor_origin != Origin.NONE
        gross = _frozen(row, "gross") if row.factor_origin == Origin.OWN else _again(row, factors, furniture)
        spent = _plus(_driven(row, factors), _mended(row, factors)) if known or gross is not None else (0, 0, 0)
        recalculated.add(int(row.quantity), gross, row.displacement_percent, spent)
    return WhatIf(on, recorded, recalculated)


def _sums(period: Period, number: str | None, varied: Iterable[str]) -> Select[Any]:
    title = case((Transfer.category_code.in_(sorted(varied)), Transfer.title), else_=literal("")).label("title")
    by = (
        Transfer.category_code,
        title,
        Transfer.factor_origin,
        Transfer.weight_origin,
        Transfer.displacement_percent,
        Transfer.distance_m.is_not(None).label("measured"),
    )
    rows = select(*by, *(func.sum(amount).label(name) for name, amount in _AMOUNTS.items())).where(
        Transfer.on >= period.first, Transfer.on <= period.last
    )
    if number is not None:
        rows = rows.where(Transfer.to_municipality_number == number)
    return rows.group_by(*by)


def _of_priced(amount: Any) -> Any:
    return case((Transfer.value_saved_nok.is_not(None), amount))


_SHARED_DISTANCE: Any = Transfer.distance_m * func.coalesce(Transfer.transport_share_percent, 100)
_PER_KRONE = 10_000_000
"""What a krone is of metres × percent of a trip × percent of the straight line × øre per km, ÷ 100."""

_AMOUNTS: dict[str, Any] = {
    "quantity": Transfer.quantity,
    "weight_g": Transfer.weight_g,
    "shared_distance": _SHARED_DISTANCE,
    "saved": Transfer.value_saved_nok,
    "saved_distance": _of_priced(_SHARED_DISTANCE),
    "saved_fetching": _of_priced(
        _SHARED_DISTANCE * Transfer.road_percent * func.coalesce(Transfer.transport_ore_per_km, 0) // 100
    ),
    "gross": Transfer.co2e_gross_g,
    "gross_low": func.coalesce(Transfer.co2e_gross_low_g, Transfer.co2e_gross_g),
    "gross_high": func.coalesce(Transfer.co2e_gross_high_g, Transfer.co2e_gross_g),
    "cautious": Transfer.co2e_cautious_g,
    "cautious_low": func.coalesce(Transfer.co2e_cautious_low_g, Transfer.co2e_cautious_g),
    "cautious_high": func.coalesce(Transfer.co2e_cautious_high_g, Transfer.co2e_cautious_g),
    "repair_nok": Transfer.repair_nok,
    "repair_spend_nok": Transfer.repair_spend_nok,
    "repair_own": Transfer.repair_co2e_g - Transfer.repair_spend_nok * func.coalesce(Transfer.repair_g_per_nok, 0),
    "driven": Transfer.transport_co2e_g,
    "driven_low": func.coalesce(Transfer.transport_low_g, Transfer.transport_co2e_g),
    "driven_high": func.coalesce(Transfer.transport_high_g, Transfer.transport_co2e_g),
}


def _record(totals: Totals, row: Row[Any]) -> None:
    units = int(row.quantity)
    totals.units += units
    if row.factor_origin != Origin.NONE:
        totals.units_covered += units
        totals.gross = _plus(totals.gross, _frozen(row, "gross"))
        totals.cautious = _plus(totals.cautious, _frozen(row, "cautious"))


def _save(recorded: Totals, recalculated: Totals, row: Row[Any], factors: FactorSet) -> None:
    """Kroner saved as they are, and with what a km costs on the day; rows without a distance keep theirs."""
    if row.saved is None:
        return
    saved = int(row.saved)
    recorded.save(saved)
    if row.measured:
        van = factors.transport
        fetching_again = int(row.saved_distance) * van.road_percent * (van.cost_ore_per_km or 0) // 100
        saved += (int(row.saved_fetching or 0) - fetching_again + _PER_KRONE // 2) // _PER_KRONE
    recalculated.save(saved)


def _again(row: Row[Any], factors: FactorSet, furniture: set[str]) -> Ends | None:
    factor = factors.of(row.category_code, row.title)
    if factor is None and row.category_code in furniture and row.weight_origin == Origin.OWN:
        factor = factors.furniture
    if factor is None:
        return None
    whole = int(row.weight_g) if factor.per_kilogram else int(row.quantity) * 1000
    value, low, high = (grams * whole // 1000 for grams in _ends(factor))
    return value, low, high


def _driven(row: Row[Any], factors: FactorSet) -> Ends:
    if not row.measured:
        return _frozen(row, "driven")
    return fetching(int(row.shared_distance), replace(factors.transport, share_percent=1))  # shared already


def _mended(row: Row[Any], factors: FactorSet) -> Ends:
    cost, spend, own = (int(amount or 0) for amount in (row.repair_nok, row.repair_spend_nok, row.repair_own))
    return mending(Repaired(cost, spend, own, factors.repair))


def _frozen(row: Row[Any], name: str) -> Ends:
    value, low, high = (int(getattr(row, f"{name}{end}") or 0) for end in ("", "_low", "_high"))
    return value, low, high


def _ends(factor: FactorValue) -> Ends:
    if factor.low_g is None or factor.high_g is None:
        return factor.co2e_g, factor.co2e_g, factor.co2e_g
    return factor.co2e_g, factor.low_g, factor.high_g


def _with(factors: FactorSet, row: EmissionFactor) -> FactorSet:
    if row.variant == TRANSPORT_VARIANT:
        return replace(factors, transport=impact.transport_of(row))
    if row.variant == REPAIR_VARIANT:
        return replace(factors, repair=impact.repair_of(row))
    return replace(factors, values=factors.values | {(row.category_code, row.variant): impact.value_of(row)})


def _plus(one: Ends, other: Ends) -> Ends:
    return one[0] + other[0], one[1] + other[1], one[2] + other[2]
