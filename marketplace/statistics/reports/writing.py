"""Numbers and days as they are written in a report: `1 234,5`, `21.11.2026`."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal

from marketplace.foundation.clock import OSLO
from marketplace.foundation.translation import text
from marketplace.statistics.arithmetic import SMALL_BASE, Base
from marketplace.statistics.figures import RATES
from marketplace.wording import reports as words

_FIGURES = "nb"  # one way of writing figures in all three languages
NONE = "–"


def number(value: float | Decimal | None, decimals: int = 0) -> str:
    """With spaces that do not break; a dash for what is not known."""
    if value is None:
        return NONE
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    written = format_decimal(value, pattern, locale=_FIGURES)
    return written if written.strip("-−0,") else written.lstrip("-−")


def kilograms(grams: int | None) -> str:
    """Grams as kilograms with every digit that is known."""
    return NONE if grams is None else format_decimal(Decimal(grams) / 1000, "#,##0.###", locale=_FIGURES)


def cost_per_km(ore: int | None, language: str) -> str:
    """What stands after the name of a factor that says what a km costs; nothing where it does not."""
    if ore is None:
        return ""
    return f" ({text(language, words.SENTENCES['cost_per_km'], amount=number(Decimal(ore) / 100, 2))})"


def percent(share: Decimal | None) -> str:
    """A share between 0 and 1, with one decimal."""
    return NONE if share is None else f"{number(share * 100, 1)}\N{NO-BREAK SPACE}%"


def day(value: date) -> str:
    """`21.11.2026`."""
    return format_date(value, "dd.MM.yyyy", locale=_FIGURES)


def moment(value: datetime) -> str:
    """`21.11.2026 14:05`, as a Norwegian clock shows it."""
    return format_datetime(value.astimezone(OSLO), "dd.MM.yyyy HH:mm", locale=_FIGURES)


def month(key: str, language: str) -> str:
    """A month given as `2026-11`, as «november 2026»."""
    return format_date(date.fromisoformat(f"{key}-01"), "LLLL yyyy", locale=language)


def figure(language: str, key: str, value: Any, base: Base | None) -> str:
    """A figure's value without its unit; of a rate with a small base the counts."""
    if value is not None:
        if key in RATES:
            return percent(value)
        return number(value, 1 if key == "median_days_to_hand_over" else 0)
    if base is not None and 0 < base.base < SMALL_BASE:
        return text(language, words.SENTENCES["part"], part=base.part, base=base.base)
    return NONE


def counts(language: str, base: Base | None) -> str:
    """The counts beside a figure that is a part of something."""
    if base is None or base.base == 0:
        return ""
    return text(language, words.SENTENCES["part"], part=number(base.part), base=number(base.base))


def between(language: str, low: Decimal | None, high: Decimal | None, decimals: int = 0) -> str:
    """The ends around a total."""
    if low is None or high is None:
        return ""
    return text(language, words.SENTENCES["between"], low=number(low, decimals), high=number(high, decimals))
