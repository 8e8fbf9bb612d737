"""A spreadsheet of dispositions to fill in: titles that are surely understood, and an example of each kind."""

from collections.abc import Iterator
from datetime import date
from io import BytesIO

from marketplace.foundation.tabular.columns import Column, Kind, Record
from marketplace.foundation.tabular.csv_writing import write_csv
from marketplace.foundation.tabular.xlsx_writing import Sheet, write_xlsx
from marketplace.transfers.kinds import DispositionKind
from marketplace.transfers.sheet import FIELDS

TITLES = {
    "nb": ("Inventarnummer", "Navn", "Kategori", "Antall", "Avhending", "Dato", "Samlet vekt (kg)", "Merknad"),
    "nn": ("Inventarnummer", "Namn", "Kategori", "Antal", "Avhending", "Dato", "Samla vekt (kg)", "Merknad"),
    "en": ("Inventory number", "Name", "Category", "Quantity", "Disposal", "Date", "Total weight (kg)", "Note"),
}
"""What each field is called, by language, in the order of `sheet.FIELDS`."""

KINDS = {
    "nb": ("ombrukt internt", "solgt", "gitt bort", "materialgjenvinning", "restavfall"),
    "nn": ("ombrukt internt", "selt", "gitt bort", "materialgjenvinning", "restavfall"),
    "en": ("reused", "sold", "donated", "recycled", "waste"),
}
"""A word for each kind, in their order."""

_NAMES = {"nb": "Avhendinger", "nn": "Avhendingar", "en": "Disposals"}
_DAY = date(2026, 1, 31)


def made(kind: str, language: str) -> bytes:
    """The template as `xlsx` or `csv`."""
    columns = [
        Column(field, title, Kind.INTEGER if field == "quantity" else Kind.TEXT)
        for field, title in zip(FIELDS, TITLES[language], strict=True)
    ]
    if kind == "csv":
        return b"".join(write_csv(_examples(language), columns))
    target = BytesIO()
    write_xlsx([Sheet(_NAMES[language], columns, list(_examples(language)))], target)
    return target.getvalue()


def _examples(language: str) -> Iterator[Record]:
    for word, _kind in zip(KINDS[language], DispositionKind, strict=True):
        yield {"category": "KON.STOL", "quantity": 4, "kind": word, "on": _DAY.isoformat()}
