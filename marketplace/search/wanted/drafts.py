"""What is not listed yet, as it would be searched if it were."""

from typing import Any

from marketplace.catalogue.conditions import Condition
from marketplace.foundation import clock
from marketplace.inventory.models import Asset
from marketplace.listings.models import Listing
from marketplace.organisations.geography import place_of
from marketplace.search.documents import ListingDocument
from marketplace.search.reading import category_path

MOST = 1_000_000
"""As many as anybody may want: how many there are is not said yet."""

_ALIKE = ("id", "municipality_number", "quantity", "brand", "colour", "material", "width_cm", "depth_cm", "height_cm")


def document_of_asset(asset: Asset) -> ListingDocument:
    """An asset that is surplus, or will be."""
    return ListingDocument(title=asset.name, available_from=asset.surplus_from, **_common(asset))


def document_of_draft(listing: Listing) -> ListingDocument:
    """A listing, published or not."""
    return ListingDocument(
        title=listing.title,
        description=listing.description,
        available_from=listing.available_from,
        is_loan=listing.is_loan,
        **_common(listing),
    )


def document_of_title(title: str, category_code: str, municipality_number: str) -> ListingDocument:
    """What somebody begins to write of."""
    return ListingDocument(
        id=0,
        title=title,
        category_path=category_path(category_code),
        municipality_number=municipality_number,
        county_number=place_of(municipality_number).county_number,
        condition=Condition.GOOD.value,
        quantity=MOST,
        available_quantity=MOST,
        published_at=clock.now(),
    )


def _common(thing: Asset | Listing) -> dict[str, Any]:
    return {name: getattr(thing, name) for name in _ALIKE} | {
        "available_quantity": thing.quantity,
        "condition": thing.condition.value,
        "category_path": category_path(thing.category_code),
        "county_number": place_of(thing.municipality_number).county_number,
        "published_at": clock.now(),
    }
