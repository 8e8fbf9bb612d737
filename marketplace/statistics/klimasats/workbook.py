"""The report as a workbook: typed cells, so that whoever reports can go on reckoning."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from tempfile import TemporaryFile
from typing import Any

from marketplace.foundation.tabular.columns import Column, Kind, Record
from marketplace.foundation.tabular.xlsx_writing import Chart, Sheet, write_xlsx
from marketplace.foundation.translation import text
from marketplace.statistics.definitions import definitions
from marketplace.statistics.figures import RATES, bases, figures
from marketplace.statistics.formulas import FORMULAS
from marketplace.statistics.klimasats.assumptions import hourly_cap
from marketplace.statistics.klimasats.gathering import Material
from marketplace.statistics.klimasats.reckoning import Ahead
from marketplace.statistics.labels import FIGURES as LABELS
from marketplace.statistics.reports.factors_sheet import factors_sheet
from marketplace.statistics.reports.parts import Report
from marketplace.statistics.stamps import Stamp
from marketplace.statistics.sums import COVERED, Sums
from marketplace.wording import klimasats as words
from marketplace.wording import reports

_RESULTS = (
    "units_handed_over",
    "hand_overs",
    "weight_kg",
    "co2e_cautious_kg",
    "co2e_cautious_low_kg",
    "co2e_cautious_high_kg",
    "co2e_gross_kg",
    "co2e_gross_low_kg",
    "co2e_gross_high_kg",
    "value_saved_nok",
    "weight_coverage",
    "factor_coverage",
    "price_coverage",
)


def workbook_of(material: Material, report: Report, stamp: Stamp) -> bytes:
    """The report's sheets, the stamp last."""
    language = stamp.language
    results = _results(language, material)
    sheets = [
        results,
        _activity(language, material),
        _ahead(language, "next_years", material.next_years),
        _ahead(language, "longer_term", material.longer_term),
        _hours(language, material),
        _coverage(language, material),
        factors_sheet(language, material.stated.period, material.stated.municipality_number),
        _assumptions(language, material, report),
        _definitions(language),
    ]
    with TemporaryFile() as target:
        write_xlsx(sheets, target, last=stamp.sheet, made_at=stamp.made_at)
        target.seek(0)
        return target.read()


def _results(language: str, material: Material) -> Sheet:
    columns = [Column("year", _column(language, "year"), Kind.YEAR)]
    columns += [column for key in _RESULTS for column in _figure_columns(language, key)]
    rows = [{"year": year, **_only(asdict(figures(sums))), **_counts(sums)} for year, sums in material.years]
    told = text(language, words.SENTENCES["chart_results"])
    values = "; ".join(f"{row['year']} {row['co2e_cautious_kg']}" for row in rows)
    alt = text(language, words.SENTENCES["chart_alt"], title=told, values=values)
    name = _heading(language, "results")
    place = next(at for at, column in enumerate(columns) if column.key == "co2e_cautious_kg")
    drawn = Chart(told, alt, "column", name, place, len(rows), (len(rows) + 3, 0))
    return Sheet(name, columns, rows, [drawn])


def _figure_columns(language: str, key: str) -> list[Column]:
    """A figure, and beside a rate its counts."""
    name, unit = LABELS[key]
    title = text(language, name)
    if key in RATES:
        named = (("part", text(language, "Antall")), ("base", text(language, "Av")))
        counts = [Column(f"{key}_{end}", f"{title}: {said}", Kind.INTEGER, width=18) for end, said in named]
        return [Column(key, title, Kind.PERCENT, width=18), *counts]
    whole = key in ("units_handed_over", "hand_overs", "value_saved_nok")
    titled = f"{title}, {text(language, unit)}" if unit and unit not in ("gjenstander", "overleveringer") else title
    return [Column(key, titled, Kind.INTEGER if whole else Kind.DECIMAL, decimals=0, width=18)]


def _counts(sums: Sums) -> dict[str, int]:
    counted = bases(sums)
    return {f"{key}_{end}": count for key in _RESULTS if key in RATES for end, count in asdict(counted[key]).items()}


def _only(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: values[key] for key in _RESULTS}


def _activity(language: str, material: Material) -> Sheet:
    columns = (
        Column("category", _column(language, "category"), width=36),
        Column("given", _column(language, "handed_over"), Kind.INTEGER),
        Column("received", _column(language, "received"), Kind.INTEGER),
        Column("weight_kg", _column(language, "weight"), Kind.DECIMAL, decimals=0),
        Column("co2e_kg", _column(language, "cautious"), Kind.DECIMAL, decimals=0),
    )
    rows = (
        {
            "category": group.name,
            "given": figures(group.sums).units_handed_over,
            "received": figures(group.sums).units_received,
            "weight_kg": figures(group.sums).weight_kg,
            "co2e_kg": figures(group.sums).co2e_cautious_kg,
        }
        for group in material.categories
    )
    return Sheet(_heading(language, "activity"), columns, rows)


def _ahead(language: str, heading: str, found: Sequence[Ahead]) -> Sheet:
    columns = (
        Column("what", _column(language, "what"), width=36),
        Column("first_year", _column(language, "years"), Kind.YEAR),
        Column("last_year", "–", Kind.YEAR),
        Column("middle", _column(language, "middle"), Kind.DECIMAL, decimals=0),
        Column("low", _column(language, "least"), Kind.DECIMAL, decimals=0),
        Column("high", _column(language, "most"), Kind.DECIMAL, decimals=0),
    )
    rows = ({**asdict(each), "what": text(language, LABELS[each.figure][0])} for each in found)
    return Sheet(_heading(language, heading), columns, rows)


def _hours(language: str, material: Material) -> Sheet:
    columns = (
        Column("year", _column(language, "year"), Kind.YEAR),
        Column("hours", _column(language, "hours"), Kind.DECIMAL),
        Column("rate", _column(language, "rate"), Kind.INTEGER, width=18),
        Column("cap", _column(language, "cap"), Kind.INTEGER, width=18),
        Column("counted", _column(language, "counted"), Kind.INTEGER, width=24),
        Column("amount", _column(language, "amount"), Kind.INTEGER, width=18),
    )
    rows = (
        {
            "year": each.year,
            "hours": each.hours,
            "rate": each.rate_nok,
            "cap": hourly_cap(each.year),
            "counted": each.counted_rate_nok,
            "amount": each.amount_nok,
        }
        for each in material.stated.hours
    )
    return Sheet(_heading(language, "hours"), columns, rows)


def _coverage(language: str, material: Material) -> Sheet:
    columns = (
        Column("of", text(language, reports.COLUMNS["of"])),
        *(
            Column(key, text(language, reports.COLUMNS[title]), Kind.INTEGER, width=20)
            for key, title in (("own", "own"), ("category", "category_value"), ("none", "none"))
        ),
    )
    rows = ({"of": text(language, reports.COVERED[name]), **asdict(getattr(material.whole, name))} for name in COVERED)
    return Sheet(_heading(language, "coverage")[:31], columns, rows)


def _assumptions(language: str, material: Material, report: Report) -> Sheet:
    columns = (
        Column("what", _column(language, "what"), width=44),
        Column("value", _column(language, "value"), width=100),
    )
    return Sheet(_heading(language, "assumptions"), columns, list(_stated(language, material, report)))


def _definitions(language: str) -> Sheet:
    columns = (
        Column("what", _column(language, "what"), width=44),
        Column("meaning", _column(language, "meaning"), width=100),
        Column("formula", text(language, "Formel"), width=80),
    )
    meanings = definitions(language)
    rows = (
        {"what": text(language, LABELS[key][0]), "meaning": meanings[key], "formula": FORMULAS[key]} for key in LABELS
    )
    return Sheet(_heading(language, "definitions"), columns, rows)


def _stated(language: str, material: Material, report: Report) -> Iterator[Record]:
    stated = material.stated
    yield {"what": _said(language, "growth"), "value": stated.growth_percent}
    yield {"what": _said(language, "cleaner"), "value": stated.cleaner_percent}
    yield {"what": _said(language, "horizon"), "value": stated.horizon}
    if stated.text:
        yield {"what": _said(language, "text"), "value": stated.text}
    for section in report.sections:
        for paragraph in section.paragraphs:
            yield {"what": section.heading, "value": paragraph}


def _heading(language: str, key: str) -> str:
    return text(language, words.HEADINGS[key])


def _column(language: str, key: str) -> str:
    return text(language, words.COLUMNS[key])


def _said(language: str, key: str) -> str:
    return text(language, words.SENTENCES[key])
