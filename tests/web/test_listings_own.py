"""One's own listings by state, and many of them made and published at once."""

import pytest
from sqlalchemy import select

from marketplace.foundation.database import db
from marketplace.listings.models import Listing
from marketplace.listings.states import ListingState
from tests import builders
from tests.builders import ASKER, GJOVIK
from tests.conftest import NOW
from tests.web.pages import faults


def fetch(client, address, status=200):
    answer = client.get(address)
    assert answer.status_code == status
    assert faults(answer.text) == []
    return answer.text


def state_of(listing):
    return db.session.scalar(select(Listing.state).where(Listing.id == listing.id))


@pytest.fixture
def owner(client, sign_in):
    return sign_in(client, builders.a_person("facility_manager", ASKER))


def test_ones_own_are_listed_by_state_with_counts(app, owner):
    builders.a_listing(title="Den som er ute")
    builders.a_listing(title="Et utkast", published=False)
    builders.a_listing(title="En annens", of=GJOVIK)
    html = fetch(owner, "/annonser/mine")
    assert "Den som er ute" in html
    assert "Et utkast" not in html
    assert "En annens" not in html
    assert "Et utkast" in fetch(owner, "/annonser/mine?tilstand=draft")
    for state in ("closed", "expired", "withdrawn"):
        assert "Ingen annonser her" in fetch(owner, f"/annonser/mine?tilstand={state}")


@pytest.mark.parametrize(
    "query", ["?tilstand=nonsense", "?page=0", "?page=-1", "?page=abc", "?page=99999999999999999999"]
)
def test_a_wrong_query_still_shows_ones_own(app, owner, query):
    builders.a_listing()
    fetch(owner, "/annonser/mine" + query)


def test_many_drafts_are_published_at_once_and_those_that_cannot_be_are_named(app, owner):
    good, bad = builders.a_listing(published=False), builders.a_listing(published=False, title="Gammel", closes_at=NOW)
    answer = owner.post("/annonser/legg-ut", data={"listing_id": [good.id, bad.id]}, follow_redirects=True)
    assert "Annonsen er lagt ut." in answer.text
    assert "Gammel: Sluttdatoen er passert" in answer.text
    assert (state_of(good), state_of(bad)) == (ListingState.PUBLISHED, ListingState.DRAFT)


def test_publishing_nothing_or_somebody_elses_publishes_nothing(app, owner):
    foreign = builders.a_listing(of=GJOVIK, published=False)
    assert owner.post("/annonser/legg-ut", data={}).status_code == 422
    assert owner.post("/annonser/legg-ut", data={"listing_id": foreign.id}).status_code == 302
    assert state_of(foreign) == ListingState.DRAFT


def test_assets_chosen_in_the_inventory_become_drafts(app, owner):
    first, second = builders.an_asset(name="Pult"), builders.an_asset(name="Stol")
    answer = owner.post("/annonser/fra-eiendeler", data={"asset_id": [first.id, second.id]}, follow_redirects=True)
    assert "2 utkast er klare" in answer.text
    assert answer.request.path == "/annonser/mine"
    again = owner.post("/annonser/fra-eiendeler", data={"asset_id": [first.id]})
    assert again.headers["Location"].endswith("/rediger")
    assert db.session.query(Listing).count() == 2


def test_assets_that_are_offered_already_are_left_out_and_told_of(app, owner):
    free, taken = builders.an_asset(), builders.an_asset(quantity=2)
    builders.a_listing(quantity=2, asset_id=taken.id)
    answer = owner.post("/annonser/fra-eiendeler", data={"asset_id": [free.id, taken.id]}, follow_redirects=True)
    assert "1 av dem er allerede lagt ut." in answer.text


@pytest.mark.parametrize(("chosen", "status"), [([], 422), (["abc"], 422), ([999], 404)])
def test_assets_that_are_none_make_no_drafts(app, owner, chosen, status):
    answer = owner.post("/annonser/fra-eiendeler", data={"asset_id": chosen})
    assert answer.status_code == status
    assert db.session.query(Listing).count() == 0


def test_ones_own_cost_the_same_however_many(app, owner, count_queries):
    def cost():
        with count_queries() as sent:
            fetch(owner, "/annonser/mine?tilstand=published")
        return len(sent)

    builders.a_listing()
    short = cost()
    for _ in range(12):
        builders.a_listing()
    assert cost() == short
