"""What is told about objections: each side learns what the other says of a hand-over, and how it was resolved."""

from marketplace.accounts import queries as accounts
from marketplace.claims.models import Claim
from marketplace.foundation.database import db
from marketplace.notifications.about_claims import claim_of
from marketplace.notifications.readers import both_sides_of
from marketplace.notifications.telling import tell
from marketplace.notifications.words import Fact
from marketplace.organisations.geography import place_of
from marketplace.transfers.events import ObjectionMade, ObjectionResolved
from marketplace.transfers.kinds import ObjectionOutcome
from marketplace.transfers.models import Objection, Transfer


def tell_of_objection(event: ObjectionMade) -> None:
    """Tell both sides, but whoever objects, what is said to be wrong."""
    claim, objection = claim_of(event), db.session.get_one(Objection, event.objection_id)
    transfer = db.session.get_one(Transfer, objection.transfer_id)
    person, place = accounts.get_person(objection.made_by).name, place_of(objection.municipality_number).name
    facts: dict[str, Fact] = {"who": f"{person}, {place}", "quantity": transfer.quantity, "reason": objection.reason}
    _tell("objection_made", claim, objection, objection.made_by, facts)


def tell_of_resolution(event: ObjectionResolved) -> None:
    """Tell both sides, but whoever resolved it, how."""
    claim, objection = claim_of(event), db.session.get_one(Objection, event.objection_id)
    taken_back = objection.outcome == ObjectionOutcome.TAKEN_BACK
    facts: dict[str, Fact] = {"taken_back": taken_back, "answer": objection.answer}
    _tell("objection_resolved", claim, objection, objection.resolved_by or 0, facts)


def _tell(occasion: str, claim: Claim, objection: Objection, apart_from: int, facts: dict[str, Fact]) -> None:
    known: dict[str, Fact] = {
        "title": claim.listing.title,
        "owner": place_of(claim.listing.municipality_number).name,
        "claimant": place_of(claim.municipality_number).name,
    }
    link = f"/overforinger/{objection.transfer_id}/innvending"
    tell(both_sides_of(claim, apart_from), occasion, str(objection.id), link, known | facts)
