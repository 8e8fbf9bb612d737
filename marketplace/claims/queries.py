"""Asking about claims: what they hold, who waits, and one claim to look at or act on."""

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from marketplace.claims import policies, rows, selecting
from marketplace.claims.models import Claim, ClaimStep, Message
from marketplace.claims.rows import ClaimDetail, ClaimRow, Waiting
from marketplace.claims.states import OPEN, ClaimState
from marketplace.foundation.actor import Actor
from marketplace.foundation.database import db
from marketplace.foundation.errors import NotFound
from marketplace.foundation.pagination import DEFAULT_PER_PAGE, Page, offset
from marketplace.listings import queries as listings
from marketplace.listings.models import Listing
from marketplace.listings.states import ListingState
from marketplace.organisations.geography import place_of

_NOT_FOUND = "claim-not-found"
MOST_WAITING = 20


def available_quantity(listing: Listing) -> int:
    """How many of the listing nobody holds. Certain only while the listing is locked."""
    return listing.quantity - listing.given_away_quantity - _sum(selecting.held(), listing.id)


def grantable_quantity(listing: Listing) -> int:
    """How many an owner who chooses may grant: what others only ask for does not stand in the way."""
    return listing.quantity - listing.given_away_quantity - _sum(selecting.granted(), listing.id)


def list_waited_for(listing_ids: Collection[int]) -> Sequence[int]:
    """Those of the listings that somebody waits for, in the queue or for an answer."""
    waits = Claim.state.in_((ClaimState.QUEUED, ClaimState.REQUESTED))
    return sorted(set(db.session.scalars(select(Claim.listing_id).where(Claim.listing_id.in_(listing_ids), waits))))


def available_quantities(listing_ids: Collection[int]) -> dict[int, int]:
    """The same for many listings, in one query; unknown ids are left out."""
    if not listing_ids:
        return {}
    taken = func.coalesce(func.sum(selecting.held()), 0)
    statement = (
        select(Listing.id, Listing.quantity - Listing.given_away_quantity - taken)
        .outerjoin(Claim, Claim.listing_id == Listing.id)
        .where(Listing.id.in_(listing_ids))
        .group_by(Listing.id, Listing.quantity, Listing.given_away_quantity)
    )
    return {listing_id: int(available) for listing_id, available in db.session.execute(statement)}


def held_quantities(listing_ids: Collection[int]) -> dict[int, int]:
    """How many units of each listing claims hold, handed over or not; a listing of which none are held is left out."""
    chosen = select(Claim.listing_id, func.sum(selecting.held())).where(Claim.listing_id.in_(listing_ids))
    found = db.session.execute(chosen.group_by(Claim.listing_id))
    return {listing_id: int(units) for listing_id, units in found if units}


def promised_quantities(asset_ids: Collection[int]) -> dict[int, int]:
    """How many units of each asset claims hold that no published listing offers any more and are not handed over."""
    promised = func.sum(selecting.held() - Claim.handed_over_quantity)
    chosen = (
        select(Listing.asset_id, promised)
        .join(Claim, Claim.listing_id == Listing.id)
        .where(Listing.asset_id.in_(asset_ids), Listing.state != ListingState.PUBLISHED)
        .group_by(Listing.asset_id)
    )
    return {asset_id: int(units) for asset_id, units in db.session.execute(chosen) if asset_id and units}


def handed_over_quantity(listing_id: int) -> int:
    """How many units of the listing have changed hands, net of what came back."""
    return _sum(Claim.handed_over_quantity, listing_id)


def count_queued(listing_id: int) -> int:
    """How many claims wait in the listing's queue."""
    statement = select(func.count()).where(Claim.listing_id == listing_id, Claim.state == ClaimState.QUEUED)
    return db.session.scalar(statement) or 0


def queue_position(claim: Claim) -> int | None:
    """The claim's place in the queue, the first being 1; None when it does not wait."""
    return selecting.queue_positions([claim]).get(claim.id)


def get_claim(actor: Actor, claim_id: int) -> Claim:
    """One claim with its listing.

    Raises:
        NotFound: there is none, or the actor is on neither side of it.
    """
    claim = db.session.scalar(selecting.joined().where(Claim.id == claim_id))
    if claim is None or not policies.may_view_claim(actor, claim):
        raise NotFound(_NOT_FOUND)
    return claim


def find_with_listing(claim_id: int) -> Claim:
    """One claim with its listing, for who asks of nobody's account; it must be there."""
    return db.session.scalars(selecting.joined().where(Claim.id == claim_id)).one()


def with_listings(claim_ids: Collection[int]) -> dict[int, Claim]:
    """Claims by their id, each with its listing, for who asks of nobody's account; one query."""
    if not claim_ids:
        return {}
    return {claim.id: claim for claim in db.session.scalars(selecting.joined().where(Claim.id.in_(claim_ids)))}


def get_for_update(claim_id: int) -> Claim:
    """One claim with its listing, the listing locked first: its row is the lock of its queue.

    Raises:
        NotFound: there is none.
    """
    listing_id = db.session.scalar(select(Claim.listing_id).where(Claim.id == claim_id))
    if listing_id is None:
        raise NotFound(_NOT_FOUND)
    listings.get_for_update(listing_id)
    chosen = selecting.joined().where(Claim.id == claim_id).with_for_update(of=Claim)
    return db.session.scalars(chosen.execution_options(populate_existing=True)).one()


def get_own_for_update(actor: Actor, claim_id: int) -> Claim:
    """The same, of a claim that the actor is party to.

    Raises:
        NotFound: there is none, or the actor is on neither side of it.
    """
    claim = get_for_update(claim_id)
    if not policies.may_view_claim(actor, claim):
        raise NotFound(_NOT_FOUND)
    return claim


def get_detail(actor: Actor, claim_id: int) -> ClaimDetail:
    """One claim with its time line, messages and, once it was approved, who to reach.

    Raises:
        NotFound: as `get_claim`.
    """
    claim = get_claim(actor, claim_id)
    steps, messages = list_steps(claim_id), list_messages(claim_id)
    asker, decider = claim.requested_by, rows.answers_for(claim)
    people = rows.people(
        {asker, decider} | {step.person_id for step in steps} | {message.person_id for message in messages}
    )
    return ClaimDetail(
        row=rows.rows_of(actor, [claim])[0],
        requested_by=people[asker].name,
        available_quantity=available_quantity(claim.listing),
        grantable_quantity=grantable_quantity(claim.listing),
        steps=tuple(
            rows.StepRow(
                step.kind,
                step.at,
                people[step.person_id].name if step.person_id is not None else None,
                place_of(step.municipality_number).name if step.municipality_number else None,
                step.quantity,
                step.note,
            )
            for step in steps
        ),
        messages=tuple(rows.message_row(actor, claim, message, people) for message in messages),
        contacts=rows.contacts(claim, people),
    )


def list_claims(
    actor: Actor,
    side: str | None = None,
    states: Collection[ClaimState] = (),
    page: int = 1,
    per_page: int = DEFAULT_PER_PAGE,
) -> Page[ClaimRow]:
    """The claims of the actor's side (`owner`, `claimant` or None for both), newest first; no states is any."""
    sides = {"owner": selecting.owner_side(actor), "claimant": selecting.claimant_side(actor)}
    wanted = sides[side] if side else or_(*sides.values())
    chosen = selecting.joined().where(wanted)
    if states:
        chosen = chosen.where(Claim.state.in_(states))
    total = db.session.scalar(chosen.with_only_columns(func.count(), maintain_column_froms=True).order_by(None)) or 0
    found = db.session.scalars(chosen.order_by(Claim.id.desc()).offset(offset(page, per_page)).limit(per_page)).all()
    return Page(rows.rows_of(actor, found), total, page, per_page)


def waiting_for(actor: Actor, most: int = MOST_WAITING) -> Waiting:
    """What the actor's own side must do next, the oldest first, at most so many rows of each kind."""
    counts = _count(kinds := selecting.kinds_of_waiting(actor))
    found = [
        db.session.scalars(selecting.joined().where(kind).order_by(Claim.id).limit(most)).all() if count else []
        for kind, count in zip(kinds, counts, strict=True)
    ]
    unique = {claim.id: claim for claims in found for claim in claims}
    shown = {row.id: row for row in rows.rows_of(actor, list(unique.values()))}
    groups = [tuple(shown[claim.id] for claim in claims) for claims in found]
    return Waiting(groups[0], groups[1], groups[2], groups[3], groups[4], counts)


def count_waiting(actor: Actor) -> int:
    """How many things wait for the actor's side; one query."""
    return sum(_count(selecting.kinds_of_waiting(actor)))


def list_own_open(actor: Actor, listing_id: int) -> list[ClaimRow]:
    """The claims on a listing that the actor's side has asked with and that are not ended, newest first."""
    chosen = selecting.joined().where(Claim.listing_id == listing_id, selecting.claimant_side(actor))
    found = db.session.scalars(chosen.where(Claim.state.in_(OPEN)).order_by(Claim.id.desc())).all()
    return rows.rows_of(actor, found)


def list_of_listing(listing_id: int, *states: ClaimState) -> Sequence[Claim]:
    """A listing's claims in these states, in turn."""
    statement = selecting.joined().where(Claim.listing_id == listing_id, Claim.state.in_(states))
    return db.session.scalars(statement.order_by(*selecting.IN_TURN)).all()


def find_by_submission_key(key: str) -> Claim | None:
    """The claim that a form with this key made."""
    return db.session.scalar(selecting.joined().where(Claim.submission_key == key))


def find_message_by_submission_key(key: str) -> Message | None:
    """The message that a form with this key sent."""
    return db.session.scalar(select(Message).where(Message.submission_key == key))


def list_steps(claim_id: int) -> Sequence[ClaimStep]:
    """The claim's time line, oldest first."""
    return db.session.scalars(select(ClaimStep).where(ClaimStep.claim_id == claim_id).order_by(ClaimStep.id)).all()


def list_messages(claim_id: int) -> Sequence[Message]:
    """What the sides wrote, oldest first."""
    return db.session.scalars(select(Message).where(Message.claim_id == claim_id).order_by(Message.id)).all()


def _count(kinds: Sequence[ColumnElement[bool]]) -> tuple[int, ...]:
    counted = select(*(func.count().filter(kind) for kind in kinds)).select_from(Claim).join(Claim.listing)
    counted = counted.where(Claim.state.in_(OPEN))  # what waits is open: the index finds it among all that ever was
    return tuple(int(count) for count in db.session.execute(counted).one())


def _sum(column: ColumnElement[int] | InstrumentedAttribute[int], listing_id: int) -> int:
    total = func.coalesce(func.sum(column), 0)
    return int(db.session.scalar(select(total).where(Claim.listing_id == listing_id)) or 0)
