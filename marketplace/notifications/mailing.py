"""Letters about notifications: one at once, or one a day with all that waits."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, and_, exists, or_, select, update

from marketplace.accounts import queries as accounts
from marketplace.accounts.models import Person
from marketplace.foundation import clock, outbox, ports
from marketplace.foundation.clock import OSLO
from marketplace.foundation.database import db
from marketplace.foundation.mail.port import Message, RecipientRefused
from marketplace.foundation.retrying import InVain
from marketplace.foundation.transaction import transaction
from marketplace.notifications.attaching import attachments_of
from marketplace.notifications.events import DigestDue, LetterDue
from marketplace.notifications.kinds import Pace
from marketplace.notifications.letters import Line, compose, compose_digest, reader
from marketplace.notifications.models import Digest, Notification
from marketplace.notifications.queries import in_words, opening
from marketplace.notifications.sending import once
from marketplace.notifications.unsubscribing import path_for
from marketplace.search.saved import stopping

DIGEST_AT = time(7)
LOST_AFTER = timedelta(hours=1)


@outbox.outward
def send_letter(event: LetterDue) -> None:
    """Send a notification by e-mail, unless its reader has left or chosen otherwise meanwhile.

    Raises:
        MailNotDelivered: the server did not take it now.
        InVain: it never will, for this reader.
    """
    row = db.session.get(Notification, event.notification_id)
    person = _active(row.person_id) if row is not None and row.pace is Pace.AT_ONCE else None
    if row is None or person is None:
        return
    fact = row.key.removeprefix(f"{row.occasion}-").rpartition("-")[0]
    link, ends = opening(row.link, row.id), path_for(person.id, row.kind)
    letter = replace(
        compose(row.occasion, fact, reader(person), link, ends, _stop(row), **row.facts),
        attachments=attachments_of(row.occasion, row.facts, person),
    )
    once(Notification, event.notification_id, lambda: _hand_over(letter))


@outbox.outward
def send_digest(event: DigestDue) -> None:
    """Send somebody's letter of the day, if anything of it is still unread.

    Raises:
        MailNotDelivered: the server did not take it now.
        InVain: it never will, for this reader.
    """
    digest = db.session.get(Digest, event.digest_id)
    person = _active(digest.person_id) if digest is not None else None
    if digest is None or person is None:
        return
    lines = _lines(digest.id, person.language)
    if lines:
        letter = compose_digest(digest.id, reader(person), lines, path_for(person.id, None))
        once(Digest, event.digest_id, lambda: _hand_over(letter))


def begin_digests() -> int:
    """Begin the letters of the day, from seven o'clock in Norway on, and answer how many.

    A day that was missed is caught up with by one letter; a letter of one day is begun once.
    """
    begun_at = latest_digest(clock.now())
    waiting = select(Notification.person_id).where(_waits(clock.now()), Notification.at < begun_at).distinct()
    person_ids = list(db.session.scalars(waiting.where(~_has_digest(begun_at.date()))))
    db.session.rollback()
    for person_id in person_ids:
        _begin(person_id, begun_at.date())
    return len(person_ids)


def latest_digest(now: datetime) -> datetime:
    """When letters of the day were last due: seven o'clock in Norway, summer and winter."""
    local = now.astimezone(OSLO)
    today = datetime.combine(local.date(), DIGEST_AT, OSLO)
    return today if today <= local else datetime.combine(local.date() - timedelta(days=1), DIGEST_AT, OSLO)


def _begin(person_id: int, on: date) -> None:
    """Gather what waits: what a letter that never left had gathered comes along."""
    with transaction() as session:
        session.execute(select(Person.id).where(Person.id == person_id).with_for_update())
        known = select(Digest.id).where(Digest.person_id == person_id, Digest.on == on)
        if session.scalar(known) is not None:
            return
        digest = Digest(person_id=person_id, on=on)
        session.add(digest)
        session.flush()
        own = update(Notification).where(Notification.person_id == person_id, _waits(clock.now()))
        session.execute(own.values(digest_id=digest.id), execution_options={"synchronize_session": False})
        outbox.record(DigestDue(digest.id))


def _waits(now: datetime) -> ColumnElement[bool]:
    """Unread and in no letter that left: chosen for the day, or begun at once by a process that ended."""
    untold = or_(
        Notification.digest_id.is_(None),
        Notification.digest_id.in_(select(Digest.id).where(Digest.sent_at.is_(None))),
    )
    lost = and_(
        Notification.pace == Pace.AT_ONCE,
        Notification.sent_at.is_(None),
        Notification.begun_at < now - LOST_AFTER,
    )
    return and_(Notification.read_at.is_(None), untold, or_(Notification.pace == Pace.DAILY, lost))


def _has_digest(on: date) -> ColumnElement[bool]:
    return exists().where(Digest.person_id == Notification.person_id, Digest.on == on)


def _lines(digest_id: int, language: str) -> Sequence[Line]:
    asked = (
        select(Notification)
        .where(Notification.digest_id == digest_id, Notification.read_at.is_(None), Notification.pace != Pace.OFF)
        .order_by(Notification.at.desc(), Notification.id.desc())
    )
    told = [in_words(row, language) for row in db.session.scalars(asked)]
    return [Line(one.title, one.text, opening(one.link, one.id)) for one in told]


def _stop(row: Notification) -> str | None:
    """Where one alert is stopped, of a letter that came by one."""
    search_id = row.facts.get("search_id")
    return stopping.path_for(search_id, row.person_id) if search_id is not None else None


def _active(person_id: int) -> Person | None:
    person = accounts.find_person(person_id)
    return person if person is not None and person.deactivated_at is None else None


def _hand_over(letter: Message) -> None:
    try:
        ports.mailer().send(letter)
    except RecipientRefused as error:
        raise InVain(str(error)) from error
