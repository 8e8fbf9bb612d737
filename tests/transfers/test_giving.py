"""Voluntary organisations: written to once, asking by a signed link, and given what is left."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from marketplace.claims import queries as claims
from marketplace.claims import service as claiming
from marketplace.claims.states import Otherwise
from marketplace.foundation import clock
from marketplace.foundation.database import db
from marketplace.foundation.errors import Conflict, Forbidden, Invalid, NotFound, Refusal
from marketplace.inventory.models import Asset
from marketplace.listings import service, stages, wishes
from marketplace.listings.models import Listing, VoluntaryRequest
from marketplace.listings.states import Allocation, ListingState, Stage
from marketplace.organisations import releasing
from marketplace.organisations.fields import ReleaseFields, VoluntaryFields
from marketplace.transfers import giving
from marketplace.transfers import service as transferring
from marketplace.transfers.kinds import DispositionKind
from marketplace.transfers.models import Disposition
from tests import builders
from tests.builders import ASKER, BAERUM, GJOVIK
from tests.listings.test_at_once import together


def an_organisation(of=ASKER, name="Leksehjelpen", **said):
    admin = builders.an_actor("municipality_admin", of)
    fields = VoluntaryFields(**{"name": name, "email": "post@frivillig.example", "language": "nb"} | said)
    return releasing.add_voluntary(admin, of, fields)


def link_of(organisation):
    return releasing.path_for(organisation).removeprefix("/frivillige/")


def given_out(quantity=5, of=ASKER, **values):
    return builders.a_listing(of, quantity, stage=Stage.VOLUNTARY, **values).id


def asked(listing_id, quantity=2, organisation=None):
    return wishes.ask_for(link_of(organisation or an_organisation()), listing_id, quantity, "Til leksehjelp").id


def stored(model, key):
    db.session.rollback()
    return db.session.get_one(model, key)


def sent(mailbox, subject):
    return sorted(message.to for message in mailbox.sent if subject in message.subject)


def test_each_on_the_list_is_written_to_once_when_a_listing_reaches_them(app, deliver, mailbox):
    releasing.set_rules(builders.an_actor("municipality_admin"), ASKER, ReleaseFields(gives_to_voluntary=True))
    an_organisation()
    an_organisation(name="Røde Kors", email="rk@frivillig.example", language="nn")
    an_organisation(BAERUM, email="annen@frivillig.example")
    gone = an_organisation(name="Nedlagt", email="nedlagt@frivillig.example")
    releasing.close_voluntary(builders.an_actor("municipality_admin"), gone.id)
    number = builders.a_listing(stage=Stage.NETWORK, opens_to_voluntary_on=clock.today()).id
    stages.open_due()
    deliver()
    stages.open_due()
    deliver()
    assert stored(Listing, number).stage == Stage.VOLUNTARY
    assert sent(mailbox, "Kontorstol") == ["post@frivillig.example", "rk@frivillig.example"]
    assert "/frivillige/" in mailbox.sent[0].text


def test_what_does_not_reach_them_is_not_told(app, deliver, mailbox):
    an_organisation()
    service.publish_listing(builders.an_actor(), builders.a_listing(published=False).id)
    deliver()
    assert sent(mailbox, "Kontorstol") == []


def test_they_are_shown_their_own_municipality_s_only(app):
    organisation = an_organisation()
    number, _ = given_out(), given_out(of=BAERUM)
    builders.a_listing()
    builders.a_listing(stage=Stage.VOLUNTARY, state=ListingState.EXPIRED)
    builders.a_listing(stage=Stage.VOLUNTARY, loan_days=14)
    assert [listing.id for listing in wishes.list_open_to(organisation)] == [number]


def test_asking_again_before_the_answer_means_the_last(app, deliver):
    organisation, number = an_organisation(), given_out()
    first = wishes.ask_for(link_of(organisation), number, 2)
    second = wishes.ask_for(link_of(organisation), number, 3, "Flere")
    assert (first.id, second.quantity, second.message) == (second.id, 3, "Flere")


@pytest.mark.parametrize("quantity", [0, -1, 6, 10**8])
def test_more_than_there_is_is_refused(app, quantity):
    organisation, number = an_organisation(), given_out(5)
    with pytest.raises(Invalid, match="voluntary-quantity-out-of-range"):
        wishes.ask_for(link_of(organisation), number, quantity)
    assert wishes.list_own(organisation) == []


def test_a_link_that_is_forged_ended_or_for_another_purpose_opens_nothing(app):
    organisation, number = an_organisation(), given_out()
    good = link_of(organisation)
    other = link_of(an_organisation(BAERUM))
    for sealed in ("", "x", good + "x", good[:-4] + "AAAA", good.upper(), "a" * 300):
        with pytest.raises(NotFound, match="voluntary-link-not-valid"):
            wishes.ask_for(sealed, number, 1)
    with pytest.raises(NotFound, match="voluntary-listing-not-open"):
        wishes.ask_for(other, number, 1)
    admin = builders.an_actor("municipality_admin")
    releasing.change_voluntary(
        admin, organisation.id, VoluntaryFields(name="Leksehjelpen", email="ny@frivillig.example")
    )
    with pytest.raises(NotFound, match="voluntary-link-not-valid"):
        wishes.ask_for(good, number, 1)
    closed = releasing.close_voluntary(admin, organisation.id)
    with pytest.raises(NotFound, match="voluntary-link-not-valid"):
        releasing.meaning_of(link_of(closed))
    assert wishes.list_of_listing(number) == []


def test_what_is_given_is_a_donation_that_lowers_what_is_left(app, deliver, mailbox):
    number = given_out(5)
    request_id = asked(number, 2)
    row = giving.give_away(builders.an_actor(), request_id, 2)
    assert (row.kind, row.quantity, row.note) == (DispositionKind.DONATED, 2, "Leksehjelpen")
    listing = stored(Listing, number)
    assert (listing.left_quantity, claims.available_quantity(listing), listing.state) == (3, 3, ListingState.PUBLISHED)
    assert claims.available_quantities([number]) == {number: 3}
    assert stored(Asset, listing.asset_id).quantity == 3
    deliver()
    assert sent(mailbox, "Dere får") == ["post@frivillig.example"]


def test_the_last_of_it_closes_the_listing(app):
    number = given_out(2)
    giving.give_away(builders.an_actor(), asked(number, 2), 2)
    assert stored(Listing, number).state == ListingState.CLOSED


def test_what_claims_hold_is_not_given_away(app):
    number = given_out(5)
    builders.a_claim(db.session.get_one(Listing, number), quantity=4, state="approved")
    request_id = asked(number, 2)
    with pytest.raises(Invalid, match="voluntary-quantity-out-of-range"):
        giving.give_away(builders.an_actor(), request_id, 2)
    assert stored(VoluntaryRequest, request_id).answered_at is None
    assert stored(Listing, number).given_away_quantity == 0
    assert db.session.scalars(select(Disposition)).all() == []
    giving.give_away(builders.an_actor(), request_id, 1)
    assert claims.available_quantity(stored(Listing, number)) == 0


def test_what_is_not_divided_is_given_whole(app):
    number = given_out(4, indivisible=True)
    with pytest.raises(Invalid, match="voluntary-indivisible"):
        asked(number, 2)
    request_id = asked(number, 4, an_organisation(name="Hele partiet"))
    with pytest.raises(Invalid, match="voluntary-indivisible"):
        giving.give_away(builders.an_actor(), request_id, 3)
    assert stored(Listing, number).left_quantity == 4
    giving.give_away(builders.an_actor(), request_id, 4)
    assert stored(Listing, number).left_quantity == 0


def test_gifts_and_claims_at_the_same_moment_never_oversell(app):
    number = given_out(4)
    owner = builders.an_actor()
    asker = builders.an_actor("requester", GJOVIK)
    requests = [asked(number, 2, an_organisation(name=f"Lag {n}")) for n in range(4)]

    def act(work):
        kind, request_id = work
        if kind == "gift":
            return giving.give_away(owner, request_id, 2).quantity
        return claiming.request_claim(asker, number, quantity=2, otherwise=Otherwise.BUY_NEW).state.value

    works = [("gift", each) for each in requests] + [("claim", 0)] * 3
    answers = together(app, act, works)
    held = 2 * answers.count("requested")
    given = 2 * answers.count(2)
    assert held + given == 4
    listing = stored(Listing, number)
    assert (listing.given_away_quantity, claims.available_quantity(listing)) == (given, 0)


def test_one_gift_recorded_many_times_at_once_is_recorded_once(app):
    number, owner = given_out(9), builders.an_actor()
    request_id = asked(number, 2)
    answers = together(app, lambda _: giving.give_away(owner, request_id, 2).quantity, range(5))
    assert sorted(answers, key=str) == [2] + ["voluntary-answered-already"] * 4
    assert stored(Listing, number).left_quantity == 7


def test_only_the_owner_s_own_people_answer(app):
    unit = builders.a_unit()
    number = given_out(unit_id=unit.id)
    request_id = asked(number)
    strangers = [
        builders.an_actor(of=GJOVIK),
        builders.an_actor("requester"),
        builders.an_actor(unit_id=builders.a_unit().id),
    ]
    for actor in strangers:
        for act in (lambda who: giving.give_away(who, request_id, 1), lambda who: wishes.decline_wish(who, request_id)):
            with pytest.raises((Forbidden, NotFound)):
                act(actor)
    assert stored(VoluntaryRequest, request_id).answered_at is None


def test_a_no_is_told_and_given_once(app, deliver, mailbox):
    request_id = asked(given_out())
    actor = builders.an_actor()
    assert wishes.decline_wish(actor, request_id).given_quantity == 0
    with pytest.raises(Conflict, match="voluntary-answered-already"):
        giving.give_away(actor, request_id, 1)
    deliver()
    assert sent(mailbox, "Dere får ikke") == ["post@frivillig.example"]


def test_what_was_taken_back_is_given_to_nobody(app):
    number = given_out()
    request_id, actor = asked(number), builders.an_actor()
    service.withdraw_listing(actor, number)
    with pytest.raises(Refusal, match="listing-not-open"):
        giving.give_away(actor, request_id, 1)
    assert stored(Listing, number).given_away_quantity == 0


def test_the_quantity_is_never_set_below_what_is_given_and_held(app):
    number, actor = given_out(5), builders.an_actor()
    giving.give_away(actor, asked(number, 2), 2)
    builders.a_claim(db.session.get_one(Listing, number), quantity=2, state="approved")
    with pytest.raises(Invalid):
        service.amend_listing(actor, number, {"quantity": 3})
    assert stored(Listing, number).quantity == 5


def test_hand_overs_beside_gifts_leave_the_right_number(app):
    number, actor = given_out(5), builders.an_actor()
    giving.give_away(actor, asked(number, 2), 2)
    claim = builders.a_claim(db.session.get_one(Listing, number), quantity=3, state="approved")
    transferring.hand_over(actor, claim.id)
    listing = stored(Listing, number)
    assert (listing.left_quantity, listing.state) == (0, ListingState.CLOSED)


def test_names_on_one_list_are_told_apart_and_numbers_are_real(app):
    organisation = an_organisation()
    with pytest.raises(Invalid) as refused:
        an_organisation(name="LEKSEHJELPEN")
    assert [error.code for error in refused.value.fields] == ["voluntary-name-taken"]
    with pytest.raises(Invalid):
        an_organisation(name="Annen", organisation_number="123456789")
    with pytest.raises(NotFound, match="voluntary-not-found"):
        releasing.get_voluntary(builders.an_actor("municipality_admin", GJOVIK), organisation.id)
    assert [each.name for each in releasing.list_voluntary(ASKER)] == ["Leksehjelpen"]


def test_a_draw_to_come_is_not_forestalled_by_a_gift(app):
    listing_id = given_out(5, allocation=Allocation.DRAW, draw_at=clock.now() + timedelta(days=1), draw_seed="a" * 64)
    request_id = asked(listing_id, 5)
    with pytest.raises(Conflict, match="claim-awaits-draw"):
        giving.give_away(builders.an_actor(), request_id, 5)
    db.session.rollback()
    assert db.session.get_one(Listing, listing_id).given_away_quantity == 0


def test_who_is_off_the_list_is_given_nothing(app):
    organisation = an_organisation()
    listing_id = given_out(5)
    request_id = asked(listing_id, 2, organisation)
    releasing.close_voluntary(builders.an_actor("municipality_admin"), organisation.id)
    with pytest.raises(Conflict, match="voluntary-not-found"):
        giving.give_away(builders.an_actor(), request_id, 2)
    db.session.rollback()
    assert db.session.get_one(Listing, listing_id).given_away_quantity == 0


def test_nobody_asks_after_the_closing_second(app):
    listing_id = given_out(5, closes_at=clock.now() + timedelta(minutes=1))
    with clock.standing_still(clock.now() + timedelta(minutes=1)), pytest.raises(NotFound):
        asked(listing_id, 2)
