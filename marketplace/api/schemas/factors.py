"""Factors as the API takes and tells them."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated

from pydantic import Field

from marketplace.api.schemas.base import Answer, Day, Input, ListOf, Query, Text
from marketplace.impact.fields import FactorFields
from marketplace.impact.models import Basis, EmissionFactor
from marketplace.impact.queries import Series, Version
from marketplace.statistics.whatif import Totals, WhatIf

Kilograms = Annotated[Decimal, Field(ge=0, le=1_000_000, max_digits=12, decimal_places=3, allow_inf_nan=False)]
Kroner = Annotated[Decimal, Field(ge=0, le=100, max_digits=5, decimal_places=2, allow_inf_nan=False)]


class FactorInput(Input):
    """A version of a factor: kg of CO2e for one unit, kilogram or km.

    `road_factor` and `cost_nok_per_km` are for transport alone; without a cost, fetching is told as costing nothing.
    """

    described_as: Annotated[Text, Field(max_length=120)]
    co2e_kg: Kilograms
    low_kg: Kilograms | None = None
    high_kg: Kilograms | None = None
    weight_kg: Kilograms | None = None
    road_factor: Annotated[Decimal, Field(ge=1, le=3, max_digits=3, decimal_places=2, allow_inf_nan=False)] | None = (
        None
    )
    cost_nok_per_km: Kroner | None = None
    source: Annotated[Text, Field(max_length=400)]
    source_year: Annotated[int, Field(ge=1990, le=2100)]
    confidence: Annotated[str, Field(pattern="^[ABC]$")]
    note: Annotated[Text, Field(max_length=400)] = ""
    valid_from: Day
    reason: Annotated[Text, Field(max_length=1000)]

    def fields(self) -> FactorFields:
        """In grams, percent and øre."""
        return FactorFields(
            described_as=self.described_as,
            co2e_g=_whole(self.co2e_kg, 1000) or 0,
            low_g=_whole(self.low_kg, 1000),
            high_g=_whole(self.high_kg, 1000),
            weight_g=_whole(self.weight_kg, 1000),
            road_percent=_whole(self.road_factor, 100),
            source=self.source,
            source_year=self.source_year,
            confidence=self.confidence,
            note=self.note,
            valid_from=self.valid_from,
            reason=self.reason,
            cost_ore=_whole(self.cost_nok_per_km, 100),
        )


class NewFactorInput(FactorInput):
    """The first version for a category that has none."""

    category: Annotated[Text, Field(max_length=24)]


class VersionInput(FactorInput):
    """A further version; `seen` is the newest version known to the caller."""

    seen: Annotated[int, Field(ge=1, le=1_000_000)]


class VersionAnswer(Answer):
    """A version, who made it and why; the versions that ship were made by nobody."""

    id: int
    version: int
    described_as: str
    co2e_kg: float
    low_kg: float | None
    high_kg: float | None
    weight_kg: float | None
    road_factor: float | None
    cost_nok_per_km: float | None
    source: str
    source_year: int
    confidence: str
    note: str
    valid_from: date
    recorded_at: datetime
    recorded_by: str
    reason: str


class DatedFactorAnswer(Answer):
    """A factor through all its versions, oldest first. `current_version` is the one in force today."""

    id: int
    category: str | None
    variant: str
    basis: Basis
    current_version: int | None
    versions: list[VersionAnswer]
    actions: list[str]


class DatedFactorList(ListOf[DatedFactorAnswer]):
    """All factors."""


class WhatIfQuery(Query):
    """A period, this year unless said otherwise, of the network or of one municipality; with the factors of a day."""

    first: Day | None = Field(None, alias="from")
    last: Day | None = Field(None, alias="to")
    municipality: str | None = Field(None, pattern=r"^[0-9]{4}$")
    on: Day | None = Field(None, description="The day whose factors to use; today if left out.")
    category: str | None = Field(None, max_length=20, description="A category's code; those under it count, too.")


class AmountAnswer(Answer):
    """Kilograms of CO2e with their interval."""

    kg: float
    low_kg: float
    high_kg: float


class TotalsAnswer(Answer):
    """CO2e of what was received, for the units that have a value; kroner saved where a new one's price is known."""

    units: int
    units_covered: int
    co2e_gross: AmountAnswer
    co2e_cautious: AmountAnswer
    value_saved_nok: int | None


class WhatIfAnswer(Answer):
    """A period as it is recorded, and as it would be with the factors of the day `on`."""

    on: date
    recorded: TotalsAnswer
    recalculated: TotalsAnswer


def factor_answer(series: Series, today: date, may_manage: bool) -> DatedFactorAnswer:
    """A factor with kilograms."""
    code, variant = series.key
    current = series.current(today)
    return DatedFactorAnswer(
        id=series.id,
        category=code,
        variant=variant,
        basis=series.first.basis,
        current_version=current.version if current else None,
        versions=[_version(version) for version in series.versions],
        actions=["revise"] if may_manage else [],
    )


def what_if_answer(found: WhatIf) -> WhatIfAnswer:
    """Both sides in kilograms."""
    return WhatIfAnswer(on=found.on, recorded=_totals(found.recorded), recalculated=_totals(found.recalculated))


def _totals(totals: Totals) -> TotalsAnswer:
    return TotalsAnswer(
        units=totals.units,
        units_covered=totals.units_covered,
        co2e_gross=_amount(totals.told("gross")),
        co2e_cautious=_amount(totals.told("cautious")),
        value_saved_nok=totals.saved_nok,
    )


def _amount(ends: tuple[int, int, int]) -> AmountAnswer:
    value, low, high = ends
    return AmountAnswer(kg=value / 1000, low_kg=low / 1000, high_kg=high / 1000)


def _version(version: Version) -> VersionAnswer:
    factor: EmissionFactor = version.factor
    return VersionAnswer(
        id=factor.id,
        version=factor.version,
        described_as=factor.described_as,
        co2e_kg=factor.co2e_g / 1000,
        low_kg=_kg(factor.low_g),
        high_kg=_kg(factor.high_g),
        weight_kg=_kg(factor.weight_g),
        road_factor=None if factor.road_percent is None else factor.road_percent / 100,
        cost_nok_per_km=None if factor.cost_ore is None else factor.cost_ore / 100,
        source=factor.source,
        source_year=factor.source_year,
        confidence=factor.confidence,
        note=factor.note,
        valid_from=factor.valid_from,
        recorded_at=factor.recorded_at,
        recorded_by=version.made_by,
        reason=version.reason,
    )


def _kg(grams: int | None) -> float | None:
    return None if grams is None else grams / 1000


def _whole(value: Decimal | None, times: int) -> int | None:
    return None if value is None else int(value * times)
