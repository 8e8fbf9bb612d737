"""Hours as people write them."""

import re
from datetime import time

from marketplace.foundation.tabular import numbers

_HOUR = re.compile(r"([01]?[0-9]|2[0-3])(?:[.:]?([0-5][0-9]))?")


def hour(typed: str) -> time:
    """An hour as people write it: `9`, `09.30`, `0930`, `9:30`.

    Raises:
        Unreadable: it is none.
    """
    found = _HOUR.fullmatch(typed.lower().removeprefix("kl").lstrip(". "))
    if found is None:
        raise numbers.Unreadable("field-not-a-time")
    return time(int(found[1]), int(found[2] or 0))


def show_hour(at: time) -> str:
    """As the browser's own field for hours wants it."""
    return at.strftime("%H:%M")
