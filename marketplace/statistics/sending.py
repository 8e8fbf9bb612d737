"""Reports that come by e-mail by themselves: chosen, due once for each period, caught up after an outage, stopped."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy import Select, func, select

from marketplace.accounts import links
from marketplace.accounts import queries as accounts
from marketplace.accounts.models import Person
from marketplace.foundation import clock, outbox
from marketplace.foundation.actor import Actor
from marketplace.foundation.database import db
from marketplace.foundation.decision import Decision
from marketplace.foundation.errors import Conflict, NotFound
from marketplace.foundation.transaction import transaction
from marketplace.organisations import queries as organisations
from marketplace.statistics import policies
from marketplace.statistics.events import ReportDue
from marketplace.statistics.export import Format, export, filename
from marketplace.statistics.models import ReportSubscription, Rhythm
from marketplace.statistics.periods import Period

MOST_SUBSCRIPTIONS = 20
MOST_CAUGHT_UP = 12
"""Periods that are made up for after an outage; what is older is left to whoever asks for it."""

MOST_BYTES = 8_000_000
"""A larger file stays here, and the letter says where."""

SENT_ON_DAY = 2
"""Of the month after: what is recorded on the first about the day before is in it."""

_MONTHS = {Rhythm.MONTHLY: 1, Rhythm.QUARTERLY: 3, Rhythm.YEARLY: 12}
_PURPOSE = "report-subscription"


@dataclass(frozen=True, slots=True)
class Made:
    """A report for its letter; `content` is None when it is too large to go along."""

    subscription: ReportSubscription
    person: Person
    period: Period
    name: str
    content: bytes | None


def subscribe(
    actor: Actor, municipality_number: str | None, rhythm: Rhythm, kind: Format, language: str
) -> ReportSubscription:
    """Have a report sent after each month, quarter or year, to the actor's own address.

    Raises:
        Forbidden: the actor may not see figures, or not take out these rows.
        Conflict: "report-subscription-exists", "report-subscriptions-too-many".
    """
    _may_have(actor, municipality_number, kind).enforce()
    with transaction() as session:
        own = _own_locked(actor)
        if session.scalar(select(func.count()).select_from(own.subquery())) == MOST_SUBSCRIPTIONS:
            raise Conflict("report-subscriptions-too-many", most=MOST_SUBSCRIPTIONS)
        made = ReportSubscription(
            person_id=actor.person_id,
            acting_for=actor.municipality_number,
            municipality_number=municipality_number,
            rhythm=rhythm,
            format=kind.value,
            language=language,
            next_first_on=first_of(rhythm, clock.today()),
            made_at=clock.now(),
        )
        _refuse_same(own, made)
        session.add(made)
        session.flush()
        return made


def change_subscription(
    actor: Actor,
    subscription_id: int,
    municipality_number: str | None,
    rhythm: Rhythm,
    kind: Format,
    language: str,
) -> ReportSubscription:
    """Have another report instead; with another rhythm, the next is of the month, quarter or year under way.

    One that is over and not sent yet is under way still.

    Raises:
        NotFound: "report-subscription-not-found".
        Forbidden: as `subscribe`.
        Conflict: "report-subscription-exists".
    """
    _may_have(actor, municipality_number, kind).enforce()
    with transaction() as session:
        own = _own_locked(actor)
        found = _get_locked(actor, subscription_id)
        if rhythm != found.rhythm:
            waiting = period_from(found.rhythm, found.next_first_on)
            found.next_first_on = first_of(rhythm, min(waiting.last, clock.today()))
        found.acting_for, found.municipality_number = actor.municipality_number, municipality_number
        found.rhythm, found.format, found.language = rhythm, kind.value, language
        _refuse_same(own.where(ReportSubscription.id != found.id), found)
        session.flush()
        return found


def stop_subscription(actor: Actor, subscription_id: int) -> ReportSubscription:
    """Have no more of a report.

    Raises:
        NotFound: "report-subscription-not-found".
    """
    with transaction():
        found = _get_locked(actor, subscription_id)
        found.ended_at = clock.now()
        return found


def get_subscription(actor: Actor, subscription_id: int) -> ReportSubscription:
    """One of the actor's own that goes on.

    Raises:
        NotFound: "report-subscription-not-found".
    """
    found = db.session.scalar(_own(actor.person_id).where(ReportSubscription.id == subscription_id))
    if found is None:
        raise NotFound("report-subscription-not-found")
    return found


def list_subscriptions(actor: Actor) -> Sequence[ReportSubscription]:
    """The actor's own that go on, oldest first."""
    return db.session.scalars(_own(actor.person_id).order_by(ReportSubscription.id)).all()


def path_to_stop(subscription_id: int) -> str:
    """The address on this site where one POST stops them: signed, good for ever, and needing no sign-in."""
    return f"/varsler/stopp/rapport/{links.seal(_PURPOSE, {'subscription': subscription_id})}"


def meaning_of(sealed: str) -> ReportSubscription:
    """What a link stops.

    Raises:
        NotFound: "unsubscribe-link-not-valid".
    """
    carried = links.unseal(_PURPOSE, sealed)
    found = None if carried is None else db.session.get(ReportSubscription, int(carried["subscription"]))
    if found is None:
        raise NotFound("unsubscribe-link-not-valid")
    return found


def stop_by_link(sealed: str) -> ReportSubscription:
    """Stop what a link stops.

    Raises:
        NotFound: as `meaning_of`.
    """
    subscription_id = meaning_of(sealed).id
    with transaction() as session:
        found = session.get_one(ReportSubscription, subscription_id, with_for_update=True)
        found.ended_at = found.ended_at or clock.now()
    return db.session.get_one(ReportSubscription, subscription_id)


def begin_due() -> int:
    """Have each report made whose period is over, once whatever number of workers ask, and answer how many.

    After an outage every period that was missed comes, the last twelve at most.
    """
    today = clock.today()
    waiting = select(ReportSubscription.id).where(
        ReportSubscription.ended_at.is_(None), ReportSubscription.next_first_on < today
    )
    ids = list(db.session.scalars(waiting.order_by(ReportSubscription.id)))
    db.session.rollback()
    return sum(_begin(subscription_id, today) for subscription_id in ids)


def make(event: ReportDue) -> Made | None:
    """The report that is due; None when it was stopped, or its reader has left or may no longer have it."""
    found = db.session.get(ReportSubscription, event.subscription_id)
    person = accounts.find_person(found.person_id) if found is not None else None
    if found is None or found.ended_at is not None or person is None or person.deactivated_at is not None:
        return None
    actor = replace(organisations.actor_of(person, found.acting_for, on=clock.today()), language=found.language)
    period = Period(date.fromisoformat(event.first_on), date.fromisoformat(event.last_on))
    kind = Format(found.format)
    if not _may_have(actor, found.municipality_number, kind):
        return None
    content = _whole(export(actor, period, found.municipality_number, kind))
    return Made(found, person, period, filename(period, found.municipality_number, kind), content)


def next_on(subscription: ReportSubscription) -> date:
    """When the next letter leaves."""
    return period_from(subscription.rhythm, subscription.next_first_on).last + timedelta(days=SENT_ON_DAY)


def first_of(rhythm: Rhythm, day: date) -> date:
    """The first day of the month, quarter or year that a day lies in."""
    months = _MONTHS[rhythm]
    return date(day.year, (day.month - 1) // months * months + 1, 1)


def period_from(rhythm: Rhythm, first: date) -> Period:
    """The month, quarter or year that begins on a day."""
    months = first.year * 12 + first.month - 1 + _MONTHS[rhythm]
    return Period(first, date(months // 12, months % 12 + 1, 1) - timedelta(days=1))


def _begin(subscription_id: int, today: date) -> int:
    with transaction() as session:
        found = session.get(ReportSubscription, subscription_id, with_for_update=True, populate_existing=True)
        if found is None or found.ended_at is not None:
            return 0
        due = list(_due(found.rhythm, found.next_first_on, today))
        for period in due[-MOST_CAUGHT_UP:]:
            outbox.record(ReportDue(found.id, period.first.isoformat(), period.last.isoformat()))
        if due:
            found.next_first_on = due[-1].last + timedelta(days=1)
        return len(due[-MOST_CAUGHT_UP:])


def _due(rhythm: Rhythm, first: date, today: date) -> Iterator[Period]:
    """The periods from a day on that are over, and whose letter may leave."""
    while True:
        period = period_from(rhythm, first)
        if today < period.last + timedelta(days=SENT_ON_DAY):
            return
        yield period
        first = period.last + timedelta(days=1)


def _may_have(actor: Actor, number: str | None, kind: Format) -> Decision:
    return policies.may_see_figures(actor) if kind is Format.PDF else policies.may_export_rows(actor, number)


def _own_locked(actor: Actor) -> Select[ReportSubscription]:
    """The actor's own; their person's row is the lock of all of them."""
    db.session.execute(select(Person.id).where(Person.id == actor.person_id).with_for_update())
    return _own(actor.person_id)


def _get_locked(actor: Actor, subscription_id: int) -> ReportSubscription:
    get_subscription(actor, subscription_id)
    found = db.session.get_one(ReportSubscription, subscription_id, with_for_update=True, populate_existing=True)
    if found.ended_at is not None:
        raise NotFound("report-subscription-not-found")
    return found


def _refuse_same(others: Select[ReportSubscription], wanted: ReportSubscription) -> None:
    same = others.where(
        ReportSubscription.municipality_number.is_(None)
        if wanted.municipality_number is None
        else ReportSubscription.municipality_number == wanted.municipality_number,
        ReportSubscription.rhythm == wanted.rhythm,
        ReportSubscription.format == wanted.format,
        ReportSubscription.language == wanted.language,
    )
    with db.session.no_autoflush:
        if db.session.scalar(same) is not None:
            raise Conflict("report-subscription-exists")


def _own(person_id: int | None) -> Select[ReportSubscription]:
    return select(ReportSubscription).where(
        ReportSubscription.person_id == person_id, ReportSubscription.ended_at.is_(None)
    )


def _whole(pieces: Iterator[bytes]) -> bytes | None:
    """The file in one piece, unless it is too large for a letter."""
    found, size = [], 0
    for piece in pieces:
        size += len(piece)
        if size > MOST_BYTES:
            return None
        found.append(piece)
    return b"".join(found)
