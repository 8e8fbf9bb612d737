"""Asking for wanted notices and what meets them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, FromClause, and_, exists, false, func, join, or_, select, true

from marketplace.claims import queries as claims
from marketplace.claims.models import Claim
from marketplace.claims.states import ClaimState
from marketplace.foundation.actor import Actor
from marketplace.foundation.database import db
from marketplace.foundation.errors import NotFound
from marketplace.foundation.pagination import DEFAULT_PER_PAGE, Page, offset
from marketplace.inventory.models import Asset
from marketplace.inventory.states import HELD
from marketplace.listings import queries as listings
from marketplace.listings.models import Listing
from marketplace.listings.queries import ListingCard
from marketplace.search.wanted import policies
from marketplace.search.wanted.models import WantedMatch, WantedNotice
from marketplace.search.wanted.states import WantedState

MISSING = "wanted-not-found"


@dataclass(frozen=True, slots=True)
class MetBy:
    """What meets a notice: a listing that is open to the reader, or an asset of the reader's own municipality."""

    match: WantedMatch
    quantity: int
    card: ListingCard | None = None
    asset: Asset | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """Of what is `wanted`: how many are promised or have come, and how many more there are to ask for."""

    wanted: int
    secured: int
    offered: int

    @property
    def found(self) -> int:
        """How many there are in all, no more than are wanted."""
        return min(self.wanted, self.secured + self.offered)


@dataclass(frozen=True, slots=True)
class Met:
    """An open notice of the reader's own, and since when so many `listings` that meet it wait to be looked at."""

    notice: WantedNotice
    listings: int
    since: datetime


def get_notice(actor: Actor, notice_id: int) -> WantedNotice:
    """A notice that the actor may see.

    Raises:
        NotFound: there is none, or none for this actor.
    """
    notice = db.session.get(WantedNotice, notice_id)
    if notice is None or not policies.may_view(actor, notice):
        raise NotFound(MISSING)
    return notice


def get_for_update(actor: Actor, notice_id: int) -> WantedNotice:
    """The same as it is now, locked until the transaction ends.

    Raises:
        NotFound: as `get_notice`.
    """
    locked = select(WantedNotice).where(WantedNotice.id == notice_id).with_for_update()
    notice = db.session.scalar(locked.execution_options(populate_existing=True))
    if notice is None or not policies.may_view(actor, notice):
        raise NotFound(MISSING)
    return notice


def list_notices(
    actor: Actor, *, own: bool = False, page: int = 1, per_page: int = DEFAULT_PER_PAGE
) -> Page[WantedNotice]:
    """What is wanted in the network, the newest first; or all that the actor's own municipality ever wanted."""
    mine = WantedNotice.municipality_number == actor.municipality_number
    rule = mine if own else (WantedNotice.state == WantedState.OPEN) & _visible_to(actor)
    total = db.session.scalar(select(func.count(WantedNotice.id)).where(rule)) or 0
    newest = select(WantedNotice).where(rule).order_by(WantedNotice.made_at.desc(), WantedNotice.id.desc())
    rows = db.session.scalars(newest.limit(per_page).offset(offset(page, per_page))).all()
    return Page(rows, total, page, per_page)


def list_met_by(actor: Actor, notice: WantedNotice) -> list[MetBy]:
    """What meets a notice as far as the actor may see it now, what was answered first; a fixed number of queries.

    Of assets only those of the actor's own municipality: what others have not offered is theirs to tell of.
    """
    of_notice = select(WantedMatch).where(WantedMatch.notice_id == notice.id)
    matches = db.session.scalars(of_notice.order_by(WantedMatch.answered_at.is_(None), WantedMatch.id.desc())).all()
    ids = [match.listing_id for match in matches if match.listing_id is not None]
    cards, available = listings.cards_of(actor, ids, only_open=True), claims.available_quantities(ids)
    assets = _assets_of(actor, [match.asset_id for match in matches if match.asset_id is not None])
    found: list[MetBy] = []
    for match in matches:
        if match.listing_id in cards:
            found.append(MetBy(match, available.get(match.listing_id, 0), card=cards[match.listing_id]))
        elif match.asset_id in assets:
            found.append(MetBy(match, assets[match.asset_id].quantity, asset=assets[match.asset_id]))
    return found


def progress_of(notice: WantedNotice, met_by: Sequence[MetBy]) -> Progress:
    """How far a notice has come, by what meets it as whoever asks may see it."""
    secured = db.session.scalar(
        select(func.sum(Claim.approved_quantity)).where(
            Claim.listing_id.in_(select(WantedMatch.listing_id).where(WantedMatch.notice_id == notice.id)),
            Claim.municipality_number == notice.municipality_number,
            Claim.unit_id == notice.unit_id if notice.unit_id is not None else true(),
            Claim.state.in_((ClaimState.APPROVED, ClaimState.HANDED_OVER)),
            Claim.requested_at >= notice.made_at,
        )
    )
    return Progress(notice.quantity, int(secured or 0), sum(each.quantity for each in met_by))


def list_wanting(actor: Actor, notice_ids: Collection[int]) -> list[WantedNotice]:
    """Those of the notices that are open and that the actor may see, the soonest needed first."""
    chosen = select(WantedNotice).where(WantedNotice.id.in_(notice_ids), WantedNotice.state == WantedState.OPEN)
    found = [notice for notice in db.session.scalars(chosen) if policies.may_view(actor, notice)]
    return sorted(found, key=lambda notice: (notice.by_on or date.max, notice.id))


def list_met(actor: Actor) -> list[Met]:
    """The actor's side's open notices that listings open to them meet, on which nobody of theirs has asked yet."""
    counted = select(WantedMatch.notice_id, func.count(), func.min(WantedMatch.found_at)).where(_meets_own(actor))
    rows = db.session.execute(counted.select_from(_matches()).group_by(WantedMatch.notice_id)).all()
    found = {row[0]: (int(row[1]), row[2]) for row in rows}
    notices = db.session.scalars(select(WantedNotice).where(WantedNotice.id.in_(found)).order_by(WantedNotice.id))
    return [Met(notice, *found[notice.id]) for notice in notices] if found else []


def count_met(actor: Actor) -> int:
    """How many they are; one query."""
    counted = select(func.count(WantedMatch.notice_id.distinct())).where(_meets_own(actor))
    return db.session.scalar(counted.select_from(_matches())) or 0


def find_by_submission_key(key: str) -> WantedNotice | None:
    """The notice that a form with this key made."""
    return db.session.scalar(select(WantedNotice).where(WantedNotice.submission_key == key))


def due_to_expire(today: date, limit: int) -> list[int]:
    """Ids of open notices whose last day has passed."""
    due = select(WantedNotice.id).where(WantedNotice.state == WantedState.OPEN, WantedNotice.closes_on < today)
    return list(db.session.scalars(due.order_by(WantedNotice.id).limit(limit)))


def listings_to_answer_with(actor: Actor) -> Sequence[Listing]:
    """What the actor's municipality or unit has published or drafted, latest touched first: at most a hundred."""
    states = Listing.state.in_(("published", "draft"))
    chosen = select(Listing).where(listings.of_side(actor), states, Listing.title != "")
    return db.session.scalars(chosen.order_by(Listing.updated_at.desc(), Listing.id.desc()).limit(100)).all()


def _matches() -> FromClause:
    notices = join(WantedMatch, WantedNotice, WantedNotice.id == WantedMatch.notice_id)
    return notices.join(Listing, Listing.id == WantedMatch.listing_id)


def _meets_own(actor: Actor) -> ColumnElement[bool]:
    """Of matches joined with their notices and listings."""
    if "claims:request" not in actor.permissions:
        return false()
    of_unit = WantedNotice.unit_id
    number = actor.municipality_number
    asked = exists().where(
        Claim.listing_id == Listing.id,
        Claim.municipality_number == number,
        Claim.requested_at >= WantedNotice.made_at,
    )
    return and_(
        WantedNotice.municipality_number == number,
        true() if actor.unit_id is None else or_(of_unit.is_(None), of_unit == actor.unit_id),
        WantedNotice.state == WantedState.OPEN,
        listings.open_to(actor),
        ~asked,
    )


def _assets_of(actor: Actor, asset_ids: Collection[int]) -> dict[int, Asset]:
    if not asset_ids or "assets:view" not in actor.permissions:
        return {}
    own = Asset.municipality_number == actor.municipality_number
    chosen = select(Asset).where(Asset.id.in_(asset_ids), own, Asset.state.in_(HELD), Asset.quantity > 0)
    return {asset.id: asset for asset in db.session.scalars(chosen)}


def _visible_to(actor: Actor) -> ColumnElement[bool]:
    """`policies.may_view` as a condition of SQL."""
    if "listings:view" in actor.network_permissions:
        return true()
    own = WantedNotice.municipality_number == actor.municipality_number
    if not actor.is_member:
        return own
    return true() if actor.members is None else or_(own, WantedNotice.municipality_number.in_(actor.members))
