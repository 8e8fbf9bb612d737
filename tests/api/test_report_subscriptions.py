"""Reports by e-mail over the API: asked for, changed, stopped, and one's own alone."""

from datetime import UTC, date, datetime

import pytest

from marketplace.foundation import clock
from marketplace.foundation.database import db
from marketplace.statistics import sending
from marketplace.statistics.models import ReportSubscription
from tests import builders
from tests.builders import ASKER, GJOVIK

REPORTS = "/api/v1/report-subscriptions"
WANTED = {"municipality": ASKER, "rhythm": "monthly", "format": "pdf", "language": "nn"}


@pytest.fixture
def person(app):
    return builders.a_person(of=ASKER)


@pytest.fixture
def manager(person, api):
    return api(person)


def test_a_report_is_asked_for_changed_and_stopped(manager):
    answer = manager.post(REPORTS, json=WANTED)
    made = answer.json
    assert answer.status_code == 201
    assert (made["next_on"], made["municipality"], made["actions"]) == (
        "2026-07-02",
        {"number": ASKER, "name": "Asker"},
        ["change", "stop"],
    )
    assert manager.get(REPORTS).json["items"] == [made]
    address = f"{REPORTS}/{made['id']}"
    assert manager.get(address).json == made
    changed = manager.patch(address, json={"rhythm": "quarterly", "municipality": None}).json
    assert changed == made | {"rhythm": "quarterly", "municipality": None}
    assert manager.patch(address, json={"language": "en"}).json == changed | {"language": "en"}
    assert manager.delete(address).status_code == 204
    assert manager.get(REPORTS).json["total"] == 0
    for ended in (manager.get(address), manager.patch(address, json={}), manager.delete(address)):
        assert (ended.status_code, ended.json["code"]) == (404, "report-subscription-not-found")
    with clock.standing_still(datetime(2026, 7, 2, 8, tzinfo=UTC)):
        assert sending.begin_due() == 0


def test_what_is_left_out_is_the_networks_figures_in_the_callers_language(manager):
    made = manager.post(f"{REPORTS}?lang=en", json={"rhythm": "yearly"}).json
    assert (made["municipality"], made["format"], made["language"], made["next_on"]) == (
        None,
        "pdf",
        "en",
        "2027-01-02",
    )


@pytest.mark.parametrize(
    ("role", "body", "status"),
    [
        ("observer", {"format": "csv"}, 201),
        ("observer", {"municipality": GJOVIK}, 201),
        ("observer", {"municipality": GJOVIK, "format": "csv"}, 403),
        ("municipality_admin", {"municipality": None, "format": "json"}, 403),
        ("project_lead", {"municipality": None, "format": "xlsx"}, 201),
        ("operator", {}, 403),
    ],
)
def test_figures_are_for_everybody_and_rows_for_their_own(app, api, role, body, status):
    caller = api(builders.a_person(role, ASKER))
    assert caller.post(REPORTS, json=WANTED | body).status_code == status
    assert db.session.query(ReportSubscription).count() == (status == 201)


def test_a_change_to_rows_of_others_is_refused_and_changes_nothing(manager):
    made = manager.post(REPORTS, json=WANTED).json
    answer = manager.patch(f"{REPORTS}/{made['id']}", json={"municipality": GJOVIK, "format": "csv"})
    assert (answer.status_code, answer.json["code"]) == (403, "export-other-municipality")
    assert manager.get(f"{REPORTS}/{made['id']}").json == made


def test_the_same_report_is_not_sent_twice_neither_asked_for_nor_changed_to(manager):
    first = manager.post(REPORTS, json=WANTED).json
    again = manager.post(REPORTS, json=WANTED)
    assert (again.status_code, again.json["code"]) == (409, "report-subscription-exists")
    second = manager.post(REPORTS, json=WANTED | {"rhythm": "yearly"}).json
    change = manager.patch(f"{REPORTS}/{second['id']}", json={"rhythm": "monthly"})
    assert (change.status_code, change.json["code"]) == (409, "report-subscription-exists")
    assert manager.get(REPORTS).json["items"] == [first, second]
    assert manager.patch(f"{REPORTS}/{first['id']}", json=WANTED).json == first


def test_nobody_sees_or_stops_what_others_are_sent(manager, api):
    address = f"{REPORTS}/{manager.post(REPORTS, json=WANTED).json['id']}"
    other = api(builders.a_person("municipality_admin", ASKER))
    assert other.get(REPORTS).json["items"] == []
    for answer in (other.get(address), other.patch(address, json={"rhythm": "yearly"}), other.delete(address)):
        assert (answer.status_code, answer.json["code"]) == (404, "report-subscription-not-found")
    assert manager.get(address).json["rhythm"] == "monthly"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"rhythm": "hourly"}, "rhythm"),
        ({"rhythm": None}, "rhythm"),
        ({"format": "exe"}, "format"),
        ({"language": "sv"}, "language"),
        ({"municipality": "asker"}, "municipality"),
        ({"email": "somebody@else.example"}, "email"),
    ],
)
def test_what_cannot_be_chosen_is_refused_by_its_field(manager, wrong, field):
    answer = manager.post(REPORTS, json=WANTED | wrong)
    assert (answer.status_code, [error["field"] for error in answer.json["errors"]]) == (422, [field])
    assert manager.post(REPORTS, json=WANTED | {"municipality": "9999"}).status_code == 404
    assert manager.get(REPORTS).json["total"] == 0


@pytest.mark.parametrize(
    ("before", "after", "day", "expected"),
    [
        ("monthly", "quarterly", date(2026, 6, 15), date(2026, 4, 1)),
        ("quarterly", "monthly", date(2026, 6, 15), date(2026, 6, 1)),
        ("monthly", "quarterly", date(2026, 7, 1), date(2026, 4, 1)),
        ("quarterly", "monthly", date(2026, 7, 1), date(2026, 6, 1)),
        ("yearly", "yearly", date(2026, 7, 1), date(2026, 1, 1)),
    ],
)
def test_with_another_rhythm_the_next_is_of_what_is_under_way_and_what_waits_to_be_sent_is_not_lost(
    manager, before, after, day, expected
):
    address = f"{REPORTS}/{manager.post(REPORTS, json=WANTED | {'rhythm': before}).json['id']}"
    with clock.standing_still(datetime(day.year, day.month, day.day, 9, tzinfo=UTC)):
        assert manager.patch(address, json={"rhythm": after}).status_code == 200
    assert db.session.query(ReportSubscription).one().next_first_on == expected
