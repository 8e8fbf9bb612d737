"""Returns and corrections: rows that point back."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import DatabaseError

from marketplace.claims import queries as claims
from marketplace.claims import service as claiming
from marketplace.claims.models import Claim
from marketplace.claims.states import ClaimState, Otherwise
from marketplace.foundation import outbox
from marketplace.foundation.database import db
from marketplace.foundation.errors import Conflict, Forbidden, Invalid, NotFound
from marketplace.inventory.models import Asset
from marketplace.inventory.states import AssetState
from marketplace.listings.models import Listing
from marketplace.listings.states import ListingState
from marketplace.transfers import service
from marketplace.transfers.kinds import TransferKind
from marketplace.transfers.models import Transfer
from tests.builders import ASKER, GJOVIK, RINGERIKE, a_claim, a_listing, a_unit, an_actor

pytestmark = pytest.mark.usefixtures("app")

AMOUNTS = (
    "quantity",
    "price_nok",
    "weight_g",
    "co2e_gross_g",
    "co2e_cautious_g",
    "transport_co2e_g",
    "transport_nok",
    "replacement_nok",
    "value_saved_nok",
)


@pytest.fixture
def admin():
    return an_actor("municipality_admin")


def handed_over(quantity=7, listing=None, **values):
    listing = listing or a_listing(quantity=quantity, price_nok=33, replacement_price_nok=1_999)
    claim = a_claim(listing, quantity=quantity, state="approved", otherwise=Otherwise.BUY_USED, **values)
    return service.hand_over(an_actor(), claim.id)


def fresh(model, key):
    db.session.rollback()
    return db.session.get(model, key)


def refused(refusal, code, actor, transfer, quantity=1, reason="Feil antall", **more):
    db.session.rollback()
    counts = [select(func.count(model.id)) for model in (Transfer, outbox.Delivery)]
    before = [db.session.scalar(count) for count in counts]
    with pytest.raises(refusal) as caught:
        service.take_back(actor, transfer.id, quantity=quantity, reason=reason, **more)
    assert caught.value.code == code
    assert [db.session.scalar(count) for count in counts] == before


def test_a_correction_is_a_row_that_points_back(admin):
    original = handed_over()
    row = service.take_back(admin, original.id, quantity=2, reason=" Talte feil ")
    assert (row.kind, row.quantity) == (TransferKind.CORRECTION, -2)
    assert (row.reverses_id, row.reason) == (original.id, "Talte feil")
    assert (row.transport_ore_per_km, row.transport_nok) == (530, -(original.transport_nok * 2 // 7))
    assert (row.factor_id, row.factor_version, row.otherwise) == (original.factor_id, 1, Otherwise.BUY_USED)
    assert fresh(Transfer, original.id).quantity == 7


@pytest.mark.parametrize("parts", [[7], [1, 6], [3, 3, 1], [1] * 7])
def test_once_all_is_taken_back_every_amount_is_exactly_zero(admin, parts):
    original = handed_over()
    for part in parts:
        service.take_back(admin, original.id, quantity=part, reason="Retur", kind=TransferKind.RETURN)
    sums = db.session.execute(select(*(func.sum(getattr(Transfer, name)) for name in AMOUNTS))).one()
    assert [int(amount) for amount in sums] == [0] * len(AMOUNTS)


def test_what_was_not_known_stays_not_known(admin):
    original = handed_over(listing=a_listing(quantity=7, category_code="HEL.RULL"))
    row = service.take_back(admin, original.id, quantity=7, reason="Retur")
    assert (row.co2e_gross_g, row.weight_g, row.value_saved_nok) == (None, None, None)


def test_the_units_are_the_givers_again_and_the_listing_opens(admin):
    original = handed_over()
    service.take_back(admin, original.id, quantity=7, reason="Passet ikke inn", kind=TransferKind.RETURN)
    giver, receiver = fresh(Asset, original.from_asset_id), fresh(Asset, original.to_asset_id)
    assert (giver.quantity, giver.state, receiver.quantity) == (7, AssetState.SURPLUS, 0)
    listing = fresh(Listing, original.listing_id)
    assert (listing.state, listing.handed_over_quantity, claims.available_quantity(listing)) == (
        ListingState.PUBLISHED,
        0,
        7,
    )
    claim = fresh(Claim, original.claim_id)
    assert (claim.state, claim.handed_over_quantity, claim.released_quantity) == (ClaimState.HANDED_OVER, 0, 7)


def test_what_comes_back_goes_to_the_next_in_the_queue(admin):
    original = handed_over()
    listing = fresh(Listing, original.listing_id)
    waiting = a_claim(listing, by=RINGERIKE, quantity=3, state="queued")
    service.take_back(admin, original.id, quantity=3, reason="Retur")
    assert fresh(Claim, waiting.id).state == ClaimState.REQUESTED


def test_what_came_back_of_a_partly_handed_over_claim_is_not_theirs_any_more(admin):
    claim = a_claim(a_listing(quantity=6), quantity=6, state="approved")
    first = service.hand_over(admin, claim.id, quantity=4)
    service.take_back(admin, first.id, quantity=1, reason="Ødelagt")
    left = fresh(Claim, claim.id)
    assert (left.state, left.outstanding_quantity, left.held_quantity) == (ClaimState.APPROVED, 2, 5)
    service.hand_over(admin, claim.id)
    assert fresh(Claim, claim.id).state == ClaimState.HANDED_OVER


def test_either_municipalitys_people_record_a_return():
    original = handed_over()
    for of in (ASKER, GJOVIK):
        row = service.take_back(an_actor(of=of), original.id, quantity=1, reason="Retur", kind=TransferKind.RETURN)
        assert row.recorded_for == of


def test_a_correction_needs_an_administrator():
    original = handed_over()
    refused(Forbidden, "transfer-correction-needs-permission", an_actor(), original)
    row = service.take_back(an_actor("municipality_admin", GJOVIK), original.id, quantity=1, reason="Talte feil")
    assert row.kind == TransferKind.CORRECTION


def test_another_unit_records_no_return():
    school, other = a_unit(), a_unit()
    claim = a_claim(a_listing(unit_id=school.id), state="approved")
    original = service.hand_over(an_actor(), claim.id)
    refused(
        Forbidden,
        "transfer-return-needs-permission",
        an_actor(unit_id=other.id),
        original,
        kind=TransferKind.RETURN,
    )


def test_strangers_do_not_find_the_row():
    refused(NotFound, "transfer-not-found", an_actor("municipality_admin", RINGERIKE), handed_over())


@pytest.mark.parametrize("quantity", [0, -2, 8, 10**15])
def test_more_than_went_is_not_taken_back(admin, quantity):
    refused(Invalid, "take-back-quantity-out-of-range", admin, handed_over(), quantity)


def test_nothing_is_taken_back_twice(admin):
    original = handed_over()
    row = service.take_back(admin, original.id, quantity=7, reason="Retur")
    refused(Conflict, "transfer-all-taken-back", admin, original)
    refused(Conflict, "transfer-not-a-hand-over", admin, row)


@pytest.mark.parametrize("reason", ["", "  ", "\x00", "a" * 1001])
def test_a_reason_is_needed(admin, reason):
    refused(Invalid, "invalid-input", admin, handed_over(), reason=reason)


def test_a_hand_over_is_no_way_to_take_back(admin):
    refused(Conflict, "transfer-not-a-take-back", admin, handed_over(), kind=TransferKind.HAND_OVER)


def test_what_the_receiver_passed_on_does_not_come_back(admin):
    original = handed_over()
    onward = a_listing(of=GJOVIK, quantity=7, asset_id=original.to_asset_id)
    service.hand_over(an_actor(of=GJOVIK), a_claim(onward, by=RINGERIKE, quantity=6, state="approved").id)
    refused(Conflict, "asset-too-few-left", admin, original, 2)


def test_a_form_sent_twice_takes_back_once(admin):
    original = handed_over()
    keyed = {"quantity": 2, "reason": "Retur", "submission_key": "a form"}
    first = service.take_back(admin, original.id, **keyed)
    assert service.take_back(admin, original.id, **keyed).id == first.id
    assert fresh(Claim, original.claim_id).handed_over_quantity == 5


@pytest.mark.parametrize("statement", ["update transfer set quantity = 1", "delete from transfer"])
def test_the_database_itself_refuses_to_change_the_ledger(statement):
    original = handed_over()
    with pytest.raises(DatabaseError, match="the ledger only grows"):
        db.session.execute(db.text(statement))
    assert fresh(Transfer, original.id).quantity == 7


def test_an_ended_claims_units_can_come_back_too(admin):
    claim = a_claim(a_listing(quantity=5), quantity=5, state="approved")
    first = service.hand_over(admin, claim.id, quantity=2)
    claiming.cancel_claim(an_actor(of=GJOVIK), claim.id)
    service.take_back(admin, first.id, quantity=2, reason="Retur")
    ended = fresh(Claim, claim.id)
    assert (ended.state, ended.handed_over_quantity, ended.held_quantity) == (ClaimState.CANCELLED, 0, 0)


def test_what_the_receiver_offers_again_does_not_come_back(admin):
    original = handed_over()
    onward = a_listing(of=GJOVIK, quantity=5, asset_id=original.to_asset_id)
    refused(Conflict, "take-back-units-promised", admin, original, 3)
    service.take_back(admin, original.id, quantity=2, reason="Retur")
    assert fresh(Listing, onward.id).state == ListingState.PUBLISHED


def test_what_the_owner_keeps_is_theirs_and_offered_to_nobody(admin):
    listing = a_listing(quantity=7)
    original = handed_over(quantity=5, listing=listing)
    waiting = a_claim(listing, by=RINGERIKE, quantity=4, state="queued")
    service.take_back(admin, original.id, quantity=3, reason="Retur", kind=TransferKind.RETURN, offer_again=False)
    left = fresh(Listing, listing.id)
    assert (left.state, left.quantity, left.handed_over_quantity) == (ListingState.PUBLISHED, 4, 2)
    assert claims.available_quantity(left) == 2
    assert fresh(Claim, waiting.id).state == ClaimState.QUEUED
    assert fresh(Asset, left.asset_id).quantity == 5


def test_a_listing_of_which_the_owner_keeps_everything_is_withdrawn(admin, deliver):
    listing_id, original = (row := handed_over()).listing_id, row
    service.take_back(admin, original.id, quantity=3, reason="Retur", kind=TransferKind.RETURN, offer_again=False)
    assert (fresh(Listing, listing_id).state, fresh(Listing, listing_id).quantity) == (ListingState.CLOSED, 4)
    service.take_back(admin, original.id, quantity=4, reason="Retur", kind=TransferKind.RETURN, offer_again=False)
    left = fresh(Listing, listing_id)
    assert (left.state, left.handed_over_quantity) == (ListingState.WITHDRAWN, 0)
    assert fresh(Asset, left.asset_id).quantity == 7
    deliver()
