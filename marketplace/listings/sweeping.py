"""Files that no photo owns, left by a process that died between writing them and their row."""

import re
from collections.abc import Iterable, Iterator
from datetime import timedelta
from itertools import islice

from sqlalchemy import select

from marketplace.foundation import clock, ports
from marketplace.foundation.database import db
from marketplace.listings.models import Photo
from marketplace.listings.photos import FOLDER, discard

_FILE = re.compile(rf"{FOLDER}((\d{{8}})[0-9a-f]{{24}})/\w+\.webp")
_YOUNG = timedelta(days=1)
_AT_ONCE = 500


def remove_orphans() -> int:
    """Remove the files of photos that never got their row, or lost it, and answer how many photos they made.

    Those begun today or yesterday are left alone: somebody may be about to write their row.
    """
    removed = 0
    keys = _old_keys(f"{clock.today() - _YOUNG:%Y%m%d}")
    while some := list(islice(keys, _AT_ONCE)):
        for key in _without_row(some):
            discard(key)
            removed += 1
    return removed


def _old_keys(before: str) -> Iterator[str]:
    latest = ""
    for path in ports.storage().list(FOLDER):
        found = _FILE.fullmatch(path)
        if found and found[2] < before and found[1] != latest:
            latest = found[1]
            yield latest


def _without_row(keys: Iterable[str]) -> list[str]:
    wanted = list(keys)
    owned = set(db.session.scalars(select(Photo.key).where(Photo.key.in_(wanted))))
    return [key for key in wanted if key not in owned]
