"""What happened to claims. `step_id` is the line of the time line: what can happen to a claim twice has one each."""

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
    """Something became free, and is now held for a claim that waited: an offer, to be answered by a day."""

    claim_id: int
    listing_id: int
    step_id: int = 0


@dataclass(frozen=True)
class ClaimApproved(Event):
    """The owner said yes to some or all, or what decides for the owner did."""

    claim_id: int
    listing_id: int
    step_id: int = 0


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
class ClaimAccepted(Event):
    """Whoever was offered it said that they want it."""

    claim_id: int
    listing_id: int
    step_id: int


@dataclass(frozen=True)
class ClaimSentBack(Event):
    """The owner gave to somebody else what was held for this claim, which waits again."""

    claim_id: int
    listing_id: int
    step_id: int


@dataclass(frozen=True)
class ClaimDrawn(Event):
    """The draw gave it a place in the queue."""

    claim_id: int
    listing_id: int
    step_id: int


@dataclass(frozen=True)
class ClaimReminded(Event):
    """A deadline comes near, or the owner has not answered yet."""

    claim_id: int
    listing_id: int
    step_id: int


@dataclass(frozen=True)
class ClaimExtended(Event):
    """There is more time to fetch it."""

    claim_id: int
    listing_id: int
    step_id: int


@dataclass(frozen=True)
class ClaimLapsed(Event):
    """Its time ran out, or the listing's did, or one side left the network."""

    claim_id: int
    listing_id: int
    step_id: int


@dataclass(frozen=True)
class ClaimRestored(Event):
    """The owner took up again what had lapsed."""

    claim_id: int
    listing_id: int
    step_id: int


@dataclass(frozen=True)
class ListingDrawn(Event):
    """The draw of a listing was made."""

    listing_id: int
    draw_id: int


@dataclass(frozen=True)
class MessageSent(Event):
    """One side wrote to the other."""

    message_id: int
    claim_id: int


@dataclass(frozen=True)
class TasksHandedOn(Event):
    """A colleague has taken over so many of somebody's claims, listings and wishes; `at` in seconds since 1970."""

    from_person_id: int
    to_person_id: int
    municipality_number: str
    claims: int
    listings: int
    at: int
    wanted: int = 0


@dataclass(frozen=True)
class AppointmentMade(Event):
    """A time and place to fetch it is set, or set anew."""

    claim_id: int


@dataclass(frozen=True)
class AppointmentCancelled(Event):
    """The time that was agreed fell away, and none is agreed instead."""

    appointment_id: int
    claim_id: int
