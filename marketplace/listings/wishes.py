"""What voluntary organisations would like of what is open to them. They have no sign-in: a signed link says who."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, FromClause, and_, false, func, join, select

from marketplace.foundation import clock, outbox
from marketplace.foundation.actor import SYSTEM, Actor
from marketplace.foundation.database import db
from marketplace.foundation.errors import FieldError, Invalid, NotFound
from marketplace.foundation.texts import clean
from marketplace.foundation.transaction import transaction
from marketplace.listings import policies, queries
from marketplace.listings.events import ListingClosed, ListingWithdrawn, VoluntaryAnswered, VoluntaryAsked
from marketplace.listings.models import Listing, Photo, VoluntaryRequest
from marketplace.listings.states import ListingState, Stage
from marketplace.organisations import releasing
from marketplace.organisations.models import VoluntaryOrganisation

MOST_MESSAGE = 1000
MOST_LISTED = 200


@dataclass(frozen=True, slots=True)
class Wish:
    """A request, and who asks: as the listing's owner sees it."""

    request: VoluntaryRequest
    organisation: VoluntaryOrganisation


@dataclass(frozen=True, slots=True)
class WaitingWish:
    """A request that nobody has answered, of something that is still given."""

    listing_id: int
    title: str
    organisation: str
    quantity: int
    asked_at: datetime


def list_open_to(organisation: VoluntaryOrganisation) -> list[Listing]:
    """What the organisation may ask for now, the newest first: its own municipality's only."""
    chosen = select(Listing).where(
        Listing.municipality_number == organisation.municipality_number,
        Listing.state == ListingState.PUBLISHED,
        Listing.stage == Stage.VOLUNTARY,
        Listing.loan_days.is_(None),
    )
    return list(db.session.scalars(chosen.order_by(Listing.published_at.desc(), Listing.id.desc()).limit(MOST_LISTED)))


def get_open_to(organisation: VoluntaryOrganisation, listing_id: int) -> Listing:
    """A listing that the organisation may ask for now.

    Raises:
        NotFound: "voluntary-listing-not-open".
    """
    listing = db.session.get(Listing, listing_id)
    if listing is None or not _is_open_to(listing, organisation):
        raise NotFound("voluntary-listing-not-open")
    return listing


def get_photo_open_to(organisation: VoluntaryOrganisation, key: str) -> Photo:
    """The photo with this key, of a listing that the organisation may ask for now.

    Raises:
        NotFound: "photo-not-found".
    """
    photo = db.session.scalar(select(Photo).where(Photo.key == key)) if key.isalnum() and key.isascii() else None
    listing = db.session.get(Listing, photo.listing_id) if photo is not None else None
    if photo is None or listing is None or not _is_open_to(listing, organisation):
        raise NotFound("photo-not-found")
    return photo


def get_request(request_id: int) -> VoluntaryRequest:
    """What an organisation asked for.

    Raises:
        NotFound: there is none.
    """
    request = db.session.get(VoluntaryRequest, request_id)
    if request is None:
        raise NotFound("voluntary-request-not-found")
    return request


def list_own(organisation: VoluntaryOrganisation) -> Sequence[tuple[VoluntaryRequest, str]]:
    """What the organisation has asked for, with the listings' titles, the newest first."""
    chosen = (
        select(VoluntaryRequest, Listing.title)
        .join(Listing, Listing.id == VoluntaryRequest.listing_id)
        .where(VoluntaryRequest.organisation_id == organisation.id)
    )
    rows = db.session.execute(chosen.order_by(VoluntaryRequest.id.desc()).limit(MOST_LISTED)).all()
    return [(row[0], row[1]) for row in rows]


def list_of_listing(listing_id: int) -> list[Wish]:
    """Who would like some of a listing, the unanswered first, the first first."""
    chosen = (
        select(VoluntaryRequest, VoluntaryOrganisation)
        .join(VoluntaryOrganisation, VoluntaryOrganisation.id == VoluntaryRequest.organisation_id)
        .where(VoluntaryRequest.listing_id == listing_id)
        .order_by(VoluntaryRequest.answered_at.is_not(None), VoluntaryRequest.id)
    )
    return [Wish(*row) for row in db.session.execute(chosen)]


def list_waiting(actor: Actor, most: int) -> list[WaitingWish]:
    """What the actor's side has to answer organisations, the oldest first, at most so many."""
    asked = VoluntaryRequest
    columns = (asked.listing_id, Listing.title, VoluntaryOrganisation.name, asked.quantity, asked.asked_at)
    chosen = select(*columns).select_from(_requests()).where(_waits_for(actor))
    return [WaitingWish(*row) for row in db.session.execute(chosen.order_by(asked.asked_at, asked.id).limit(most))]


def count_waiting(actor: Actor) -> int:
    """How many there are; one query."""
    return db.session.scalar(select(func.count()).select_from(_requests()).where(_waits_for(actor))) or 0


def ask_for(sealed: str, listing_id: int, quantity: int, message: str = "") -> VoluntaryRequest:
    """Say that an organisation would like some of a listing; said again before it is answered, the last is meant.

    Raises:
        NotFound: "voluntary-link-not-valid"; the listing is not open to the organisation.
        Invalid: a number that is not left, or not the whole of what is not divided; the message is too long.
    """
    said = clean(message, lines=True)
    if len(said) > MOST_MESSAGE:
        raise Invalid(fields=(FieldError("message", "field-too-long", {"most": MOST_MESSAGE}),))
    with transaction() as session:
        organisation = releasing.meaning_of(sealed)
        listing = queries.get_for_update(listing_id)
        if not _is_open_to(listing, organisation):
            raise NotFound("voluntary-listing-not-open")
        check_quantity(listing, quantity, listing.left_quantity)
        request = _find_waiting(listing_id, organisation.id) or VoluntaryRequest(
            listing_id=listing_id, organisation_id=organisation.id
        )
        request.quantity, request.message, request.asked_at = quantity, said, clock.now()
        session.add(request)
        session.flush()
        outbox.record(VoluntaryAsked(request.id, listing_id))
        return request


def decline_wish(actor: Actor, request_id: int) -> VoluntaryRequest:
    """Say no to an organisation.

    Raises:
        NotFound, Forbidden, Conflict: as `policies.may_answer_wish`.
    """
    with transaction():
        request, _ = get_for_answer(actor, request_id)
        answer(actor, request, 0)
        return request


def decline_open_wishes(event: ListingWithdrawn | ListingClosed) -> None:
    """Say no to who waits for a listing that was withdrawn, or of which nothing is left; nothing if it is out again."""
    with transaction():
        listing = queries.get_for_update(event.listing_id)
        if listing.state not in (ListingState.WITHDRAWN, ListingState.CLOSED):
            return
        for wish in list_of_listing(listing.id):
            if wish.request.answered_at is None:
                answer(SYSTEM, wish.request, 0)


def get_for_answer(actor: Actor, request_id: int) -> tuple[VoluntaryRequest, Listing]:
    """A request that the actor may answer, its listing locked.

    Raises:
        NotFound: there is none, or none on a listing that the actor sees.
        Forbidden, Conflict: as `policies.may_answer_wish`.
    """
    request = db.session.get(VoluntaryRequest, request_id)
    listing = queries.get_for_update(request.listing_id) if request else None
    if request is None or listing is None or not listing.is_visible_to(actor):
        raise NotFound("voluntary-request-not-found")
    db.session.refresh(request)
    policies.may_answer_wish(actor, listing, request).enforce()
    return request, listing


def answer(actor: Actor, request: VoluntaryRequest, quantity: int) -> None:
    """Note what an organisation is given. Called under the listing's lock."""
    request.given_quantity, request.answered_at, request.answered_by = quantity, clock.now(), actor.person_id
    outbox.record(VoluntaryAnswered(request.id, request.listing_id))


def check_quantity(listing: Listing, quantity: int, most: int) -> None:
    """Whether so many can be given at all.

    Raises:
        Invalid: "voluntary-quantity-out-of-range", or "voluntary-indivisible".
    """
    if not 1 <= quantity <= most:
        code = "voluntary-quantity-out-of-range"
        raise Invalid(code, fields=(FieldError("quantity", code, {"most": most}),), most=most)
    if listing.indivisible and quantity != listing.left_quantity:
        whole = listing.left_quantity
        raise Invalid(
            "voluntary-indivisible",
            fields=(FieldError("quantity", "voluntary-indivisible", {"whole": whole}),),
            whole=whole,
        )


def _requests() -> FromClause:
    listed = join(VoluntaryRequest, Listing, Listing.id == VoluntaryRequest.listing_id)
    return listed.join(VoluntaryOrganisation, VoluntaryOrganisation.id == VoluntaryRequest.organisation_id)


def _waits_for(actor: Actor) -> ColumnElement[bool]:
    """Of requests with their listings and organisations."""
    if "listings:manage" not in actor.permissions:
        return false()
    return and_(
        queries.of_side(actor),
        VoluntaryRequest.answered_at.is_(None),
        VoluntaryOrganisation.closed_at.is_(None),
        Listing.state.in_((ListingState.PUBLISHED, ListingState.EXPIRED)),
    )


def _is_open_to(listing: Listing, organisation: VoluntaryOrganisation) -> bool:
    if listing.closes_at is not None and listing.closes_at <= clock.now():
        return False
    return listing.is_open_to_voluntary and listing.municipality_number == organisation.municipality_number


def _find_waiting(listing_id: int, organisation_id: int) -> VoluntaryRequest | None:
    chosen = select(VoluntaryRequest).where(
        VoluntaryRequest.listing_id == listing_id, VoluntaryRequest.organisation_id == organisation_id
    )
    return db.session.scalar(chosen.where(VoluntaryRequest.answered_at.is_(None)))
