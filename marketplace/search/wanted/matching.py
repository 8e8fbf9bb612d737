"""Holding what is listed, or will be surplus, against what is wanted; and the other way round for a new notice."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import func, or_, select

from marketplace.foundation import clock, outbox
from marketplace.foundation.database import db
from marketplace.foundation.transaction import transaction
from marketplace.inventory.events import AssetsImported, AssetSurplusPlanned
from marketplace.inventory.models import Asset, AssetImport
from marketplace.inventory.states import HELD, AssetState
from marketplace.listings import queries as listings
from marketplace.listings.models import Listing
from marketplace.listings.states import ListingState
from marketplace.organisations import queries as organisations
from marketplace.search import engines, queries, reading
from marketplace.search.documents import ListingDocument
from marketplace.search.engine import MAX_PER_PAGE, SearchRequest, Sort
from marketplace.search.lexicon.synonyms import current
from marketplace.search.saved.matching import AboutListing
from marketplace.search.standing.keeping import KeptIndex, Marks, Stamp
from marketplace.search.standing.reading import Standing, read
from marketplace.search.standing.thing import Thing
from marketplace.search.wanted.drafts import document_of_asset
from marketplace.search.wanted.events import WantedAnswered, WantedChanged, WantedMatched, WantedPosted
from marketplace.search.wanted.models import WantedMatch, WantedNotice
from marketplace.search.wanted.states import WantedState

AT_A_TIME = 500
MOST_PAGES = 3


def find_notices(event: AboutListing) -> None:
    """Note each notice that the listing meets and whose people can find it now; twice is once.

    An answer given on it while it was a draft is told of now.
    """
    _tell_of_answers(event.listing_id)
    for document in list(reading.documents_of([event.listing_id])):
        _note_listings(_kept.answered_by(Thing(document)), [event.listing_id])


def find_notices_for_asset(event: AssetSurplusPlanned) -> None:
    """Note each notice that an asset meets, which is surplus or will be; twice is once."""
    _hold_assets([event.asset_id])


def find_notices_for_import(event: AssetsImported) -> None:
    """The same of all surplus assets that a spreadsheet registered or changed."""
    kept = db.session.get(AssetImport, event.import_id)
    if kept is None or kept.kept_at is None:
        return
    touched = (Asset.municipality_number == kept.municipality_number, Asset.updated_at >= kept.kept_at)
    ids = db.session.scalars(select(Asset.id).where(_is_coming(), *touched).order_by(Asset.id)).all()
    for start in range(0, len(ids), AT_A_TIME):
        _hold_assets(ids[start : start + AT_A_TIME])


def find_things(event: WantedPosted | WantedChanged) -> None:
    """Note the listings and assets there are that meet a notice. Whoever wants them finds them on its page.

    What came after the notice, while this waited to be done, is news all the same.
    """
    notice = db.session.get(WantedNotice, event.notice_id)
    if notice is None or notice.state != WantedState.OPEN:
        return
    number, since, standing = notice.id, notice.changed_at, read(request_of(notice), current())
    found = _listed(notice, standing)
    for start in range(0, len(found), AT_A_TIME):
        _note_listings([number], found[start : start + AT_A_TIME], since)
    last = 0
    while rows := _coming_after(last):
        last = rows[-1].id
        met = [row.id for row in rows if standing.is_answered_by(Thing(document_of_asset(row)))]
        _note_assets([(number, asset_id) for asset_id in met], since)


def is_left_untold(match_id: int) -> bool:
    """Leave a match to be told of once its listing is open again to who wants it; False if it is open by now."""
    with transaction() as session:
        match = session.get_one(WantedMatch, match_id)
        if match.listing_id is None:
            return True
        notice, listing = session.get_one(WantedNotice, match.notice_id), listings.get_for_update(match.listing_id)
        who = (notice.made_by, notice.municipality_number)
        match.is_untold = not listing.is_open_to(organisations.actors_of({who}, clock.today())[who])
        return match.is_untold


def wanting(document: ListingDocument) -> list[int]:
    """The ids of the open notices that a thing would meet, listed or not."""
    return _kept.answered_by(Thing(document))


def request_of(notice: Any) -> SearchRequest:
    """What a notice asks, whoever may see what."""
    return SearchRequest(
        q=notice.title,
        categories=(notice.category_code,) if notice.category_code else (),
        min_quantity=notice.quantity if notice.must_match else 1,
        max_width_cm=notice.max_width_cm,
        max_depth_cm=notice.max_depth_cm,
        max_height_cm=notice.max_height_cm,
        loan=False,
        available_by=notice.by_on,
    )


def _listed(notice: WantedNotice, standing: Standing) -> list[int]:
    """What searching finds for whoever wants it, that answers wholly; the newest few hundred."""
    who = (notice.made_by, notice.municipality_number)
    audience = queries.audience_of(organisations.actors_of({who}, clock.today())[who])
    asked = replace(standing.request, audience=audience, sort=Sort.NEWEST, per_page=MAX_PER_PAGE)
    ids: list[int] = []
    for page in range(1, MOST_PAGES + 1):
        found = engines.engine().search(replace(asked, page=page)).hits
        ids += [hit.id for hit in found]
        if len(found) < MAX_PER_PAGE:
            break
    documents = list(reading.documents_of(ids))
    return [document.id for document in documents if standing.is_answered_by(Thing(document))]


def _hold_assets(asset_ids: Collection[int]) -> None:
    """Assets that no listing offers yet: what is offered meets notices as a listing."""
    offered = listings.offered_quantities(asset_ids)
    chosen = select(Asset).where(Asset.id.in_(asset_ids), _is_coming()).order_by(Asset.id)
    things = [
        (asset.id, Thing(document_of_asset(asset))) for asset in db.session.scalars(chosen) if not offered[asset.id]
    ]
    pairs = [(number, asset_id) for asset_id, thing in things for number in _kept.answered_by(thing)]
    _note_assets(pairs)


def _note_listings(notice_ids: Collection[int], listing_ids: Sequence[int], since: datetime | None = None) -> None:
    """News are those that changed after `since`; without it, all."""
    with transaction() as session:
        found = session.scalars(select(Listing).where(Listing.id.in_(listing_ids)).order_by(Listing.id)).all()
        notices = _open(notice_ids)
        who = {(notice.made_by, notice.municipality_number) for notice in notices}
        actors = organisations.actors_of(who, clock.today())
        known = _known(WantedMatch.listing_id, notice_ids, listing_ids)
        _tell_what_was_left({notice.id for notice in notices}, listing_ids)
        _add(
            [
                (WantedMatch(notice_id=notice.id, listing_id=listing.id, found_at=clock.now()), _is_new(listing, since))
                for listing in found
                for notice in notices
                if (notice.id, listing.id) not in known
                and _is_anothers(notice, listing)
                and listing.loan_days is None  # what is lent does not meet a need for good
                and listing.is_open_to(actors[notice.made_by, notice.municipality_number])
            ]
        )


def _note_assets(pairs: Sequence[tuple[int, int]], since: datetime | None = None) -> None:
    if not pairs:
        return
    with transaction() as session:
        asset_ids = {asset_id for _, asset_id in pairs}
        assets = {asset.id: asset for asset in session.scalars(select(Asset).where(Asset.id.in_(asset_ids)))}
        notices = {notice.id: notice for notice in _open({number for number, _ in pairs})}
        known = _known(WantedMatch.asset_id, notices.keys(), asset_ids)
        members = organisations.numbers_of_members(clock.today())
        _add(
            [
                (
                    WantedMatch(notice_id=number, asset_id=asset_id, found_at=clock.now()),
                    _is_new(assets[asset_id], since),
                )
                for number, asset_id in pairs
                if (number, asset_id) not in known
                and number in notices
                and _is_anothers(notices[number], assets[asset_id])
                and _meet(notices[number].municipality_number, assets[asset_id].municipality_number, members)
            ]
        )


def _add(matches: Sequence[tuple[WantedMatch, bool]]) -> None:
    db.session.add_all([match for match, _ in matches])
    db.session.flush()
    for match, is_new in matches:
        outbox.record(WantedMatched(match.id, is_new))


def _tell_what_was_left(notice_ids: Collection[int], listing_ids: Sequence[int]) -> None:
    of_these = WantedMatch.notice_id.in_(notice_ids) & WantedMatch.listing_id.in_(listing_ids)
    for match in db.session.scalars(select(WantedMatch).where(of_these, WantedMatch.is_untold)).all():
        match.is_untold = False
        outbox.record(WantedMatched(match.id, is_new=True))


def _is_new(thing: Asset | Listing, since: datetime | None) -> bool:
    return since is None or thing.updated_at > since


def _tell_of_answers(listing_id: int) -> None:
    """Of answers on what was a draft; told twice of the same is told once."""
    answered = select(WantedMatch.id).where(WantedMatch.listing_id == listing_id, WantedMatch.answered_by.is_not(None))
    with transaction() as session:
        for match_id in session.scalars(answered).all():
            outbox.record(WantedAnswered(match_id))


def _is_anothers(notice: WantedNotice, thing: Asset | Listing) -> bool:
    """One's own unit's things are no news to it; another unit's may be."""
    return (notice.municipality_number, notice.unit_id) != (thing.municipality_number, thing.unit_id)


def _meet(one: str, other: str, members: frozenset[str]) -> bool:
    return one == other or {one, other} <= members


def _open(notice_ids: Collection[int]) -> Sequence[WantedNotice]:
    chosen = select(WantedNotice).where(WantedNotice.id.in_(notice_ids), WantedNotice.state == WantedState.OPEN)
    return db.session.scalars(chosen.order_by(WantedNotice.id)).all()


def _known(column: Any, notice_ids: Collection[int], thing_ids: Collection[int]) -> set[tuple[int, int]]:
    chosen = select(WantedMatch.notice_id, column).where(WantedMatch.notice_id.in_(notice_ids), column.in_(thing_ids))
    return {(notice_id, thing_id) for notice_id, thing_id in db.session.execute(chosen)}


def _is_coming() -> Any:
    """Surplus now, or from a day on."""
    return or_(Asset.state == AssetState.SURPLUS, Asset.surplus_from.is_not(None)) & Asset.state.in_(HELD)


def _coming_after(last: int) -> Sequence[Asset]:
    """The next assets that are or will be surplus, and that no listing offers."""
    offered = select(Listing.asset_id).where(Listing.asset_id.is_not(None), Listing.state == ListingState.PUBLISHED)
    chosen = select(Asset).where(_is_coming(), Asset.id > last, Asset.id.not_in(offered))
    return db.session.scalars(chosen.order_by(Asset.id).limit(AT_A_TIME)).all()


def _stamp() -> Stamp:
    totals = select(func.count(WantedNotice.id), func.sum(WantedNotice.mark))
    count, total = db.session.execute(totals.where(WantedNotice.state == WantedState.OPEN)).one()
    return count, int(total or 0)


def _marks() -> Marks:
    chosen = select(WantedNotice.id, WantedNotice.mark).where(WantedNotice.state == WantedState.OPEN)
    return {row.id: row.mark for row in db.session.execute(chosen)}


def _requests(numbers: Sequence[int]) -> Iterable[tuple[int, SearchRequest]]:
    for start in range(0, len(numbers), AT_A_TIME):
        some = WantedNotice.id.in_(numbers[start : start + AT_A_TIME])
        for row in db.session.execute(select(*_ASKED).where(some)):
            yield row.id, request_of(row)


_ASKED = (
    WantedNotice.id,
    WantedNotice.title,
    WantedNotice.category_code,
    WantedNotice.quantity,
    WantedNotice.must_match,
    WantedNotice.max_width_cm,
    WantedNotice.max_depth_cm,
    WantedNotice.max_height_cm,
    WantedNotice.by_on,
)
_kept = KeptIndex(_stamp, _marks, _requests)
