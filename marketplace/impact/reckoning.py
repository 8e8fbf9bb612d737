"""Reckoning the effect of a hand-over: pure functions on whole grams, kroner and percent.

Every amount is for all units of the row. None means not known, and is never counted as zero.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from marketplace.claims.states import Otherwise

Ends = tuple[int, int, int]
"""A value, and the low and high end of its range."""


class Origin(StrEnum):
    """Where a value per unit came from."""

    OWN = "own"
    CATEGORY = "category"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class FactorValue:
    """A factor as it stands on a day. Grams of CO2e per unit, or per kilogram when `per_kilogram`.

    `low_g` and `high_g` are its range; both None where none is known.
    """

    id: int
    version: int
    co2e_g: int
    per_kilogram: bool
    weight_g: int | None
    low_g: int | None = None
    high_g: int | None = None


@dataclass(frozen=True, slots=True)
class Transport:
    """What fetching gives off and costs: grams of CO2e and øre per km, and a road in percent of the straight line.

    `cost_ore_per_km` is None where it is not known.
    `share_percent` is what one hand-over bears of its own trip: less than all on a trip shared with others.
    """

    version: int
    co2e_g_per_km: int
    road_percent: int
    low_g_per_km: int | None = None
    high_g_per_km: int | None = None
    cost_ore_per_km: int | None = None
    share_percent: int = 100


@dataclass(frozen=True, slots=True)
class Repair:
    """What mending gives off: grams of CO2e per krone spent."""

    version: int
    co2e_g_per_nok: int
    low_g_per_nok: int | None = None
    high_g_per_nok: int | None = None


@dataclass(frozen=True, slots=True)
class Repaired:
    """What mending the units handed over took.

    `cost_nok` in all; `spend_nok` of it for what has no known CO2e and is reckoned by the krone; `own_co2e_g` the rest.
    """

    cost_nok: int
    spend_nok: int
    own_co2e_g: int
    factor: Repair


@dataclass(frozen=True, slots=True)
class Effect:
    """What is frozen on a ledger row, for all its units but for `factor_…_g`, which are per unit.

    None: not known, never zero. `…_low_g` and `…_high_g` are None where the factor has no range.
    """

    weight_g: int | None
    weight_origin: Origin
    factor_id: int | None
    factor_version: int | None
    factor_co2e_g: int | None
    factor_low_g: int | None
    factor_high_g: int | None
    factor_origin: Origin
    displacement_percent: int
    co2e_gross_g: int | None
    co2e_gross_low_g: int | None
    co2e_gross_high_g: int | None
    co2e_cautious_g: int | None
    co2e_cautious_low_g: int | None
    co2e_cautious_high_g: int | None
    transport_co2e_g: int
    transport_low_g: int
    transport_high_g: int
    transport_version: int
    transport_g_per_km: int
    road_percent: int
    distance_m: int
    transport_share_percent: int
    transport_nok: int
    transport_ore_per_km: int | None
    repair_nok: int
    repair_spend_nok: int
    repair_co2e_g: int
    repair_low_g: int
    repair_high_g: int
    repair_version: int | None
    repair_g_per_nok: int | None
    replacement_nok: int | None
    price_origin: Origin
    value_saved_nok: int | None


DISPLACEMENT_PERCENT = {
    Otherwise.BUY_NEW: 100,
    Otherwise.BUY_USED: 50,
    Otherwise.DO_WITHOUT: 0,
    Otherwise.UNKNOWN: 50,
}
"""How much of a new object a reused one replaces, by the claimant's own answer."""


def reckon(
    *,
    quantity: int,
    own_weight_g: int | None,
    own_co2e_g: int | None,
    factor: FactorValue | None,
    furniture_per_kg: FactorValue | None,
    is_furniture: bool,
    otherwise: Otherwise,
    distance_km: float,
    transport: Transport,
    own_replacement_nok: int | None,
    category_replacement_nok: int | None,
    price_nok: int,
    repaired: Repaired | None = None,
) -> Effect:
    """The effect of handing over `quantity` units, `distance_km` as the crow flies apart.

    Gross is units × factor. Cautious is gross × displacement − transport (once, for the whole hand-over) − repair.
    Value saved is replacement − price paid − transport (once too) − repair. An own value goes before the category's,
    and has no range.
    """
    weight, weight_origin = _first(own_weight_g, factor.weight_g if factor else None)
    found = factor or (furniture_per_kg if is_furniture else None)
    replacement, price_origin = _first(own_replacement_nok, category_replacement_nok)
    whole_price = None if replacement is None else replacement * quantity
    distance_m = round(distance_km * 1000)
    driven, mended = fetching(distance_m, transport), mending(repaired)
    spent_nok = price_nok * quantity + fetching_nok(distance_m, transport) + (repaired.cost_nok if repaired else 0)
    spent = tuple(one + other for one, other in zip(driven, mended, strict=True))
    return Effect(
        weight_g=None if weight is None else weight * quantity,
        weight_origin=weight_origin,
        replacement_nok=whole_price,
        price_origin=price_origin,
        value_saved_nok=None if whole_price is None else whole_price - spent_nok,
        **_co2e(quantity, own_co2e_g, own_weight_g, found, DISPLACEMENT_PERCENT[otherwise], spent),
        **_along(distance_m, transport, driven),
        **_behind(repaired, mended),
    )


def per_unit(factor: FactorValue, own_weight_g: int | None) -> tuple[int | None, int | None, int | None]:
    """A factor's value, low and high for one unit; one per kilogram needs the thing's own weight."""
    if not factor.per_kilogram:
        return factor.co2e_g, factor.low_g, factor.high_g
    if own_weight_g is None:
        return None, None, None
    low, high = (None if end is None else end * own_weight_g // 1000 for end in (factor.low_g, factor.high_g))
    return factor.co2e_g * own_weight_g // 1000, low, high


def fetching(distance_m: int, transport: Transport) -> Ends:
    """Grams of CO2e of driving so far as the crow flies, and the range: the value itself where none is known."""
    ends = _ends(transport.co2e_g_per_km, transport.low_g_per_km, transport.high_g_per_km)
    value, low, high = (
        (distance_m * grams * transport.road_percent * transport.share_percent + 5_000_000) // 10_000_000
        for grams in ends
    )
    return value, low, high


def fetching_nok(distance_m: int, transport: Transport) -> int:
    """Kroner that driving so far as the crow flies costs, half up; 0 where the cost of a km is not known."""
    ore = transport.cost_ore_per_km or 0
    return (distance_m * ore * transport.road_percent * transport.share_percent + 500_000_000) // 1_000_000_000


def mending(repaired: Repaired | None) -> Ends:
    """Grams of CO2e of repairs: what is known of them, and the rest by the krone; and the range."""
    if repaired is None:
        return 0, 0, 0
    repair = repaired.factor
    ends = _ends(repair.co2e_g_per_nok, repair.low_g_per_nok, repair.high_g_per_nok)
    value, low, high = (repaired.own_co2e_g + repaired.spend_nok * grams for grams in ends)
    return value, low, high


def share(amount: int | None, part: int, whole: int, already: int) -> int | None:
    """What `part` more of `whole` units take back of an amount when `already` units were taken back before.

    Rounded so that the shares of all units add up to the amount exactly.
    """
    if amount is None:
        return None
    return amount * (already + part) // whole - amount * already // whole


def _co2e(
    quantity: int,
    own: int | None,
    own_weight_g: int | None,
    factor: FactorValue | None,
    displacement: int,
    spent: tuple[int, ...],
) -> dict[str, Any]:
    value, low, high = (None, None, None) if factor is None else per_unit(factor, own_weight_g)
    co2e, origin = _first(own, value)
    used = factor if origin == Origin.CATEGORY else None
    if used is None or low is None or high is None:
        low = high = None
    least, most = spent[1], spent[2]
    gross, gross_low, gross_high = (None if each is None else each * quantity for each in (co2e, low, high))
    return {
        "factor_id": used.id if used else None,
        "factor_version": used.version if used else None,
        "factor_co2e_g": co2e,
        "factor_low_g": low,
        "factor_high_g": high,
        "factor_origin": origin,
        "displacement_percent": displacement,
        "co2e_gross_g": gross,
        "co2e_gross_low_g": gross_low,
        "co2e_gross_high_g": gross_high,
        "co2e_cautious_g": _cautious(gross, displacement, spent[0]),
        "co2e_cautious_low_g": _cautious(gross_low, displacement, most),
        "co2e_cautious_high_g": _cautious(gross_high, displacement, least),
    }


def _cautious(gross: int | None, displacement: int, spent: int) -> int | None:
    return None if gross is None else gross * displacement // 100 - spent


def _ends(value: int, low: int | None, high: int | None) -> Ends:
    return value, value if low is None else low, value if high is None else high


def _along(distance_m: int, transport: Transport, driven: Ends) -> dict[str, Any]:
    return _named("transport_co2e_g transport_low_g transport_high_g", driven) | {
        "transport_version": transport.version,
        "transport_g_per_km": transport.co2e_g_per_km,
        "road_percent": transport.road_percent,
        "distance_m": distance_m,
        "transport_share_percent": transport.share_percent,
        "transport_nok": fetching_nok(distance_m, transport),
        "transport_ore_per_km": transport.cost_ore_per_km,
    }


def _behind(repaired: Repaired | None, mended: Ends) -> dict[str, Any]:
    return _named("repair_co2e_g repair_low_g repair_high_g", mended) | {
        "repair_nok": repaired.cost_nok if repaired else 0,
        "repair_spend_nok": repaired.spend_nok if repaired else 0,
        "repair_version": repaired.factor.version if repaired else None,
        "repair_g_per_nok": repaired.factor.co2e_g_per_nok if repaired else None,
    }


def _named(names: str, ends: Ends) -> dict[str, Any]:
    return dict(zip(names.split(), ends, strict=True))


def _first(own: int | None, category: int | None) -> tuple[int | None, Origin]:
    if own is not None:
        return own, Origin.OWN
    return (category, Origin.CATEGORY) if category is not None else (None, Origin.NONE)
