"""What is told about objections: each side learns what the other says of a hand-over, and how it was resolved."""

from collections.abc import Sequence

from marketplace.accounts import queries as accounts
from marketplace.claims.models import Claim
from marketplace.foundation.database import db
from marketplace.notifications.about_claims import claim_of
from marketplace.notifications.readers import Side, both_sides_of, claimant_side, owner_side
from marketplace.notifications.telling import tell, tell_people
from marketplace.notifications.words import Fact
from marketplace.organisations.geography import place_of
from marketplace.organisations.queries import people_of_network_with, people_with
from marketplace.transfers import policies
from marketplace.transfers.events import ObjectionCorrected, ObjectionMade, ObjectionRaised, ObjectionResolved
from marketplace.transfers.kinds import ObjectionOutcome
from marketplace.transfers.models import Objection, Transfer


def tell_of_objection(event: ObjectionMade) -> None:
    """Tell both sides, but whoever objects, what is said to be wrong."""
    claim, objection = claim_of(event), db.session.get_one(Objection, event.objection_id)
    transfer = db.session.get_one(Transfer, objection.transfer_id)
    person, place = accounts.get_person(objection.made_by).name, place_of(objection.municipality_number).name
    facts: dict[str, Fact] = {"who": f"{person}, {place}", "quantity": transfer.quantity, "reason": objection.reason}
    _tell("objection_made", claim, objection, both_sides_of(claim, objection.made_by), facts)


def tell_of_correction(event: ObjectionCorrected) -> None:
    """Tell the side that objected what the other has taken back, and that it is theirs to say whether it is right."""
    claim, objection = claim_of(event), db.session.get_one(Objection, event.objection_id)
    row = db.session.get_one(Transfer, event.transfer_id)
    place = place_of(row.recorded_for).name
    facts: dict[str, Fact] = {
        "who": f"{accounts.get_person(row.recorded_by).name}, {place}",
        "quantity": -row.quantity,
        "reason": row.reason,
    }
    owners = objection.municipality_number == claim.listing.municipality_number
    side = owner_side(claim) if owners else claimant_side(claim)
    sides = both_sides_of(claim, row.recorded_by) if policies.is_internal(row) else (side,)
    _tell("objection_corrected", claim, objection, sides, facts, f"{objection.id}-{row.id}")


def tell_of_waiting(event: ObjectionRaised) -> None:
    """Tell both sides, and who stands between them, that the objection is not settled and who may settle it now."""
    claim, objection = claim_of(event), db.session.get_one(Objection, event.objection_id)
    transfer = db.session.get_one(Transfer, objection.transfer_id)
    internal, number = policies.is_internal(transfer), transfer.from_municipality_number
    able = people_with("transfers:correct", number) if internal else people_of_network_with("objections:settle")
    sides = both_sides_of(claim, None)
    known = {person_id for side in sides for person_id in side.person_ids}
    between = [person.id for person in able if person.id not in known]
    facts: dict[str, Fact] = {
        "internal": internal,
        "person": accounts.get_person(objection.made_by).name,
        "place": place_of(objection.municipality_number).name,
        "made_at": objection.made_at,
        "reason": objection.reason,
    }
    _tell("objection_raised", claim, objection, sides, facts)
    tell_people(between, "objection_raised", str(objection.id), _link(objection), _known(claim) | facts)


def tell_of_resolution(event: ObjectionResolved) -> None:
    """Tell both sides, but whoever resolved it, how."""
    claim, objection = claim_of(event), db.session.get_one(Objection, event.objection_id)
    taken_back = objection.outcome == ObjectionOutcome.TAKEN_BACK
    facts: dict[str, Fact] = {"taken_back": taken_back, "answer": objection.answer}
    _tell("objection_resolved", claim, objection, both_sides_of(claim, objection.resolved_by), facts)


def _tell(
    occasion: str,
    claim: Claim,
    objection: Objection,
    sides: Sequence[Side],
    facts: dict[str, Fact],
    fact: str = "",
) -> None:
    tell(sides, occasion, fact or str(objection.id), _link(objection), _known(claim) | facts)


def _link(objection: Objection) -> str:
    return f"/overforinger/{objection.transfer_id}/innvending"


def _known(claim: Claim) -> dict[str, Fact]:
    return {
        "title": claim.listing.title,
        "owner": place_of(claim.listing.municipality_number).name,
        "claimant": place_of(claim.municipality_number).name,
    }
