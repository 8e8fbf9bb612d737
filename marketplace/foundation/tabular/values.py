"""Texts, dates, years, dimensions and yes or no, as people write them in spreadsheets.

Dates have the day first, as in Norway, or are ISO; a year of two digits is 19xx from 70 on, else 20xx.
Everything that cannot be read raises `numbers.Unreadable`.
"""

import re
from datetime import date, datetime, time, timedelta

from marketplace.foundation.tabular.numbers import Unreadable, is_blank, length_cm
from marketplace.foundation.tabular.table import CellError, CellValue

FIRST_YEAR, LAST_YEAR = 1850, 2100
Dimensions = tuple[int | None, int | None, int | None]

_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]\d{1,2}:\d{2}.*)?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_DAY_FIRST = re.compile(r"(\d{1,2})\s?[./-]\s?(\d{1,2})\s?[./-]\s?(\d{4}|\d{2})(?:,? (?:kl\.? ?)?\d{1,2}[:.]\d{2}.*)?")
_NAMED = re.compile(r"(\d{1,2})\.? ?([a-zæøå]{3,9})\.? (\d{4})", re.IGNORECASE)
_YEAR_ALONE = re.compile(r"(\d{4})(?:[.,]0+)?")
_MONTHS = {
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "mai": 5, "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "okt": 10,
    "oct": 10, "nov": 11, "des": 12, "dec": 12,
}  # fmt: skip
_YES = frozenset({"ja", "j", "yes", "y", "true", "sann", "1", "x"})
_NO = frozenset({"nei", "n", "no", "false", "usann", "0"})
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_LETTERED = re.compile(
    r"(?<![^\W\dx])(b|br|bredde|breidde|w|d|dybde|djupn|h|høyde|høgd|l|lengde|lengd)[\s:.=]*(\d+(?:[.,]\d+)?)",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\s*[x×*]\s*", re.IGNORECASE)
_UNIT_AT_END = re.compile(r"(mm|cm|m)\.?$", re.IGNORECASE)


def text(value: CellValue) -> str:
    """The cell as words: 100234 is "100234", a date "01.02.2019", a yes "ja", nothing "". Raises Unreadable."""
    if isinstance(value, CellError):
        raise Unreadable("value-cell-error", error=value.text)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nei"
    if isinstance(value, datetime):
        return f"{value:%d.%m.%Y}" if value.time() == time() else f"{value:%d.%m.%Y %H:%M}"
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    if isinstance(value, float):
        return repr(value).replace(".", ",")
    return f"{value:%H:%M}" if isinstance(value, time) else str(value)


def day(value: CellValue) -> date:
    """A calendar day. Raises Unreadable."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    written = _words(value, "value-not-a-date")
    if _YEAR_ALONE.fullmatch(written):
        raise Unreadable("value-date-lacks-day", value=written)
    if match := _ISO.fullmatch(written) or _COMPACT.fullmatch(written):
        return _date(int(match[1]), int(match[2]), int(match[3]), written)
    if match := _DAY_FIRST.fullmatch(written):
        return _date(_full_year(match[3]), int(match[2]), int(match[1]), written)
    match = _NAMED.fullmatch(written)
    if match and (month := _MONTHS.get(match[2][:3].casefold())):
        return _date(int(match[3]), month, int(match[1]), written)
    raise Unreadable("value-not-a-date", value=written[:60])


def year(value: CellValue) -> int:
    """The year of a year cell or a date, from 1850 to 2100. Raises Unreadable."""
    if isinstance(value, date):
        return _year_in_range(value.year, str(value.year))
    written = _words(value, "value-not-a-year")
    if match := _YEAR_ALONE.fullmatch(written):
        return _year_in_range(int(match[1]), written)
    try:
        found = day(written)
    except Unreadable as error:
        raise Unreadable("value-not-a-year", value=written[:60]) from error
    return _year_in_range(found.year, written)


def yes_no(value: CellValue) -> bool:
    """`ja`, `nei`, `x`, `true`, 1 and the like. Raises Unreadable."""
    if isinstance(value, bool):
        return value
    written = _words(value, "value-not-yes-or-no").casefold()
    if written in _YES or written in _NO:
        return written in _YES
    raise Unreadable("value-not-yes-or-no", value=written[:60])


def dimensions_cm(value: CellValue) -> Dimensions:
    """Width, depth and height in whole centimetres from one cell.

    `120x80x72 cm` is in that order, `120x80` is width and depth; letters decide where there are any: B, D, H, and
    L for a length (the width, or the depth where there is a width). Raises Unreadable.
    """
    written = _words(value, "value-not-a-number")
    unit_match = _UNIT_AT_END.search(written)
    unit = f" {unit_match[1]}" if unit_match else ""
    lettered = _LETTERED.findall(written)
    if lettered and len(lettered) == len(_NUMBER.findall(written)):
        return _by_letters({word[0].upper(): length_cm(number + unit) for word, number in lettered})
    parts = _BETWEEN.split(written)
    if not 2 <= len(parts) <= 3:
        raise Unreadable("value-not-a-number", value=written[:60])
    lengths = [length_cm(part if _UNIT_AT_END.search(part) else part + unit) for part in parts]
    return lengths[0], lengths[1], lengths[2] if len(lengths) == 3 else None


def _by_letters(found: dict[str, int]) -> Dimensions:
    width = found.get("B", found.get("W"))
    depth = found.get("D")
    if "L" in found:
        width, depth = (found["L"], depth) if width is None else (width, depth if depth is not None else found["L"])
    return width, depth, found.get("H")


def _words(value: CellValue, code: str) -> str:
    if isinstance(value, CellError):
        raise Unreadable("value-cell-error", error=value.text)
    if is_blank(value):
        raise Unreadable("value-missing")
    if isinstance(value, bool | time | timedelta):
        raise Unreadable(code, value=str(value))
    return " ".join(str(value).split())


def _date(year_number: int, month: int, day_of_month: int, written: str) -> date:
    try:
        found = date(year_number, month, day_of_month)
    except ValueError as error:
        raise Unreadable("value-date-impossible", value=written[:60]) from error
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise Unreadable("value-date-impossible", value=written[:60])
    return found


def _full_year(digits: str) -> int:
    number = int(digits)
    if len(digits) == 4:
        return number
    return number + (1900 if number >= 70 else 2000)


def _year_in_range(number: int, written: str) -> int:
    if not FIRST_YEAR <= number <= LAST_YEAR:
        raise Unreadable("value-not-a-year", value=written[:60])
    return number
