"""What the caller is told, over the API."""

import pytest

from marketplace.notifications.kinds import DEFAULTS, Kind, Pace
from tests import builders
from tests.conftest import NOW
from tests.notifications.scenes import newest, told

PREFIX = "/api/v1/notifications"
ROLES = ["observer", "requester", "facility_manager", "municipality_admin", "project_lead", "operator"]


@pytest.fixture
def reader(app):
    return builders.a_person("requester", language="nn")


@pytest.fixture
def program(api, reader):
    return api(reader)


@pytest.mark.parametrize("role", ROLES)
def test_every_role_reads_and_chooses_for_itself(api, role):
    program = api(builders.a_person(role))
    assert program.get(PREFIX).json == {"items": [], "total": 0, "page": 1, "per_page": 24, "unread": 0}
    assert program.get(f"{PREFIX}/choices").json == {kind.value: pace.value for kind, pace in DEFAULTS.items()}
    assert program.patch(f"{PREFIX}/choices", json={"queue": "off"}).json["queue"] == "off"


@pytest.mark.parametrize(("method", "path"), [("get", ""), ("post", "/1/read"), ("post", "/read"), ("get", "/choices")])
def test_without_a_token_nothing_is_told(client, method, path):
    answer = getattr(client, method)(PREFIX + path)
    assert (answer.status_code, answer.json["code"]) == (401, "token-needed")


def test_what_is_told_comes_in_the_language_asked_for(program, reader):
    row = told(reader, link="/foresporsler/3")
    answer = program.get(f"{PREFIX}?lang=nb").json
    assert answer["unread"] == answer["total"] == 1
    (item,) = answer["items"]
    assert item["id"] == row.id
    assert item["kind"] == "request"
    assert item["title"] == "Ny forespørsel: Kontorstol"
    assert item["link"] == "/foresporsler/3"
    assert item["read_at"] is None
    assert program.get(f"{PREFIX}?lang=en").json["items"][0]["title"] != item["title"]


def test_one_is_read_and_then_all(program, reader):
    first = told(reader)
    told(reader)
    assert program.post(f"{PREFIX}/{first.id}/read").json["read_at"] == NOW.isoformat().replace("+00:00", "Z")
    assert program.get(f"{PREFIX}?unread=true").json["total"] == 1
    assert program.post(f"{PREFIX}/read").json == {"read": 1}
    assert program.post(f"{PREFIX}/read").json == {"read": 0}
    assert program.get(PREFIX).json["unread"] == 0


def test_anothers_are_not_there(program):
    other = builders.a_person()
    row = told(other)
    answer = program.post(f"{PREFIX}/{row.id}/read")
    assert (answer.status_code, answer.json["code"]) == (404, "notification-not-found")
    program.post(f"{PREFIX}/read")
    assert newest(other).read_at is None
    assert program.get(PREFIX).json["total"] == 0


@pytest.mark.parametrize("body", [{"queue": "hourly"}, {"queue": 1}, {"weather": "off"}, []])
def test_a_choice_that_is_none_is_refused_and_nothing_is_kept(program, body):
    answer = program.patch(f"{PREFIX}/choices", json=body)
    assert (answer.status_code, answer.json["code"]) == (422, "invalid-input")
    assert program.get(f"{PREFIX}/choices").json["queue"] == DEFAULTS[Kind.QUEUE]


def test_a_choice_says_nothing_of_the_other_kinds(program):
    program.patch(f"{PREFIX}/choices", json={"message": "daily"})
    told_now = program.patch(f"{PREFIX}/choices", json={"queue": "at_once"}).json
    assert told_now == {kind.value: pace.value for kind, pace in DEFAULTS.items()} | {
        "message": Pace.DAILY,
        "queue": Pace.AT_ONCE,
    }
