"""Release stages on pages: rules, the plan while posting, what opens soon, and voluntary organisations."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from marketplace.foundation import clock
from marketplace.foundation.database import db
from marketplace.listings.models import Listing, ListingWatch, VoluntaryRequest
from marketplace.listings.states import Stage
from marketplace.organisations import releasing
from marketplace.organisations.fields import ReleaseFields
from marketplace.organisations.models import VoluntaryOrganisation
from tests import builders
from tests.builders import ASKER, GJOVIK
from tests.transfers.test_giving import an_organisation, given_out, link_of
from tests.web.visiting import fetch, send

DAY = timedelta(days=1)
RULES = {"unit_days": "7", "municipality_days": "14", "network_days": "30", "gives_to_voluntary": "y"}


@pytest.fixture
def admin(app, client, sign_in):
    return sign_in(client, builders.a_person("municipality_admin"))


@pytest.fixture
def reader(app, client, sign_in):
    return sign_in(client, builders.a_person("requester", GJOVIK))


def coming(**values):
    given = {"stage": Stage.MUNICIPALITY, "opens_to_network_on": clock.today() + 3 * DAY, "shown_ahead": True}
    return builders.a_listing(**given | values).id


def test_an_administrator_sets_the_rules(admin):
    page = fetch(admin, "/kommune/utlysning")
    assert "Bare egen enhet" in page
    send(admin, f"/kommune/utlysning?kommune={ASKER}", 302, **RULES)
    said = ReleaseFields(unit_days=7, municipality_days=14, network_days=30, gives_to_voluntary=True)
    assert releasing.rules_of(ASKER) == said
    assert 'value="14"' in fetch(admin, "/kommune/utlysning")
    assert "/kommune/utlysning" in fetch(admin, "/kommune")


def test_impossible_days_and_rules_changed_meanwhile_are_told_and_not_kept(admin):
    answer = send(admin, "/kommune/utlysning", 422, **RULES | {"unit_days": "400"})
    assert "365" in answer.text
    send(admin, "/kommune/utlysning", 409, **RULES | {"seen": "an older mark"})
    assert releasing.rules_of(ASKER) == ReleaseFields()


def test_others_do_not_see_the_rules(client, sign_in):
    fetch(sign_in(client, builders.a_person()), "/kommune/utlysning", 403)


def test_the_posting_form_shows_when_the_listing_opens_and_publishing_follows_it(app, client, sign_in):
    rules = ReleaseFields(municipality_days=14, shown_ahead=True)
    releasing.set_rules(builders.an_actor("municipality_admin"), ASKER, rules)
    manager = sign_in(client, builders.a_person())
    page = fetch(manager, "/annonser/ny")
    assert "Som reglene i kommunen sier" in page
    assert "fra 29.06.2026" in page
    form = {"submission_key": "k", "title": "Kontorstol", "category_code": "", "condition": "good", "quantity": "2"}
    send(manager, "/annonser/ny", 302, **form, stage="", intent="publish")
    listing = db.session.scalars(select(Listing)).one()
    assert (listing.stage, listing.opens) == (Stage.MUNICIPALITY, {Stage.NETWORK: clock.today() + 14 * DAY})
    page = fetch(manager, f"/annonser/{listing.id}")
    assert "Åpner for nettverket" in page
    assert "29.06.2026" in page


def test_a_listing_s_own_days_are_changed_on_its_page_and_stay_when_they_are_not_sent(app, client, sign_in):
    number = coming()
    manager = sign_in(client, builders.a_person())
    assert "opens_to_network_on" in fetch(manager, f"/annonser/{number}/rediger")
    form = {"title": "Kontorstol", "category_code": "KON.STOL", "condition": "good", "quantity": "3", "stage": ""}
    form |= {"stage": "municipality", "intent": "save"}
    send(manager, f"/annonser/{number}/rediger", 302, **form)
    assert db.session.get_one(Listing, number, populate_existing=True).opens_to_network_on == clock.today() + 3 * DAY
    send(manager, f"/annonser/{number}/rediger", 302, **form, opens_to_network_on="20.06.2026", shown_ahead="0")
    listing = db.session.get_one(Listing, number, populate_existing=True)
    assert (listing.opens_to_network_on.isoformat(), listing.shown_ahead) == ("2026-06-20", False)
    answer = send(manager, f"/annonser/{number}/rediger", 422, **form, opens_to_network_on="01.06.2026")
    assert "Dagen er passert" in answer.text


def test_what_opens_soon_is_on_a_page_of_its_own_and_can_be_followed(reader):
    assert "Ingenting på vei nå" in fetch(reader, "/annonser/aapner-snart")
    number = coming()
    page = fetch(reader, "/annonser/aapner-snart")
    assert "Åpner 18.06.2026" in page
    assert "Åpner for dere 18.06.2026" in fetch(reader, f"/annonser/{number}")
    send(reader, f"/annonser/{number}/folg", 302)
    assert "Slutt å følge" in fetch(reader, f"/annonser/{number}")
    send(reader, f"/annonser/{number}/slutt-a-folge", 302)
    assert db.session.scalars(select(ListingWatch)).all() == []


def test_the_owner_opens_it_before_its_day_with_one_button(app, client, sign_in):
    number = coming()
    manager = sign_in(client, builders.a_person())
    assert "Åpne for nettverket nå" in fetch(manager, f"/annonser/{number}")
    send(manager, f"/annonser/{number}/apne", 302)
    listing = db.session.get_one(Listing, number, populate_existing=True)
    assert (listing.stage, listing.opens) == (Stage.NETWORK, {})
    assert "Åpne for nettverket nå" not in fetch(manager, f"/annonser/{number}")


def test_others_do_not_open_it(reader):
    number = coming()
    assert reader.post(f"/annonser/{number}/apne").status_code == 403
    assert db.session.get_one(Listing, number, populate_existing=True).stage == Stage.MUNICIPALITY


def test_what_is_not_shown_ahead_is_not_found_on_any_page(reader):
    number = coming(shown_ahead=False, title="Hemmelig stol")
    fetch(reader, f"/annonser/{number}", 404)
    assert reader.post(f"/annonser/{number}/folg").status_code == 404
    for address in ("/annonser/aapner-snart", "/sok?q=hemmelig", "/"):
        assert "Hemmelig stol" not in fetch(reader, address)


def test_what_opens_soon_is_listed_with_few_queries(reader, count_queries):
    for _ in range(12):
        coming()
    with count_queries() as queries:
        fetch(reader, "/annonser/aapner-snart")
    assert len(queries) <= 16


# --- voluntary organisations ----------------------------------------------------------------------------------------


def test_an_administrator_keeps_the_list(admin):
    fetch(admin, "/kommune/frivillige/ny")
    form = {"name": "Leksehjelpen", "email": "post@hjelp.example", "language": "nb", "organisation_number": ""}
    send(admin, "/kommune/frivillige/ny", 302, **form)
    organisation = db.session.scalars(select(VoluntaryOrganisation)).one()
    address = f"/kommune/frivillige/{organisation.id}"
    fetch(admin, address)
    send(admin, address, 302, **form | {"email": "ny@hjelp.example"})
    send(admin, address, 422, **form | {"email": "ingen adresse"})
    send(admin, f"{address}/fjern", 302)
    assert "Ikke på listen" in fetch(admin, "/kommune/utlysning")
    send(admin, f"{address}/apne", 302)
    db.session.expire_all()
    kept = db.session.scalars(select(VoluntaryOrganisation)).one()
    assert (kept.email, kept.closed_at) == ("ny@hjelp.example", None)


def test_an_organisation_asks_on_its_own_page_without_signing_in(app, client):
    organisation, number = an_organisation(), given_out(5, title="Benk i furu")
    other = an_organisation(name="Naboforeningen", email="nabo@frivillig.example")
    address = f"/frivillige/{link_of(organisation)}"
    page = fetch(client, address)
    assert "Benk i furu" in page
    fetch(client, f"{address}/{number}")
    send(client, f"{address}/{number}", 422, quantity="9", message="")
    send(client, f"{address}/{number}", 302, quantity="2", message="Til <b>klubben</b>")
    request = db.session.scalars(select(VoluntaryRequest)).one()
    assert (request.quantity, request.message) == (2, "Til <b>klubben</b>")
    assert "Venter på svar" in fetch(client, address)
    neighbour = fetch(client, f"/frivillige/{link_of(other)}")
    assert "Venter på svar" not in neighbour
    assert organisation.name not in neighbour


@pytest.mark.parametrize("sealed", ["x", "eyJ", "..", "%00", "a" * 390, "🪑"])
def test_a_hostile_link_opens_nothing(app, client, sealed):
    given_out()
    assert client.get(f"/frivillige/{sealed}").status_code == 404
    assert client.post(f"/frivillige/{sealed}/1", data={"quantity": "1"}).status_code == 404


def test_the_owner_answers_on_the_listing(app, client, sign_in):
    organisation, number = an_organisation(), given_out(5)
    send(client, f"/frivillige/{link_of(organisation)}/{number}", 302, quantity="2", message="Til klubben")
    request_id = db.session.scalars(select(VoluntaryRequest.id)).one()
    manager = sign_in(client, builders.a_person())
    page = fetch(manager, f"/annonser/{number}")
    assert "Til klubben" in page
    assert "post@frivillig.example" in page
    for quantity in ("9", "", "x", "-1", "1" * 30):
        send(manager, f"/annonser/frivillige/{request_id}/gi", 302, quantity=quantity)
    assert db.session.get_one(Listing, number, populate_existing=True).given_away_quantity == 0
    send(manager, f"/annonser/frivillige/{request_id}/gi", 302, quantity="2")
    assert db.session.get_one(Listing, number, populate_existing=True).left_quantity == 3
    assert "Fikk 2 stk." in fetch(manager, f"/annonser/{number}")
    send(manager, f"/annonser/frivillige/{request_id}/nei", 302)
    assert db.session.get_one(VoluntaryRequest, request_id, populate_existing=True).given_quantity == 2


def test_other_municipalities_see_nothing_of_what_organisations_ask_for(reader):
    organisation, number = an_organisation(), given_out()
    send(reader, f"/frivillige/{link_of(organisation)}/{number}", 302, quantity="2", message="Til klubben")
    page = fetch(reader, f"/annonser/{number}")
    assert "Til klubben" not in page
    assert organisation.name not in page


def test_the_owner_sees_who_a_gift_passes_over_and_says_that_it_is_given_all_the_same(app, client, sign_in):
    organisation, number = an_organisation(), given_out(5)
    send(client, f"/frivillige/{link_of(organisation)}/{number}", 302, quantity="2", message="Til klubben")
    request_id = db.session.scalars(select(VoluntaryRequest.id)).one()
    listing = db.session.get_one(Listing, number)
    builders.a_claim(listing, quantity=3, state="approved")
    claim = builders.a_claim(listing, by=GJOVIK, quantity=4, state="queued")
    manager = sign_in(client, builders.a_person())
    page = fetch(manager, f"/annonser/{number}")
    assert "Disse venter i køen" in page
    assert f'href="/foresporsler/{claim.id}">Gjøvik, 4 stk.' in page
    send(manager, f"/annonser/frivillige/{request_id}/gi", 302, quantity="2")
    assert "bekreft at du gir det bort" in fetch(manager, f"/annonser/{number}")
    assert db.session.get_one(Listing, number, populate_existing=True).given_away_quantity == 0
    send(manager, f"/annonser/frivillige/{request_id}/gi", 302, quantity="2", passing="1")
    assert db.session.get_one(Listing, number, populate_existing=True).given_away_quantity == 2
