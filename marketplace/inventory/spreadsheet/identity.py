"""What a row is recognised by when it has no inventory number: all that it says, however the file is saved."""

import hashlib
import re
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from marketplace.foundation.tabular.table import CellError, CellValue, Row

_NUMBER = re.compile(r"[+-]?[\d\s\u00a0\u202f]*\d(?:[.,]\d+)?")
_DAY_FIRST = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_KEY_LENGTH = 32


def digest_of(row: Row, keys: Sequence[str]) -> str:
    """A short hash of a row's cells with their columns' keys, whatever the order of the columns.

    The same for `1 234,50` in a CSV and 1234.5 in a workbook.
    """
    parts = sorted(
        f"{key}\x1f{canonical(cell)}" for key, cell in zip(keys, row.cells, strict=False) if cell is not None
    )
    return hashlib.blake2b("\x1e".join(parts).encode(), digest_size=16).hexdigest()


def content_key(digest: str, occurrence: int) -> str:
    """What an asset is found again by: the row's hash, and which of several equal rows it is (from 1)."""
    return hashlib.blake2b(f"{digest}.{occurrence}".encode(), digest_size=_KEY_LENGTH // 2).hexdigest()


@lru_cache(maxsize=20_000, typed=True)
def canonical(cell: CellValue) -> str:
    """A cell as one text, the same for numbers and dates typed or written."""
    if isinstance(cell, str):
        return _canonical_text(cell)
    if isinstance(cell, bool):
        return "ja" if cell else "nei"
    if isinstance(cell, int | float):
        return _plain(Decimal(repr(cell)))
    if isinstance(cell, datetime):
        cell = cell.date()
    if isinstance(cell, date):
        return cell.isoformat()
    return cell.text if isinstance(cell, CellError) else str(cell)


def _canonical_text(text: str) -> str:
    if text[:1].isdigit() or text[:1] in "+-":
        if match := _DAY_FIRST.fullmatch(text):
            return f"{match[3]}-{int(match[2]):02}-{int(match[1]):02}"
        if len(text) <= 30 and _NUMBER.fullmatch(text):
            try:
                return _plain(Decimal("".join(text.split()).replace(",", ".")))
            except InvalidOperation:
                pass
    return " ".join(text.split()).casefold()


def _plain(number: Decimal) -> str:
    return format(number.normalize(), "f") if number.is_finite() else str(number)
