"""Open a table of any kind we read."""

from marketplace.foundation.tabular.csv_reading import open_csv
from marketplace.foundation.tabular.sniffing import kind_of
from marketplace.foundation.tabular.table import Limits, Source, Table
from marketplace.foundation.tabular.workbook_reading import open_workbook

_LIMITS = Limits()


def open_table(source: Source, filename: str, *, sheet: str | None = None, limits: Limits = _LIMITS) -> Table:
    """A CSV, XLSX or ODS file, told apart by content; `filename` is for the words of a refusal only.

    A CSV is read anew from `source` each time its rows are asked for; a workbook is held in memory.

    Raises:
        Invalid: it is empty, damaged, locked, or no table; or it has no sheet of that name.
        TooLarge: beyond the limits.
    """
    kind = kind_of(source, filename, limits)
    if kind == "csv":
        return open_csv(source, filename, limits)
    return open_workbook(source, filename, kind, sheet, limits)
