"""Which versions of which factors stand behind the figures of a period."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, exists, func, or_, select

from marketplace.catalogue.queries import codes_under
from marketplace.foundation.database import db
from marketplace.impact.models import REPAIR_VARIANT, TRANSPORT_VARIANT, EmissionFactor
from marketplace.impact.reckoning import Origin
from marketplace.statistics.periods import Period
from marketplace.transfers.models import Transfer


@dataclass(frozen=True, slots=True)
class UsedFactor:
    """A version, and of how many units received (less those taken back) it made the CO2e."""

    factor: EmissionFactor
    units: int
    co2e_gross_g: int


def used_factors(period: Period, municipality_number: str | None, category_code: str | None = None) -> list[UsedFactor]:
    """The categories' factors of what was received, most CO2e first. Two queries."""
    chosen = (
        select(Transfer.factor_id, func.sum(Transfer.quantity), func.coalesce(func.sum(Transfer.co2e_gross_g), 0))
        .where(Transfer.factor_origin == Origin.CATEGORY, _received(period, municipality_number, category_code))
        .group_by(Transfer.factor_id)
    )
    sums = {key: (int(units or 0), int(co2e or 0)) for key, units, co2e in db.session.execute(chosen) if key}
    factors = db.session.scalars(select(EmissionFactor).where(EmissionFactor.id.in_(sums))).all()
    found = [UsedFactor(factor, *sums[factor.id]) for factor in factors]
    return sorted(found, key=lambda each: (-each.co2e_gross_g, each.factor.id))


def used_others(
    period: Period, municipality_number: str | None, category_code: str | None = None
) -> Sequence[EmissionFactor]:
    """The versions of the factors of transport and of repairs that hand-overs of the period were reckoned with."""
    received = _received(period, municipality_number, category_code)
    used = [
        and_(EmissionFactor.variant == variant, exists().where(version == EmissionFactor.version, received))
        for variant, version in (
            (TRANSPORT_VARIANT, Transfer.transport_version),
            (REPAIR_VARIANT, Transfer.repair_version),
        )
    ]
    chosen = select(EmissionFactor).where(EmissionFactor.category_code.is_(None), or_(*used))
    return db.session.scalars(chosen.order_by(EmissionFactor.variant.desc(), EmissionFactor.version)).all()


def _received(period: Period, number: str | None, category_code: str | None) -> Any:
    within = and_(Transfer.on >= period.first, Transfer.on <= period.last)
    if category_code is not None:
        within = and_(within, Transfer.category_code.in_(sorted(codes_under(category_code))))
    return within if number is None else and_(within, Transfer.to_municipality_number == number)
