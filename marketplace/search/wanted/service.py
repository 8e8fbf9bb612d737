"""Asking the network for things, and answering."""

import dataclasses
from collections.abc import Mapping
from datetime import date
from typing import Any

from marketplace.accounts.queries import take_turn
from marketplace.foundation import clock, outbox
from marketplace.foundation.actor import Actor
from marketplace.foundation.database import db
from marketplace.foundation.errors import Conflict, FieldError, Invalid
from marketplace.foundation.transaction import transaction
from marketplace.listings import drafting
from marketplace.listings import policies as listing_policies
from marketplace.listings import queries as listings
from marketplace.listings.fields import ListingFields
from marketplace.listings.models import Listing
from marketplace.listings.states import ListingState
from marketplace.search.saved.service import new_mark
from marketplace.search.wanted import policies, queries
from marketplace.search.wanted.events import WantedAnswered, WantedChanged, WantedEnded, WantedPosted
from marketplace.search.wanted.fields import NAMES, WantedFields, checked, checked_note
from marketplace.search.wanted.models import WantedMatch, WantedNotice
from marketplace.search.wanted.states import WantedAction, WantedState

AT_ONCE = 500


def post_notice(actor: Actor, fields: WantedFields, submission_key: str | None = None) -> WantedNotice:
    """Ask the network for something, for the actor's municipality or unit. The same `submission_key` answers what it
    posted first.

    Raises:
        Forbidden: "wanted-needs-role".
        Invalid: a value is missing or impossible; `fields` names each.
    """
    policies.may_post(actor).enforce()
    assert actor.person_id is not None
    assert actor.municipality_number is not None
    said, key, now = checked(fields, clock.today()), drafting.kept_key(actor, submission_key), clock.now()
    with transaction() as session:
        take_turn(actor.person_id)
        earlier = queries.find_by_submission_key(key) if key else None
        if earlier is not None:
            return earlier
        notice = WantedNotice(
            **{name: getattr(said, name) for name in NAMES},
            municipality_number=actor.municipality_number,
            unit_id=actor.unit_id,
            made_by=actor.person_id,
            made_at=now,
            changed_at=now,
            mark=new_mark(),
            submission_key=key,
        )
        session.add(notice)
        session.flush()
        outbox.record(WantedPosted(notice.id))
        return notice


def change_notice(actor: Actor, notice_id: int, changes: Mapping[str, Any], version: int | None = None) -> WantedNotice:
    """Ask for something else, by the names of `WantedFields`; what is left out stays. What met it before still does.

    Raises:
        NotFound: no such notice for the actor.
        Forbidden, Conflict: it is another's, it is not open, or `version` is not the notice's any more.
        Invalid: as `post_notice`.
    """
    with transaction() as session:
        notice = queries.get_for_update(actor, notice_id)
        policies.may_change(actor, notice).enforce()
        if version is not None and version != notice.version:
            raise Conflict("wanted-changed-meanwhile")
        said = checked(dataclasses.replace(fields_of(notice), **dict(changes)), clock.today())
        for name in NAMES:
            setattr(notice, name, getattr(said, name))
        if session.is_modified(notice):
            notice.changed_at, notice.mark = clock.now(), new_mark()
            outbox.record(WantedChanged(notice.id))
        session.flush()
        return notice


def withdraw_notice(actor: Actor, notice_id: int) -> WantedNotice:
    """It is not wanted any more.

    Raises:
        NotFound, Forbidden, Conflict: as `change_notice`.
    """
    return _end(actor, notice_id, WantedAction.WITHDRAW)


def fulfil_notice(actor: Actor, notice_id: int) -> WantedNotice:
    """They have got it.

    Raises:
        NotFound, Forbidden, Conflict: as `change_notice`.
    """
    return _end(actor, notice_id, WantedAction.FULFIL)


def expire_due() -> int:
    """End each notice whose last day has passed, and answer how many."""
    expired = 0
    while due := queries.due_to_expire(clock.today(), AT_ONCE):
        expired += sum(_expire(notice_id, clock.today()) for notice_id in due)
    return expired


def answer_with_listing(actor: Actor, notice_id: int, listing_id: int, note: str = "") -> WantedMatch:
    """Say that one has it, on a listing of one's own. A draft is told of when it is published.

    Raises:
        NotFound: no such notice, or no such listing, for the actor.
        Forbidden, Conflict: the actor may not answer, may not manage the listing, or has answered with it already.
        Invalid: the listing is neither published nor a draft.
    """
    said = checked_note(note)
    with transaction():
        listing = listings.get_for_update(listing_id)
        listings.get_listing(actor, listing_id)
        notice = queries.get_for_update(actor, notice_id)
        policies.may_answer(actor, notice).enforce()
        if listing.state not in (ListingState.PUBLISHED, ListingState.DRAFT):
            raise Invalid(fields=(FieldError("listing_id", "wanted-listing-not-open"),))
        listing_policies.may_edit(actor, listing).enforce()
        return _answer(actor, notice, listing, said)


def answer_with_draft(actor: Actor, notice_id: int, note: str = "") -> Listing:
    """Say that one has it, and begin a listing of it: what is wanted is filled in.

    Raises:
        NotFound, Forbidden, Conflict: as `answer_with_listing`.
    """
    said = checked_note(note)
    with transaction():
        notice = queries.get_for_update(actor, notice_id)
        policies.may_answer(actor, notice).enforce()
        fields = ListingFields(title=notice.title, category_code=notice.category_code, quantity=notice.quantity)
        listing = drafting.create_draft(actor, fields)
        _answer(actor, notice, listing, said)
        return listing


def fields_of(notice: WantedNotice) -> WantedFields:
    """What a notice says now."""
    return WantedFields(**{name: getattr(notice, name) for name in NAMES})


def _answer(actor: Actor, notice: WantedNotice, listing: Listing, note: str) -> WantedMatch:
    known = (WantedMatch.notice_id == notice.id, WantedMatch.listing_id == listing.id)
    match = db.session.query(WantedMatch).filter(*known).one_or_none()
    if match is not None and match.answered_by is not None:
        raise Conflict("wanted-answered-already")
    if match is None:
        match = WantedMatch(notice_id=notice.id, listing_id=listing.id, found_at=clock.now())
        db.session.add(match)
    match.answered_by, match.answered_at, match.note = actor.person_id, clock.now(), note
    db.session.flush()
    if listing.state == ListingState.PUBLISHED:
        outbox.record(WantedAnswered(match.id))
    return match


def _end(actor: Actor, notice_id: int, action: WantedAction) -> WantedNotice:
    with transaction() as session:
        notice = queries.get_for_update(actor, notice_id)
        policies.may_change(actor, notice).enforce()
        _close(notice, action)
        session.flush()
        return notice


def _expire(notice_id: int, today: date) -> bool:
    with transaction() as session:
        notice = session.get(WantedNotice, notice_id, with_for_update=True)
        if notice is None or notice.state != WantedState.OPEN or notice.closes_on >= today:
            return False
        _close(notice, WantedAction.EXPIRE)
        return True


def _close(notice: WantedNotice, action: WantedAction) -> None:
    notice.apply(action)
    notice.ended_at, notice.mark = clock.now(), new_mark()
    outbox.record(WantedEnded(notice.id))
