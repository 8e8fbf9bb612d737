"""Figures and rows as a workbook: for people, with everything they need to follow a figure."""

from collections.abc import Iterator
from dataclasses import asdict
from tempfile import TemporaryFile
from typing import IO, Any

from marketplace.foundation.tabular.columns import Column, Kind, Record
from marketplace.foundation.tabular.xlsx_writing import Chart, Sheet, write_xlsx
from marketplace.foundation.translation import text
from marketplace.statistics import dictionary, facts
from marketplace.statistics.definitions import definitions
from marketplace.statistics.figures import RATES, Figures, bases, figures
from marketplace.statistics.formulas import FORMULAS
from marketplace.statistics.grouping import GroupBy
from marketplace.statistics.labels import FIGURES, SPLITS
from marketplace.statistics.queries import Statistics, every_month, get_statistics
from marketplace.statistics.reports.factors_sheet import factors_sheet
from marketplace.statistics.reports.figures_report import MOST_BARS
from marketplace.statistics.rows import COLUMNS, Scope
from marketplace.statistics.stamps import Stamp
from marketplace.statistics.sums import COVERED, Sums
from marketplace.wording import reports as words

PIECE = 64 * 1024


def workbook(scope: Scope, rows: Iterator[Record], stamp: Stamp) -> Iterator[bytes]:
    """The workbook piece by piece, in constant memory however many rows."""
    with TemporaryFile() as target:
        write_workbook(scope, rows, stamp, target)
        target.seek(0)
        yield from pieces_of(target)


def write_workbook(scope: Scope, rows: Iterator[Record], stamp: Stamp, target: IO[bytes]) -> None:
    """Write the workbook to a file."""
    language, number = scope.actor.language, scope.municipality_number
    chosen: dict[str, Any] = {"municipality_number": number, "category_code": scope.category_code}
    whole = get_statistics(scope.actor, scope.period, **chosen)
    parts = {by: _group_sheet(scope, GroupBy(by), title) for by, title in SPLITS.items()}
    summary = list(_summary(whole, language))
    charts = _charts(language, parts, len(summary))
    sheets = [
        Sheet(text(language, "Sammendrag"), _summary_columns(language), summary, charts, _as_the_figure),
        *parts.values(),
        factors_sheet(language, scope.period, number, scope.category_code),
        Sheet(text(language, "Felter"), dictionary.FILE_COLUMNS, dictionary.records(language)),
        Sheet(text(language, "Rader"), COLUMNS, rows),
        Sheet(text(language, "Grunnlag"), facts.COLUMNS, facts.stream(scope)),
    ]
    write_xlsx(sheets, target, last=stamp.sheet, made_at=stamp.made_at)


def pieces_of(source: IO[bytes]) -> Iterator[bytes]:
    """What a file holds, piece by piece."""
    while piece := source.read(PIECE):
        yield piece


def coverage(sums: Sums) -> dict[str, dict[str, int]]:
    """Units by where their value came from."""
    return {name: asdict(getattr(sums, name)) for name in COVERED}


def _summary_columns(language: str) -> tuple[Column, ...]:
    return (
        Column("name", text(language, "Nøkkeltall"), width=36),
        Column("value", text(language, "Verdi"), Kind.DECIMAL, decimals=4),
        Column("unit", text(language, "Enhet")),
        Column("part", text(language, "Antall"), Kind.INTEGER),
        Column("base", text(language, "Av"), Kind.INTEGER),
        Column("definition", text(language, "Slik regner vi"), width=90),
        Column("formula", text(language, "Formel"), width=60),
    )


def _summary(statistics: Statistics, language: str) -> Iterator[Record]:
    values, meanings = asdict(figures(statistics.whole)), definitions(language)
    counted = bases(statistics.whole)
    for key, (name, unit) in FIGURES.items():
        yield {
            "key": key,
            **(asdict(counted[key]) if key in counted else {}),
            "name": text(language, name),
            "value": values[key],
            "unit": text(language, unit) if unit else "",
            "definition": meanings[key],
            "formula": FORMULAS[key],
        }
    for kind, counts in coverage(statistics.whole).items():
        for origin, units in counts.items():
            yield {
                "key": "units_received",
                "name": f"coverage.{kind}.{origin}",
                "value": units,
                "definition": meanings["coverage"],
            }


def _as_the_figure(column: Column, record: Record) -> Column:
    """A value is shown as its own figure is: whole units, percent, or kilograms to the gram."""
    return _figure_columns(str(record["key"]))[0] if column.key == "value" else column


def _group_sheet(scope: Scope, by: GroupBy, title: str) -> Sheet:
    language = scope.actor.language
    chosen: dict[str, Any] = {"municipality_number": scope.municipality_number, "category_code": scope.category_code}
    parts = get_statistics(scope.actor, scope.period, group_by=by, **chosen).groups
    if by is GroupBy.CATEGORY:
        parts = sorted(parts, key=lambda part: (-part.sums.units_handed_over, part.key))
    if by is GroupBy.MONTH:
        parts = every_month(parts)
    columns = [Column("key", "key"), Column("name", "name", width=32)]
    for key in FIGURES:
        columns += _figure_columns(key)
    rows = [{"key": part.key, "name": part.name, **_flat(part.sums)} for part in parts]
    return Sheet(text(language, title), columns, rows)


def _charts(language: str, parts: dict[str, Sheet], below: int) -> list[Chart]:
    """Under the summary: units by month, and the categories with most."""
    drawn = []
    wanted = (
        ("month", "column", words.SENTENCES["chart_months"]),
        ("category", "bar", words.SENTENCES["chart_categories"]),
    )
    for place, (by, kind, title) in enumerate(wanted):
        sheet = parts[by]
        rows = list(sheet.rows)[: MOST_BARS if kind == "bar" else None]
        column = next(at for at, each in enumerate(sheet.columns) if each.key == "units_handed_over")
        told = text(language, title)
        values = "; ".join(f"{row['name']} {row['units_handed_over']}" for row in rows)
        alt = text(language, words.SENTENCES["chart_alt"], title=told, values=values)
        if rows:
            at = (below + 3, place * 5)
            drawn.append(Chart(told, alt, kind, sheet.name, column, len(rows), at, names=1))
    return drawn


def _figure_columns(key: str) -> list[Column]:
    """A figure, and beside a rate its counts."""
    if key in RATES:
        counts = [Column(f"{key}_{name}", f"{key}_{name}", Kind.INTEGER) for name in ("part", "base")]
        return [Column(key, key, Kind.PERCENT, decimals=1), *counts]
    kinds = {int: Kind.INTEGER, int | None: Kind.INTEGER}
    return [Column(key, key, kinds.get(Figures.__annotations__[key], Kind.DECIMAL), decimals=3)]


def _flat(sums: Sums) -> dict[str, Any]:
    counts = {f"{key}_{name}": value for key, base in bases(sums).items() for name, value in asdict(base).items()}
    return asdict(figures(sums)) | counts
