"""How long to wait after repeated failures; pure."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from math import ceil

WINDOW = timedelta(minutes=15)
MOST_PER_EMAIL = 5
MOST_PER_ADDRESS = 50  # a town hall often shares one address


def seconds_to_wait(failures: Sequence[datetime], most: int, now: datetime) -> int:
    """Whole seconds until fewer than `most` of the failures are within the window; 0 when one may try now."""
    recent = sorted(at for at in failures if now - at < WINDOW)
    if len(recent) < most:
        return 0
    return max(1, ceil((recent[-most] + WINDOW - now).total_seconds()))
