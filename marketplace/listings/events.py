"""What happened to listings."""

from dataclasses import dataclass

from marketplace.foundation.outbox import Event


@dataclass(frozen=True)
class ListingPublished(Event):
    """Others can find it now."""

    listing_id: int


@dataclass(frozen=True)
class ListingChanged(Event):
    """Its text, photos or terms are others."""

    listing_id: int


@dataclass(frozen=True)
class ListingWithdrawn(Event):
    """Its owner took it back."""

    listing_id: int


@dataclass(frozen=True)
class ListingExpired(Event):
    """Its closing time passed."""

    listing_id: int


@dataclass(frozen=True)
class ListingClosed(Event):
    """All of it is handed over."""

    listing_id: int


@dataclass(frozen=True)
class ListingReopened(Event):
    """Some of it came back after it closed."""

    listing_id: int


@dataclass(frozen=True)
class VoluntaryAsked(Event):
    """A voluntary organisation would like some of it, or other than it said before."""

    request_id: int
    listing_id: int


@dataclass(frozen=True)
class VoluntaryAnswered(Event):
    """Its owner gave a voluntary organisation some of it, or said no."""

    request_id: int
    listing_id: int


@dataclass(frozen=True)
class ListingOpened(Event):
    """It reached a wider stage, by itself or by hand."""

    listing_id: int
