"""What municipalities own and offer."""

from typing import Any

from marketplace.catalogue.conditions import Condition
from marketplace.foundation import clock
from marketplace.inventory.models import Asset
from marketplace.inventory.states import AssetState
from marketplace.listings.models import Listing
from marketplace.listings.states import ListingState
from tests.builders.people import ASKER, a_person, numbers, stored


def an_asset(of: str = ASKER, quantity: int = 10, **values: Any) -> Asset:
    """Some equal things that a municipality owns."""
    given = {
        "municipality_number": of,
        "inventory_number": f"INV-{next(numbers)}",
        "name": "Kontorstol",
        "category_code": "KON.STOL",
        "quantity": quantity,
        "condition": Condition.GOOD,
        "state": AssetState.IN_STORE,
        "created_at": clock.now(),
        "updated_at": clock.now(),
    }
    return stored(Asset(**given | values))


def a_listing(of: str = ASKER, quantity: int = 3, published: bool = True, **values: Any) -> Listing:
    """An offer of an asset with just as many units, open to the network unless `published` is False."""
    asset_id = values.pop("asset_id", None) or an_asset(of, quantity, state=AssetState.SURPLUS).id
    author = values.pop("created_by", None) or a_person(of=of).id
    given = {
        "municipality_number": of,
        "asset_id": asset_id,
        "title": "Kontorstol i god stand",
        "category_code": "KON.STOL",
        "condition": Condition.GOOD,
        "quantity": quantity,
        "created_by": author,
        "created_at": clock.now(),
        "updated_at": clock.now(),
        "state": ListingState.PUBLISHED if published else ListingState.DRAFT,
        "published_at": clock.now() if published else None,
    }
    return stored(Listing(**given | values))
