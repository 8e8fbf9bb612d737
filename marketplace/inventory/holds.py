"""How many units of an asset are promised away. Later features know; they are asked through here."""

from collections.abc import Callable, Sequence

Holds = Callable[[Sequence[int]], dict[int, int]]
"""Takes asset ids; answers the units that may not disappear, for the assets that have any."""

_sources: list[Holds] = []


def ask(*sources: Holds) -> None:
    """Learn whom to ask. Replaces what was known."""
    _sources[:] = sources


def held_quantities(asset_ids: Sequence[int]) -> dict[int, int]:
    """The units held of each of these assets; an asset of which none are held is left out."""
    held: dict[int, int] = {}
    if asset_ids:
        for source in _sources:
            for asset_id, quantity in source(asset_ids).items():
                held[asset_id] = held.get(asset_id, 0) + quantity
    return held


def held_quantity(asset_id: int) -> int:
    """The units held of one asset."""
    return held_quantities([asset_id]).get(asset_id, 0)
