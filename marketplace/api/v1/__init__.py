"""Version 1 of the API, one module for each feature."""

from marketplace.api.v1 import asset_imports, assets, claims, listings, search, statistics, transfers

BLUEPRINTS = (
    asset_imports.blueprint,
    assets.blueprint,
    claims.blueprint,
    listings.blueprint,
    search.blueprint,
    statistics.blueprint,
    transfers.blueprint,
)
