"""What waits for the reader, from every feature: kinds of things to do, each with its oldest rows."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from flask import url_for
from flask_babel import gettext, ngettext

from marketplace.claims import queries as claims
from marketplace.claims.rows import ClaimRow, Waiting
from marketplace.foundation.actor import Actor
from marketplace.listings import wishes
from marketplace.search.wanted import queries as wanted
from marketplace.transfers import lending, objections
from marketplace.transfers.lending import LoanRow


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do: where, with whom, how many, by when, and since when it waits."""

    title: str
    href: str
    who: str
    unit: str | None
    quantity: int
    due: date | datetime | None
    since: date | datetime
    is_late: bool = False


@dataclass(frozen=True, slots=True)
class TaskKind:
    """Things of one kind, the oldest first; `count` is how many there are in all, `href` where all of them are.

    `todo` says what to do with one of them, once its `quantity` and `place` are put in (`%(quantity)s`).
    """

    heading: str
    count: int
    tasks: tuple[Task, ...]
    href: str
    due_label: str
    todo: str


MOST_SHOWN = 20

_COUNTS = (
    claims.count_waiting,
    objections.count_waiting,
    lending.count_waiting,
    wanted.count_met,
    wishes.count_waiting,
)


def kinds(actor: Actor, most: int = MOST_SHOWN) -> list[TaskKind]:
    """What the actor's side must do, by kind, at most so many of each; kinds of which there is nothing are left out."""
    of_claims = (*_of_claims(actor, most), _of_wishes(actor, most))
    found = (*of_claims, _of_objections(actor, most), *_of_loans(actor, most), _of_wanted(actor, most))
    return [kind for kind in found if kind.count]


def count(actor: Actor) -> int:
    """How many things wait, for the menu."""
    return sum(ask(actor) for ask in _COUNTS)


def _of_claims(actor: Actor, most: int) -> list[TaskKind]:
    waiting = claims.waiting_for(actor, most)
    return [*_to_answer(waiting), *_to_move(waiting)]


def _to_answer(waiting: Waiting) -> list[TaskKind]:
    decide, _, _, answer, accept = waiting.counts
    return [
        TaskKind(
            gettext("Svar på tilbud"),
            accept,
            tuple(map(_offer, waiting.to_accept)),
            url_for("claims.index", side="claimant", tilstand="requested"),
            gettext("Svarfrist"),
            gettext("Svar på tilbudet om %(quantity)s stk. fra %(place)s"),
        ),
        TaskKind(
            gettext("Svar på forespørsler"),
            decide,
            _tasks(waiting.to_decide),
            url_for("claims.index", side="owner", tilstand="requested"),
            gettext("Henting"),
            gettext("Svar %(place)s, som ber om %(quantity)s stk."),
        ),
        TaskKind(
            gettext("Svar på meldinger"),
            answer,
            _tasks(waiting.to_answer),
            url_for("claims.index"),
            gettext("Henting"),
            gettext("Svar på melding fra %(place)s"),
        ),
    ]


def _to_move(waiting: Waiting) -> list[TaskKind]:
    _, hand_over, collect, _, _ = waiting.counts
    return [
        TaskKind(
            gettext("Hent"),
            collect,
            _tasks(waiting.to_collect),
            url_for("claims.index", side="claimant", tilstand="approved"),
            gettext("Henting"),
            gettext("Hent %(quantity)s stk. i %(place)s"),
        ),
        TaskKind(
            gettext("Lever fra dere"),
            hand_over,
            _tasks(waiting.to_hand_over),
            url_for("claims.index", side="owner", tilstand="approved"),
            gettext("Henting"),
            gettext("Lever %(quantity)s stk. til %(place)s"),
        ),
    ]


def _of_wishes(actor: Actor, most: int) -> TaskKind:
    count = wishes.count_waiting(actor)
    tasks = tuple(
        Task(
            each.title,
            url_for("listings.show", listing_id=each.listing_id, _anchor="frivillige"),
            each.organisation,
            None,
            each.quantity,
            None,
            each.asked_at,
        )
        for each in (wishes.list_waiting(actor, most) if count else ())
    )
    return TaskKind(
        gettext("Svar frivillige organisasjoner"),
        count,
        tasks,
        url_for("listings.mine"),
        gettext("Frist"),
        gettext("Svar %(place)s, som ber om %(quantity)s stk."),
    )


def _of_objections(actor: Actor, most: int) -> TaskKind:
    waiting = objections.list_waiting(actor)
    tasks = tuple(
        Task(
            row.title,
            url_for("objections.show", transfer_id=row.transfer_id),
            row.municipality,
            None,
            row.quantity,
            None,
            row.made_at,
        )
        for row in waiting[:most]
    )
    on_a_side = actor.may("claims:request") or actor.may("claims:decide")
    return TaskKind(
        gettext("Avklar innvendinger"),
        len(waiting),
        tasks,
        url_for("claims.index", tilstand="handed_over") if on_a_side else url_for("transfers.index"),
        gettext("Frist"),
        gettext("Avklar innvendingen med %(place)s"),
    )


def _of_loans(actor: Actor, most: int) -> list[TaskKind]:
    waiting = lending.waiting_for(actor, most)
    bring, get = waiting.counts
    borrowed, lent = (url_for("loans.index", side=side) for side in ("claimant", "owner"))
    last = gettext("Siste dag")
    return [
        TaskKind(
            gettext("Lever tilbake lån"),
            bring,
            tuple(map(_loan, waiting.to_bring_back)),
            borrowed,
            last,
            gettext("Lever tilbake %(quantity)s stk. til %(place)s"),
        ),
        TaskKind(
            gettext("Få tilbake utlån"),
            get,
            tuple(map(_loan, waiting.to_get_back)),
            lent,
            last,
            gettext("Få tilbake %(quantity)s stk. fra %(place)s"),
        ),
    ]


def _of_wanted(actor: Actor, most: int) -> TaskKind:
    met = wanted.list_met(actor)
    tasks = tuple(
        Task(
            each.notice.title,
            url_for("wanted.show", notice_id=each.notice.id),
            ngettext("%(num)s annonse", "%(num)s annonser", each.listings),
            None,
            each.notice.quantity,
            each.notice.by_on,
            each.since,
        )
        for each in met[:most]
    )
    return TaskKind(
        gettext("Se hva som passer ønskene"),
        len(met),
        tasks,
        url_for("wanted.index"),
        gettext("Trengs innen"),
        gettext("Se %(place)s som passer et ønske"),
    )


def _loan(row: LoanRow) -> Task:
    task = _task(row.claim)
    return replace(task, quantity=row.left_quantity, due=row.due_on, since=row.lent_on, is_late=row.is_overdue)


def _tasks(rows: Iterable[ClaimRow]) -> tuple[Task, ...]:
    return tuple(_task(row) for row in rows)


def _offer(row: ClaimRow) -> Task:
    return replace(_task(row), due=row.answer_by)


def _task(row: ClaimRow) -> Task:
    other = row.claimant if row.is_owner else row.owner
    return Task(
        row.title,
        url_for("claims.show", claim_id=row.id),
        other.name,
        other.unit_name,
        row.outstanding_quantity or row.quantity,
        row.appointment.from_at if row.appointment else None,
        row.requested_at,
    )
