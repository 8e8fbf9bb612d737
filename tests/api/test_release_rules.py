"""A municipality's rules of release, its voluntary organisations and gifts to them, over the API."""

import pytest
from sqlalchemy import func, select

from marketplace.foundation.database import db
from marketplace.listings.models import Listing, VoluntaryRequest
from marketplace.organisations import releasing
from marketplace.organisations.fields import ReleaseFields
from marketplace.organisations.models import VoluntaryOrganisation
from tests.builders import ASKER, BAERUM, GJOVIK, a_claim, a_person
from tests.transfers.test_giving import an_organisation, asked, given_out

RULES = {
    "unit_days": 7,
    "municipality_days": 14,
    "network_days": 30,
    "shown_ahead": True,
    "gives_to_voluntary": True,
}
CLUB = {"name": "Leksehjelpen", "email": "post@frivillig.example"}


@pytest.fixture
def admin(api):
    return api(a_person("municipality_admin"))


def stored():
    db.session.rollback()
    return db.session.scalar(select(func.count(VoluntaryOrganisation.id)))


def test_an_administrator_sets_the_rules_of_their_own_municipality(api, admin):
    assert admin.get("/api/v1/release-rules").json["unit_days"] == 0
    answer = admin.put("/api/v1/release-rules", json=RULES)
    assert (answer.status_code, answer.json) == (200, RULES)
    assert releasing.rules_of(ASKER) == ReleaseFields(**RULES)
    assert api(a_person()).get("/api/v1/release-rules").json == RULES
    assert api(a_person(of=BAERUM)).get("/api/v1/release-rules").json["unit_days"] == 0


@pytest.mark.parametrize("wrong", [{"unit_days": -1}, {"network_days": 366}, {"shown_ahead": None}, {"weeks": 2}])
def test_rules_that_cannot_be_are_refused_and_not_kept(admin, wrong):
    assert admin.put("/api/v1/release-rules", json=RULES | wrong).status_code == 422
    assert releasing.rules_of(ASKER) == ReleaseFields()


@pytest.mark.parametrize("role", ["observer", "requester", "facility_manager", "project_lead"])
def test_others_set_no_rules_and_see_no_list(api, role):
    caller, number = api(a_person(role)), an_organisation().id
    calls = [
        caller.put("/api/v1/release-rules", json=RULES),
        caller.get("/api/v1/voluntary-organisations"),
        caller.post("/api/v1/voluntary-organisations", json=CLUB | {"name": "Annen"}),
        caller.get(f"/api/v1/voluntary-organisations/{number}"),
        caller.put(f"/api/v1/voluntary-organisations/{number}", json=CLUB),
        caller.delete(f"/api/v1/voluntary-organisations/{number}"),
    ]
    assert {answer.status_code for answer in calls} == {403}
    assert (releasing.rules_of(ASKER), stored()) == (ReleaseFields(), 1)


def test_an_organisation_is_added_changed_removed_and_taken_back(admin):
    made = admin.post("/api/v1/voluntary-organisations", json=CLUB)
    assert made.status_code == 201
    assert (made.json["name"], made.json["language"], made.json["actions"]) == (
        "Leksehjelpen",
        "nb",
        ["change", "remove"],
    )
    address = f"/api/v1/voluntary-organisations/{made.json['id']}"
    changed = admin.put(address, json=CLUB | {"email": "ny@frivillig.example", "language": "nn"}).json
    assert (changed["email"], changed["language"]) == ("ny@frivillig.example", "nn")
    for _ in range(2):
        removed = admin.delete(address)
        assert (removed.status_code, removed.json["actions"]) == (200, ["change", "reopen"])
    assert admin.get("/api/v1/voluntary-organisations").json["total"] == 0
    assert admin.get("/api/v1/voluntary-organisations?removed=true").json["total"] == 1
    assert admin.post(f"{address}/reopen").json["removed_at"] is None
    assert admin.get(address).json["actions"] == ["change", "remove"]


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"email": "ingen adresse"}, "email-wrong"),
        ({"organisation_number": "123456789"}, "organisation-number-wrong"),
        ({"name": ""}, "field-required"),
        ({"language": "sv"}, "field-wrong"),
        ({"name": "LEKSEHJELPEN"}, "voluntary-name-taken"),
    ],
)
def test_what_cannot_be_on_the_list_is_refused_by_field(admin, wrong, code):
    an_organisation()
    answer = admin.post("/api/v1/voluntary-organisations", json=CLUB | {"name": "Annen"} | wrong)
    assert answer.status_code == 422
    assert [error["code"] for error in answer.json["errors"]] == [code]
    assert stored() == 1


def test_another_municipality_s_list_is_not_there(api):
    number, stranger = an_organisation().id, api(a_person("municipality_admin", GJOVIK))
    assert stranger.get("/api/v1/voluntary-organisations?removed=true").json["total"] == 0
    for answer in (
        stranger.get(f"/api/v1/voluntary-organisations/{number}"),
        stranger.put(f"/api/v1/voluntary-organisations/{number}", json=CLUB),
        stranger.delete(f"/api/v1/voluntary-organisations/{number}"),
    ):
        assert (answer.status_code, answer.json["code"]) == (404, "voluntary-not-found")
    assert releasing.list_voluntary(ASKER)[0].closed_at is None


def test_an_owner_gives_and_says_no(api):
    number, owner = given_out(5), api(a_person())
    first = asked(number, 2)
    second = asked(number, 1, an_organisation(name="Speiderne", email="s@frivillig.example"))
    listed = owner.get(f"/api/v1/listings/{number}/voluntary-requests").json
    assert [(each["id"], each["quantity"], each["actions"]) for each in listed["items"]] == [
        (first, 2, ["give", "decline"]),
        (second, 1, ["give", "decline"]),
    ]
    assert (listed["items"][0]["organisation"], listed["passed_over"]) == ("Leksehjelpen", [])
    answer = owner.post(f"/api/v1/voluntary-requests/{first}/give", json={"quantity": 2})
    assert answer.status_code == 200
    assert owner.post(f"/api/v1/voluntary-requests/{second}/decline").status_code == 200
    answered = owner.get(f"/api/v1/listings/{number}/voluntary-requests").json["items"]
    assert [(each["given_quantity"], each["actions"]) for each in answered] == [(2, []), (0, [])]
    again = owner.post(f"/api/v1/voluntary-requests/{first}/give", json={"quantity": 2})
    assert (again.status_code, again.json["code"]) == (409, "voluntary-answered-already")
    db.session.rollback()
    assert db.session.get_one(Listing, number).left_quantity == 3


def test_a_gift_tells_whom_it_passes_over(api):
    number, owner = given_out(5), api(a_person())
    listing = db.session.get_one(Listing, number)
    a_claim(listing, quantity=3, state="approved")
    claim = a_claim(listing, by=GJOVIK, quantity=4, state="queued").id
    request = asked(number, 2)
    passed = owner.get(f"/api/v1/listings/{number}/voluntary-requests").json["passed_over"]
    assert passed == [{"claim_id": claim, "municipality": "Gjøvik", "quantity": 4}]
    refused = owner.post(f"/api/v1/voluntary-requests/{request}/give", json={"quantity": 2})
    assert (refused.status_code, refused.json["code"]) == (409, "gift-passes-queue")
    assert db.session.get_one(VoluntaryRequest, request, populate_existing=True).answered_at is None
    given = owner.post(f"/api/v1/voluntary-requests/{request}/give", json={"quantity": 2, "passing_claims": 1})
    assert given.status_code == 200


@pytest.mark.parametrize(("role", "of"), [("facility_manager", GJOVIK), ("requester", ASKER), ("observer", ASKER)])
def test_others_see_and_answer_no_requests(api, role, of):
    number, caller = given_out(5), api(a_person(role, of))
    request = asked(number, 2)
    calls = [
        caller.get(f"/api/v1/listings/{number}/voluntary-requests"),
        caller.post(f"/api/v1/voluntary-requests/{request}/give", json={"quantity": 1}),
        caller.post(f"/api/v1/voluntary-requests/{request}/decline"),
    ]
    assert {answer.status_code for answer in calls} <= {403, 404}
    db.session.rollback()
    assert db.session.get_one(VoluntaryRequest, request).answered_at is None
