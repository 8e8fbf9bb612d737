"""Who is told of what happens to a claim."""

from collections.abc import Sequence
from dataclasses import dataclass

from marketplace.accounts import queries as accounts
from marketplace.accounts.models import Person
from marketplace.claims.models import Claim
from marketplace.listings.models import Listing
from marketplace.organisations.queries import people_with


@dataclass(frozen=True, slots=True)
class Side:
    """Whom one side is: the municipality or unit, whose channels are told, and the people who are."""

    municipality_number: str
    unit_id: int | None
    person_ids: tuple[int, ...]

    def apart_from(self, person_id: int | None) -> "Side":
        """The same without whoever did it, if anybody did."""
        others = tuple(one for one in self.person_ids if one != person_id)
        return Side(self.municipality_number, self.unit_id, others)


def owner_side(claim: Claim) -> Side:
    """Whoever said yes, else whoever made the listing, while they may still decide on it; else all who may."""
    listing = claim.listing
    able = people_with("claims:decide", listing.municipality_number, listing.unit_id)
    chosen = [person for wanted in (claim.decided_by, listing.created_by) for person in able if person.id == wanted]
    return Side(listing.municipality_number, listing.unit_id, _ids(chosen[:1] or able))


def side_of_listing(listing: Listing) -> Side:
    """Whoever made the listing, while they may still decide on it; else all who may."""
    able = people_with("claims:decide", listing.municipality_number, listing.unit_id)
    made = [person for person in able if person.id == listing.created_by]
    return Side(listing.municipality_number, listing.unit_id, _ids(made or able))


def claimant_side(claim: Claim) -> Side:
    """Whoever asked, while they are there; else all who may ask for the unit or municipality."""
    able = people_with("claims:request", claim.municipality_number, claim.unit_id)
    asked = accounts.find_person(claim.requested_by)
    if asked is not None and asked.deactivated_at is None and asked.id in {person.id for person in able}:
        able = [asked]
    return Side(claim.municipality_number, claim.unit_id, _ids(able))


def both_sides_of(claim: Claim, apart_from: int | None) -> tuple[Side, Side]:
    """Both sides without whoever did it, if anybody did."""
    return owner_side(claim).apart_from(apart_from), claimant_side(claim).apart_from(apart_from)


def _ids(people: Sequence[Person]) -> tuple[int, ...]:
    return tuple(person.id for person in people)
