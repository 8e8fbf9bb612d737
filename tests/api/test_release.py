"""Release stages over the API: the days of a listing, waiting for one, and giving to one municipality."""

from datetime import timedelta

from marketplace.foundation import clock
from marketplace.listings.states import Stage
from marketplace.organisations import releasing
from marketplace.organisations.fields import ReleaseFields
from tests import builders
from tests.builders import ASKER, BAERUM, GJOVIK

DAY = timedelta(days=1)
DRAFT = {"title": "Kontorstol", "category": "KON.STOL", "condition": "good", "quantity": 2}


def out(program, **said):
    made = program.post("/api/v1/listings", json=DRAFT | said)
    assert made.status_code == 201, made.json
    return program.post(f"/api/v1/listings/{made.json['id']}/publish", json={})


def test_without_rules_a_listing_is_in_the_network_at_once(app, api):
    answer = out(api(builders.a_person())).json
    assert answer["stage"] == "network"
    assert answer["release"]["openings"] == []
    assert answer["reserved_for"] is None


def test_a_listing_follows_the_rules_and_tells_its_days(app, api):
    rules = ReleaseFields(municipality_days=14, network_days=30, shown_ahead=True, gives_to_voluntary=True)
    releasing.set_rules(builders.an_actor("municipality_admin"), ASKER, rules)
    answer = out(api(builders.a_person())).json
    assert answer["stage"] == "municipality"
    assert answer["release"]["openings"] == [
        {"stage": "network", "on": "2026-06-29"},
        {"stage": "voluntary", "on": "2026-07-29"},
    ]
    assert answer["release"]["shown_ahead"] is True
    by_hand = out(api(builders.a_person()), stage="network").json
    assert (by_hand["stage"], by_hand["release"]["openings"]) == ("network", [])


def test_days_of_its_own_and_what_cannot_be(app, api):
    program = api(builders.a_person())
    answer = out(program, opens_to_network_on="2026-06-20").json
    assert answer["stage"] == "municipality"
    assert answer["release"]["openings"] == [{"stage": "network", "on": "2026-06-20"}]
    refused = program.patch(f"/api/v1/listings/{answer['id']}", json={"opens_to_network_on": "2026-06-01"})
    assert refused.status_code == 422
    assert "listing-opening-in-past" in refused.text
    kept = program.get(f"/api/v1/listings/{answer['id']}").json
    assert kept["release"]["openings"] == [{"stage": "network", "on": "2026-06-20"}]


def test_what_opens_later_is_watched_and_no_search_tells_of_it(app, api, deliver):
    day = clock.today() + 3 * DAY
    number = builders.a_listing(
        stage=Stage.MUNICIPALITY, opens_to_network_on=day, shown_ahead=True, title="Zebrabenk"
    ).id
    program = api(builders.a_person("requester", GJOVIK))
    shown = program.get(f"/api/v1/listings/{number}").json
    assert shown["release"]["opens_to_you_on"] == day.isoformat()
    assert "watch" in shown["actions"]
    assert program.post(f"/api/v1/listings/{number}/watch").json["release"]["watched"] is True
    assert program.post(f"/api/v1/listings/{number}/unwatch").json["release"]["watched"] is False
    deliver()
    assert program.get("/api/v1/listings?q=zebrabenk").json["total"] == 0
    assert program.get("/api/v1/listings/suggestions?q=zebr").json["items"] == []


def test_what_is_not_open_cannot_be_claimed(app, api):
    day = clock.today() + 3 * DAY
    number = builders.a_listing(stage=Stage.MUNICIPALITY, opens_to_network_on=day, shown_ahead=True).id
    program = api(builders.a_person("requester", GJOVIK))
    answer = program.post(f"/api/v1/listings/{number}/claims", json={"quantity": 1, "otherwise": "buy_new"})
    assert (answer.status_code, answer.json["code"]) == (409, "listing-not-open")


def test_watching_what_is_open_is_refused(app, api):
    number = builders.a_listing().id
    answer = api(builders.a_person("requester", GJOVIK)).post(f"/api/v1/listings/{number}/watch")
    assert (answer.status_code, answer.json["code"]) == (409, "watch-already-open")


def test_what_is_given_to_one_is_found_by_it_alone_in_searches_counts_suggestions_and_receipts(app, api, deliver):
    owner = api(builders.a_person())
    given = out(owner, title="Zebrabenk", reserved_for=GJOVIK).json
    assert given["reserved_for"]["number"] == GJOVIK
    deliver()
    for of, found in ((GJOVIK, 1), (BAERUM, 0)):
        program = api(builders.a_person("requester", of))
        answer = program.get("/api/v1/listings?q=zebrabenk").json
        assert answer["total"] == len(answer["items"]) == found
        assert sum(each["count"] for each in answer["facets"]["municipality"]) == found
        assert program.get("/api/v1/listings/suggestions?q=zebr").json["items"] == ["zebrabenk"] * found
        assert program.get(f"/api/v1/listings/{given['id']}").status_code == (200 if found else 404)
        receipt = program.post("/api/v1/search-receipts?q=zebrabenk", json={"reason": "Fant ingen som passet"})
        assert (receipt.status_code, receipt.json["total"]) == (201, found)
    program = api(builders.a_person("requester", GJOVIK))
    claim = program.post(f"/api/v1/listings/{given['id']}/claims", json={"quantity": 1, "otherwise": "buy_new"})
    assert claim.status_code == 201


def test_a_receiver_that_cannot_be_is_refused(app, api):
    program = api(builders.a_person())
    for number, status in ((ASKER, 422), (builders.HAMAR, 422), ("99999", 422)):
        assert program.post("/api/v1/listings", json=DRAFT | {"reserved_for": number}).status_code == status
    assert program.get("/api/v1/listings").json["total"] == 0
