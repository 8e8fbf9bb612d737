"""Reading a whole spreadsheet: what its columns mean, and its rows one by one into a spool on disk."""

import json
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from marketplace.foundation.errors import Facts, Invalid
from marketplace.foundation.tabular.headers import Header, find_header
from marketplace.foundation.tabular.reading import open_table
from marketplace.foundation.tabular.table import CellError, Row, Table, column_letters
from marketplace.foundation.texts import clean
from marketplace.inventory.spreadsheet.identity import content_key
from marketplace.inventory.spreadsheet.mapping import Column, map_columns, missing_keys
from marketplace.inventory.spreadsheet.reading import Problem, Reading, Surroundings
from marketplace.inventory.spreadsheet.sheets import ASSETS, Reader, Sheet
from marketplace.inventory.spreadsheet.titles import IGNORE
from marketplace.inventory.states import Severity

MOST_KEPT = {Severity.ERROR: 10_000, Severity.NOTICE: 1_000}
"""How many problems of one code are kept for reading; the rest are counted."""

EXAMPLES = 3
PROGRESS_EVERY = 500
Progress = Callable[[int, int], None]
Remembered = Callable[[list[str]], dict[str, str]]


@dataclass
class Problems:
    """Problems in the order they were found: all counted by code, the first of each code kept."""

    kept: list[Problem] = field(default_factory=list)
    counts: Counter[tuple[Severity, str]] = field(default_factory=Counter)
    failed_rows: set[int] = field(default_factory=set)

    def add(self, *problems: Problem) -> None:
        """Count, and keep while there is room."""
        for problem in problems:
            key = problem.severity, problem.code
            self.counts[key] += 1
            if self.counts[key] <= MOST_KEPT[problem.severity]:
                self.kept.append(problem)
            if problem.severity is Severity.ERROR:
                self.failed_rows.add(problem.row)

    def summary(self) -> dict[str, dict[str, Any]]:
        """How many there are by code."""
        return {code: {"severity": severity.value, "count": count} for (severity, code), count in self.counts.items()}


@dataclass(frozen=True, slots=True)
class SpooledRow:
    """A row without errors of its own, as `Reading` has it, with its key by content."""

    row: int
    values: dict[str, Any]
    assumed: dict[str, Any]
    content_key: str


@dataclass
class Examined:
    """What a spreadsheet holds. `rows` reads the spool; rows that share an inventory number are left out of it."""

    header: Header
    columns: list[Column]
    examples: dict[int, list[str]]
    rows_total: int
    problems: Problems
    spool: IO[str]
    sheet: Sheet = ASSETS
    twice: set[int] = field(default_factory=set)
    rows_skipped: int = 0

    def rows(self) -> Iterator[SpooledRow]:
        """The rows that can be kept, as far as the file itself tells."""
        self.spool.seek(0)
        for line in self.spool:
            spooled = SpooledRow(*json.loads(line))
            if spooled.row not in self.twice:
                yield spooled

    @property
    def named(self) -> dict[str, str]:
        """What the reader sees above the column of each field."""
        return {column.field: column.shown for column in self.columns if column.field}

    @property
    def unknown(self) -> list[Column]:
        """Columns that hold something and are mapped to nothing."""
        return [column for column in self.columns if column.field is None and self.examples.get(column.index)]


@contextmanager
def examine(
    source: Path | bytes,
    filename: str,
    around: Surroundings,
    *,
    wanted: dict[str, str] | None = None,
    remembered: Remembered | None = None,
    progress: Progress | None = None,
    sheet: Sheet = ASSETS,
) -> Iterator[Examined]:
    """Read the file from the first row to the last; `progress` is told rows done and rows in all.

    Memory does not grow with the rows but for their numbers. The spool lives as long as the context.

    Raises:
        Invalid, TooLarge: the file cannot be read as a table (codes `file-…`), or "import-no-header", "import-no-rows".
    """
    table = open_table(source, filename)
    header = find_header(table.rows(), sheet.vocabulary.is_known)
    if header is None:
        raise Invalid("import-no-header", filename=filename)
    total, widest = _size_below(table, header)
    if total == 0:
        raise Invalid("import-no-rows", filename=filename)
    titles = list(header.titles) + [""] * (widest - len(header.titles))
    columns = map_columns(titles, wanted, remembered(titles) if remembered else None, sheet.vocabulary)
    with tempfile.TemporaryFile("w+", encoding="utf-8", prefix="ombruk-import-") as spool:
        examined = Examined(header, columns, {}, total, Problems(), spool, sheet)
        _note_mapping(examined, wanted or {})
        _read_rows(table, sheet.reader(columns, around), examined, progress or (lambda done, of: None))
        _note_columns(examined)
        yield examined


def _size_below(table: Table, header: Header) -> tuple[int, int]:
    """How many rows there are below the header, and how many columns hold something."""
    total, widest = 0, len(header.titles)
    for row in table.rows():
        if row.number > header.row_number:
            total += 1
            if len(row.cells) > widest:
                widest = max(widest, 1 + max(index for index, cell in enumerate(row.cells) if cell is not None))
    return total, widest


def _read_rows(table: Table, reader: Reader, examined: Examined, progress: Progress) -> None:
    seen: Counter[str] = Counter()
    first_rows: dict[str, int] = {}
    done = 0
    for row in table.rows():
        if row.number <= examined.header.row_number:
            continue
        _take_examples(row, examined)
        reading = reader.read(row)
        if reading is None:
            examined.rows_skipped += 1
            examined.problems.add(Problem(row.number, "", Severity.NOTICE, "import-header-again"))
        else:
            _spool(reading, examined, seen, first_rows)
        done += 1
        if done % PROGRESS_EVERY == 0:
            progress(done, examined.rows_total)
    progress(done, examined.rows_total)


def _spool(reading: Reading, examined: Examined, seen: Counter[str], first_rows: dict[str, int]) -> None:
    seen[reading.digest] += 1
    once = examined.sheet.once
    number = reading.values.get(once) if once else None
    if number:
        first = first_rows.setdefault(number, reading.row)
        if first != reading.row:
            _note_twice(examined, number, first, reading)
    examined.problems.add(*reading.problems)
    if not reading.failed:
        key = content_key(reading.digest, seen[reading.digest])
        spooled = (reading.row, reading.values, reading.assumed, key)
        examined.spool.write(json.dumps(spooled, ensure_ascii=False, separators=(",", ":")) + "\n")


def _note_twice(examined: Examined, number: str, first: int, reading: Reading) -> None:
    """Both rows are left out: nobody knows which is right."""
    column = next(column.shown for column in examined.columns if column.field == examined.sheet.once)
    facts: Facts = {"value": number[:60], "first": first, "second": reading.row}
    for row in (first, reading.row):
        if row == reading.row or first not in examined.twice:
            examined.problems.add(Problem(row, column, Severity.ERROR, "import-number-twice", dict(facts)))
            examined.twice.add(row)


def _take_examples(row: Row, examined: Examined) -> None:
    for index, cell in enumerate(row.cells):
        if cell is None:
            continue
        found = examined.examples.setdefault(index, [])
        if len(found) < EXAMPLES:
            shown = cell.text if isinstance(cell, CellError) else str(cell)
            if shown[:60] not in found:
                found.append(shown[:60])


def _note_mapping(examined: Examined, wanted: dict[str, str]) -> None:
    row = examined.header.row_number
    for key in missing_keys([column.title for column in examined.columns], wanted):
        examined.problems.add(Problem(row, clean(key)[:120], Severity.NOTICE, "import-mapping-column-missing"))


def _note_columns(examined: Examined) -> None:
    """Tell of columns that are not taken in, and of those that are wanted but not there."""
    row = examined.header.row_number
    for column in examined.unknown:
        facts = {"letters": column_letters(column.index)}
        examined.problems.add(Problem(row, column.shown, Severity.NOTICE, "import-column-unknown", {**facts}))
    mapped = {column.field for column in examined.columns} - {None, IGNORE}
    for field_name, code in examined.sheet.missed.items():
        if field_name not in mapped:
            examined.problems.add(Problem(row, "", Severity.NOTICE, code))
