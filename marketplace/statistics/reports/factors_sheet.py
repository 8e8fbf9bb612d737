"""The factors behind the figures as a sheet of a workbook."""

from collections.abc import Iterator
from decimal import Decimal

from marketplace.catalogue.queries import category_names
from marketplace.foundation.tabular.columns import Column, Kind, Record
from marketplace.foundation.tabular.xlsx_writing import Sheet
from marketplace.foundation.translation import text
from marketplace.impact.models import EmissionFactor
from marketplace.statistics.periods import Period
from marketplace.statistics.reports import used_factors
from marketplace.statistics.rows import kroner
from marketplace.wording import reports as words

COLUMNS = (
    Column("category", "category"),
    Column("name", "name", width=36),
    Column("variant", "variant"),
    Column("version", "version", Kind.INTEGER),
    Column("basis", "basis"),
    Column("co2e_kg", "co2e_kg", Kind.DECIMAL, decimals=3),
    Column("low_kg", "low_kg", Kind.DECIMAL, decimals=3),
    Column("high_kg", "high_kg", Kind.DECIMAL, decimals=3),
    Column("confidence", "confidence"),
    Column("units", "units", Kind.INTEGER),
    Column("co2e_gross_kg", "co2e_gross_kg", Kind.DECIMAL, decimals=3),
    Column("valid_from", "valid_from", Kind.DATE),
    Column("source", "source", width=80),
    Column("source_year", "source_year", Kind.YEAR),
    Column("cost_nok_per_km", "cost_nok_per_km", Kind.DECIMAL, decimals=2),
)


def factors_sheet(
    language: str, period: Period, municipality_number: str | None, category_code: str | None = None
) -> Sheet:
    """Each version that something received in the period was reckoned with, and for how many units."""
    return Sheet(text(language, "Faktorer"), COLUMNS, records(language, period, municipality_number, category_code))


def records(language: str, period: Period, number: str | None, chosen: str | None = None) -> Iterator[Record]:
    """A row for each version, keyed as `COLUMNS`; those of transport and repairs count no units."""
    names = category_names(language)
    for used in used_factors.used_factors(period, number, chosen):
        code = used.factor.category_code
        name = names.get(code, code) if code else text(language, words.SENTENCES["furniture"])
        yield {**_factor(used.factor), "name": name, "units": used.units, "co2e_gross_kg": _kg(used.co2e_gross_g)}
    for factor in used_factors.used_others(period, number, chosen):
        yield {**_factor(factor), "name": text(language, words.SENTENCES[factor.variant])}


def _factor(factor: EmissionFactor) -> Record:
    return {
        "category": factor.category_code,
        "variant": factor.variant,
        "version": factor.version,
        "basis": factor.basis.value,
        "co2e_kg": _kg(factor.co2e_g),
        "low_kg": _kg(factor.low_g),
        "high_kg": _kg(factor.high_g),
        "confidence": factor.confidence,
        "valid_from": factor.valid_from,
        "source": factor.source,
        "source_year": factor.source_year,
        "cost_nok_per_km": kroner(factor.cost_ore),
    }


def _kg(grams: int | None) -> Decimal | None:
    return None if grams is None else Decimal(grams) / 1000
