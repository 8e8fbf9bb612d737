"""Numbers as people in Norway write them in spreadsheets.

A typed cell is taken as it is. In text, spaces (also hard and thin ones) part thousands, a comma is the decimal mark,
and a dot is either. What a single mark before exactly three digits means depends on what is asked for:

- money: thousands (`12.098` is 12 098, `12,098` too); millimetres and grams too; metres and tonnes: decimals;
- counts: a dot parts thousands; a comma (`8,000`, eight in one program and eight thousand in another) is refused;
- centimetres, kilograms and plain decimals: a comma is a decimal mark; a dot (`1.200`) is refused as
  `value-ambiguous`, for being wrong by a thousand is worse than asking, unless a zero leads (`0.240`).

Everything else raises `Unreadable`, whose code has words like any refusal.
"""

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from marketplace.foundation.errors import Facts
from marketplace.foundation.tabular.table import CellError, CellValue

_NOTHING = frozenset({"", "-", "--", "–", "—", "?", "n/a", "na", "ukjent", "ukjend", "unknown", "ikke oppgitt"})
_SPACES = re.compile(r"[\s\u00a0\u2000-\u200a\u202f\u205f]+|(?<=\d)['’](?=\d)")
_GROUPED_BY_SPACE = re.compile(r"[+-]?\d{1,3}( \d{3})+([.,]\d+)?")
_PLAIN = re.compile(r"([+-]?)(\d[\d.,]*|[.,]\d+)")
_ABOUT = re.compile(r"^(ca\.?|cirka|omtrent|omlag|rundt|about|approx\.?|~|≈)\s*(?=\d)", re.IGNORECASE)
_RANGE = re.compile(r"\d\s*(-|–|—|til|to|/)\s*\d", re.IGNORECASE)
_SEVERAL = re.compile(r"\d\s*\D{0,3}\s*[x×*]\s*\D{0,3}\d", re.IGNORECASE)
_AMOUNT = re.compile(r"([+-]?[\d., ]*\d[\d., ]*?)\s*([^\d\s.,][^\d]*)?")
_MONEY_WORDS = re.compile(r"(kroner|kr\.?|nok)", re.IGNORECASE)
_MONEY_TAIL = re.compile(r"[.,]\s*[-–—]+$")
_OTHER_MONEY = re.compile(r"€|\$|£|\b(eur|euro|usd|gbp|sek|dkk)\b", re.IGNORECASE)
_COUNT_WORDS = frozenset({"stk", "stykk", "stykker", "st", "pcs", "enheter", "einingar", "antall"})
_LENGTHS = {
    "": Decimal(1), "mm": Decimal("0.1"), "millimeter": Decimal("0.1"), "cm": Decimal(1), "centimeter": Decimal(1),
    "dm": Decimal(10), "m": Decimal(100), "meter": Decimal(100),
}  # fmt: skip
_WEIGHTS = {
    "": Decimal(1000), "kg": Decimal(1000), "kilo": Decimal(1000), "kilogram": Decimal(1000), "g": Decimal(1),
    "gr": Decimal(1), "gram": Decimal(1), "t": Decimal(1_000_000), "tonn": Decimal(1_000_000),
}  # fmt: skip
_THOUSANDS_UNITS = frozenset({"mm", "millimeter", "g", "gr", "gram"})
_DECIMAL_UNITS = frozenset({"m", "meter", "t", "tonn"})
OneMark = Literal["thousands", "count", "decimals", "ambiguous"]
_MOST = Decimal(10) ** 12
_MOST_CHARACTERS = 60


class Unreadable(ValueError):
    """A cell that cannot be read as asked; `code` and `facts` are as of a refusal."""

    def __init__(self, code: str, /, **facts: str | int | float | None) -> None:
        super().__init__(code)
        self.code = code
        self.facts: Facts = facts


def is_blank(value: CellValue) -> bool:
    """Whether a cell says nothing: empty, a dash, a question mark or a word such as `ukjent`."""
    return value is None or (isinstance(value, str) and value.strip().casefold() in _NOTHING)


def decimal(value: CellValue) -> Decimal:
    """A plain number. Raises Unreadable."""
    return _amount(value, {"": Decimal(1)}, one_mark="ambiguous")


def integer(value: CellValue) -> int:
    """A count of things, with or without `stk`. `ca. 5` and `8,5` are refused. Raises Unreadable."""
    text = value if isinstance(value, str) else None
    if text and _ABOUT.match(_spaced(text)):
        raise Unreadable("value-approximate", value=_shown(text))
    units = {"": Decimal(1)} | {word: Decimal(1) for word in _COUNT_WORDS}
    number = _amount(value, units, one_mark="count")
    if number != number.to_integral_value():
        raise Unreadable("value-not-whole", value=_shown(value))
    return int(number)


def whole_nok(value: CellValue) -> int:
    """Norwegian kroner; øre are rounded half up. Raises Unreadable."""
    if isinstance(value, str):
        if _OTHER_MONEY.search(value):
            raise Unreadable("value-other-currency", value=_shown(value))
        value = _MONEY_TAIL.sub("", _MONEY_WORDS.sub(" ", _spaced(value)).strip()).strip()
    return _half_up(_amount(value, {"": Decimal(1)}, one_mark="thousands"))


def length_cm(value: CellValue) -> int:
    """A length in whole centimetres, rounded half up; without a unit it is centimetres. Raises Unreadable."""
    return _half_up(_amount(value, _LENGTHS, one_mark="ambiguous"))


def weight_g(value: CellValue) -> int:
    """A mass in whole grams, rounded half up; without a unit it is kilograms. Raises Unreadable."""
    return _half_up(_amount(value, _WEIGHTS, one_mark="ambiguous"))


def _amount(value: CellValue, units: dict[str, Decimal], one_mark: OneMark) -> Decimal:
    """The number in a cell times its unit."""
    if isinstance(value, CellError):
        raise Unreadable("value-cell-error", error=value.text)
    if is_blank(value):
        raise Unreadable("value-missing")
    if isinstance(value, int | float) and not isinstance(value, bool):
        number = Decimal(repr(value)) * units[""]
    elif isinstance(value, str):
        number = _written(value, units, one_mark)
    else:
        raise Unreadable("value-not-a-number", value=_shown(value))
    if not number.is_finite() or abs(number) >= _MOST:
        raise Unreadable("value-too-large", value=_shown(value))
    return number


def _written(value: str, units: dict[str, Decimal], one_mark: OneMark) -> Decimal:
    wrong = Unreadable("value-not-a-number", value=_shown(value))
    text = _ABOUT.sub("", _spaced(value))
    if len(text) > _MOST_CHARACTERS:
        raise wrong
    _refuse_several(text, value)
    match = _AMOUNT.fullmatch(text)
    if match is None:
        raise wrong
    unit = (match[2] or "").strip().rstrip(".").casefold()
    if unit not in units:
        raise Unreadable("value-unknown-unit", value=_shown(value), unit=unit) if unit.isalpha() else wrong
    if unit in _THOUSANDS_UNITS:
        one_mark = "thousands"
    elif unit in _DECIMAL_UNITS:
        one_mark = "decimals"
    return _parsed(match[1].strip(), value, one_mark) * units[unit]


def _refuse_several(text: str, value: str) -> None:
    if _SEVERAL.search(text):
        raise Unreadable("value-several-numbers", value=_shown(value))
    if _RANGE.search(text):
        raise Unreadable("value-a-range", value=_shown(value))


def _parsed(digits: str, value: str, one_mark: OneMark) -> Decimal:
    wrong = Unreadable("value-not-a-number", value=_shown(value))
    if " " in digits:
        if not _GROUPED_BY_SPACE.fullmatch(digits):
            raise wrong
        return Decimal(digits.replace(" ", "").replace(",", "."))
    match = _PLAIN.fullmatch(digits)
    if match is None:
        raise wrong
    number = _with_marks(match[2], one_mark)
    if number is None:
        raise wrong
    if number == "?":
        raise Unreadable("value-ambiguous", value=_shown(value))
    return Decimal(match[1] + number)


def _with_marks(digits: str, one_mark: OneMark) -> str | None:
    """The digits with a decimal point or none; `?` when they may mean two things, None when they mean nothing."""
    marks = [character for character in digits if character in ".,"]
    if not marks:
        return digits
    last = marks[-1]
    whole, _, rest = digits.rpartition(last)
    if len(set(marks)) == 2:
        other = "," if last == "." else "."
        grouped = _is_grouped(whole, other) and last not in whole
        return f"{whole.replace(other, '')}.{rest}" if grouped and rest else None
    if len(marks) > 1:
        return digits.replace(last, "") if _is_grouped(digits, last) else None
    if not rest:
        return None
    if len(rest) != 3 or not 1 <= len(whole) <= 3 or whole.startswith("0") or one_mark == "decimals":
        return f"{whole or '0'}.{rest}"
    if one_mark == "thousands" or (one_mark == "count" and last == "."):
        return whole + rest
    return f"{whole}.{rest}" if one_mark == "ambiguous" and last == "," else "?"


def _is_grouped(digits: str, mark: str) -> bool:
    first, *groups = digits.split(mark)
    return 1 <= len(first) <= 3 and bool(groups) and all(len(group) == 3 for group in groups)


def _half_up(number: Decimal) -> int:
    return int(number.quantize(Decimal(1), ROUND_HALF_UP))


def _spaced(text: str) -> str:
    """With ordinary single spaces and an ordinary minus."""
    return _SPACES.sub(" ", text).strip().replace("−", "-")


def _shown(value: CellValue) -> str:
    """The value for a sentence, cut short."""
    text = str(value)
    return text if len(text) <= _MOST_CHARACTERS else text[: _MOST_CHARACTERS - 1] + "…"
