"""Asking for listings."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import ColumnElement, Row, Select, and_, case, false, func, not_, or_, select, true

from marketplace.catalogue.conditions import Condition
from marketplace.foundation.actor import Actor
from marketplace.foundation.database import db
from marketplace.foundation.errors import NotFound
from marketplace.foundation.pagination import Page, offset
from marketplace.listings.models import Listing, Photo, PhotoVariant
from marketplace.listings.states import SHOWN_TO_OTHERS, ListingState, Stage
from marketplace.organisations.models import Municipality

MISSING = "listing-not-found"


@dataclass(frozen=True, slots=True)
class ListingCard:
    """A listing as it stands in a list. `photo` is its first picture's sizes, smallest first; empty without one."""

    id: int
    title: str
    category_code: str
    municipality_number: str
    municipality_name: str
    unit_id: int | None
    condition: Condition
    quantity: int
    left_quantity: int
    price_nok: int
    loan_days: int | None
    state: ListingState
    stage: Stage
    photo: tuple[PhotoVariant, ...]
    published_at: datetime | None
    updated_at: datetime
    available_from: date | None
    closes_at: datetime | None
    opens_on: date | None = None
    reserved_for: str | None = None


def get_listing(actor: Actor, listing_id: int) -> Listing:
    """A listing that the actor may see.

    Raises:
        NotFound: there is none, or none for this actor.
    """
    listing = db.session.get(Listing, listing_id)
    if listing is None or not listing.is_visible_to(actor):
        raise NotFound(MISSING)
    return listing


def get_for_update(listing_id: int) -> Listing:
    """A listing as it is now, locked until the transaction ends: the lock of its queue.

    Raises:
        NotFound: there is none.
    """
    locked = select(Listing).where(Listing.id == listing_id).with_for_update()
    listing = db.session.scalar(locked.execution_options(populate_existing=True))
    if listing is None:
        raise NotFound(MISSING)
    return listing


def find_by_submission(submission_key: str) -> Listing | None:
    """The listing that a form with this key has made, if any."""
    return db.session.scalar(select(Listing).where(Listing.submission_key == submission_key))


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """`Listing.is_visible_to` as a condition of SQL."""
    shown = _reaches(actor)
    if "listings:view" in actor.network_permissions:
        shown = or_(Listing.reserved_for.is_(None), shown)
    others = or_(and_(Listing.state.in_(SHOWN_TO_OTHERS), shown), ahead_of(actor))
    if "listings:view" not in actor.permissions:
        return others
    return or_(and_(_is_own(actor), _is_of_unit_or_whole(actor)), others)


def open_to(actor: Actor) -> ColumnElement[bool]:
    """`Listing.is_open_to` as a condition of SQL."""
    together = true() if actor.members is None else Listing.municipality_number.in_(actor.members)
    return and_(Listing.state == ListingState.PUBLISHED, _reaches(actor), or_(_is_own(actor), together))


def ahead_of(actor: Actor) -> ColumnElement[bool]:
    """`Listing.is_shown_ahead_to` as a condition of SQL."""
    if not actor.may("listings:view"):
        return false()
    together = true() if actor.members is None else Listing.municipality_number.in_(actor.members)
    others = and_(not_(_is_own(actor)), together) if actor.is_member else false()
    shown = and_(Listing.state == ListingState.PUBLISHED, Listing.shown_ahead.is_(True), not_(open_to(actor)))
    return and_(shown, or_(_is_own(actor), others), opens_on_to(actor).is_not(None))


def opens_on_to(actor: Actor) -> ColumnElement[date | None]:
    """`Listing.opens_on_to` as an expression of SQL, for what the actor sees ahead."""
    wide = func.coalesce(Listing.opens_to_network_on, Listing.opens_to_voluntary_on)
    return case((_is_own(actor), func.coalesce(Listing.opens_to_municipality_on, wide)), else_=wide)


def _reaches(actor: Actor) -> ColumnElement[bool]:
    own, wide = _is_own(actor), Listing.stage.in_((Stage.NETWORK, Stage.VOLUNTARY))
    network = actor.is_member and actor.may("listings:view")
    given = Listing.reserved_for == actor.municipality_number if network and actor.municipality_number else false()
    free = Listing.reserved_for.is_(None)
    return or_(
        and_(or_(Listing.stage == Stage.UNIT, not_(free)), own, _is_of_unit_or_whole(actor)),
        and_(Listing.stage == Stage.MUNICIPALITY, free, own),
        and_(wide, free) if network else and_(wide, free, own),
        and_(not_(free), given, not_(own)),  # never NULL, so that its opposite can be asked for
    )


def _is_own(actor: Actor) -> ColumnElement[bool]:
    if actor.municipality_number is None:
        return false()
    return Listing.municipality_number == actor.municipality_number


def _is_of_unit_or_whole(actor: Actor) -> ColumnElement[bool]:
    if actor.unit_id is None:
        return true()
    return or_(Listing.unit_id.is_(None), Listing.unit_id == actor.unit_id)


def photos_of(listing_ids: Collection[int]) -> dict[int, list[Photo]]:
    """Each listing's photos in their order; a listing without any is left out."""
    found: dict[int, list[Photo]] = defaultdict(list)
    if listing_ids:
        chosen = select(Photo).where(Photo.listing_id.in_(listing_ids))
        for photo in db.session.scalars(chosen.order_by(Photo.listing_id, Photo.position, Photo.id)):
            found[photo.listing_id].append(photo)
    return dict(found)


def get_photo(actor: Actor, key: str) -> Photo:
    """The photo with this key, when the actor may see its listing.

    Raises:
        NotFound: "photo-not-found".
    """
    chosen = select(Photo).join(Listing, Listing.id == Photo.listing_id).where(Photo.key == key, visible_to(actor))
    photo = db.session.scalar(chosen) if key.isalnum() and key.isascii() else None
    if photo is None:
        raise NotFound("photo-not-found")
    return photo


def cards_of(actor: Actor, listing_ids: Collection[int], *, only_open: bool = False) -> dict[int, ListingCard]:
    """Cards of those of the listings that the actor may see, or that are open to them, in two queries."""
    if not listing_ids:
        return {}
    # The rule in the query would make SQLite look up all that it lets through, to find the few that are asked for.
    rows = db.session.execute(_with_names().where(Listing.id.in_(listing_ids))).all()
    return {card.id: card for card in _cards_of([row for row in rows if _is_shown(row[0], actor, only_open)])}


def _is_shown(listing: Listing, actor: Actor, only_open: bool) -> bool:
    return listing.is_open_to(actor) if only_open else listing.is_visible_to(actor)


def list_ahead(actor: Actor, page: int = 1, per_page: int = 24) -> Page[ListingCard]:
    """What the actor is shown before it opens to them, the soonest first; `opens_on` says when."""
    rule, day = ahead_of(actor), opens_on_to(actor)
    total = db.session.scalar(select(func.count()).select_from(Listing).where(rule)) or 0
    chosen = _with_names().where(rule).order_by(day, Listing.id).limit(per_page).offset(offset(page, per_page))
    found = db.session.execute(chosen).all()
    days = {listing.id: listing.opens_on_to(actor) for listing, _ in found}
    cards = [replace(card, opens_on=days[card.id]) for card in _cards_of(found)]
    return Page(cards, total, page, per_page)


def newest_open(actor: Actor, limit: int) -> list[ListingCard]:
    """What was published last and is open to the actor."""
    return _cards(_with_names().where(open_to(actor)).order_by(*_NEWEST).limit(limit))


def longest_open(
    actor: Actor, limit: int, *, municipality_number: str | None = None, codes: Collection[str] | None = None
) -> list[ListingCard]:
    """What has been open to the actor for longest, perhaps of one municipality or some categories."""
    chosen = _with_names().where(open_to(actor))
    if municipality_number is not None:
        chosen = chosen.where(Listing.municipality_number == municipality_number)
    if codes is not None:
        chosen = chosen.where(Listing.category_code.in_(sorted(codes)))
    return _cards(chosen.order_by(Listing.published_at, Listing.id).limit(limit))


def similar_to(actor: Actor, listing: Listing, limit: int = 4) -> list[ListingCard]:
    """Other listings of the same category that are open to the actor, newest first."""
    same = and_(Listing.category_code == listing.category_code, Listing.id != listing.id)
    return _cards(_with_names().where(same, open_to(actor)).order_by(*_NEWEST).limit(limit))


def list_own(actor: Actor, states: Collection[ListingState], page: int = 1, per_page: int = 24) -> Page[ListingCard]:
    """What the actor's municipality, or unit, has in some states (none given: in any), latest touched first."""
    rule = of_side(actor)
    if states:
        rule = and_(rule, Listing.state.in_(states))
    total = db.session.scalar(select(func.count()).select_from(Listing).where(rule)) or 0
    chosen = _with_names().where(rule).order_by(Listing.updated_at.desc(), Listing.id.desc())
    return Page(_cards(chosen.limit(per_page).offset(offset(page, per_page))), total, page, per_page)


def count_own(actor: Actor) -> dict[ListingState, int]:
    """How many listings the actor's municipality, or unit, has in each state."""
    counted = select(Listing.state, func.count()).where(of_side(actor)).group_by(Listing.state)
    found = {row[0]: row[1] for row in db.session.execute(counted)}
    return {state: found.get(state, 0) for state in ListingState}


def of_side(actor: Actor) -> ColumnElement[bool]:
    """The listings that the actor's municipality, or unit, is responsible for."""
    if actor.unit_id is None:
        return _is_own(actor)
    return and_(_is_own(actor), Listing.unit_id == actor.unit_id)


def find_latest_by(actor: Actor) -> Listing | None:
    """What this person last made for the municipality: where their habits show."""
    chosen = select(Listing).where(Listing.created_by == actor.person_id, _is_own(actor))
    return db.session.scalar(chosen.order_by(Listing.id.desc()).limit(1))


def offered_quantities(asset_ids: Collection[int]) -> dict[int, int]:
    """How many units of each asset stand on published listings and have not been handed over."""
    left = func.sum(Listing.quantity - Listing.handed_over_quantity)
    chosen = select(Listing.asset_id, left).where(
        Listing.asset_id.in_(asset_ids), Listing.state == ListingState.PUBLISHED
    )
    found = {asset_id: int(units) for asset_id, units in db.session.execute(chosen.group_by(Listing.asset_id))}
    return {asset_id: found.get(asset_id, 0) for asset_id in asset_ids}


def drafts_of_assets(asset_ids: Collection[int]) -> dict[int, Listing]:
    """The newest unpublished draft of each asset that has one."""
    chosen = select(Listing).where(Listing.asset_id.in_(asset_ids), Listing.state == ListingState.DRAFT)
    drafts = db.session.scalars(chosen.order_by(Listing.id))
    return {draft.asset_id: draft for draft in drafts if draft.asset_id is not None}


def due_to_expire(at: datetime, limit: int) -> list[int]:
    """Ids of published listings whose closing time has passed, the longest overdue first."""
    due = select(Listing.id).where(Listing.state == ListingState.PUBLISHED, Listing.closes_at <= at)
    return list(db.session.scalars(due.order_by(Listing.closes_at, Listing.id).limit(limit)))


_NEWEST = (Listing.published_at.desc(), Listing.id.desc())


def _with_names() -> Select[Listing, str]:
    return select(Listing, Municipality.name).join(Municipality, Municipality.number == Listing.municipality_number)


def _cards(chosen: Select[Listing, str]) -> list[ListingCard]:
    return _cards_of(db.session.execute(chosen).all())


def _cards_of(rows: Sequence[Row[Listing, str]]) -> list[ListingCard]:
    photos = photos_of([listing.id for listing, _ in rows])
    return [_card(listing, name, photos.get(listing.id, ())) for listing, name in rows]


def _card(listing: Listing, municipality_name: str, photos: Iterable[Photo]) -> ListingCard:
    first = next(iter(photos), None)
    return ListingCard(
        id=listing.id,
        title=listing.title,
        category_code=listing.category_code,
        municipality_number=listing.municipality_number,
        municipality_name=municipality_name,
        unit_id=listing.unit_id,
        condition=listing.condition,
        quantity=listing.quantity,
        left_quantity=listing.left_quantity,
        price_nok=listing.price_nok,
        loan_days=listing.loan_days,
        state=listing.state,
        stage=listing.stage,
        reserved_for=listing.reserved_for,
        photo=first.variants if first else (),
        published_at=listing.published_at,
        updated_at=listing.updated_at,
        available_from=listing.available_from,
        closes_at=listing.closes_at,
    )
