"""The pages of the inventory."""

import pytest

from marketplace.catalogue.queries import category_names
from marketplace.foundation.clock import today
from marketplace.foundation.transaction import transaction
from marketplace.inventory import moving, queries
from marketplace.inventory.fields import AssetFields
from tests.builders import ASKER, GJOVIK, a_person, a_unit, actor_of, an_asset
from tests.inventory.imports import assets, everything
from tests.web.pages import Page, faults


@pytest.fixture
def manager(client, sign_in):
    return sign_in(client, a_person())


def test_an_empty_inventory_says_what_to_do(manager):
    page = manager.get("/eiendeler")
    assert page.status_code == 200
    assert "Ingen eiendeler ennå" in page.text
    assert 'href="/eiendeler/import"' in page.text
    assert 'href="/eiendeler/ny"' in page.text
    assert faults(page.text) == []


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_the_list_names_categories_in_the_language_chosen_for_the_session(manager, language):
    an_asset(category_code="SKO.PULT")
    manager.post("/sprak", data={"language": language})
    _, _, rows = manager.get("/eiendeler").text.partition("<tbody")
    assert category_names(language)["SKO.PULT"] in rows


def test_the_list_is_searched_and_filtered(manager):
    an_asset(name="Elevpult", category_code="SKO.PULT", inventory_number="P-1", room="B204")
    an_asset(name="Kontorstol", inventory_number="S-1", state="surplus")
    an_asset(GJOVIK, name="Kontorstol i Gjøvik")
    everyone = manager.get("/eiendeler").text
    assert "Elevpult" in everyone
    assert "Kontorstol" in everyone
    assert "Gjøvik" not in everyone
    for query in ("q=elevpult", "q=p-1", "q=B204", "kategori=SKO", "status=in_store", "q=ELEV+pult"):
        found = manager.get(f"/eiendeler?{query}").text
        assert "P-1" in found
        assert "S-1" not in found
    nothing = manager.get("/eiendeler?q=%00%25_xyz&kategori=NO&status=hmm&sted=abc&page=0")
    assert nothing.status_code == 200
    assert "Ingen eiendeler passer med filtrene" in nothing.text
    assert faults(everyone) == []


def test_a_list_page_costs_the_same_however_long(manager, count_queries):
    an_asset()
    manager.get("/eiendeler")
    costs = []
    for _ in range(2):
        for _ in range(20):
            an_asset()
        with count_queries() as sent:
            manager.get("/eiendeler")
        costs.append(len(sent))
    assert costs[0] == costs[1]
    assert costs[0] <= 14


def test_rows_can_be_chosen_for_listings_by_who_may_list(client, sign_in):
    asset = an_asset().id
    manager = sign_in(client, a_person())
    page = manager.get("/eiendeler").text
    assert 'action="/annonser/fra-eiendeler"' in page
    assert f'name="asset_id" value="{asset}"' in page
    assert " checked" not in page
    assert " checked" in manager.get("/eiendeler?velg=alle").text
    looker = sign_in(client, a_person("requester")).get("/eiendeler").text
    assert "asset_id" not in looker
    assert "/eiendeler/import" not in looker


def test_an_asset_is_registered(manager):
    blank = manager.get("/eiendeler/ny")
    assert faults(blank.text) == []
    answer = manager.post(
        "/eiendeler/ny",
        data={
            "name": "Kontorstol <b>Håg</b>",
            "category_code": "KON.STOL",
            "quantity": "1 200",
            "condition": "fair",
            "state": "in_store",
            "weight_g": "16,5",
            "width_cm": "600 mm",
            "acquired_year": "01.02.2019",
            "notes": "Linje 1\r\nLinje 2",
        },
        follow_redirects=True,
    )
    (asset,) = assets(ASKER)
    assert (asset.quantity, asset.weight_g, asset.width_cm, asset.acquired_year) == (1200, 16_500, 60, 2019)
    assert (asset.condition, asset.state, asset.notes) == ("fair", "in_store", "Linje 1\nLinje 2")
    assert "Kontorstol &lt;b&gt;Håg&lt;/b&gt;" in answer.text
    assert "<b>Håg" not in answer.text
    assert faults(answer.text) == []


def test_a_form_sent_twice_registers_once(manager):
    given = {"name": "Stol", "category_code": "KON.STOL", "quantity": "1", "condition": "good", "state": "in_use"}
    key = Page(manager.get("/eiendeler/ny").text).all("input", name="submission_key")[0]["value"]
    first, second = (manager.post("/eiendeler/ny", data=given | {"submission_key": key}) for _ in range(2))
    assert first.location == second.location
    assert len(assets()) == 1
    manager.post("/eiendeler/ny", data=given | {"submission_key": "x" * 10_000 + "\x00"})
    assert len(assets()) == 2


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": ""}, "Fyll ut feltet."),
        ({"name": "x" * 201}, "Kort den ned"),
        ({"category_code": ""}, "Kategorien finnes ikke."),
        ({"category_code": "X\x00"}, "Kategorien finnes ikke."),
        ({"quantity": ""}, "Fyll ut feltet."),
        ({"quantity": "0"}, "Tallet må være fra 1"),
        ({"quantity": "-3"}, "Tallet må være fra 1"),
        ({"quantity": "1" + "0" * 30}, "for stort tall"),
        ({"quantity": "NaN"}, "er ikke et tall"),
        ({"quantity": "ca. 5"}, "omtrentlig"),
        ({"weight_g": "tung"}, "er ikke et tall"),
        ({"condition": "bra"}, "Velg en av mulighetene."),
        ({"state": "transferred"}, "Statusen må være"),
        ({"inventory_number": "OPPTATT"}, "Inventarnummeret er i bruk"),
    ],
)
def test_a_wrong_value_is_told_beside_its_field_and_nothing_is_stored(manager, wrong, said):
    an_asset(inventory_number="OPPTATT")
    before = everything()
    given = {"name": "Stol", "category_code": "KON.STOL", "quantity": "1", "condition": "good", "state": "in_use"}
    answer = manager.post("/eiendeler/ny", data=given | wrong)
    assert answer.status_code == 422
    assert said in answer.text
    assert faults(answer.text) == []
    assert everything() == before


def test_an_asset_is_changed_and_a_stale_form_is_refused(manager):
    asset = an_asset(name="Stol").id
    page = manager.get(f"/eiendeler/{asset}/rediger").text
    assert faults(page) == []
    assert Page(page).all("input", name="version")[0]["value"] == "1"
    given = {"name": "Stol", "category_code": "KON.STOL", "quantity": "10", "condition": "good", "state": "in_store"}
    changed = manager.post(f"/eiendeler/{asset}/rediger", data=given | {"room": "7", "version": "1"})
    assert changed.status_code == 302
    stale = manager.post(f"/eiendeler/{asset}/rediger", data=given | {"room": "8", "version": "1"})
    assert stale.status_code == 409
    assert "Noen andre har endret gjenstanden" in stale.text
    assert assets()[0].room == "7"


def test_the_state_is_changed_and_nonsense_changes_nothing(manager):
    asset = an_asset().id
    answer = manager.post(
        f"/eiendeler/{asset}/status", data={"state": "surplus", "version": "1"}, follow_redirects=True
    )
    assert "Statusen er endret." in answer.text
    assert assets()[0].state == "surplus"
    for data in ({"state": "transferred"}, {"state": "x"}, {"state": "in_use", "version": "1"}, {}):
        before = everything()
        manager.post(f"/eiendeler/{asset}/status", data=data)
        assert everything() == before


def test_a_repair_is_noted_in_the_story(manager):
    asset = an_asset().id
    answer = manager.post(
        f"/eiendeler/{asset}/reparasjon",
        data={"note": "Nytt hjul", "cost_nok": "1 250", "co2e_g": "3,5"},
        follow_redirects=True,
    )
    assert "Reparert" in answer.text
    assert "Nytt hjul · Kostet 1\N{NO-BREAK SPACE}250\N{NO-BREAK SPACE}kr · Ga 3,5 kg CO₂e" in answer.text
    before = everything()
    for data in (
        {"note": ""},
        {"note": "x", "on": "2999-01-01"},
        {"note": "x", "on": "i fjor"},
        {"note": "x" * 1001},
        {"note": "x", "cost_nok": "-4"},
    ):
        refused = manager.post(f"/eiendeler/{asset}/reparasjon", data=data)
        assert refused.status_code == 422
        assert faults(refused.text) == []
    assert everything() == before


def test_the_story_goes_through_every_municipality(client, sign_in):
    with transaction():
        asset = moving.register_surplus(
            ASKER, AssetFields("Stol", "KON.STOL", quantity=5, state="surplus"), on=today(), person_id=None
        ).id
    received = moving.move_units(asset, 2, to_municipality=GJOVIK, to_unit_id=None, on=today(), person_id=None).id
    page = sign_in(client, a_person(of=GJOVIK)).get(f"/eiendeler/{received}").text
    assert "Mottatt fra Asker" in page
    assert "Registrert" in page
    assert faults(page) == []


def test_a_foreign_asset_is_not_found_and_not_changed(client, sign_in):
    foreign = an_asset(GJOVIK).id
    manager = sign_in(client, a_person())
    before = everything()
    for method, address in (
        ("get", ""),
        ("get", "/rediger"),
        ("post", "/rediger"),
        ("post", "/status"),
        ("post", "/reparasjon"),
    ):
        data = {"name": "x", "category_code": "KON.STOL", "quantity": "1", "condition": "good", "state": "in_use"}
        sent = {"data": data | {"note": "x", "version": "1"}} if method == "post" else {}
        assert getattr(manager, method)(f"/eiendeler/{foreign}{address}", **sent).status_code == 404
    assert everything() == before


@pytest.mark.parametrize("role", ["observer", "requester"])
def test_who_does_not_manage_assets_is_kept_out(client, sign_in, role):
    asset = an_asset().id
    visitor = sign_in(client, a_person(role))
    before = everything()
    assert visitor.get("/eiendeler").status_code == (403 if role == "observer" else 200)
    for address in ("/eiendeler/ny", f"/eiendeler/{asset}/rediger"):
        assert visitor.get(address).status_code == 403
        assert visitor.post(address, data={"name": "x"}).status_code == 403
    assert everything() == before


def test_a_person_of_one_unit_sees_all_and_changes_their_own(client, sign_in):
    own, other = a_unit().id, a_unit().id
    mine, theirs = an_asset(unit_id=own).id, an_asset(unit_id=other).id
    person = a_person(unit_id=own)
    visitor = sign_in(client, person)
    assert f"/eiendeler/{mine}/rediger" in visitor.get(f"/eiendeler/{mine}").text
    assert f"/eiendeler/{theirs}/rediger" not in visitor.get(f"/eiendeler/{theirs}").text
    assert visitor.get(f"/eiendeler/{theirs}/rediger").status_code == 403
    assert queries.get_asset(actor_of(person), theirs).unit_id == other


def test_a_stranger_is_sent_to_sign_in(client):
    assert client.get("/eiendeler").status_code == 302
