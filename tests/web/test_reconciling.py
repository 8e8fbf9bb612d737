"""The page where the books are held against each other, the call and the command."""

import pytest
from click.testing import CliRunner
from sqlalchemy import update

from marketplace.cli.context import Service
from marketplace.cli.group import ombruk
from marketplace.foundation.database import db
from marketplace.foundation.transaction import transaction
from marketplace.inventory import service as assets
from marketplace.inventory.fields import AssetFields
from marketplace.inventory.models import Asset
from tests.builders import ASKER, GJOVIK, a_person, an_actor
from tests.web.acting import fetch, send


@pytest.fixture
def manager(app, sign_in):
    return sign_in(app.test_client(), a_person("facility_manager", ASKER))


@pytest.fixture
def chairs(app):
    fields = AssetFields("Snurrestol", "KON.STOL", 10, inventory_number="A-1")
    return assets.register_asset(an_actor("municipality_admin"), fields)


def tamper(asset, quantity):
    with transaction() as session:
        session.execute(update(Asset).where(Asset.id == asset.id).values(quantity=quantity))
    db.session.expire_all()


def test_a_municipality_with_nothing_adds_up(manager):
    assert "Alt stemmer" in fetch(manager, "/avstemming")


def test_what_does_not_add_up_is_named_with_its_mend_and_mended_there(manager, chairs):
    assert "Alt stemmer" in fetch(manager, "/avstemming")
    tamper(chairs, 12)
    html = fetch(manager, "/avstemming")
    for told in (
        "1 ting stemmer ikke",
        "gir 10 stk., inventaret sier 12",
        "Tell dem",
        f'href="/avstemming/{chairs.id}"',
    ):
        assert told in html
    address = f"/avstemming/{chairs.id}"
    assert "Bøkene gir 10 stk., inventaret sier 12." in fetch(manager, address)
    for wrong in ({"quantity": ""}, {"quantity": "ti"}, {"reason": ""}, {"quantity": "-1"}):
        send(manager, address, 422, **({"quantity": "11", "reason": "Talt"} | wrong))
    send(manager, address, quantity="11", reason="Talt i kjelleren")
    assert "Alt stemmer" in fetch(manager, "/avstemming")
    html = fetch(manager, f"/eiendeler/{chairs.id}")
    assert "Talt opp" in html
    assert "Talt i kjelleren" in html


def test_others_books_are_not_shown(app, sign_in, chairs):
    stranger = sign_in(app.test_client(), a_person(of=GJOVIK))
    fetch(stranger, f"/avstemming/{chairs.id}", 404)
    send(stranger, f"/avstemming/{chairs.id}", 404, quantity="1", reason="Nei")
    assert "Snurrestol" not in fetch(stranger, "/avstemming")
    fetch(sign_in(app.test_client(), a_person("requester", ASKER)), "/avstemming", 403)
    db.session.expire_all()
    assert db.session.get(Asset, chairs.id).quantity == 10


def test_the_call_tells_the_same_and_takes_a_count(api, chairs):
    manager = api(a_person("facility_manager", ASKER))
    assert manager.get("/api/v1/reconciliation").json["adds_up"] is True
    tamper(chairs, 7)
    told = manager.get("/api/v1/reconciliation").json
    assert (told["adds_up"], told["total"], told["account"]["difference"]) == (False, 1, 3)
    item = told["items"][0]
    assert (item["thing_id"], item["expected"], item["found"], item["actions"]) == (chairs.id, 10, 7, ["count"])
    counted = manager.post(f"/api/v1/assets/{chairs.id}/counts", json={"quantity": 8, "reason": "Talt"})
    assert (counted.status_code, counted.json["account"]["counted_down"]) == (201, 2)
    assert manager.get("/api/v1/reconciliation").json["adds_up"] is True
    wrong = manager.post(f"/api/v1/assets/{chairs.id}/counts", json={"quantity": -1, "reason": "Talt"})
    assert wrong.status_code == 422
    requester = api(a_person("requester", ASKER))
    assert requester.get("/api/v1/reconciliation").status_code == 403
    assert requester.post(f"/api/v1/assets/{chairs.id}/counts", json={"quantity": 1, "reason": "x"}).status_code == 403


def test_the_command_ends_well_only_when_all_adds_up(app, chairs):
    def run(*more):
        return CliRunner().invoke(ombruk, ("reconcile", *more), obj=Service(lambda: app, {}))

    well = run()
    assert (well.exit_code, well.output) == (0, "3203  10 in, 10 accounted for\n")
    tamper(chairs, 9)
    ended = run("--municipality", ASKER)
    assert ended.exit_code == 1
    assert f"asset {chairs.id} (Snurrestol)" in ended.output
    assert run("--municipality", GJOVIK).exit_code == 0
    assert run("--municipality", "9999").exit_code == 1
