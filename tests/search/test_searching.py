"""Searching in the database's listings through the index: what is found, by whom, how soon."""

from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from marketplace.claims import service as claims
from marketplace.foundation import clock
from marketplace.foundation.actor import NOBODY, Actor
from marketplace.foundation.database import db
from marketplace.listings import queries as listing_queries
from marketplace.listings import service as listings
from marketplace.listings.events import ListingPublished
from marketplace.listings.models import Listing
from marketplace.listings.states import Stage
from marketplace.organisations.models import Site
from marketplace.search import engines, indexing, queries, reading
from marketplace.search.criteria import Criteria, checked
from marketplace.search.engine import Health, Sort
from marketplace.search.whoosh import folder as folders
from tests.builders import (
    ASKER,
    GJOVIK,
    HAMAR,
    a_claim,
    a_listing,
    a_pickup_place,
    a_unit,
    an_actor,
    stored,
)


@pytest.fixture
def actor(app):
    return an_actor("requester", GJOVIK)


def titles(actor, **criteria):
    return [item.card.title for item in queries.search_listings(actor, Criteria(**criteria)).page.items]


def test_a_published_listing_is_found_when_its_event_is_delivered(app, deliver, actor):
    indexing.rebuild()
    owner = an_actor("facility_manager", ASKER)
    listing_id = a_listing(title="Kontorstol", published=False).id
    assert titles(actor, q="kontorstol") == []
    listings.publish_listing(owner, listing_id)
    deliver()
    assert titles(actor, q="stoler") == ["Kontorstol"]
    listings.withdraw_listing(owner, listing_id)
    deliver()
    assert titles(actor, q="kontorstol") == []


def test_what_claims_hold_is_taken_from_what_is_available(app, deliver, actor):
    listing_id = a_listing(quantity=5).id
    indexing.rebuild()
    assert [item.available_quantity for item in queries.search_listings(actor, Criteria()).page.items] == [5]
    claims.request_claim(actor, listing_id, quantity=3, otherwise="buy_new")
    deliver()
    assert [item.available_quantity for item in queries.search_listings(actor, Criteria()).page.items] == [2]
    assert titles(actor, min_quantity=3) == []
    assert len(titles(actor, min_quantity=2)) == 1


def test_the_first_event_builds_a_missing_index_whole(app, deliver, actor):
    a_listing(title="Sofa")
    owner = an_actor("facility_manager", ASKER)
    listing_id = a_listing(title="Bord", published=False).id
    assert engines.engine().health() is Health.MISSING
    listings.publish_listing(owner, listing_id)
    deliver()
    assert engines.engine().health() is Health.READY
    assert sorted(titles(actor)) == ["Bord", "Sofa"]


def test_the_timer_mends_a_missing_index_and_leaves_a_good_one(app, actor):
    a_listing(title="Sofa")
    indexing.mend()
    assert titles(actor) == ["Sofa"]
    a_listing(title="Bord")
    indexing.mend()
    assert titles(actor) == ["Sofa"]


def test_without_an_index_the_database_answers_and_says_so(app, actor):
    a_listing(title="Kontorstol med hjul", category_code="KON.STOL")
    a_listing(title="Bord", category_code="KON.SKRIV", of=GJOVIK)
    found = queries.search_listings(actor, Criteria(q="kontorstol"))
    assert found.is_plain
    assert [item.card.title for item in found.page.items] == ["Kontorstol med hjul"]
    assert dict(found.facets.category) == {"KON": 1, "KON.STOL": 1}
    assert titles(actor, categories=("KON",), sort=Sort.CLOSING) == ["Bord", "Kontorstol med hjul"]
    assert titles(actor, municipalities=(GJOVIK,)) == ["Bord"]
    assert titles(actor, within_km=20) == ["Bord"]
    assert queries.suggest(actor, "kon", "nb") == ()
    assert queries.troubles() == ["The search index is missing; it is being built anew."]


PLAIN_AND_INDEXED = (
    {},
    {"categories": ("KON",)},
    {"categories": ("SIT.SOFA", "KON.STOL")},
    {"municipalities": (ASKER,)},
    {"counties": ("34",)},
    {"conditions": ("good",)},
    {"conditions": ("good",), "counties": ("32",)},
    {"free": True},
    {"free": False},
    {"loan": True},
    {"loan": False, "free": True},
    {"max_width_cm": 100},
    {"available_by": date(2026, 7, 1)},
    {"q": "sofa"},
)


@pytest.mark.parametrize("criteria", PLAIN_AND_INDEXED)
def test_the_fallback_agrees_with_the_index_where_it_can(app, actor, criteria):
    _assortment()
    plain = queries.search_listings(actor, Criteria(**criteria))
    indexing.rebuild()
    indexed = queries.search_listings(actor, Criteria(**criteria))
    assert plain.is_plain
    assert not indexed.is_plain
    assert {item.card.id for item in plain.page.items} == {item.card.id for item in indexed.page.items}
    assert plain.facets == indexed.facets
    assert plain.page.total == indexed.page.total


def _assortment():
    a_listing(title="Kontorstol", category_code="KON.STOL", width_cm=60)
    a_listing(title="Sofa", category_code="SIT.SOFA", of=GJOVIK, price_nok=500, width_cm=220)
    a_listing(title="Skrivebord", category_code="KON.SKRIV", available_from=date(2026, 8, 1))
    a_listing(title="Intern", stage=Stage.MUNICIPALITY)


def _actors(unit_id):
    return {
        "nobody": NOBODY,
        "own municipality": an_actor("requester", ASKER),
        "own unit": an_actor("requester", ASKER, unit_id),
        "other unit": an_actor("requester", ASKER, a_unit(ASKER).id),
        "other municipality": an_actor("observer", GJOVIK),
        "no member": an_actor("facility_manager", HAMAR),
        "project lead": an_actor("project_lead", GJOVIK),
        "no permission": Actor(municipality_number=GJOVIK, is_member=True),
    }


def test_hits_and_counts_are_what_the_listing_itself_allows(app):
    unit = a_unit(ASKER)
    for stage in Stage:
        for unit_id in (None, unit.id):
            a_listing(title="Benk", stage=stage, unit_id=unit_id)
            a_listing(title="Benk", stage=stage, of=GJOVIK)
    indexing.rebuild()
    for who, actor in _actors(unit.id).items():
        found = queries.search_listings(actor, Criteria(q="benk", per_page=100))
        expected = {listing.id for listing in db.session.scalars(select(Listing)) if listing.is_open_to(actor)}
        assert {item.card.id for item in found.page.items} == expected, who
        assert found.page.total == sum(found.facets.municipality.values()) == len(expected), who


def test_distance_is_from_the_pickup_place_or_else_the_municipality(app, actor):
    site = stored(Site(municipality_number=ASKER, name="Skole", latitude=60.7957, longitude=10.6915))
    place = a_pickup_place(ASKER, site_id=site.id)
    near, far = a_listing(pickup_place_id=place.id).id, a_listing().id
    indexing.rebuild()
    items = queries.search_listings(actor, Criteria(sort=Sort.NEAREST)).page.items
    assert [item.card.id for item in items] == [near, far]
    assert items[0].distance_km == pytest.approx(0, abs=1)
    assert items[1].distance_km == pytest.approx(108, abs=2)
    elsewhere = queries.search_listings(actor, Criteria(near="59.8331,10.4392")).page.items
    assert {round(item.distance_km) for item in elsewhere} == {0, 108}


def test_a_page_of_hits_costs_the_same_whatever_its_length(app, actor, count_queries):
    def cost(amount):
        for _ in range(amount):
            a_claim(a_listing(), GJOVIK)
        indexing.rebuild()
        with count_queries() as sent:
            queries.search_listings(actor, Criteria(q="kontorstol", per_page=100))
        return len(sent)

    cost(1)
    assert cost(1) == cost(20)


def test_a_rebuild_reads_as_much_as_it_must(app, actor, monkeypatch):
    monkeypatch.setattr(reading, "AT_A_TIME", 3)
    for number in range(8):
        a_listing(title=f"Stol {number}")
    a_listing(published=False)
    assert indexing.rebuild() == 8
    assert len(titles(actor)) == 8


def test_a_hit_that_just_went_away_is_not_shown(app, actor):
    listing_id = a_listing(title="Sofa").id
    indexing.rebuild()
    listings.withdraw_listing(an_actor("facility_manager", ASKER), listing_id)
    assert listing_queries.cards_of(actor, [listing_id]) == {}
    assert titles(actor, q="sofa") == []


def test_criteria_that_mean_nothing_are_named_and_left_out(actor):
    usable, wrong = checked(
        Criteria(categories=("KON", "X"), municipalities=("9999",), counties=("32",), conditions=("fin",), near="der"),
        actor,
    )
    assert [error.field for error in wrong] == ["category", "municipality", "condition", "near"]
    assert usable == Criteria(categories=("KON",), counties=("32",))
    assert checked(Criteria(near="59.8, 10.4"), actor)[1] == ()
    assert checked(Criteria(near="99,10"), actor)[1] != ()


def test_closing_soon_is_first(app, actor):
    a_listing(title="Senere", closes_at=clock.now() + timedelta(days=9))
    a_listing(title="Snart", closes_at=clock.now() + timedelta(days=1))
    indexing.rebuild()
    assert titles(actor, sort=Sort.CLOSING) == ["Snart", "Senere"]


def test_a_listing_is_read_when_it_is_its_turn_to_be_written(app, actor, monkeypatch):
    """Two deliveries at once: the one that writes last must not write what it read first."""
    indexing.rebuild()
    listing_id = a_listing(title="Sofa").id
    owner = an_actor("facility_manager", ASKER)
    ready = folders.IndexFolder.writing

    @contextmanager
    def overtaken(self, wait_seconds):
        monkeypatch.setattr(folders.IndexFolder, "writing", ready)
        listings.withdraw_listing(owner, listing_id)
        with ready(self, wait_seconds):
            yield

    monkeypatch.setattr(folders.IndexFolder, "writing", overtaken)
    indexing.refresh_listings([ListingPublished(listing_id)])
    assert engines.engine().document_count() == 0
