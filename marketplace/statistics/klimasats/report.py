"""The report in words: its sections, as page and PDF show them."""

from collections.abc import Sequence

from marketplace.foundation.translation import text
from marketplace.organisations.geography import place_of
from marketplace.statistics.definitions import definitions
from marketplace.statistics.figures import figures
from marketplace.statistics.klimasats.assumptions import Assumptions, Hours, hourly_cap
from marketplace.statistics.klimasats.gathering import Material
from marketplace.statistics.klimasats.reckoning import FIGURES, NEXT_YEARS, Ahead
from marketplace.statistics.labels import FIGURES as LABELS
from marketplace.statistics.outlook import DRAWS, HIGH_PERCENT, LOW_PERCENT
from marketplace.statistics.reports import writing
from marketplace.statistics.reports.figures_report import coverage_table, factors_section
from marketplace.statistics.reports.parts import Report, Section, Table, Tile, chart
from marketplace.statistics.sums import Sums
from marketplace.wording import klimasats as words

_DEFINED = (
    "units_handed_over",
    "co2e_gross_kg",
    "co2e_cautious_kg",
    "co2e_cautious_low_kg",
    "co2e_cautious_high_kg",
    "value_saved_nok",
    "coverage",
)


def report_of(material: Material) -> Report:
    """The report in the actor's language."""
    language, stated = material.actor.language, material.stated
    number = stated.municipality_number
    name = place_of(number).name if number else text(language, words.SENTENCES["network"])
    first, last = writing.day(stated.period.first), writing.day(stated.period.last)
    return Report(
        title=text(language, words.HEADINGS["title"], place=name),
        subtitle=text(language, words.HEADINGS["period"], first=first, last=last),
        lead=(_said(language, "lead"),),
        tiles=_tiles(language, material),
        sections=(
            _results(language, material),
            _activity(language, material),
            _next_years(language, material),
            _longer_term(language, material),
            _hours(language, stated.hours),
            Section(
                _heading(language, "coverage"),
                (definitions(language)["coverage"],),
                tables=(coverage_table(language, material.whole),),
            ),
            factors_section(language, stated.period, number),
            _meanings(language),
        ),
    )


def _tiles(language: str, material: Material) -> tuple[Tile, ...]:
    told = figures(material.whole)
    cautious = writing.between(language, told.co2e_cautious_low_kg, told.co2e_cautious_high_kg)
    ahead = [each for each in material.next_years if _is_together(each) and each.figure == "co2e_cautious_kg"]
    hours = sum(each.amount_nok for each in material.stated.hours)
    tiles = [
        Tile(_label(language, "units_handed_over"), writing.number(told.units_handed_over)),
        Tile(_label(language, "co2e_cautious_kg"), writing.number(told.co2e_cautious_kg), "kg CO₂e", cautious),
    ]
    for each in ahead:
        ends = writing.between(language, each.low, each.high)
        tiles.append(Tile(_said(language, "tile_ahead"), writing.number(each.middle), "kg CO₂e", ends))
    if material.stated.hours:
        tiles.append(Tile(_said(language, "tile_hours"), writing.number(hours), "kr"))
    return tuple(tiles)


def _results(language: str, material: Material) -> Section:
    columns = (
        ("year", 10),
        ("handed_over", 13),
        ("weight", 12),
        ("cautious", 15),
        ("interval", 24),
        ("gross", 15),
        ("saved", 15),
    )
    rows = [_result(language, str(year), sums) for year, sums in material.years]
    rows.append(_result(language, _said(language, "together"), material.whole))
    bars = [
        (str(year), float(figures(sums).co2e_cautious_kg or 0), writing.number(figures(sums).co2e_cautious_kg))
        for year, sums in material.years
    ]
    title = _said(language, "chart_results")
    values = "; ".join(f"{name} {said}" for name, _, said in bars)
    drawn = chart(title, text(language, words.SENTENCES["chart_alt"], title=title, values=values), bars)
    numbers = [name for name, _ in columns if name not in ("year", "interval")]
    return Section(
        _heading(language, "results"),
        (_said(language, "results"),),
        drawn,
        (_table(language, "results", columns, rows, numbers),),
    )


def _result(language: str, name: str, sums: Sums) -> tuple[str, ...]:
    told = figures(sums)
    return (
        name,
        writing.number(told.units_handed_over),
        writing.number(told.weight_kg),
        writing.number(told.co2e_cautious_kg),
        writing.between(language, told.co2e_cautious_low_kg, told.co2e_cautious_high_kg),
        writing.number(told.co2e_gross_kg),
        writing.number(told.value_saved_nok),
    )


def _activity(language: str, material: Material) -> Section:
    told = figures(material.whole)
    counted = (
        ("hand_overs", told.hand_overs),
        ("units_handed_over", told.units_handed_over),
        ("units_received", told.units_received),
        ("units_listed", told.units_listed),
        ("units_returned", told.units_returned),
    )
    rows = [(_label(language, key), writing.number(value)) for key, value in counted]
    categories = [
        (
            group.name,
            writing.number(figures(group.sums).units_handed_over),
            writing.number(figures(group.sums).units_received),
            writing.number(figures(group.sums).weight_kg),
            writing.number(figures(group.sums).co2e_cautious_kg),
        )
        for group in material.categories
    ]
    of = (("category", 34), ("handed_over", 15), ("received", 15), ("weight", 18), ("cautious", 18))
    tables = [_table(language, "activity", (("what", 70), ("count", 30)), rows, ["count"])]
    if categories:
        tables.append(_table(language, "categories", of, categories, [name for name, _ in of[1:]]))
    return Section(_heading(language, "activity"), (_said(language, "activity"),), tables=tuple(tables))


def _next_years(language: str, material: Material) -> Section:
    if not material.next_years:
        return Section(_heading(language, "next_years"), (_said(language, "unknown_ahead"),))
    facts = {
        "first": writing.day(material.months.first),
        "last": writing.day(material.months.last),
        "months": material.months_known,
        "draws": DRAWS,
        "low": LOW_PERCENT,
        "high": HIGH_PERCENT,
    }
    method = text(language, words.SENTENCES["next_years"], **facts)
    return Section(
        _heading(language, "next_years"), (method,), tables=(_aheads(language, "next_years", material.next_years),)
    )


def _longer_term(language: str, material: Material) -> Section:
    stated = material.stated
    paragraphs = [_stated(language, stated)]
    if stated.text:
        paragraphs.append(stated.text)
    if not material.longer_term:
        return Section(_heading(language, "longer_term"), (*paragraphs, _said(language, "unknown_ahead")))
    return Section(
        _heading(language, "longer_term"),
        tuple(paragraphs),
        tables=(_aheads(language, "longer_term", material.longer_term),),
    )


def _stated(language: str, stated: Assumptions) -> str:
    return text(
        language,
        words.SENTENCES["longer_term"],
        first=stated.period.last.year + NEXT_YEARS + 1,
        last=stated.horizon,
        growth=writing.number(stated.growth_percent, 1),
        cleaner=writing.number(stated.cleaner_percent, 1),
    )


def _aheads(language: str, heading: str, found: Sequence[Ahead]) -> Table:
    columns = (("what", 34), ("years", 18), ("middle", 16), ("least", 16), ("most", 16))
    ordered = sorted(found, key=lambda each: (FIGURES.index(each.figure), _is_together(each), each.first_year))
    rows = [
        (
            _label(language, each.figure, unit=True),
            str(each.first_year) if each.first_year == each.last_year else f"{each.first_year}–{each.last_year}",
            *(writing.number(value) for value in (each.middle, each.low, each.high)),
        )
        for each in ordered
    ]
    return _table(language, heading, columns, rows, ["middle", "least", "most"])


def _is_together(each: Ahead) -> bool:
    return each.first_year != each.last_year


def _hours(language: str, hours: Sequence[Hours]) -> Section:
    if not hours:
        return Section(_heading(language, "hours"), (_said(language, "no_hours"),))
    columns = (("year", 14), ("hours", 16), ("rate", 18), ("cap", 16), ("counted", 18), ("amount", 18))
    rows = [
        (
            str(each.year),
            writing.number(each.hours, 1),
            writing.number(each.rate_nok),
            writing.number(hourly_cap(each.year)),
            writing.number(each.counted_rate_nok),
            writing.number(each.amount_nok),
        )
        for each in hours
    ]
    together, amount = sum(each.hours for each in hours), sum(each.amount_nok for each in hours)
    rows.append((_said(language, "together"), writing.number(together, 1), "", "", "", writing.number(amount)))
    listed = _table(language, "hours", columns, rows, [name for name, _ in columns[1:]])
    return Section(_heading(language, "hours"), (_said(language, "hours"),), tables=(listed,))


def _meanings(language: str) -> Section:
    meanings = definitions(language)
    rows = [(_label(language, key) if key in LABELS else _said(language, key), meanings[key]) for key in _DEFINED]
    return Section(
        _heading(language, "definitions"),
        tables=(_table(language, "definitions", (("what", 28), ("meaning", 84)), rows, []),),
    )


def _label(language: str, key: str, *, unit: bool = False) -> str:
    name, of = LABELS[key]
    told = text(language, name)
    return f"{told}, {text(language, of)}" if unit and of and of != "gjenstander" else told


def _heading(language: str, key: str) -> str:
    return text(language, words.HEADINGS[key])


def _said(language: str, key: str) -> str:
    return text(language, words.SENTENCES[key])


def _table(
    language: str,
    title: str,
    columns: Sequence[tuple[str, int]],
    rows: Sequence[tuple[str, ...]],
    numbers: Sequence[str],
) -> Table:
    described = tuple((text(language, words.COLUMNS[name]), name in numbers, width) for name, width in columns)
    return Table(_heading(language, title), described, tuple(rows))
