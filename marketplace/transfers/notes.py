"""Transfer notes: what both sides keep of a hand-over, frozen when it is made, found again by its code."""

import logging
from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import select

from marketplace.accounts.models import Person
from marketplace.catalogue.checks import Check, checks_for
from marketplace.claims import queries as claims
from marketplace.claims.models import Claim
from marketplace.claims.rows import unit_names
from marketplace.foundation import clock, codes, ports
from marketplace.foundation.actor import Actor
from marketplace.foundation.database import db
from marketplace.foundation.errors import NotFound
from marketplace.foundation.transaction import transaction
from marketplace.listings import photos
from marketplace.listings import queries as listings
from marketplace.listings.models import Listing
from marketplace.organisations.geography import place_of
from marketplace.organisations.models import Municipality
from marketplace.transfers import policies, queries
from marketplace.transfers.events import HandedOver
from marketplace.transfers.models import Transfer, TransferNote

log = logging.getLogger(__name__)

MOST_PICTURES = 3
SIZE = "medium"
FOLDER = "notes/"
_OF_LISTING = ("brand", "colour", "material", "width_cm", "depth_cm", "height_cm", "acquired_year")


def make(transfer: Transfer, claim: Claim, checked: Collection[Check] = ()) -> TransferNote:
    """The note of a hand-over, within its transaction. `checked` is what whoever confirmed has seen to."""
    db.session.flush()  # the row has its number then
    note = TransferNote(
        transfer_id=transfer.id,
        code=codes.new_code(),
        facts=_facts(transfer, claim, checked),
        made_at=clock.now(),
    )
    db.session.add(note)
    return note


def note_of(actor: Actor, transfer_id: int) -> TransferNote:
    """The note of a hand-over; made now, from what is known now, for one that has none.

    Raises:
        NotFound: no such row, or none that the actor may see.
        Conflict: the row takes back; its hand-over has a note.
    """
    transfer = queries.get_transfer(actor, transfer_id)
    policies.may_have_note(actor, transfer).enforce()
    event = HandedOver(transfer_id, transfer.claim_id, transfer.listing_id)
    kept = db.session.get(TransferNote, transfer_id)
    if kept is None:
        with transaction() as session:
            claim = claims.get_for_update(event.claim_id)
            kept = session.get(TransferNote, transfer_id) or make(session.get_one(Transfer, transfer_id), claim)
    if kept.pictures is None:
        keep_pictures(event)
    return db.session.get_one(TransferNote, transfer_id)


def find_by_code(code: str) -> tuple[TransferNote, Transfer]:
    """The note with a code, however it is spaced and cased, and its row of the ledger.

    Raises:
        NotFound: "note-not-found".
    """
    found = db.session.scalar(select(TransferNote).where(TransferNote.code == codes.kept(code)))
    if found is None:
        raise NotFound("note-not-found")
    return found, db.session.get_one(Transfer, found.transfer_id)


def left_of(note: TransferNote) -> int:
    """How many of the units have not been taken back since."""
    return queries.left_of([db.session.get_one(Transfer, note.transfer_id)])[note.transfer_id]


def keep_pictures(event: HandedOver) -> None:
    """Copy the listing's first photos to the note, so that it shows the condition whatever becomes of the listing."""
    note = db.session.get(TransferNote, event.transfer_id)
    if note is None or note.pictures is not None:
        return
    code = note.code
    kept: list[str] = []
    for photo in listings.photos_of([event.listing_id]).get(event.listing_id, [])[:MOST_PICTURES]:
        key = f"{FOLDER}{code}/{len(kept) + 1}.webp"
        try:
            ports.storage().put(key, photos.read(photo, SIZE), photos.CONTENT_TYPE)
        except NotFound:
            continue
        kept.append(key)
    with transaction() as session:
        session.get_one(TransferNote, event.transfer_id).pictures = kept


def pictures_of(note: TransferNote) -> dict[str, bytes]:
    """The note's pictures by file name; one that is lost is left out."""
    found: dict[str, bytes] = {}
    for key in note.pictures or ():
        try:
            found[key.rpartition("/")[2]] = ports.storage().get(key)
        except NotFound:
            log.error("the picture %s of a transfer note is lost", key)
    return found


def _facts(transfer: Transfer, claim: Claim, checked: Collection[Check]) -> dict[str, Any]:
    listing = db.session.get_one(Listing, transfer.listing_id)
    wanted = checks_for(transfer.category_code)
    units = unit_names({unit for unit in (transfer.from_unit_id, transfer.to_unit_id) if unit is not None})
    return {
        "title": transfer.title,
        "category": transfer.category_code,
        "quantity": transfer.quantity,
        "price_nok": transfer.price_nok,
        "condition": listing.condition.value,
        **{name: getattr(listing, name) for name in _OF_LISTING},
        "weight_g": transfer.weight_g,
        "on": transfer.on.isoformat(),
        "from": _party(transfer.from_municipality_number, units.get(transfer.from_unit_id or 0), listing.created_by),
        "to": _party(transfer.to_municipality_number, units.get(transfer.to_unit_id or 0), claim.requested_by),
        "confirmed_by": _name(transfer.recorded_by),
        "confirmed_for": transfer.recorded_for,
        "confirmed_at": transfer.recorded_at.isoformat(),
        "checks": {check.value: check in checked for check in wanted},
    }


def _party(number: str, unit: str | None, person_id: int) -> Mapping[str, str | None]:
    return {
        "number": number,
        "name": place_of(number).name,
        "organisation_number": db.session.get_one(Municipality, number).organisation_number,
        "unit": unit,
        "person": _name(person_id),
    }


def _name(person_id: int) -> str:
    return db.session.get_one(Person, person_id).name
