"""How many units of a listing are spoken for. Claims know; they are asked through here."""

from collections.abc import Callable, Collection

Holds = Callable[[Collection[int]], dict[int, int]]
"""Takes listing ids; answers the units that claims hold, for the listings that have any."""

_sources: list[Holds] = []


def ask(*sources: Holds) -> None:
    """Learn whom to ask. Replaces what was known."""
    _sources[:] = sources


def held_quantity(listing_id: int) -> int:
    """The units that claims hold of a listing, handed over or not."""
    return sum(source([listing_id]).get(listing_id, 0) for source in _sources)
