"""Lists, what waits, and that SQL and policies say the same."""

import random

import pytest
from sqlalchemy import select

from marketplace.accounts.models import Person
from marketplace.claims import policies, queries, selecting, service
from marketplace.claims.models import Claim
from marketplace.claims.states import ClaimState
from marketplace.foundation.database import db
from marketplace.listings.models import Listing
from tests.builders import ASKER, GJOVIK, HAMAR, RINGERIKE, a_claim, a_listing, a_unit, actor_of, an_actor
from tests.conftest import NOW

pytestmark = pytest.mark.usefixtures("app")


def ids(page):
    return [row.id for row in page.items]


def test_each_side_lists_its_claims_newest_first():
    mine, others = a_listing(), a_listing(of=RINGERIKE)
    first, second, third = a_claim(mine), a_claim(others), a_claim(others, by=ASKER)
    owner, claimant = an_actor(), an_actor(of=GJOVIK)
    assert ids(queries.list_claims(owner, "owner")) == [first.id]
    assert ids(queries.list_claims(owner, "claimant")) == [third.id]
    assert ids(queries.list_claims(owner)) == [third.id, first.id]
    assert ids(queries.list_claims(claimant)) == [second.id, first.id]
    assert queries.list_claims(an_actor("observer")).items == []
    assert queries.list_claims(an_actor("operator")).total == 0


def test_claims_are_chosen_by_state_and_paged():
    listing = a_listing(quantity=9)
    claims = [a_claim(listing, state=state) for state in ("requested", "queued", "approved", "requested")]
    page = queries.list_claims(an_actor(), states=[ClaimState.REQUESTED], per_page=1)
    assert (page.total, ids(page)) == (2, [claims[3].id])
    assert ids(queries.list_claims(an_actor(), states=[ClaimState.REQUESTED], page=2, per_page=1)) == [claims[0].id]


def test_a_row_tells_what_the_reader_needs():
    unit = a_unit(GJOVIK, "Nordbyen skole")
    listing = a_listing(quantity=2)
    a_claim(listing, quantity=2)
    a_claim(listing, unit_id=unit.id, state="queued", quantity=2)
    row = queries.list_claims(an_actor(), states=[ClaimState.QUEUED]).items[0]
    assert (row.claimant.name, row.claimant.unit_name, row.owner.name) == ("Gjøvik", "Nordbyen skole", "Asker")
    assert (row.is_owner, row.is_claimant, row.queue_position) == (True, False, 1)
    assert row.actions == ("approve", "decline", "messages")


@pytest.mark.parametrize("state", list(ClaimState))
def test_availability_in_sql_is_what_the_claims_hold(state):
    listing = a_listing(quantity=50)
    counts = {"quantity": 5, "approved_quantity": 4, "handed_over_quantity": 2}
    for released in (0, 1, 2):
        a_claim(listing, state=state.value, released_quantity=released, **counts)
    db.session.expire_all()
    claims = db.session.scalars(select(Claim)).all()
    expected = 50 - sum(claim.held_quantity for claim in claims)
    assert queries.available_quantity(db.session.get(Listing, listing.id)) == expected
    assert queries.available_quantities([listing.id, 10**9]) == {listing.id: expected}
    assert queries.held_quantities([listing.id]).get(listing.id, 0) == 50 - expected


def test_availability_of_no_listings_is_nothing():
    assert queries.available_quantities([]) == {}


def test_units_promised_by_what_is_no_longer_published_are_known():
    listing = a_listing(quantity=9, state="withdrawn")
    a_claim(listing, quantity=5, state="approved", handed_over_quantity=2)
    a_claim(a_listing(quantity=9), quantity=5, state="approved")
    assert queries.promised_quantities([listing.asset_id, 10**9]) == {listing.asset_id: 3}


def test_sql_and_policies_agree_on_the_sides():
    chosen = random.Random(7)
    units = {number: [None, a_unit(number).id, a_unit(number).id] for number in (ASKER, GJOVIK)}
    for _ in range(40):
        giver, taker = chosen.choice([ASKER, GJOVIK]), chosen.choice([ASKER, GJOVIK])
        a_claim(a_listing(of=giver, unit_id=chosen.choice(units[giver])), by=taker, unit_id=chosen.choice(units[taker]))
    askers = select(Claim.requested_by)
    actors = [
        an_actor(role, number, unit_id)
        for role in ("observer", "requester", "facility_manager", "project_lead")
        for number in (ASKER, GJOVIK, HAMAR)
        for unit_id in units.get(number, [None])
    ]
    actors += [actor_of(person) for person in db.session.scalars(select(Person).where(Person.id.in_(askers)).limit(5))]
    claims = db.session.scalars(selecting.joined()).all()
    for actor in actors:
        for rule, sql in ((policies.is_owner, selecting.owner_side), (policies.is_claimant, selecting.claimant_side)):
            found = set(db.session.scalars(select(Claim.id).join(Claim.listing).where(sql(actor))))
            assert found == {claim.id for claim in claims if rule(actor, claim)}


def test_what_waits_is_told_to_the_side_that_must_act():
    listing = a_listing(quantity=20)
    asked, approved = a_claim(listing), a_claim(listing, state="approved")
    a_claim(listing, state="handed_over")
    owner, claimant = an_actor(), an_actor(of=GJOVIK)
    assert [[row.id for row in rows] for rows in groups(owner)] == [[asked.id], [approved.id], [], []]
    assert [[row.id for row in rows] for rows in groups(claimant)] == [[], [], [approved.id], []]
    assert (queries.waiting_for(owner).total, queries.waiting_for(claimant).total) == (2, 1)
    assert queries.waiting_for(an_actor(of=RINGERIKE)).total == 0


def test_a_message_waits_for_the_other_side_until_it_is_answered():
    claim = a_claim(a_listing())
    owner, claimant = an_actor(), an_actor(of=GJOVIK)
    service.send_message(claimant, claim.id, "Hei")
    assert ([row.id for row in groups(owner)[3]], groups(claimant)[3]) == ([claim.id], ())
    assert queries.list_claims(owner).items[0].waits_for_answer
    service.send_message(owner, claim.id, "Hei")
    assert ([row.id for row in groups(claimant)[3]], groups(owner)[3]) == ([claim.id], ())
    service.cancel_claim(claimant, claim.id)
    assert groups(claimant)[3] == ()


def test_what_waits_is_counted_though_only_the_oldest_are_shown():
    listing = a_listing(quantity=20)
    claims = [a_claim(listing) for _ in range(4)]
    waiting = queries.waiting_for(an_actor(), most=3)
    assert (len(waiting.to_decide), waiting.counts[0], waiting.to_decide[0].id) == (3, 4, claims[0].id)


def groups(actor):
    waiting = queries.waiting_for(actor)
    return [waiting.to_decide, waiting.to_hand_over, waiting.to_collect, waiting.to_answer]


@pytest.mark.parametrize("ask", [queries.list_claims, queries.waiting_for])
def test_a_list_costs_a_fixed_number_of_queries(ask, count_queries):
    unit = a_unit(GJOVIK)

    def cost():
        actor = an_actor()
        ask(actor)
        with count_queries() as queries_sent:
            ask(actor)
        return len(queries_sent)

    def some():
        for state in ("requested", "queued", "approved"):
            claim = a_claim(a_listing(), state=state, unit_id=unit.id)
            service.send_message(an_actor(of=GJOVIK), claim.id, "Hei")

    some()
    few = cost()
    for _ in range(5):
        some()
    assert cost() == few
    assert few <= 12


def test_an_offer_waits_for_whoever_stood_in_the_queue():
    listing = a_listing(quantity=3, allocation="first_come")
    offered = a_claim(listing, answer_by=NOW)
    owner, claimant = an_actor(), an_actor(of=GJOVIK)
    assert [row.id for row in queries.waiting_for(claimant).to_accept] == [offered.id]
    assert (queries.count_waiting(claimant), queries.count_waiting(owner)) == (1, 0)
