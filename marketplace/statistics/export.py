"""Figures and rows as files: CSV for programs, XLSX for people, JSON with everything, PDF to hand on."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from enum import StrEnum
from itertools import chain
from typing import Any
from urllib.parse import urlencode

from marketplace.catalogue.queries import codes_under
from marketplace.foundation import ports
from marketplace.foundation.actor import Actor
from marketplace.foundation.tabular.columns import Column, Record
from marketplace.foundation.tabular.csv_writing import write_csv
from marketplace.foundation.tabular.json_writing import write_json, write_json_list
from marketplace.foundation.transaction import look_at_one_moment
from marketplace.organisations.geography import place_of
from marketplace.statistics import facts
from marketplace.statistics.definitions import definitions
from marketplace.statistics.figures import bases, figures
from marketplace.statistics.formulas import FORMULAS
from marketplace.statistics.lines import csv_line, csv_pieces
from marketplace.statistics.periods import Period
from marketplace.statistics.queries import Statistics, get_statistics
from marketplace.statistics.reports import figures_report, printing
from marketplace.statistics.rows import ALWAYS_GIVEN, COLUMNS, Scope, stream
from marketplace.statistics.stamps import Stamp, stamp_of, stamped
from marketplace.statistics.sums import Sums
from marketplace.statistics.workbook import coverage, workbook


class Table(StrEnum):
    """Which rows a CSV file holds: hand-overs, or what the other figures are made of. Other files hold both."""

    TRANSFERS = "transfers"
    FACTS = "facts"


class Format(StrEnum):
    """What kind of file."""

    CSV = "csv"
    XLSX = "xlsx"
    JSON = "json"
    PDF = "pdf"


MIMETYPES = {
    Format.CSV: "text/csv; charset=utf-8",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.JSON: "application/json",
    Format.PDF: printing.MIMETYPE,
}


def export(
    actor: Actor,
    period: Period,
    municipality_number: str | None,
    kind: Format,
    *,
    category_code: str | None = None,
    table: Table = Table.TRANSFERS,
) -> Iterator[bytes]:
    """The file, piece by piece: constant memory, however long the ledger. Perhaps of one category and those under it.

    CSV is one table of rows alone. JSON holds both tables, the figures and what each means; XLSX splits them by
    municipality, category and month besides; PDF is the figures without rows, so everybody who sees figures may have
    it. Rows that count as given add up to the units, rows that count as received to weight, CO2e and value, facts to
    the figures of listings, claims and dispositions: all is told as of one moment, whatever is recorded meanwhile. Each
    carries a stamp; the same export again differs in nothing else.

    Raises:
        Forbidden: the actor may not have these rows or figures.
        NotFound: no such category.
    """
    look_at_one_moment()
    if category_code is not None:
        codes_under(category_code)
    stamp = stamp_of(actor, period, municipality_number, category_code)
    if kind == Format.PDF:
        return iter([report(actor, stamp)])
    scope = Scope(actor, period, municipality_number, category_code)
    if kind == Format.CSV:
        return _csv(scope, table, stamp)
    rows, told_facts = stream(scope), facts.stream(scope)
    if kind == Format.JSON:
        found = get_statistics(actor, period, municipality_number=municipality_number, category_code=category_code)
        head = told(found, actor.language)
        pieces = chain(
            write_json(rows, COLUMNS, head=head, list_name="rows", ending=",\n"),
            write_json_list(told_facts, facts.COLUMNS, "facts", ",\n"),
        )
        return stamped(pieces, lambda checksum: _stamp_object(stamp, checksum))
    return workbook(scope, rows, stamp)


def _csv(scope: Scope, table: Table, stamp: Stamp) -> Iterator[bytes]:
    if table is Table.FACTS:
        pieces = write_csv(facts.stream(scope), facts.COLUMNS)
        counts_nothing = dict.fromkeys(facts.ALWAYS_GIVEN, 0)
        return stamped(pieces, lambda checksum: _stamp_row(stamp, checksum, facts.COLUMNS, counts_nothing))
    counts_nothing = dict.fromkeys(ALWAYS_GIVEN, 0) | {"counts_as_given": False, "counts_as_received": False}
    return stamped(csv_pieces(scope), lambda checksum: _stamp_row(stamp, checksum, COLUMNS, counts_nothing))


def report(actor: Actor, stamp: Stamp) -> bytes:
    """The figures of what the stamp names as an accessible PDF (PDF/UA-1), with the same figures attached as JSON.

    Raises:
        Forbidden: the actor may not see statistics.
    """
    basis = figures_report.basis_of(actor, stamp.period, stamp.municipality_number, stamp.category_code)
    attached = told(basis.whole, actor.language) | {
        by.value: told(part, actor.language)["groups"] for by, part in basis.parts.items()
    }
    content = figures_report.report_of(basis)
    return printing.as_pdf(content, printing.as_json(attached), stamp, address_of(stamp))


def address_of(stamp: Stamp) -> str:
    """Where the figures that a stamp names stand."""
    query = {"fra": stamp.period.first.isoformat(), "til": stamp.period.last.isoformat()}
    chosen = {"kommune": stamp.municipality_number, "kategori": stamp.category_code}
    query |= {name: value for name, value in chosen.items() if value}
    return f"{ports.base_url()}/statistikk?{urlencode(query)}"


def filename(
    period: Period,
    municipality_number: str | None,
    kind: Format,
    category_code: str | None = None,
    table: Table = Table.TRANSFERS,
) -> str:
    """What to call it."""
    whose = place_of(municipality_number).name.lower() if municipality_number else "nettverket"
    what = f"-{category_code.lower()}" if category_code else ""
    what += "-grunnlag" if table is Table.FACTS and kind is Format.CSV else ""
    return f"ombruk-{whose}{what}-{period.first}-{period.last}.{kind.value}".replace(" ", "-")


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


def _stamp_row(stamp: Stamp, checksum: str, columns: Sequence[Column], counts_nothing: Record) -> bytes:
    """The last row of a CSV file, which counts nothing: 0 in the amounts that every row has, empty in all others."""
    return csv_line({"row": "stamp", "title": stamp.in_one_line(checksum), **counts_nothing}, columns)


def _stamp_object(stamp: Stamp, checksum: str) -> bytes:
    """The last line of a JSON file."""
    return f'"stamp": {json.dumps(stamp.told(checksum), ensure_ascii=False)}}}\n'.encode()
