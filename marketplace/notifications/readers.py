"""Who is told of what happens to a claim."""

from marketplace.accounts import queries as accounts
from marketplace.accounts.models import Person
from marketplace.claims.models import Claim
from marketplace.organisations.queries import people_with


def owners_of(claim: Claim) -> list[Person]:
    """Whoever said yes, else whoever made the listing, while they may still decide on it; else all who may."""
    listing = claim.listing
    able = people_with("claims:decide", listing.municipality_number, listing.unit_id)
    chosen = [person for wanted in (claim.decided_by, listing.created_by) for person in able if person.id == wanted]
    return chosen[:1] or able


def claimants_of(claim: Claim) -> list[Person]:
    """Whoever asked, while they are there; else all who may ask for the unit or municipality."""
    able = people_with("claims:request", claim.municipality_number, claim.unit_id)
    asked = accounts.find_person(claim.requested_by)
    if asked is not None and asked.deactivated_at is None and asked.id in {person.id for person in able}:
        return [asked]
    return able


def both_sides_of(claim: Claim, apart_from: int) -> list[Person]:
    """The readers of both sides, each once, without whoever did it."""
    found = {person.id: person for person in (*owners_of(claim), *claimants_of(claim))}
    return [person for person in found.values() if person.id != apart_from]
