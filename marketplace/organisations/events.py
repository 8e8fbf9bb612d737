"""What happened in municipalities."""

from dataclasses import dataclass

from marketplace.foundation.outbox import Event


@dataclass(frozen=True)
class PersonInvited(Event):
    """A municipality's administrator invited somebody."""

    invitation_id: int


@dataclass(frozen=True)
class InvitationAccepted(Event):
    """The invited person has signed in for the first time, or taken on the role."""

    invitation_id: int
    person_id: int


@dataclass(frozen=True)
class MembershipChanged(Event):
    """A municipality joined or left the network, now or on a date."""

    municipality_number: str


@dataclass(frozen=True)
class PersonLeft(Event):
    """Somebody's role in a municipality was taken or changed, or their account closed: colleagues may have to go on."""

    person_id: int
    municipality_number: str
