"""Lists of listings: right, and in a fixed number of questions."""

from datetime import timedelta

import pytest

from marketplace.foundation import clock
from marketplace.listings import queries, service
from marketplace.listings.states import ListingState, Stage
from tests import builders
from tests.builders import GJOVIK, RINGERIKE
from tests.conftest import NOW
from tests.listings.pictures import drawn, saved


def with_photo(actor, listing):
    service.add_photo(actor, listing.id, saved(drawn(64, 48), "PNG"))
    return listing


def test_the_newest_open_listings_come_first(app):
    reader = builders.an_actor("requester", GJOVIK)
    old = builders.a_listing(published_at=NOW - timedelta(days=3))
    new = builders.a_listing(of=RINGERIKE)
    builders.a_listing(published=False)
    builders.a_listing(stage=Stage.MUNICIPALITY)
    builders.a_listing(state=ListingState.CLOSED)
    assert [card.id for card in queries.newest_open(reader, 10)] == [new.id, old.id]
    assert [card.id for card in queries.newest_open(reader, 1)] == [new.id]


def test_a_card_has_its_municipality_and_first_photo(app):
    owner = builders.an_actor()
    listing = with_photo(owner, builders.a_listing(quantity=5, handed_over_quantity=2))
    card = queries.newest_open(owner, 1)[0]
    assert (card.municipality_name, card.quantity, card.left_quantity) == ("Asker", 5, 3)
    assert [variant.name for variant in card.photo] == ["small", "medium", "large"]
    assert queries.cards_of(builders.an_actor(of=GJOVIK), [listing.id, 999])[listing.id].photo == card.photo


def test_similar_are_other_open_listings_of_the_same_category(app):
    reader = builders.an_actor("requester", GJOVIK)
    listing, alike = builders.a_listing(), builders.a_listing(of=RINGERIKE)
    builders.a_listing(category_code="SKO.PULT")
    builders.a_listing(published=False)
    assert [card.id for card in queries.similar_to(reader, listing)] == [alike.id]


def test_ones_own_are_counted_by_state(app):
    actor = builders.an_actor()
    builders.a_listing()
    builders.a_listing(published=False)
    builders.a_listing(published=False)
    builders.a_listing(of=GJOVIK)
    counts = queries.count_own(actor)
    assert counts[ListingState.PUBLISHED] == 1
    assert counts[ListingState.DRAFT] == 2
    assert counts[ListingState.CLOSED] == 0
    assert queries.list_own(actor, [ListingState.DRAFT]).total == 2
    assert queries.list_own(actor, []).total == 3


def test_a_person_of_one_unit_has_that_units_listings(app):
    unit = builders.a_unit()
    mine = builders.a_listing(unit_id=unit.id)
    builders.a_listing(unit_id=builders.a_unit().id)
    builders.a_listing()
    actor = builders.an_actor(unit_id=unit.id)
    assert [card.id for card in queries.list_own(actor, []).items] == [mine.id]


def test_pages_of_ones_own_neither_overlap_nor_leave_out(app):
    actor = builders.an_actor()
    made = [builders.a_listing().id for _ in range(5)]
    pages = [queries.list_own(actor, [], page, per_page=2) for page in (1, 2, 3)]
    assert [card.id for page in pages for card in page.items] == made[::-1]
    assert {page.total for page in pages} == {5}


def test_what_a_person_made_last_shows_their_habits(app):
    actor = builders.an_actor()
    assert queries.find_latest_by(actor) is None
    builders.a_listing(created_by=actor.person_id)
    last = builders.a_listing(created_by=actor.person_id)
    builders.a_listing()
    assert queries.find_latest_by(actor).id == last.id


def test_offered_units_are_those_published_and_not_handed_over(app):
    asset = builders.an_asset(quantity=20)
    builders.a_listing(quantity=5, handed_over_quantity=2, asset_id=asset.id)
    builders.a_listing(quantity=4, asset_id=asset.id)
    builders.a_listing(quantity=7, asset_id=asset.id, state=ListingState.WITHDRAWN)
    assert queries.offered_quantities([asset.id, 999]) == {asset.id: 7, 999: 0}


@pytest.mark.parametrize(
    "ask",
    [
        lambda actor: queries.newest_open(actor, 50),
        lambda actor: queries.list_own(actor, []),
        lambda actor: queries.cards_of(actor, range(1, 60)),
    ],
)
def test_a_list_costs_the_same_however_long_it_is(app, count_queries, ask):
    actor = builders.an_actor()

    def cost():
        with count_queries() as sent:
            ask(actor)
        return len(sent)

    with_photo(actor, builders.a_listing())
    short = cost()
    for _ in range(15):
        with_photo(actor, builders.a_listing())
    assert cost() == short <= 4


def test_expiring_finds_the_longest_overdue_first(app):
    later = builders.a_listing(closes_at=NOW + timedelta(days=2))
    sooner = builders.a_listing(closes_at=NOW + timedelta(days=1))
    builders.a_listing(closes_at=NOW + timedelta(days=9))
    assert queries.due_to_expire(NOW + timedelta(days=3), 10) == [sooner.id, later.id]
    with clock.standing_still(NOW + timedelta(days=3)):
        assert service.expire_due() == 2
