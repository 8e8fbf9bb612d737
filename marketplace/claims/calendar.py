"""An appointment as a calendar file (iCalendar, RFC 5545), and what a calendar is to do with it (RFC 5546)."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from icalendar import Calendar, Event, vCalAddress

from marketplace.claims import pickups, queries
from marketplace.claims.models import Appointment
from marketplace.claims.rows import ClaimDetail
from marketplace.claims.states import FELL
from marketplace.foundation import ports
from marketplace.foundation.actor import Actor
from marketplace.foundation.errors import NotFound
from marketplace.foundation.translation import text

MIMETYPE = "text/calendar"
PRODUCT = "-//Ombruk//Henting//NB"
PUBLISH, CANCEL = "PUBLISH", "CANCEL"
NOBODY = "invalid:nomail"
"""The organizer's address: the service takes no answers by e-mail, and nobody's own address is to be matched."""


@dataclass(frozen=True, slots=True)
class CalendarFile:
    """The file, its name, and its method: PUBLISH, or CANCEL once the appointment fell away."""

    name: str
    content: bytes
    method: str


def appointment_file(actor: Actor, claim_id: int, language: str) -> CalendarFile:
    """The claim's newest appointment. A later file of the same claim replaces it in a calendar that has taken it in.

    Raises:
        NotFound: as `queries.get_claim`; "appointment-not-found": no time was ever agreed.
    """
    detail = queries.get_detail(actor, claim_id)
    made = pickups.list_appointments(claim_id)
    if not made:
        raise NotFound("appointment-not-found")
    ended = sum(each.ended_at is not None for each in made)
    fell, stands = detail.row.state in FELL, made[-1].ended_at is None
    if fell and stands:
        ended += 1  # the claim ended just now; its appointment is about to
    method = PUBLISH if stands and not fell else CANCEL
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add_component(_event(detail, made, len(made) - 1 + ended, method, language))
    return CalendarFile(f"henting-{claim_id}.ics", bytes(calendar.to_ical()), method)


def _event(detail: ClaimDetail, made: Sequence[Appointment], sequence: int, method: str, language: str) -> Event:
    row, newest = detail.row, made[-1]
    address = f"{ports.base_url()}/foresporsler/{row.id}"
    event = Event()
    event.add("uid", f"claim-{row.id}@{urlsplit(ports.base_url()).hostname or 'ombruk'}")
    event.add("sequence", sequence)
    event.add("dtstamp", newest.ended_at or newest.made_at)
    event.add("dtstart", newest.from_at)
    event.add("dtend", newest.until_at)
    event.add("organizer", vCalAddress(NOBODY, params={"CN": row.owner.name}))
    event.add("summary", _summary(detail, language))
    event.add("location", newest.place)
    event.add("url", address)
    who = [f"{contact.name}, {contact.municipality}: {contact.email}" for contact in detail.contacts]
    event.add("description", "\n".join([*who, address]))
    event.add("status", "CONFIRMED" if method == PUBLISH else "CANCELLED")
    return event


def _summary(detail: ClaimDetail, language: str) -> str:
    row = detail.row
    quantity = row.outstanding_quantity or row.handed_over_quantity or row.quantity
    if row.is_owner:
        return text(
            language,
            "%(place)s henter %(quantity)s stk. %(title)s",
            place=row.claimant.name,
            quantity=quantity,
            title=row.title,
        )
    return text(
        language,
        "Hent %(quantity)s stk. %(title)s hos %(place)s",
        place=row.owner.name,
        quantity=quantity,
        title=row.title,
    )
