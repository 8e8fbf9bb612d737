"""Fetching over the API."""

from datetime import timedelta

from marketplace.claims import appointing
from marketplace.foundation import clock
from tests.builders import ASKER, GJOVIK, HAMAR, a_claim, a_listing, a_person, actor_of


def test_the_days_list_and_its_calendar_files(api):
    claim = a_claim(a_listing(quantity=5), by=GJOVIK, quantity=5, state="approved")
    at = clock.now() + timedelta(hours=2)
    owner = actor_of(a_person(of=ASKER))
    appointing.make_appointment(owner, claim.id, place="Porten", from_at=at, until_at=at + timedelta(hours=1))
    caretaker = api(a_person("requester", GJOVIK))
    (item,) = caretaker.get("/api/v1/pickups").json["items"]
    assert (item["id"], item["appointment"]["place"]) == (claim.id, "Porten")
    assert caretaker.get("/api/v1/pickups?day=2026-06-16").json["total"] == 0
    assert caretaker.get("/api/v1/pickups?day=16").status_code == 422
    file = caretaker.get(f"/api/v1/claims/{claim.id}/calendar")
    assert (file.status_code, file.mimetype) == (200, "text/calendar")
    stranger = api(a_person("requester", HAMAR))
    assert stranger.get("/api/v1/pickups").json["total"] == 0
    assert stranger.get(f"/api/v1/claims/{claim.id}/calendar").status_code == 404
