"""The demo network: loaded once and whole, never over anybody's own data, and with something on every page."""

from io import BytesIO

import httpx
import pytest
from PIL import Image, ImageStat

from marketplace.claims.states import ClaimState
from marketplace.demo.listings import examples
from marketplace.demo.people import PASSWORD
from marketplace.demo.pictures import draw
from marketplace.listings.states import ListingState
from tests.builders import RINGERIKE
from tests.cli.running import command, is_one_sentence
from tests.journeys.demo import SAID, ask, copied
from tests.journeys.server import Installation

pytestmark = pytest.mark.once
MEMBERS = 24


def one(installation, question):
    return ask(installation, question)[0][0]


@pytest.fixture(scope="module")
def loaded(tmp_path_factory):
    """A demo that was broken off while it was loaded, and then loaded; with what the second time said."""
    installation = copied(tmp_path_factory)
    return installation, (installation.folder / SAID).read_text(encoding="utf-8")


def test_a_demo_that_was_broken_off_is_begun_anew(loaded):
    installation, said = loaded
    assert "An unfinished demo is thrown away and begun anew." in said
    assert f"/logg-inn with the password: {PASSWORD}" in said
    assert one(installation, "select count(*) from (select email from person group by email having count(*) > 1)") == 0


def test_loading_again_changes_nothing(loaded):
    installation, _ = loaded
    tables = [name for (name,) in ask(installation, "select name from sqlite_master where type = 'table'")]
    before = {name: one(installation, f'select count(*) from "{name}"') for name in tables}
    again = installation.do("demo", "load")
    assert "is loaded" not in again
    assert f"with the password: {PASSWORD}" in again
    assert {name: one(installation, f'select count(*) from "{name}"') for name in tables} == before


def test_every_member_has_people_by_role_and_somewhere_to_fetch(loaded):
    installation, _ = loaded
    held = dict(
        ask(installation, "select role, count(distinct municipality_number) from role_assignment group by role")
    )
    local = {"facility_manager", "municipality_admin", "requester", "observer"}
    assert {held[role] for role in local} == {MEMBERS}
    assert {held[role] for role in ("project_lead", "operator")} == {1}
    for table in ("unit", "site", "pickup_place"):
        assert one(installation, f"select count(distinct municipality_number) from {table}") == MEMBERS
    emails = [email for (email,) in ask(installation, "select email from person")]
    assert all(email.endswith((".example", ".invalid")) for email in emails)


def test_there_are_listings_and_claims_in_every_state_and_two_years_of_hand_overs(loaded):
    installation, _ = loaded
    states = dict(ask(installation, "select state, count(*) from listing group by state"))
    assert states["published"] >= 50
    assert set(states) == set(ListingState)
    assert {state for (state,) in ask(installation, "select distinct state from claim")} == set(ClaimState)
    months = one(installation, "select count(distinct strftime('%Y-%m', \"on\")) from transfer")
    assert months >= 24
    assert one(installation, "select count(*) from transfer where quantity < 0") > 0
    assert one(installation, "select count(*) from disposition") > 10
    assert one(installation, "select count(*) from asset") > 100
    assert one(installation, "select count(*) from outbox_delivery") == 0
    assert one(installation, "select count(distinct from_site_id) from transfer") >= 2
    assert one(installation, "select count(*) from open_month where parts <> '{}'") >= 24


def test_every_listing_that_can_be_found_has_its_own_picture(loaded):
    installation, _ = loaded
    bare = "select count(*) from listing where state = 'published' and id not in (select listing_id from photo)"
    assert one(installation, bare) == 0
    digests = [digest for (digest,) in ask(installation, "select digest from photo")]
    assert len(set(digests)) == len(digests) >= 60


def test_the_loaded_demo_is_served_and_searched(loaded):
    installation, _ = loaded
    token = installation.do("tokens", "create", "innkjoper@gjovik.example", "--name", "looking")
    with installation.served() as address, httpx.Client(base_url=address) as client:
        client.headers["Authorization"] = f"Bearer {token}"
        found = client.get("/api/v1/listings", params={"q": "stol"}).json()
        assert found["total"] >= 3
        picture = found["items"][0]["photos"][0]
        answer = client.get(picture["url"])
        assert (answer.status_code, answer.headers["content-type"]) == (200, "image/webp")
        assert "immutable" in answer.headers["cache-control"]
        figures = client.get("/api/v1/statistics").json()["figures"]
        assert figures["units_handed_over"] > 0


def test_a_database_with_other_people_is_left_alone(app, monkeypatch, capsys, tmp_path):
    run = command(monkeypatch, capsys, tmp_path)
    run("db", "upgrade")
    run("users", "create", "eiendom@kommunen.no", "--municipality", RINGERIKE, "--role", "observer")
    refused = run("demo", "load")
    assert is_one_sentence(refused)
    assert one(Installation(tmp_path), "select count(*) from person where email like '%.example'") == 0


def test_pictures_are_drawn_in_colour_differently_for_each_category():
    drawn = {}
    for number, example in enumerate(examples()):
        drawn.setdefault(example.fields.category_code.partition(".")[0], draw(example.fields, number + 1))
    assert len(drawn) >= 8
    assert len(set(drawn.values())) == len(drawn)
    for content in drawn.values():
        picture = Image.open(BytesIO(content)).convert("HSV")
        assert min(picture.size) >= 400
        assert len(picture.getcolors(maxcolors=2**24)) > 20
        assert ImageStat.Stat(picture).stddev[2] > 10
