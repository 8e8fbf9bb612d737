"""An appointment as a calendar file (iCalendar, RFC 5545)."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from icalendar import Calendar, Event

from marketplace.claims import pickups, queries
from marketplace.claims.models import Appointment
from marketplace.claims.rows import ClaimDetail
from marketplace.foundation import ports
from marketplace.foundation.actor import Actor
from marketplace.foundation.errors import NotFound
from marketplace.foundation.translation import text

MIMETYPE = "text/calendar"
PRODUCT = "-//Ombruk//Henting//NB"


def appointment_file(actor: Actor, claim_id: int, language: str) -> bytes:
    """The claim's newest appointment. A later file of the same claim replaces it in a calendar that has taken it in.

    Raises:
        NotFound: as `queries.get_claim`; "appointment-not-found": no time is agreed.
    """
    detail = queries.get_detail(actor, claim_id)
    made = pickups.list_appointments(claim_id)
    if not made:
        raise NotFound("appointment-not-found")
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(_event(detail, made, language))
    return bytes(calendar.to_ical())


def _event(detail: ClaimDetail, made: Sequence[Appointment], language: str) -> Event:
    row, newest = detail.row, made[-1]
    address = f"{ports.base_url()}/foresporsler/{row.id}"
    event = Event()
    event.add("uid", f"claim-{row.id}@{urlsplit(ports.base_url()).hostname or 'ombruk'}")
    event.add("sequence", len(made) - 1)
    event.add("dtstamp", newest.made_at)
    event.add("dtstart", newest.from_at)
    event.add("dtend", newest.until_at)
    event.add("summary", _summary(detail, language))
    event.add("location", newest.place)
    event.add("url", address)
    who = [f"{contact.name}, {contact.municipality}: {contact.email}" for contact in detail.contacts]
    event.add("description", "\n".join([*who, address]))
    event.add("status", "CONFIRMED" if "appointment" in row.actions else "CANCELLED")
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
