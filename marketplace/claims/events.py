"""What happened to claims."""

from dataclasses import dataclass

from marketplace.foundation.outbox import Event


@dataclass(frozen=True)
class ClaimRequested(Event):
    """Somebody asked, and what they asked for is held for them."""

    claim_id: int
    listing_id: int


@dataclass(frozen=True)
class ClaimQueued(Event):
    """Somebody asked for more than is left now, and waits."""

    claim_id: int
    listing_id: int


@dataclass(frozen=True)
class ClaimAdvanced(Event):
    """Something became free, and is now held for a claim that waited."""

    claim_id: int
    listing_id: int


@dataclass(frozen=True)
class ClaimApproved(Event):
    """The owner said yes to some or all."""

    claim_id: int
    listing_id: int


@dataclass(frozen=True)
class ClaimDeclined(Event):
    """The owner said no."""

    claim_id: int
    listing_id: int


@dataclass(frozen=True)
class ClaimCancelled(Event):
    """The claimant no longer wants it."""

    claim_id: int
    listing_id: int


@dataclass(frozen=True)
class MessageSent(Event):
    """One side wrote to the other."""

    message_id: int
    claim_id: int


@dataclass(frozen=True)
class TasksHandedOn(Event):
    """A colleague has taken over somebody's open claims and listings; `at` in seconds since 1970."""

    from_person_id: int
    to_person_id: int
    municipality_number: str
    claims: int
    listings: int
    at: int


@dataclass(frozen=True)
class AppointmentMade(Event):
    """A time and place to fetch it is set, or set anew."""

    claim_id: int
