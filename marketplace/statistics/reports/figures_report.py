"""The report of a period: every figure with its counts, interval, coverage, definition and factors."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from typing import Any

from marketplace.catalogue.queries import category_names
from marketplace.foundation.actor import Actor
from marketplace.foundation.translation import text
from marketplace.impact.models import EmissionFactor
from marketplace.organisations.geography import place_of
from marketplace.statistics.definitions import definitions
from marketplace.statistics.figures import BASES, Figures, bases, figures
from marketplace.statistics.formulas import FORMULAS
from marketplace.statistics.grouping import GroupBy
from marketplace.statistics.labels import FIGURES
from marketplace.statistics.periods import Period
from marketplace.statistics.queries import Statistics, every_month, get_statistics
from marketplace.statistics.reports import used_factors, writing
from marketplace.statistics.reports.parts import Report, Section, Table, Tile, chart
from marketplace.statistics.sums import COVERED, Sums
from marketplace.wording import reports as words

MOST_BARS = 10
_ENDS = ("_low_kg", "_high_kg")
_COVERED_BY = {
    "weight_kg": "weight",
    "co2e_gross_kg": "factor",
    "co2e_cautious_kg": "factor",
    "value_saved_nok": "price",
}
_TILES = (
    "units_handed_over",
    "co2e_cautious_kg",
    "value_saved_nok",
    "weight_kg",
    "turnover_rate",
    "disposition_reuse_rate",
    "network_share",
    "median_days_to_hand_over",
)


@dataclass(frozen=True, slots=True)
class Basis:
    """What the report is made of: the whole and its parts, as one reader may see them."""

    actor: Actor
    period: Period
    municipality_number: str | None
    category_code: str | None
    whole: Statistics
    parts: dict[GroupBy, Statistics]


def basis_of(actor: Actor, period: Period, municipality_number: str | None, category_code: str | None = None) -> Basis:
    """The sums of a period, whole and split in all ways that say something.

    Raises:
        Forbidden: the actor may not see statistics.
    """
    ways = (GroupBy.MONTH, GroupBy.CATEGORY, *((GroupBy.MUNICIPALITY,) if municipality_number is None else ()))
    ask = partial(get_statistics, actor, period, municipality_number=municipality_number, category_code=category_code)
    parts = {by: ask(group_by=by) for by in ways}
    return Basis(actor, period, municipality_number, category_code, ask(), parts)


def report_of(basis: Basis) -> Report:
    """The report in the actor's language."""
    language, sums = basis.actor.language, basis.whole.whole
    first, last = writing.day(basis.period.first), writing.day(basis.period.last)
    return Report(
        title=_title(language, basis.municipality_number),
        subtitle=_subtitle(basis, first, last),
        lead=_lead(basis, first, last),
        tiles=tuple(_tile(language, key, sums) for key in _TILES),
        sections=(
            Section(text(language, words.HEADINGS["figures"]), tables=(_figures(language, sums),)),
            Section(
                text(language, words.HEADINGS["coverage"]),
                (definitions(language)["coverage"],),
                tables=(coverage_table(language, sums),),
            ),
            *_splits(basis),
            factors_section(language, basis.period, basis.municipality_number, basis.category_code),
            Section(text(language, words.HEADINGS["definitions"]), (_rates(language),), tables=(_meanings(language),)),
        ),
    )


def _title(language: str, number: str | None) -> str:
    if number is None:
        return text(language, words.HEADINGS["title_network"])
    return text(language, words.HEADINGS["title_place"], place=place_of(number).name)


def _subtitle(basis: Basis, first: str, last: str) -> str:
    language, code = basis.actor.language, basis.category_code
    days = text(language, words.HEADINGS["period"], first=first, last=last)
    return f"{days} · {category_names(language)[code]}" if code else days


def _lead(basis: Basis, first: str, last: str) -> tuple[str, ...]:
    language, sums = basis.actor.language, basis.whole.whole
    told = figures(sums)
    if not told.hand_overs and not told.units_received:
        return (text(language, words.SENTENCES["nothing"]),)
    number = basis.municipality_number
    facts = {
        "units": writing.number(told.units_handed_over),
        "received": writing.number(told.units_received),
        "first": first,
        "last": last,
        "cautious": writing.number(told.co2e_cautious_kg),
        "value": writing.number(told.value_saved_nok),
        "place": place_of(number).name if number else "",
    }
    sentence = words.SENTENCES["lead_place" if number else "lead"]
    return text(language, sentence, **facts), text(language, words.SENTENCES["where"])


def _tile(language: str, key: str, sums: Sums) -> Tile:
    label, unit = FIGURES[key]
    value = getattr(figures(sums), key)
    base = BASES[key](sums) if key in BASES else None
    counts = writing.counts(language, base if value is not None else None)
    notes = [_interval(language, key, sums), _covers(language, key, sums), counts]
    return Tile(
        text(language, label),
        writing.figure(language, key, value, base),
        text(language, unit) if unit and value is not None else "",
        " · ".join(note for note in notes if note),
    )


def _interval(language: str, key: str, sums: Sums) -> str:
    if not key.startswith("co2e_"):
        return ""
    low, high = (getattr(figures(sums), key.removesuffix("_kg") + end) for end in _ENDS)
    return writing.between(language, low, high)


def _covers(language: str, key: str, sums: Sums) -> str:
    if key not in _COVERED_BY:
        return ""
    known = getattr(sums, _COVERED_BY[key])
    part, base = writing.number(known.covered), writing.number(known.all)
    return text(language, words.SENTENCES["covers"], part=part, base=base) if known.all else ""


def _figures(language: str, sums: Sums) -> Table:
    values, counted = asdict(figures(sums)), bases(sums)
    rows = []
    for key, (label, unit) in FIGURES.items():
        if key.endswith(_ENDS):
            continue
        value = writing.figure(language, key, values[key], counted.get(key))
        told = f"{value} {text(language, unit)}" if unit and values[key] is not None else value
        beside = counted.get(key) if values[key] is not None else None
        counts = _covers(language, key, sums) or writing.counts(language, beside)
        rows.append((text(language, label), told, _interval(language, key, sums), counts))
    return table(language, "figures", (("figure", 34), ("value", 24), ("interval", 24), ("counts", 30)), rows, "value")


def coverage_table(language: str, sums: Sums) -> Table:
    """Units by where their weight, factor and price came from."""
    rows = []
    for name in COVERED:
        known = getattr(sums, name)
        rate = figures(sums)
        share = writing.figure(
            language, f"{name}_coverage", getattr(rate, f"{name}_coverage"), BASES[f"{name}_coverage"](sums)
        )
        counts = tuple(writing.number(count) for count in (known.own, known.category, known.none))
        rows.append((text(language, words.COVERED[name]), *counts, share))
    columns = (("of", 30), ("own", 16), ("category_value", 20), ("none", 16), ("share", 16))
    return table(language, "coverage", columns, rows, *(name for name, _ in columns[1:]))


def _splits(basis: Basis) -> Sequence[Section]:
    language = basis.actor.language
    names: dict[GroupBy, tuple[str, Callable[[str, str], str]]] = {
        GroupBy.MONTH: ("months", lambda key, _: writing.month(key, language)),
        GroupBy.CATEGORY: ("categories", lambda _, name: name),
        GroupBy.MUNICIPALITY: ("municipalities", lambda _, name: name),
    }
    found = []
    for by, statistics in basis.parts.items():
        heading, name_of = names[by]
        groups = [group for group in statistics.groups if group.sums.units_handed_over or group.sums.units_received]
        if by is GroupBy.MONTH:
            groups = every_month(groups)
        moved = [(name_of(group.key, group.name), figures(group.sums)) for group in groups]
        if by is not GroupBy.MONTH:
            moved.sort(key=lambda row: -row[1].units_handed_over - row[1].units_received)
        if moved:
            found.append(_split(language, heading, by, moved))
    return found


def _split(language: str, heading: str, by: GroupBy, rows: list[tuple[str, Figures]]) -> Section:
    columns = (
        (by.value, 30),
        ("handed_over", 13),
        ("received", 13),
        ("cautious", 18),
        ("gross", 18),
        ("value_saved", 18),
    )
    cells = [(name, *(_amounts(told))) for name, told in rows]
    drawn = None
    if by is not GroupBy.MUNICIPALITY:
        title = text(language, words.SENTENCES[f"chart_{heading}"])
        bars = [(name, float(told.units_handed_over), writing.number(told.units_handed_over)) for name, told in rows]
        if by is not GroupBy.MONTH:
            bars = sorted((bar for bar in bars if bar[1] > 0), key=lambda bar: -bar[1])[:MOST_BARS]
        values = "; ".join(f"{name} {said}" for name, _, said in bars)
        drawn = chart(title, text(language, words.SENTENCES["chart_alt"], title=title, values=values), bars)
    listed = table(language, heading, columns, cells, *(name for name, _ in columns[1:]))
    return Section(text(language, words.HEADINGS[heading]), chart=drawn, tables=(listed,))


def _amounts(told: Figures) -> tuple[str, ...]:
    amounts: tuple[Any, ...] = (
        told.units_handed_over,
        told.units_received,
        told.co2e_cautious_kg,
        told.co2e_gross_kg,
        told.value_saved_nok,
    )
    return tuple(writing.number(amount) for amount in amounts)


def factors_section(language: str, period: Period, number: str | None, chosen: str | None = None) -> Section:
    """The factors behind what was received, with their versions, ranges and sources."""
    names = category_names(language)
    used = used_factors.used_factors(period, number, chosen)
    rows = [_factor(_factor_name(language, names, each.factor), each.factor, each.units) for each in used]
    rows += [
        _factor(_other_name(language, each), each, None) for each in used_factors.used_others(period, number, chosen)
    ]
    heading = text(language, words.HEADINGS["factors"])
    if not rows:
        return Section(heading, (text(language, words.SENTENCES["unknown_factors"]),))
    columns = (
        ("factor", 24),
        ("version", 8),
        ("per_unit", 10),
        ("range", 15),
        ("confidence", 12),
        ("units", 15),
        ("source", 45),
    )
    listed = table(language, "factors", columns, rows, "version", "per_unit", "units", small=True)
    return Section(heading, (text(language, words.SENTENCES["factors"]),), tables=(listed,))


def _other_name(language: str, factor: EmissionFactor) -> str:
    return text(language, words.SENTENCES[factor.variant]) + writing.cost_per_km(factor.cost_ore, language)


def _factor_name(language: str, names: dict[str, str], factor: EmissionFactor) -> str:
    if factor.category_code is None:
        return text(language, words.SENTENCES["furniture"])
    name = names.get(factor.category_code, factor.category_code)
    return f"{name} ({factor.variant})" if factor.variant else name


def _factor(name: str, factor: EmissionFactor, units: int | None) -> tuple[str, ...]:
    known = factor.low_g is not None and factor.high_g is not None
    ends = f"{writing.kilograms(factor.low_g)}–{writing.kilograms(factor.high_g)}" if known else writing.NONE
    source = f"{factor.source} ({factor.source_year})"
    amounts = (str(factor.version), writing.kilograms(factor.co2e_g), ends)
    return (name, *amounts, factor.confidence, "" if units is None else writing.number(units), source)


def _rates(language: str) -> str:
    return definitions(language)["rates"]


def _meanings(language: str) -> Table:
    meanings = definitions(language)
    rows = [(text(language, label), f"{meanings[key]}\n{FORMULAS[key]}") for key, (label, _) in FIGURES.items()]
    return table(language, "definitions", (("figure", 28), ("definition", 84)), rows, small=True)


def table(
    language: str,
    title: str,
    columns: Sequence[tuple[str, int]],
    rows: Sequence[tuple[str, ...]],
    *numbers: str,
    small: bool = False,
) -> Table:
    """A table under one of the headings; `numbers` are the columns that are set to the right."""
    described = tuple((text(language, words.COLUMNS[name]), name in numbers, width) for name, width in columns)
    return Table(text(language, words.HEADINGS[title]), described, tuple(rows), small)
