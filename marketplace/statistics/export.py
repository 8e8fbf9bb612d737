"""Figures and rows as files: CSV for programs, XLSX for people, JSON with everything."""

from collections.abc import Iterator
from dataclasses import asdict
from enum import StrEnum
from tempfile import TemporaryFile
from typing import IO, Any

from marketplace.foundation import clock
from marketplace.foundation.actor import Actor
from marketplace.foundation.tabular.columns import Column, Kind, Record
from marketplace.foundation.tabular.csv_writing import write_csv
from marketplace.foundation.tabular.json_writing import write_json
from marketplace.foundation.tabular.xlsx_writing import Sheet, write_xlsx
from marketplace.foundation.translation import text
from marketplace.organisations.geography import place_of
from marketplace.statistics.definitions import definitions
from marketplace.statistics.figures import RATES, Figures, bases, figures
from marketplace.statistics.formulas import FORMULAS
from marketplace.statistics.grouping import GroupBy
from marketplace.statistics.labels import FIGURES, SPLITS
from marketplace.statistics.periods import Period
from marketplace.statistics.queries import Statistics, get_statistics
from marketplace.statistics.rows import COLUMNS, Scope, stream
from marketplace.statistics.sums import COVERED, Sums

PIECE = 64 * 1024


class Format(StrEnum):
    """What kind of file."""

    CSV = "csv"
    XLSX = "xlsx"
    JSON = "json"


MIMETYPES = {
    Format.CSV: "text/csv; charset=utf-8",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.JSON: "application/json",
}


def export(actor: Actor, period: Period, municipality_number: str | None, kind: Format) -> Iterator[bytes]:
    """The file, piece by piece: constant memory, however long the ledger.

    CSV is the rows alone. JSON also holds the figures and what each means; XLSX splits them by municipality, category
    and month besides. Rows that count as given add up to the units, rows that count as received to weight, CO2e and
    value.

    Raises:
        Forbidden: the actor may not have these rows.
    """
    scope = Scope(actor, period, municipality_number)
    rows = stream(scope)
    if kind == Format.CSV:
        return write_csv(rows, COLUMNS)
    if kind == Format.JSON:
        found = get_statistics(actor, period, municipality_number=municipality_number)
        return write_json(rows, COLUMNS, head=told(found, actor.language), list_name="rows")
    return _workbook(scope, rows)


def filename(period: Period, municipality_number: str | None, kind: Format) -> str:
    """What to call it."""
    whose = place_of(municipality_number).name.lower() if municipality_number else "nettverket"
    return f"ombruk-{whose}-{period.first}-{period.last}.{kind.value}".replace(" ", "-")


def told(statistics: Statistics, language: str) -> dict[str, Any]:
    """The figures as the API answers them."""
    return {
        "period": {"from": statistics.period.first, "to": statistics.period.last},
        "municipality": statistics.municipality_number,
        **_told(statistics.whole),
        "groups": [{"key": group.key, "name": group.name, **_told(group.sums)} for group in statistics.groups],
        "definitions": definitions(language),
        "formulas": FORMULAS,
    }


def _told(sums: Sums) -> dict[str, Any]:
    return {
        "figures": asdict(figures(sums)),
        "bases": {name: asdict(base) for name, base in bases(sums).items()},
        "coverage": coverage(sums),
    }


def coverage(sums: Sums) -> dict[str, dict[str, int]]:
    """Units by where their value came from."""
    return {name: asdict(getattr(sums, name)) for name in COVERED}


def _workbook(scope: Scope, rows: Iterator[Record]) -> Iterator[bytes]:
    language = scope.actor.language
    number = scope.municipality_number
    whole = get_statistics(scope.actor, scope.period, municipality_number=number)
    sheets = [
        Sheet(text(language, "Sammendrag"), _summary_columns(language), _summary(whole, language)),
        *(_group_sheet(scope, GroupBy(by), title) for by, title in SPLITS.items()),
        Sheet(text(language, "Rader"), COLUMNS, rows),
        Sheet(text(language, "Om filen"), _about_columns(language), _about(scope)),
    ]
    with TemporaryFile() as target:
        write_xlsx(sheets, target)
        target.seek(0)
        yield from _pieces(target)


def _pieces(source: IO[bytes]) -> Iterator[bytes]:
    while piece := source.read(PIECE):
        yield piece


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
            **(asdict(counted[key]) if key in counted else {}),
            "name": text(language, name),
            "value": values[key],
            "unit": text(language, unit) if unit else "",
            "definition": meanings[key],
            "formula": FORMULAS[key],
        }
    for kind, counts in coverage(statistics.whole).items():
        for origin, units in counts.items():
            yield {"name": f"coverage.{kind}.{origin}", "value": units, "definition": meanings["coverage"]}


def _group_sheet(scope: Scope, by: GroupBy, title: str) -> Sheet:
    language = scope.actor.language
    parts = get_statistics(scope.actor, scope.period, municipality_number=scope.municipality_number, group_by=by).groups
    columns = [Column("key", "key"), Column("name", "name", width=32)]
    for key in FIGURES:
        columns += _figure_columns(key)
    rows = ({"key": part.key, "name": part.name, **_flat(part.sums)} for part in parts)
    return Sheet(text(language, title), columns, rows)


def _figure_columns(key: str) -> list[Column]:
    """A figure, and beside a rate its counts."""
    if key in RATES:
        counts = [Column(f"{key}_{name}", f"{key}_{name}", Kind.INTEGER) for name in ("part", "base")]
        return [Column(key, key, Kind.DECIMAL, decimals=4), *counts]
    kinds = {int: Kind.INTEGER, int | None: Kind.INTEGER}
    return [Column(key, key, kinds.get(Figures.__annotations__[key], Kind.DECIMAL), decimals=3)]


def _flat(sums: Sums) -> dict[str, Any]:
    counts = {f"{key}_{name}": value for key, base in bases(sums).items() for name, value in asdict(base).items()}
    return asdict(figures(sums)) | counts


def _about_columns(language: str) -> tuple[Column, ...]:
    return (Column("what", text(language, "Hva"), width=24), Column("value", text(language, "Verdi"), width=60))


def _about(scope: Scope) -> Iterator[Record]:
    language, number = scope.actor.language, scope.municipality_number
    yield {"what": text(language, "Fra"), "value": f"{scope.period.first:%d.%m.%Y}"}
    yield {"what": text(language, "Til"), "value": f"{scope.period.last:%d.%m.%Y}"}
    yield {
        "what": text(language, "Gjelder"),
        "value": place_of(number).name if number else text(language, "Nettverket"),
    }
    yield {"what": text(language, "Laget"), "value": f"{clock.now().astimezone(clock.OSLO):%d.%m.%Y %H:%M}"}
