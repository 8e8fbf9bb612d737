"""What a written table looks like: its columns, and text that no spreadsheet takes for a formula."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from marketplace.foundation.clock import OSLO

OutValue = str | int | float | Decimal | bool | date | datetime | None
Record = Mapping[str, OutValue]

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_UNSEEN = " \xa0\u2007\u202f\u200b\ufeff"
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


class Kind(StrEnum):
    """What a column holds. A percent is a ratio: 0.4 is shown as 40 % where a program can."""

    TEXT = "text"
    INTEGER = "integer"
    YEAR = "year"
    DECIMAL = "decimal"
    PERCENT = "percent"
    DATE = "date"
    DATETIME = "datetime"
    BOOLEAN = "boolean"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `key` in the records and in JSON, `title` as read by people, `width` in characters."""

    key: str
    title: str
    kind: Kind = Kind.TEXT
    decimals: int = 1
    width: int | None = None


def safe_text(text: str) -> str:
    """Text without control characters, with an apostrophe before what would begin a formula.

    What is taken out, and spaces, are looked past: some programs take them out before they look for a formula.
    """
    shown = _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    begins = text.startswith(_FORMULA_STARTS) or shown.lstrip(_UNSEEN).startswith(_FORMULA_STARTS)
    return f"'{shown}" if begins else shown


def rounded(value: float | Decimal, decimals: int) -> Decimal:
    """A number as it is shown, half up."""
    exact = value if isinstance(value, Decimal) else Decimal(repr(value))
    return exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def local_time(moment: datetime) -> datetime:
    """A moment as the clock on a Norwegian wall shows it, without zone; a naive one is taken as such."""
    return moment if moment.tzinfo is None else moment.astimezone(OSLO).replace(tzinfo=None)
