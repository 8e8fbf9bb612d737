"""Numbers, dates and times as they are written here: `1 234,5`, `21.11.2026`, «for 3 timer siden»."""

from datetime import UTC, date, datetime
from decimal import Decimal

from babel.dates import format_date, format_datetime, format_timedelta
from babel.numbers import format_decimal

from marketplace.foundation.clock import OSLO

Number = int | float | Decimal

_FIGURES = "nb"  # one way of writing figures in all three languages, so that a page and its export look alike
_RELATIVE_UNTIL_S = 30 * 24 * 3600


def number(value: Number, decimals: int | None = None) -> str:
    """`1 234,5`, with a space that does not break; `decimals` fixes how many, else none to two as needed."""
    if isinstance(value, int) and value >= 0 and not decimals:
        return f"{value:,}".replace(",", "\N{NO-BREAK SPACE}")  # what follows gives the same, ten times slower
    pattern = "#,##0.##" if decimals is None else "#,##0" + ("." + "0" * decimals if decimals else "")
    written = format_decimal(value, format=pattern, locale=_FIGURES)
    return written if written.strip("-0,") else written.lstrip("-")  # a small loss rounds to nothing, not to less


def percent(share: Number, decimals: int = 0) -> str:
    """A share between 0 and 1 as `63 %`."""
    return f"{number(share * 100, decimals)}\N{NO-BREAK SPACE}%"


def kilograms(grams: int, decimals: int | None = None) -> str:
    """Whole grams as kilograms without the unit: one decimal below 100 kg, none above."""
    if decimals is None:
        decimals = 1 if abs(grams) < 100_000 and grams % 1000 else 0
    return number(Decimal(grams) / 1000, decimals)


def exact_kilograms(grams: int) -> str:
    """Grams as kilograms with every digit that is known: `0,25`."""
    told = number(Decimal(grams) / 1000, 3)
    return told.rstrip("0").rstrip(",")


def kroner(amount: int) -> str:
    """Whole kroner: `1 200 kr`."""
    return f"{number(amount, 0)}\N{NO-BREAK SPACE}kr"


def day(value: date | datetime) -> str:
    """`21.11.2026`, in Norwegian time."""
    return format_date(_local(value), "dd.MM.yyyy", locale=_FIGURES)


def long_day(value: date | datetime, language: str = "nb") -> str:
    """`21. november 2026`, in Norwegian time and the reader's language."""
    return format_date(_local(value), "d MMMM yyyy" if language == "en" else "d. MMMM yyyy", locale=language)


def weekday(value: date | datetime, language: str = "nb") -> str:
    """`tirsdag 24. november`, in Norwegian time and the reader's language."""
    pattern = "EEEE d MMMM" if language == "en" else "EEEE d. MMMM"
    return format_date(_local(value), pattern, locale=language)


def month(value: str, language: str = "nb") -> str:
    """A month given as `2026-11`, as «november 2026»."""
    return format_date(date.fromisoformat(f"{value}-01"), "LLLL yyyy", locale=language)


def moment(value: datetime, language: str = "nb") -> str:
    """`21.11.2026 kl. 14.05`, in Norwegian time; in English `21.11.2026 at 14.05`."""
    between = "at" if language == "en" else "kl."
    return format_datetime(value.astimezone(OSLO), f"dd.MM.yyyy '{between}' HH.mm", locale=_FIGURES)


def clock_time(value: datetime) -> str:
    """`14.05`, in Norwegian time."""
    return format_datetime(value.astimezone(OSLO), "HH.mm", locale=_FIGURES)


def relative(value: datetime, now: datetime, language: str = "nb") -> str:
    """«for 3 timer siden», «om 2 dager»; the date itself when more than thirty days away."""
    difference = value.astimezone(UTC) - now.astimezone(UTC)
    if abs(difference.total_seconds()) > _RELATIVE_UNTIL_S:
        return day(value)
    return format_timedelta(difference, add_direction=True, threshold=0.95, locale=language)


def _local(value: date | datetime) -> date:
    return value.astimezone(OSLO).date() if isinstance(value, datetime) else value
