"""Reckoning the effect of a hand-over: pure functions on whole grams, kroner and percent.

Every amount is for all units of the row. None means not known, and is never counted as zero.
"""

from dataclasses import dataclass
from enum import StrEnum

from marketplace.claims.states import Otherwise


class Origin(StrEnum):
    """Where a value per unit came from."""

    OWN = "own"
    CATEGORY = "category"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class FactorValue:
    """A factor as it stands on a day. Grams of CO2e per unit, or per kilogram when `per_kilogram`."""

    id: int
    version: int
    co2e_g: int
    per_kilogram: bool
    weight_g: int | None


@dataclass(frozen=True, slots=True)
class Effect:
    """What is frozen on a ledger row, for all its units. None: not known, never zero."""

    weight_g: int | None
    weight_origin: Origin
    factor_id: int | None
    factor_version: int | None
    factor_co2e_g: int | None
    factor_origin: Origin
    displacement_percent: int
    co2e_gross_g: int | None
    co2e_cautious_g: int | None
    transport_co2e_g: int
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

ROAD_FACTOR_PERCENT = 130
"""A road is taken to be 1.3 times the straight line."""

VAN_CO2E_G_PER_KM = 250
"""Grams of CO2e a diesel van of up to 3.5 tonnes gives off per km: a rounded planning value, once per hand-over."""


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
    own_replacement_nok: int | None,
    category_replacement_nok: int | None,
    price_nok: int,
) -> Effect:
    """The effect of handing over `quantity` units, `distance_km` as the crow flies apart.

    Gross is units × factor. Cautious is gross × displacement − transport (once, for the whole hand-over). Value saved
    is replacement − price paid. An own value goes before the category's.
    """
    weight, weight_origin = _first(own_weight_g, factor.weight_g if factor else None)
    co2e, factor_origin, used = _co2e(own_co2e_g, factor or (furniture_per_kg if is_furniture else None), own_weight_g)
    displacement, transport = DISPLACEMENT_PERCENT[otherwise], _transport_g(distance_km)
    gross = None if co2e is None else co2e * quantity
    replacement, price_origin = _first(own_replacement_nok, category_replacement_nok)
    whole_price = None if replacement is None else replacement * quantity
    return Effect(
        weight_g=None if weight is None else weight * quantity,
        weight_origin=weight_origin,
        factor_id=used.id if used else None,
        factor_version=used.version if used else None,
        factor_co2e_g=co2e,
        factor_origin=factor_origin,
        displacement_percent=displacement,
        co2e_gross_g=gross,
        co2e_cautious_g=None if gross is None else gross * displacement // 100 - transport,
        transport_co2e_g=transport,
        replacement_nok=whole_price,
        price_origin=price_origin,
        value_saved_nok=None if whole_price is None else whole_price - price_nok * quantity,
    )


def share(amount: int | None, part: int, whole: int, already: int) -> int | None:
    """What `part` more of `whole` units take back of an amount when `already` units were taken back before.

    Rounded so that the shares of all units add up to the amount exactly.
    """
    if amount is None:
        return None
    return amount * (already + part) // whole - amount * already // whole


def _co2e(
    own: int | None, factor: FactorValue | None, own_weight_g: int | None
) -> tuple[int | None, Origin, FactorValue | None]:
    """Per unit, where from, and the factor if it was used: one per kilogram needs the thing's own weight."""
    co2e, origin = _first(own, _per_unit(factor, own_weight_g))
    return co2e, origin, factor if origin == Origin.CATEGORY else None


def _first(own: int | None, category: int | None) -> tuple[int | None, Origin]:
    if own is not None:
        return own, Origin.OWN
    return (category, Origin.CATEGORY) if category is not None else (None, Origin.NONE)


def _per_unit(factor: FactorValue | None, own_weight_g: int | None) -> int | None:
    if factor is None:
        return None
    if not factor.per_kilogram:
        return factor.co2e_g
    return None if own_weight_g is None else factor.co2e_g * own_weight_g // 1000


def _transport_g(distance_km: float) -> int:
    return round(distance_km * VAN_CO2E_G_PER_KM * ROAD_FACTOR_PERCENT / 100)
