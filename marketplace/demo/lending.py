"""Things that are lent: one free, one away, one late, and one that is back."""

from datetime import timedelta

from marketplace.catalogue.conditions import Condition
from marketplace.claims import service as claims
from marketplace.claims.states import Otherwise
from marketplace.demo.listings import put_up
from marketplace.demo.people import Team
from marketplace.foundation import clock
from marketplace.listings.fields import ListingFields
from marketplace.transfers import loans

LONGEST = 21
_PICTURES = 900
_LENT = (
    ("Skjermvegger til utstillinger", "KON.SKILLE", 8, None),
    ("Sammenleggbare bord til arrangementer", "SIT.KBORD", 12, 9),
    ("Stablestoler til arrangementer", "KON.STOL", 40, LONGEST + 4),
    ("Projektor med lerret", "IKT.PROJ", 2, LONGEST + 20),
)


def add_loans(owner: Team, borrower: Team) -> None:
    """Four listings of the owner's; the borrower took out some days ago what the last column says."""
    for place, (title, category, quantity, days_ago) in enumerate(_LENT):
        begun = clock.now() - timedelta(days=(days_ago or 1) + 2)
        fields = ListingFields(
            title=title,
            category_code=category,
            quantity=quantity,
            condition=Condition.GOOD,
            loan_days=LONGEST,
            pickup_place_id=owner.pickup_place_id,
        )
        with clock.standing_still(begun):
            listing = put_up(owner, fields, picture_seed=_PICTURES + place)
        if days_ago is not None:
            with clock.standing_still(begun + timedelta(days=2)):
                _lend(owner, borrower, listing.id, quantity)


def _lend(owner: Team, borrower: Team, listing_id: int, quantity: int) -> None:
    half = max(1, quantity // 2)
    claim = claims.request_claim(borrower.requester, listing_id, quantity=half, otherwise=Otherwise.DO_WITHOUT)
    claims.approve_claim(owner.manager, claim.id)
    loan = loans.lend(borrower.requester, claim.id)
    if quantity == _LENT[-1][2]:
        with clock.standing_still(clock.now() + timedelta(days=LONGEST)):
            loans.give_back(owner.manager, loan.id, note="I orden.")
