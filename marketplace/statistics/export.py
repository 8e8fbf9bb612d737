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
from marketplace.statistics.figures import Figures, Sums, figures
from marketplace.statistics.grouping import GroupBy
from marketplace.statistics.labels import FIGURES, SPLITS
from marketplace.statistics.periods import Period
from marketplace.statistics.queries import Statistics, get_statistics
from marketplace.statistics.rows import COLUMNS, Scope, stream

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
        "figures": asdict(figures(statistics.whole)),
        "coverage": coverage(statistics.whole),
        "groups": [
            {
                "key": group.key,
                "name": group.name,
                "figures": asdict(figures(group.sums)),
                "coverage": coverage(group.sums),
            }
            for group in statistics.groups
        ],
        "definitions": definitions(language),
    }


def coverage(sums: Sums) -> dict[str, dict[str, int]]:
    """Units by where their value came from."""
    return {name: asdict(getattr(sums, name)) for name in ("weight", "factor", "price")}


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
        Column("definition", text(language, "Slik regner vi"), width=90),
    )


def _summary(statistics: Statistics, language: str) -> Iterator[Record]:
    values, meanings = asdict(figures(statistics.whole)), definitions(language)
    for key, (name, unit) in FIGURES.items():
        yield {
            "name": text(language, name),
            "value": values[key],
            "unit": text(language, unit) if unit else "",
            "definition": meanings[key],
        }
    for kind, counts in coverage(statistics.whole).items():
        for origin, units in counts.items():
            yield {"name": f"coverage.{kind}.{origin}", "value": units, "definition": meanings["coverage"]}


def _group_sheet(scope: Scope, by: GroupBy, title: str) -> Sheet:
    language = scope.actor.language
    parts = get_statistics(scope.actor, scope.period, municipality_number=scope.municipality_number, group_by=by).groups
    columns = [Column("key", "key"), Column("name", "name", width=32), *(_figure_column(key) for key in FIGURES)]
    rows = ({"key": part.key, "name": part.name, **asdict(figures(part.sums))} for part in parts)
    return Sheet(text(language, title), columns, rows)


def _figure_column(key: str) -> Column:
    kinds = {int: Kind.INTEGER, int | None: Kind.INTEGER}
    kind = kinds.get(Figures.__annotations__[key], Kind.DECIMAL)
    return Column(key, key, kind, decimals=4 if key.endswith(("rate", "share")) else 3)


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
