"""What is fetched on a day, and the appointment for a calendar."""

from datetime import UTC, date, datetime, timedelta

import pytest
from icalendar import Calendar

from marketplace.claims import appointing, calendar, pickups, service
from marketplace.foundation import clock
from marketplace.foundation.errors import NotFound
from tests.builders import ASKER, GJOVIK, HAMAR, a_claim, a_listing, a_unit, an_actor

pytestmark = pytest.mark.usefixtures("app")

DAY = date(2026, 6, 20)


def agreed(at, of=ASKER, by=GJOVIK, place="Rådhuset", title="Kontorstol", **values):
    claim = a_claim(a_listing(of=of, title=title, quantity=5), by=by, quantity=2, state="approved", **values)
    appointing.make_appointment(an_actor(of=of), claim.id, place=place, from_at=at, until_at=at + timedelta(hours=1))
    return claim.id


def on(hour, day=DAY):
    return datetime(day.year, day.month, day.day, hour, tzinfo=clock.OSLO)


def ids(rows):
    return [row.id for row in rows]


def test_the_days_list_is_of_both_sides_by_time():
    late, early = agreed(on(14)), agreed(on(9), of=GJOVIK, by=ASKER)
    agreed(on(9, DAY + timedelta(days=1)))
    agreed(on(9), of=HAMAR, by=GJOVIK)
    assert ids(pickups.list_pickups(an_actor(), DAY)) == [early, late]


def test_only_the_newest_agreement_counts():
    claim_id = agreed(on(9))
    moved = on(9, DAY + timedelta(days=2))
    appointing.make_appointment(
        an_actor(), claim_id, place="Lageret", from_at=moved, until_at=moved + timedelta(minutes=30)
    )
    assert pickups.list_pickups(an_actor(), DAY) == []
    (row,) = pickups.list_pickups(an_actor(), DAY + timedelta(days=2))
    assert row.appointment.place == "Lageret"


@pytest.mark.parametrize(
    ("day", "moment", "belongs"),
    [
        (date(2026, 10, 25), datetime(2026, 10, 24, 22, 0, tzinfo=UTC), True),
        (date(2026, 10, 25), datetime(2026, 10, 25, 22, 59, tzinfo=UTC), True),
        (date(2026, 10, 25), datetime(2026, 10, 25, 23, 0, tzinfo=UTC), False),
        (date(2027, 3, 28), datetime(2027, 3, 27, 23, 0, tzinfo=UTC), True),
        (date(2027, 3, 28), datetime(2027, 3, 28, 21, 59, tzinfo=UTC), True),
        (date(2027, 3, 28), datetime(2027, 3, 28, 22, 0, tzinfo=UTC), False),
    ],
)
def test_a_day_is_norwegian_also_when_the_clock_is_changed(day, moment, belongs):
    agreed(moment)
    assert len(pickups.list_pickups(an_actor(), day)) == belongs


def test_what_is_handed_over_or_of_another_unit_is_not_on_the_list():
    claim_id = agreed(on(9))
    other = an_actor("facility_manager", ASKER, unit_id=a_unit(ASKER).id)
    a_claim(a_listing(unit_id=a_unit(ASKER, name="Skolen").id, title="Pult"), state="approved")
    assert ids(pickups.list_without_time(other)) == []
    assert ids(pickups.list_pickups(other, DAY)) == [claim_id]
    assert pickups.list_pickups(an_actor("observer"), DAY) == []


def test_what_has_no_time_yet_is_listed_beside():
    claim = a_claim(a_listing(quantity=2), quantity=2, state="approved")
    agreed(on(9))
    assert ids(pickups.list_without_time(an_actor())) == [claim.id]
    assert ids(pickups.list_on_listing(an_actor(of=GJOVIK), claim.listing_id)) == [claim.id]
    assert pickups.list_on_listing(an_actor(of=HAMAR), claim.listing_id) == []


def test_a_days_list_costs_the_same_however_long(count_queries):
    costs, actor = [], an_actor()
    for _ in range(2):
        for _ in range(4):
            agreed(on(9))
        with count_queries() as sent:
            found = pickups.list_pickups(actor, DAY)
            pickups.contacts_of(ids(found))
        costs.append(len(sent))
    assert costs[0] == costs[1] <= 7


def event_of(actor, claim_id):
    (event,) = Calendar.from_ical(calendar.appointment_file(actor, claim_id, "nb").content).walk("VEVENT")
    return event


def test_the_file_tells_each_side_its_own():
    claim_id = agreed(on(9), title="Kontorstol; blå, \\n farlig")
    giver, taker = event_of(an_actor(), claim_id), event_of(an_actor(of=GJOVIK), claim_id)
    assert str(giver["summary"]) == "Gjøvik henter 2 stk. Kontorstol; blå, \\n farlig"
    assert str(taker["summary"]) == "Hent 2 stk. Kontorstol; blå, \\n farlig hos Asker"
    assert giver["dtstart"].dt == on(9)
    assert str(giver["location"]) == "Rådhuset"
    assert giver["uid"] == taker["uid"]


def test_a_new_time_replaces_the_old_in_the_calendar():
    claim_id = agreed(on(9))
    before = event_of(an_actor(), claim_id)
    appointing.make_appointment(an_actor(), claim_id, place="Lageret", from_at=on(12), until_at=on(13))
    after = event_of(an_actor(), claim_id)
    assert (before["sequence"], after["sequence"]) == (0, 1)
    assert before["uid"] == after["uid"]
    service.cancel_claim(an_actor("requester", GJOVIK), claim_id)
    assert event_of(an_actor(), claim_id)["status"] == "CANCELLED"


def test_no_time_no_file_and_none_for_strangers():
    claim = a_claim(a_listing(), state="approved")
    with pytest.raises(NotFound, match="appointment-not-found"):
        calendar.appointment_file(an_actor(), claim.id, "nb")
    with pytest.raises(NotFound, match="claim-not-found"):
        calendar.appointment_file(an_actor(of=HAMAR), agreed(on(9)), "nb")
