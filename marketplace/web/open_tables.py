"""The tables of open figures in words, each with the chart that is drawn from it."""

from typing import Any, NamedTuple

from flask_babel import gettext

from marketplace.foundation.translation import text
from marketplace.statistics.grouping import GroupBy
from marketplace.statistics.labels import FIGURES
from marketplace.statistics.public.opening import OpenRow, OpenYear
from marketplace.web import formatting
from marketplace.web.figures import value_in_words
from marketplace.web.locale import reader_language

IN_TABLES = ("units_handed_over", "units_received", "co2e_cautious_kg", "co2e_gross_kg", "weight_kg", "value_saved_nok")
HANDED_OVER = "units_handed_over"

Heading = str | tuple[str, str]


class Chart(NamedTuple):
    """What is drawn from a table: how, from which columns, and what it says to those who do not see it."""

    kind: str
    columns: str
    label: str
    css: str = "chart"


class Table(NamedTuple):
    """A table in words; `key` names it on the page."""

    key: str
    heading: str
    columns: list[Heading]
    rows: list[tuple[str, list[str]]]
    charts: list[Chart]


def tables(told: OpenYear, before: OpenYear | None) -> list[Table]:
    """The year by month, beside the year before where that is told; then by category and municipality, most first."""
    found = [_by_month(told, before)]
    for by, heading, first in (
        (GroupBy.CATEGORY, gettext("Etter kategori"), gettext("Kategori")),
        (GroupBy.MUNICIPALITY, gettext("Etter kommune"), gettext("Kommune")),
    ):
        rows = [(row.name, _cells(row)) for row in sorted(told.parts[by], key=_most_first)]
        label = gettext(
            "Søylediagram: gjenstander overlevert i hver. Det som er skjult, har ingen søyle. "
            "Tallene står i tabellen under."
        )
        found.append(
            Table(by.value, heading, [first, *_heads()], rows, [Chart("across", "1", label, "chart chart-across")])
        )
    return [table for table in found if table.rows]


def _heads() -> list[Heading]:
    """The columns of every table after the first."""
    return [(_head(key), "number") for key in IN_TABLES]


def _head(key: str) -> str:
    """A figure's name with its unit, as a column is called."""
    label, unit = (text(reader_language(), words) for words in FIGURES[key])
    return label if key.startswith("units") else f"{label}, {unit}"


def _cells(row: OpenRow) -> list[str]:
    """A row's values in words."""
    return [_cell(row, key) for key in IN_TABLES]


def _most_first(row: OpenRow) -> tuple[Any, str]:
    """What is hidden stands last, by its key alone: its place tells nothing."""
    return -(row.values[HANDED_OVER] or 0), row.key


def _by_month(told: OpenYear, before: OpenYear | None) -> Table:
    earlier = {row.key[-2:]: _cell(row, HANDED_OVER) for row in before.parts[GroupBy.MONTH]} if before else {}
    columns: list[Heading] = [gettext("Måned"), *_heads()]
    rows = [(formatting.month(row.key, reader_language()), _cells(row)) for row in told.parts[GroupBy.MONTH]]
    line = gettext("Linjediagram: gjenstander overlevert per måned. Tallene står i tabellen under.")
    if earlier:
        line = gettext(
            "Linjediagram: gjenstander overlevert per måned, og de samme månedene året før. "
            "Tallene står i tabellen under."
        )
        columns.append((gettext("Overlevert året før"), "number"))
        for row, (_, words) in zip(told.parts[GroupBy.MONTH], rows, strict=True):
            words.append(earlier.get(row.key[-2:], "–"))
    bars = gettext("Søylediagram: CO₂e spart per måned, forsiktig regnet. Tallene står i tabellen under.")
    lines = f"1 {len(IN_TABLES) + 1}" if earlier else "1"
    charts = [Chart("line", lines, line), Chart("bar", "3", bars, "chart chart-low")]
    return Table(GroupBy.MONTH.value, gettext("Måned for måned"), columns, rows, charts)


def _cell(row: OpenRow, key: str) -> str:
    return gettext("skjult") if key in row.hidden else value_in_words(key, row.values[key], None)
