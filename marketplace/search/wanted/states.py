"""Where a wanted notice stands."""

from enum import StrEnum


class WantedState(StrEnum):
    """Whether it is still wanted."""

    OPEN = "open"
    FULFILLED = "fulfilled"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


class WantedAction(StrEnum):
    """What can happen to a notice."""

    FULFIL = "fulfil"
    WITHDRAW = "withdraw"
    EXPIRE = "expire"


WANTED_TRANSITIONS: dict[tuple[WantedState, WantedAction], WantedState] = {
    (WantedState.OPEN, WantedAction.FULFIL): WantedState.FULFILLED,
    (WantedState.OPEN, WantedAction.WITHDRAW): WantedState.WITHDRAWN,
    (WantedState.OPEN, WantedAction.EXPIRE): WantedState.EXPIRED,
}
