"""Writing a listing: from a phone, saved as one goes, previewed, published once."""

from io import BytesIO

import pytest
from sqlalchemy import select

from marketplace.foundation.database import db
from marketplace.listings import queries, service
from marketplace.listings.models import Listing, Photo
from marketplace.listings.states import ListingState, Stage
from tests import builders
from tests.builders import ASKER, GJOVIK
from tests.listings.pictures import drawn, saved
from tests.web.pages import Page, faults


def fetch(client, address, status=200):
    answer = client.get(address)
    assert answer.status_code == status
    assert faults(answer.text) == []
    return answer.text


def the_listing():
    return db.session.scalars(select(Listing).execution_options(populate_existing=True)).one()


def a_file(shade=0, name="stol.png"):
    return BytesIO(saved(drawn(64 + shade, 48), "PNG")), name


def a_form(**values):
    given = {
        "submission_key": "a-form",
        "title": "Kontorstol Håg Capisco",
        "category_code": "",
        "condition": "good",
        "quantity": "4",
        "stage": "network",
        "intent": "publish",
    }
    return given | values


@pytest.fixture
def person(app):
    return builders.a_person("facility_manager", ASKER)


@pytest.fixture
def owner(client, sign_in, person):
    return sign_in(client, person)


def test_the_page_to_post_on_begins_with_the_camera(app, owner):
    page = Page(fetch(owner, "/annonser/ny"))
    camera, gallery = page.all("input", type="file")
    assert (camera["capture"], camera["accept"]) == ("environment", "image/*")
    assert "capture" not in gallery
    fields = [
        attributes["name"] for tag, attributes in page.elements if tag in ("input", "select") and "name" in attributes
    ]
    assert fields.index("camera") < fields.index("title") < fields.index("quantity")
    assert len(page.all("button", value="publish")) == 1


def test_photo_title_quantity_publish_is_all_it_takes(app, owner):
    answer = owner.post("/annonser/ny", data=a_form(camera=a_file()), content_type="multipart/form-data")
    listing = the_listing()
    assert answer.headers["Location"] == f"/annonser/{listing.id}"
    assert (listing.state, listing.quantity, listing.category_code) == (ListingState.PUBLISHED, 4, "KON.STOL")
    assert len(queries.photos_of([listing.id])[listing.id]) == 1


def test_the_whole_form_is_kept(app, owner):
    place, unit = builders.a_pickup_place(), builders.a_unit()
    said = a_form(
        intent="save",
        category_code="SIT.SOFA",
        condition="needs_repair",
        indivisible="y",
        description="Linje en\r\nLinje to",
        width_cm="1,2 m",
        depth_cm="80",
        height_cm="72 cm",
        weight_g="12,5",
        colour="blå",
        material="ull",
        brand="Fora",
        acquired_year="2019",
        price_nok="1 200",
        replacement_price_nok="kr 9 000,-",
        unit_id=str(unit.id),
        pickup_place_id=str(place.id),
        available_from="2026-07-01",
        closes_at="15.8.2026",
        stage="municipality",
    )
    assert owner.post("/annonser/ny", data=said).status_code == 302
    listing = the_listing()
    assert (listing.width_cm, listing.depth_cm, listing.height_cm, listing.weight_g) == (120, 80, 72, 12_500)
    assert (listing.price_nok, listing.replacement_price_nok, listing.acquired_year) == (1200, 9000, 2019)
    assert (listing.unit_id, listing.pickup_place_id, listing.stage) == (unit.id, place.id, Stage.MUNICIPALITY)
    assert (listing.indivisible, listing.condition.value, listing.state) == (True, "needs_repair", ListingState.DRAFT)
    assert listing.description == "Linje en\nLinje to"
    assert listing.closes_at.isoformat() == "2026-08-15T21:59:59+00:00"
    html = fetch(owner, f"/annonser/{listing.id}/rediger")
    for shown in ('value="120"', 'value="12,5"', 'value="2026-08-15"', 'value="1200"', "Fora"):
        assert shown in html, shown


def test_sending_the_form_twice_makes_and_publishes_one_listing(app, owner):
    first = owner.post("/annonser/ny", data=a_form(photos=a_file()), content_type="multipart/form-data")
    second = owner.post("/annonser/ny", data=a_form(photos=a_file()), content_type="multipart/form-data")
    assert first.headers["Location"] == second.headers["Location"] == f"/annonser/{the_listing().id}"
    assert db.session.query(Photo).count() == 1


def test_the_draft_is_saved_while_it_is_written(app, owner):
    saved_first = owner.post("/annonser/ny/utkast", data=a_form(title="Kont"))
    assert saved_first.text == "Lagret som utkast kl. 12.00"
    owner.post("/annonser/ny/utkast", data=a_form(title="Kontorstol", quantity="12"))
    assert (the_listing().title, the_listing().quantity, the_listing().state) == ("Kontorstol", 12, ListingState.DRAFT)
    answer = owner.post("/annonser/ny", data=a_form(title="Kontorstoler", quantity="12"))
    assert answer.headers["Location"] == f"/annonser/{the_listing().id}"
    assert (the_listing().title, the_listing().state) == ("Kontorstoler", ListingState.PUBLISHED)


def test_saving_as_one_goes_says_what_is_wrong_and_keeps_what_was(app, owner):
    owner.post("/annonser/ny/utkast", data=a_form(title="Stol"))
    answer = owner.post("/annonser/ny/utkast", data=a_form(title="Stol", quantity="mange"))
    assert answer.status_code == 200
    assert answer.text.startswith("Ikke lagret ennå:")
    assert the_listing().quantity == 4


def test_a_draft_opened_again_is_saved_as_one_goes_too(app, owner, person):
    draft = builders.a_listing(published=False, created_by=person.id)
    address = f"/annonser/{draft.id}/utkast"
    assert f'data-autosave="{address}"' in fetch(owner, f"/annonser/{draft.id}/rediger")
    assert owner.post(address, data=a_form(title="Ny tittel", quantity="3")).text.startswith("Lagret")
    assert the_listing().title == "Ny tittel"


def test_preview_shows_the_listing_as_others_will_see_it_and_publishes_nothing(app, owner):
    answer = owner.post("/annonser/ny", data=a_form(intent="preview"), follow_redirects=True)
    assert answer.request.path == f"/annonser/{the_listing().id}/forhandsvis"
    assert "Slik ser andre annonsen" in answer.text
    assert "Kontorstol Håg Capisco" in answer.text
    assert faults(answer.text) == []
    assert the_listing().state == ListingState.DRAFT


def test_the_category_is_proposed_from_the_title(app, owner):
    def chosen(query):
        html = owner.get("/annonser/kategoriforslag" + query).text
        options = Page(html).all("option")
        return next((option["value"] for option in options if "selected" in option), "")

    assert chosen("?title=Elevpult") == "SKO.PULT"
    assert chosen("?title=Sofa&category_code=SKO.PULT&proposed=SKO.PULT") == "SIT.SOFA"
    assert chosen("?title=Sofa&category_code=KON.REOL&proposed=SKO.PULT") == "KON.REOL"
    assert chosen("?title=Qwrtz") == ""


def test_a_title_that_tells_no_category_asks_for_one(app, owner):
    answer = owner.post("/annonser/ny", data=a_form(title="Qwrtz"))
    assert answer.status_code == 422
    assert "Velg en kategori" in answer.text
    assert faults(answer.text) == []
    assert db.session.query(Listing).count() == 0


def test_what_was_chosen_last_time_is_chosen_again(app, owner, person):
    place = builders.a_pickup_place()
    builders.a_pickup_place()
    builders.a_listing(created_by=person.id, pickup_place_id=place.id, stage=Stage.MUNICIPALITY)
    html = fetch(owner, "/annonser/ny")
    assert f'<option selected value="{place.id}">' in html
    assert '<option selected value="municipality">' in html


def test_the_pickup_places_are_the_persons_own_municipalitys(app, owner):
    own, foreign = builders.a_pickup_place(), builders.a_pickup_place(GJOVIK)
    html = fetch(owner, "/annonser/ny")
    assert own.name in html
    assert foreign.name not in html


def test_a_published_listing_is_changed_on_the_same_page(app, owner):
    listing = builders.a_listing(quantity=4)
    form = Page(fetch(owner, f"/annonser/{listing.id}/rediger"))
    version = form.all("input", name="version")[0]["value"]
    answer = owner.post(
        f"/annonser/{listing.id}/rediger", data=a_form(title="Stol, rød", intent="save", version=version)
    )
    assert answer.headers["Location"] == f"/annonser/{listing.id}"
    assert (the_listing().title, the_listing().state) == ("Stol, rød", ListingState.PUBLISHED)


def test_a_stale_form_is_refused_with_what_to_do_and_what_was_written(app, owner):
    listing = builders.a_listing(quantity=4)
    service.amend_listing(builders.an_actor(), listing.id, {"title": "Endret av en annen"})
    answer = owner.post(f"/annonser/{listing.id}/rediger", data=a_form(title="Min endring", intent="save", version="1"))
    assert answer.status_code == 409
    assert "Annonsen er endret siden du åpnet den" in answer.text
    assert "Min endring" in answer.text
    assert faults(answer.text) == []
    assert the_listing().title == "Endret av en annen"


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"title": ""}, "Skriv hva det er"),
        ({"title": "x" * 121}, "Teksten er for lang"),
        ({"description": "x" * 4001}, "Teksten er for lang"),
        ({"quantity": ""}, "Fyll ut feltet"),
        ({"quantity": "0"}, "Skriv et tall fra 1"),
        ({"quantity": "999999999"}, "Skriv et tall fra 1"),
        ({"quantity": "99999999999999999999"}, "for stort"),
        ({"quantity": "åtte"}, "åtte"),
        ({"weight_g": "-3"}, "Skriv en vekt"),
        ({"price_nok": "-1"}, "Skriv et tall fra 0"),
        ({"acquired_year": "1066"}, "1066"),
        ({"closes_at": "31.2.2027"}, "31.2.2027"),
        ({"closes_at": "2026-06-14"}, "Sluttdatoen er passert"),
        ({"category_code": "NO.SUCH"}, "Kategorien finnes ikke"),
        ({"condition": "perfect"}, "Velg en av mulighetene"),
        ({"stage": "everybody"}, "Velg en av mulighetene"),
        ({"unit_id": "abc"}, "Enheten finnes ikke"),
        ({"pickup_place_id": "-1"}, "Hentestedet finnes ikke"),
    ],
)
def test_what_is_wrong_is_told_beside_its_field_and_nothing_is_published(app, owner, wrong, sentence):
    builders.a_unit()
    builders.a_pickup_place()
    answer = owner.post("/annonser/ny", data=a_form(**({"category_code": "KON.STOL"} | wrong)))
    assert answer.status_code == 422
    assert sentence in answer.text
    assert faults(answer.text) == []
    assert 'class="ds-error-summary"' in answer.text
    assert not db.session.scalars(select(Listing).where(Listing.state == ListingState.PUBLISHED)).all()


def test_control_characters_and_html_in_a_title_do_no_harm(app, owner):
    owner.post("/annonser/ny", data=a_form(title="Stol\x00\x1b <b>fet</b>\u202e", category_code="KON.STOL"))
    assert the_listing().title == "Stol <b>fet</b>"
    assert "<b>fet</b>" not in fetch(owner, f"/annonser/{the_listing().id}")


def test_a_foreign_listing_is_not_edited(app, owner):
    listing = builders.a_listing(of=GJOVIK)
    fetch(owner, f"/annonser/{listing.id}/rediger", 403)
    for address in ("rediger", "utkast"):
        owner.post(f"/annonser/{listing.id}/{address}", data=a_form(title="Vår nå"))
    assert the_listing().title == listing.title


def test_a_listing_with_a_picture_that_cannot_be_taken_waits_as_a_draft(app, owner):
    hostile = BytesIO(b"MZ this is a program"), "../../stol.jpg"
    answer = owner.post("/annonser/ny", data=a_form(photos=hostile), content_type="multipart/form-data")
    assert answer.status_code == 422
    assert the_listing().state == ListingState.DRAFT
    assert db.session.query(Photo).count() == 0
    assert f'action="/annonser/{the_listing().id}/rediger"' in answer.text


def test_a_person_of_one_unit_is_not_asked_which(app, client, sign_in):
    unit = builders.a_unit()
    sign_in(client, builders.a_person(unit_id=unit.id))
    assert 'name="unit_id"' not in fetch(client, "/annonser/ny")
    client.post("/annonser/ny", data=a_form())
    assert the_listing().unit_id == unit.id
