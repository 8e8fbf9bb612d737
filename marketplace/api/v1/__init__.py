"""Version 1 of the API, one module for each feature."""

from marketplace.api.v1 import (
    asset_imports,
    assets,
    claims,
    dispositions,
    factors,
    listings,
    notifications,
    pickups,
    receipts,
    search,
    searches,
    statistics,
    synonyms,
    targets,
    transfers,
    windows,
)

BLUEPRINTS = (
    asset_imports.blueprint,
    assets.blueprint,
    claims.blueprint,
    dispositions.blueprint,
    factors.blueprint,
    listings.blueprint,
    notifications.blueprint,
    pickups.blueprint,
    receipts.blueprint,
    search.blueprint,
    searches.blueprint,
    statistics.blueprint,
    synonyms.blueprint,
    targets.blueprint,
    transfers.blueprint,
    windows.blueprint,
)
