"""A listing's life, and how far it is open."""

from enum import StrEnum


class ListingState(StrEnum):
    """From draft to gone."""

    DRAFT = "draft"
    PUBLISHED = "published"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


class ListingAction(StrEnum):
    """What can happen to a listing."""

    PUBLISH = "publish"
    CLOSE = "close"
    REOPEN = "reopen"
    WITHDRAW = "withdraw"
    EXPIRE = "expire"
    KEEP_BACK = "keep_back"


LISTING_TRANSITIONS: dict[tuple[ListingState, ListingAction], ListingState] = {
    (ListingState.DRAFT, ListingAction.PUBLISH): ListingState.PUBLISHED,
    (ListingState.DRAFT, ListingAction.WITHDRAW): ListingState.WITHDRAWN,
    (ListingState.PUBLISHED, ListingAction.CLOSE): ListingState.CLOSED,
    (ListingState.PUBLISHED, ListingAction.WITHDRAW): ListingState.WITHDRAWN,
    (ListingState.PUBLISHED, ListingAction.EXPIRE): ListingState.EXPIRED,
    (ListingState.CLOSED, ListingAction.REOPEN): ListingState.PUBLISHED,
    (ListingState.CLOSED, ListingAction.KEEP_BACK): ListingState.WITHDRAWN,
    (ListingState.EXPIRED, ListingAction.KEEP_BACK): ListingState.WITHDRAWN,
    (ListingState.WITHDRAWN, ListingAction.PUBLISH): ListingState.PUBLISHED,
    (ListingState.EXPIRED, ListingAction.PUBLISH): ListingState.PUBLISHED,
}


SHOWN_TO_OTHERS = (ListingState.PUBLISHED, ListingState.CLOSED, ListingState.EXPIRED)


class Stage(StrEnum):
    """Who a published listing is open to: each stage includes those before it."""

    UNIT = "unit"
    MUNICIPALITY = "municipality"
    NETWORK = "network"
    VOLUNTARY = "voluntary"


class Allocation(StrEnum):
    """Who gets it when more want it than there is."""

    OWNER = "owner"
    FIRST_COME = "first_come"
    DRAW = "draw"


def reaches_as_far(stage: Stage, other: Stage) -> bool:
    """Whether everybody whom `other` lets see a listing sees it at `stage` too."""
    order = list(Stage)
    return order.index(stage) >= order.index(other)
