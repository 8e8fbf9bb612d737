"""Reports by e-mail: after each period, once, caught up after an outage, until stopped."""

import threading
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from marketplace.foundation import clock
from marketplace.foundation.database import db
from marketplace.foundation.errors import Conflict, Forbidden, NotFound
from marketplace.foundation.outbox import Delivery
from marketplace.statistics import sending
from marketplace.statistics.export import Format
from marketplace.statistics.models import ReportSubscription, Rhythm
from tests import builders
from tests.builders import ASKER, GJOVIK
from tests.statistics.histories import a_history

JULY_1 = datetime(2026, 7, 1, 8, tzinfo=UTC)
JULY_2 = datetime(2026, 7, 2, 8, tzinfo=UTC)
OCTOBER = datetime(2026, 10, 5, 8, tzinfo=UTC)


@pytest.fixture
def person(app):
    return builders.a_person(of=ASKER)


def subscribed(person, number=ASKER, rhythm=Rhythm.MONTHLY, kind=Format.PDF, language="nb"):
    return sending.subscribe(builders.actor_of(person), number, rhythm, kind, language).id


@pytest.mark.parametrize(
    ("rhythm", "first", "last"),
    [
        (Rhythm.MONTHLY, date(2028, 2, 1), date(2028, 2, 29)),
        (Rhythm.QUARTERLY, date(2028, 1, 1), date(2028, 3, 31)),
        (Rhythm.YEARLY, date(2028, 1, 1), date(2028, 12, 31)),
    ],
)
def test_a_period_is_a_whole_month_quarter_or_year(rhythm, first, last):
    assert sending.first_of(rhythm, date(2028, 2, 29)) == first
    assert sending.period_from(rhythm, first).last == last
    assert sending.period_from(Rhythm.MONTHLY, date(2026, 12, 1)).last == date(2026, 12, 31)


def test_the_month_is_sent_on_the_second_of_the_next_with_the_report(person, deliver, mailbox):
    a_history(3)
    subscribed(person)
    email = person.email
    with clock.standing_still(JULY_1):
        assert sending.begin_due() == 0
    with clock.standing_still(JULY_2):
        assert sending.begin_due() == 1
        assert sending.begin_due() == 0
        deliver()
    [letter] = mailbox.sent
    assert letter.to == email
    assert "01.06.2026–30.06.2026" in letter.subject
    [attached] = letter.attachments
    assert attached.name == "ombruk-asker-2026-06-01-2026-06-30.pdf"
    assert attached.content.startswith(b"%PDF")


def test_periods_that_were_missed_come_after_an_outage_each_once(person, deliver, mailbox):
    subscribed(person, kind=Format.CSV)
    with clock.standing_still(OCTOBER):
        assert sending.begin_due() == 4
        deliver()
        assert sending.begin_due() == 0
        for delivery in db.session.scalars(select(Delivery)):
            assert delivery.given_up_at is None
    months = (("06-01", "06-30"), ("07-01", "07-31"), ("08-01", "08-31"), ("09-01", "09-30"))
    names = [f"ombruk-asker-2026-{first}-2026-{last}.csv" for first, last in months]
    assert sorted(letter.attachments[0].name for letter in mailbox.sent) == names


def test_the_same_report_delivered_twice_leaves_once(person, deliver, mailbox):
    subscription_id = subscribed(person)
    with clock.standing_still(JULY_2):
        for _ in range(2):
            db.session.get(ReportSubscription, subscription_id).next_first_on = date(2026, 6, 1)
            db.session.commit()
            sending.begin_due()
            deliver()
    assert len(mailbox.sent) == 1


def test_several_workers_begin_a_period_once(application, person, mailbox):
    subscribed(person)
    begun, ready = [], threading.Barrier(4)

    def work():
        with application.app_context():
            ready.wait()
            begun.append(sending.begin_due())
            db.session.remove()

    with clock.standing_still(JULY_2):
        threads = [threading.Thread(target=work) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert sorted(begun) == [0, 0, 0, 1]


def test_the_letters_link_stops_it_for_good(person, deliver, mailbox):
    subscription_id = subscribed(person)
    path = sending.path_to_stop(subscription_id)
    sending.stop_by_link(path.rpartition("/")[2])
    sending.stop_by_link(path.rpartition("/")[2])
    with clock.standing_still(JULY_2):
        assert sending.begin_due() == 0
    with pytest.raises(NotFound, match="unsubscribe-link-not-valid"):
        sending.stop_by_link("nothing")


def test_what_is_stopped_or_no_longer_allowed_before_it_leaves_does_not_leave(app, deliver, mailbox):
    stopped, gone = builders.a_person(of=ASKER), builders.a_person(of=ASKER)
    ids = subscribed(stopped), subscribed(gone)
    with clock.standing_still(JULY_2):
        assert sending.begin_due() == 2
        sending.stop_by_link(sending.path_to_stop(ids[0]).rpartition("/")[2])
        db.session.get(type(gone), gone.id).deactivated_at = clock.now()
        db.session.commit()
        deliver()
    assert mailbox.sent == []


def test_too_large_a_file_stays_and_the_letter_says_where(person, deliver, mailbox, monkeypatch):
    monkeypatch.setattr(sending, "MOST_BYTES", 10)
    subscribed(person)
    with clock.standing_still(JULY_2):
        sending.begin_due()
        deliver()
    [letter] = mailbox.sent
    assert letter.attachments == ()
    assert "Last den ned" in letter.text


@pytest.mark.parametrize("kind", [Format.CSV, Format.XLSX, Format.JSON])
@pytest.mark.parametrize("number", [GJOVIK, None])
def test_rows_of_others_are_not_sent(person, kind, number):
    with pytest.raises(Forbidden, match="export-other-municipality"):
        subscribed(person, number, kind=kind)
    assert db.session.query(ReportSubscription).count() == 0


def test_the_report_of_any_municipality_may_be_had_but_not_the_same_twice_nor_very_many(person, monkeypatch):
    subscribed(person, GJOVIK)
    subscribed(person, None)
    with pytest.raises(Conflict, match="report-subscription-exists"):
        subscribed(person, GJOVIK)
    monkeypatch.setattr(sending, "MOST_SUBSCRIPTIONS", 2)
    with pytest.raises(Conflict, match="report-subscriptions-too-many"):
        subscribed(person, ASKER)
    assert len(sending.list_subscriptions(builders.actor_of(person))) == 2


def test_two_reports_changed_to_the_same_at_once_become_one(application, person):
    actor = builders.actor_of(person)
    ids = [subscribed(person), subscribed(person, rhythm=Rhythm.YEARLY)]
    ended, ready = [], threading.Barrier(2)

    def change(subscription_id):
        with application.app_context():
            ready.wait()
            try:
                sending.change_subscription(actor, subscription_id, ASKER, Rhythm.QUARTERLY, Format.PDF, "nb")
                ended.append("changed")
            except Conflict as refusal:
                ended.append(refusal.code)
            db.session.remove()

    with clock.standing_still(clock.now()):
        threads = [threading.Thread(target=change, args=(subscription_id,)) for subscription_id in ids]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert sorted(ended) == ["changed", "report-subscription-exists"]
    db.session.expire_all()
    rhythms = {found.rhythm for found in sending.list_subscriptions(actor)}
    assert Rhythm.QUARTERLY in rhythms
    assert len(rhythms) == 2


def test_a_report_that_is_stopped_or_somebody_elses_is_neither_changed_nor_stopped(person):
    actor, other = builders.actor_of(person), builders.actor_of(builders.a_person(of=ASKER))
    subscription_id = subscribed(person)
    changed = (subscription_id, ASKER, Rhythm.YEARLY, Format.PDF, "nb")
    for act in (lambda: sending.change_subscription(other, *changed), lambda: sending.stop_subscription(other, 1)):
        with pytest.raises(NotFound, match="report-subscription-not-found"):
            act()
    assert sending.get_subscription(actor, subscription_id).rhythm == Rhythm.MONTHLY
    sending.stop_subscription(actor, subscription_id)
    for act in (lambda: sending.change_subscription(actor, *changed), lambda: sending.stop_subscription(actor, 1)):
        with pytest.raises(NotFound, match="report-subscription-not-found"):
            act()
    stopped = db.session.get(ReportSubscription, subscription_id)
    assert (stopped.rhythm, stopped.ended_at) == (Rhythm.MONTHLY, clock.now())
