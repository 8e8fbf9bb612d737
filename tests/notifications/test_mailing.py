"""E-mail about notifications: at once or once a day, each once, whatever fails."""

from datetime import UTC, date, datetime, timedelta

import pytest

from marketplace.accounts.models import Person
from marketplace.foundation import clock, outbox, ports
from marketplace.foundation.clock import OSLO
from marketplace.foundation.mail.port import MailNotDelivered, RecipientRefused
from marketplace.foundation.transaction import transaction
from marketplace.notifications import mailing, service
from marketplace.notifications.kinds import Kind, Pace
from marketplace.notifications.models import Notification
from tests import builders
from tests.conftest import NOW
from tests.notifications.scenes import newest, told

EMAIL = "leser@asker.example"
SEVEN = datetime(2026, 6, 16, 7, 0, tzinfo=OSLO)


class Killed(BaseException):
    """The process ends here: nothing after it runs."""


class Mailer:
    """Takes letters; `error` is raised instead, or after taking when `after`."""

    def __init__(self):
        self.sent, self.error, self.after = [], None, False

    def send(self, message):
        if self.error is None or self.after:
            self.sent.append(message)
        if self.error is not None:
            raise self.error

    def subjects(self):
        return [letter.subject for letter in self.sent]


@pytest.fixture
def mailer(app, monkeypatch):
    made = Mailer()
    monkeypatch.setattr(ports, "mailer", lambda: made)
    return made


@pytest.fixture
def reader(app):
    return builders.actor_of(builders.a_person("requester", email=EMAIL, name="Leser"))


def at(moment):
    """Run what is due at a moment, and deliver what follows."""
    with clock.standing_still(moment):
        begun = mailing.begin_digests()
        outbox.deliver_all()
    return begun


def test_what_waits_for_somebody_is_told_at_once_with_a_way_out(reader, mailer):
    row_id = told(reader, link="/foresporsler/3").id
    outbox.deliver_all()
    (letter,) = mailer.sent
    assert letter.to == EMAIL
    assert f"http://ombruk.example/foresporsler/3?varsel={row_id}" in letter.text
    assert letter.unsubscribe.startswith("http://ombruk.example/varsler/avmeld/")
    assert letter.unsubscribe in letter.text
    assert letter.unsubscribe in letter.html
    assert newest(reader).sent_at == NOW


@pytest.mark.parametrize("pace", [Pace.DAILY, Pace.OFF])
def test_what_somebody_wants_later_or_not_is_not_told_at_once(reader, mailer, pace):
    service.choose_paces(reader, {Kind.REQUEST: pace})
    told(reader)
    outbox.deliver_all()
    assert mailer.sent == []
    assert newest(reader).pace is pace


def test_a_letter_that_waits_is_not_sent_to_who_has_ended_them_or_left(reader, mailer):
    told(reader)
    service.choose_paces(reader, {Kind.REQUEST: Pace.OFF})
    told(other := builders.a_person())
    with transaction() as session:
        session.get(Person, other.id).deactivated_at = NOW
    outbox.deliver_all()
    assert mailer.sent == []
    assert outbox.state().waiting == 0


def test_the_same_event_told_again_is_told_once(reader, mailer):
    for _ in range(3):
        told(reader, fact="12")
        outbox.deliver_all()
    assert len(mailer.sent) == 1


def test_one_reader_who_cannot_be_reached_keeps_no_letter_from_the_others(reader, mailer, monkeypatch):
    others = [builders.a_person() for _ in range(2)]
    taking = mailer.send

    def send(message):
        if message.to == EMAIL:
            raise RecipientRefused("550")
        taking(message)

    monkeypatch.setattr(mailer, "send", send)
    emails = [person.email for person in others]
    for person in (others[0], reader, others[1]):
        told(person)
    outbox.deliver_all()
    assert [letter.to for letter in mailer.sent] == emails
    assert (outbox.state().given_up, outbox.state().waiting) == (1, 0)


def test_a_server_that_is_down_gets_the_letter_when_it_is_up_again_and_once(reader, mailer):
    told(reader)
    mailer.error = MailNotDelivered("away")
    now = NOW
    for _ in range(5):
        with clock.standing_still(now):
            outbox.deliver_all()
        now += timedelta(minutes=2)
    assert outbox.state().waiting == 1
    mailer.error = None
    for _ in range(3):
        with clock.standing_still(now):
            outbox.deliver_all()
    assert len(mailer.sent) == 1


def test_a_process_killed_between_sending_and_noting_it_sends_no_second_letter(reader, mailer):
    row_id = told(reader).id
    mailer.error, mailer.after = Killed(), True
    with pytest.raises(Killed):
        outbox.deliver_all()
    mailer.error = None
    with clock.standing_still(NOW + timedelta(minutes=5)):
        outbox.deliver_all()
    assert len(mailer.sent) == 1
    assert outbox.state().waiting == outbox.state().given_up == 0
    row = newest(reader)
    assert (row.id, row.begun_at, row.sent_at) == (row_id, NOW, None)


def test_a_letter_that_nobody_knows_the_fate_of_is_in_the_next_letter_of_the_day(reader, mailer):
    told(reader, title="Pult")
    mailer.error = Killed()
    with pytest.raises(Killed):
        outbox.deliver_all()
    mailer.error = None
    at(SEVEN)
    assert mailer.subjects() == ["1 varsel fra Ombruk"]
    assert "Ny forespørsel: Pult" in mailer.sent[0].text
    at(SEVEN + timedelta(days=1))
    assert len(mailer.sent) == 1


def test_the_letter_of_the_day_has_what_is_unread_and_leaves_once(reader, mailer):
    for title in ("Pult", "Stol"):
        told(reader, "claim_queued", title=title)
    told(reader, "claim_queued", title="Skap")
    service.mark_read(reader, newest(reader).id)
    for moment in (NOW, SEVEN - timedelta(minutes=1)):
        at(moment)
    assert mailer.sent == []
    for moment in (SEVEN, SEVEN + timedelta(minutes=1), SEVEN + timedelta(hours=20)):
        at(moment)
    (letter,) = mailer.sent
    assert letter.subject == "2 varsler fra Ombruk"
    assert "Pult" in letter.text
    assert "Stol" in letter.html
    assert "Skap" not in letter.text
    assert letter.unsubscribe is not None


def test_nothing_new_is_no_letter(reader, mailer):
    told(reader, "claim_queued")
    service.mark_all_read(reader)
    for day in range(3):
        assert at(SEVEN + timedelta(days=day)) == 0
    assert mailer.sent == []


def test_what_is_read_between_gathering_and_sending_is_no_letter(reader, mailer):
    told(reader, "claim_queued")
    with clock.standing_still(SEVEN):
        assert mailing.begin_digests() == 1
        service.mark_all_read(reader)
        outbox.deliver_all()
    assert mailer.sent == []


def test_what_comes_during_the_day_waits_for_the_next(reader, mailer):
    with clock.standing_still(SEVEN + timedelta(hours=2)):
        told(reader, "claim_queued")
    assert at(SEVEN + timedelta(hours=3)) == 0
    assert at(SEVEN + timedelta(days=1)) == 1
    assert len(mailer.sent) == 1


def test_days_that_were_missed_are_caught_up_with_by_one_letter(reader, mailer):
    for day in range(5):
        with clock.standing_still(NOW + timedelta(days=day)):
            told(reader, "claim_queued", title=f"Pult {day}")
    at(SEVEN + timedelta(days=4, hours=9))
    (letter,) = mailer.sent
    assert letter.subject == "5 varsler fra Ombruk"
    at(SEVEN + timedelta(days=5))
    assert len(mailer.sent) == 1


def test_an_outage_that_ends_in_the_night_is_caught_up_with_then_and_not_again_at_seven(reader, mailer):
    told(reader, "claim_queued")
    at(SEVEN + timedelta(hours=20))
    at(SEVEN + timedelta(days=1))
    assert len(mailer.sent) == 1


def test_a_letter_of_the_day_that_never_left_is_taken_along_the_next_day(reader, mailer):
    told(reader, "claim_queued", title="Pult")
    mailer.error = MailNotDelivered("away")
    at(SEVEN)
    told(reader, "claim_queued", title="Stol")
    mailer.error = None
    with clock.standing_still(SEVEN + timedelta(days=1)):
        mailing.begin_digests()
        outbox.deliver_all()
    (letter,) = mailer.sent
    assert "Pult" in letter.text
    assert "Stol" in letter.text
    assert outbox.state().waiting == 0


def test_a_process_killed_while_the_letter_of_the_day_leaves_sends_it_once(reader, mailer):
    told(reader, "claim_queued")
    mailer.error, mailer.after = Killed(), True
    with pytest.raises(Killed):
        at(SEVEN)
    mailer.error = None
    at(SEVEN + timedelta(minutes=10))
    assert len(mailer.sent) == 1


@pytest.mark.parametrize(
    ("day", "in_utc"),
    [
        (date(2026, 3, 28), 6),
        (date(2026, 3, 29), 5),
        (date(2026, 10, 24), 5),
        (date(2026, 10, 25), 6),
        (date(2026, 12, 31), 6),
    ],
)
def test_seven_is_seven_in_norway_on_nights_that_change_the_clock_too(day, in_utc):
    due = datetime(day.year, day.month, day.day, in_utc, tzinfo=UTC)
    assert mailing.latest_digest(due) == due
    assert mailing.latest_digest(due + timedelta(hours=20)) == due
    before = mailing.latest_digest(due - timedelta(seconds=1))
    assert before.date() == day - timedelta(days=1)
    assert before.hour == 7


def test_days_of_twenty_three_and_twenty_five_hours_have_one_letter_each(reader, mailer):
    moment = datetime(2026, 3, 27, 12, tzinfo=UTC)
    while moment < datetime(2026, 3, 31, 12, tzinfo=UTC):
        with clock.standing_still(moment):
            told(reader, "claim_queued")
        at(moment)
        moment += timedelta(hours=1)
    assert len(mailer.sent) == 4


def test_many_readers_get_a_letter_each(app, mailer):
    people = [builders.a_person() for _ in range(5)]
    emails = sorted(person.email for person in people)
    for person in people:
        told(person, "claim_queued")
    assert at(SEVEN) == 5
    assert sorted(letter.to for letter in mailer.sent) == emails


def test_twelve_months_are_kept_and_no_more(reader, mailer):
    told(reader, "claim_queued")
    at(SEVEN)
    with clock.standing_still(NOW + timedelta(days=100)):
        told(reader, title="Nyere")
    with clock.standing_still(NOW + timedelta(days=364)):
        assert service.forget_old() == 0
    with clock.standing_still(NOW + timedelta(days=367)):
        assert service.forget_old() == 1
        assert service.forget_old() == 0
    with transaction() as session:
        assert [row.facts["title"] for row in session.query(Notification)] == ["Nyere"]
