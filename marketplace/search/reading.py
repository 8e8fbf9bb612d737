"""Published listings as documents, read from the database some at a time."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from sqlalchemy import Row, Select, select

from marketplace.catalogue import queries as catalogue
from marketplace.claims import queries as claims
from marketplace.foundation.database import db
from marketplace.foundation.transaction import open_connection
from marketplace.listings.models import Listing
from marketplace.listings.states import ListingState, Stage
from marketplace.organisations.geography import place_of
from marketplace.organisations.models import PickupPlace, Site
from marketplace.search.documents import ListingDocument, reserved_stage

AT_A_TIME = 1000
LANGUAGES = ("nb", "nn")


def documents_of(listing_ids: Collection[int]) -> Iterator[ListingDocument]:
    """Those of the listings that are published at the moment the first is asked for; two queries for each thousand."""
    if open_connection() is None:
        db.session.rollback()  # what was read before may be older
    numbers = sorted(set(listing_ids))
    for start in range(0, len(numbers), AT_A_TIME):
        some = numbers[start : start + AT_A_TIME]
        yield from _documents(db.session.execute(_published().where(Listing.id.in_(some))).all())


def all_documents() -> Iterator[ListingDocument]:
    """Every listing that is published at the moment the first is asked for, in bounded memory."""
    db.session.rollback()  # what was read before may be older
    last = 0
    while True:
        chosen = _published().where(Listing.id > last).order_by(Listing.id).limit(AT_A_TIME)
        rows = db.session.execute(chosen).all()
        yield from _documents(rows)
        if len(rows) < AT_A_TIME:
            return
        last = rows[-1].id


def _published() -> Select[*tuple[Any, ...]]:
    columns = (
        Listing.id,
        Listing.title,
        Listing.description,
        Listing.language,
        Listing.category_code,
        Listing.municipality_number,
        Listing.unit_id,
        Listing.condition,
        Listing.quantity,
        Listing.brand,
        Listing.colour,
        Listing.material,
        Listing.price_nok,
        Listing.loan_days,
        Listing.width_cm,
        Listing.depth_cm,
        Listing.height_cm,
        Listing.published_at,
        Listing.available_from,
        Listing.closes_at,
        Listing.stage,
        Listing.reserved_for,
        Site.latitude,
        Site.longitude,
    )
    return (
        select(*columns)
        .outerjoin(PickupPlace, PickupPlace.id == Listing.pickup_place_id)
        .outerjoin(Site, Site.id == PickupPlace.site_id)
        .where(Listing.state == ListingState.PUBLISHED, Listing.published_at.is_not(None))
    )


def _documents(rows: Sequence[Row[Any]]) -> list[ListingDocument]:
    available = claims.available_quantities([row.id for row in rows])
    names = [catalogue.category_names(language) for language in LANGUAGES]
    return [_document(row, available[row.id], names) for row in rows]


def _document(row: Row[Any], available: int, names: Sequence[dict[str, str]]) -> ListingDocument:
    place = place_of(row.municipality_number)
    path = category_path(row.category_code)
    known = row.latitude is not None and row.longitude is not None
    return ListingDocument(
        id=row.id,
        title=row.title,
        description=row.description,
        language=row.language,
        category_path=path,
        category_names=tuple(name[code] for name in names for code in path if code in name),
        municipality_number=row.municipality_number,
        county_number=place.county_number,
        place_names=(place.name,),
        unit_id=row.unit_id,
        condition=row.condition.value,
        quantity=row.quantity,
        available_quantity=available,
        brand=row.brand,
        colour=row.colour,
        material=row.material,
        price_nok=row.price_nok,
        is_loan=row.loan_days is not None,
        width_cm=row.width_cm,
        depth_cm=row.depth_cm,
        height_cm=row.height_cm,
        published_at=row.published_at,
        available_from=row.available_from,
        closes_at=row.closes_at,
        stage=_stage(row),
        latitude=row.latitude if known else place.latitude,
        longitude=row.longitude if known else place.longitude,
    )


def _stage(row: Row[Any]) -> str:
    if row.reserved_for is not None:
        return reserved_stage(row.reserved_for)
    return Stage.NETWORK.value if row.stage == Stage.VOLUNTARY else str(row.stage.value)


def category_path(code: str) -> tuple[str, ...]:
    """A category's code after those it lies under; a code carries its parent's before each dot."""
    parts = code.split(".")
    return tuple(".".join(parts[: depth + 1]) for depth in range(len(parts)))
