"""Making rows of the ledger: what is frozen on a hand-over, and what a row that takes back takes back."""

from dataclasses import replace
from datetime import date

from marketplace.catalogue import queries as catalogue
from marketplace.claims.models import Claim
from marketplace.foundation import clock
from marketplace.foundation.actor import Actor
from marketplace.impact import queries as impact
from marketplace.impact.reckoning import Effect, reckon, share
from marketplace.inventory.models import Asset
from marketplace.organisations.geography import distance_between_km
from marketplace.transfers import repairs, sharing
from marketplace.transfers.kinds import TransferKind
from marketplace.transfers.models import Transfer

_COPIED = (
    "claim_id",
    "listing_id",
    "from_asset_id",
    "to_asset_id",
    "from_municipality_number",
    "to_municipality_number",
    "from_unit_id",
    "to_unit_id",
    "from_site_id",
    "category_code",
    "title",
    "otherwise",
    "displacement_percent",
    "weight_origin",
    "factor_id",
    "factor_version",
    "factor_co2e_g",
    "factor_low_g",
    "factor_high_g",
    "factor_origin",
    "transport_version",
    "transport_g_per_km",
    "road_percent",
    "transport_share_percent",
    "transport_ore_per_km",
    "repair_version",
    "repair_g_per_nok",
    "price_origin",
    "listed_on",
)
SHARED = (
    "price_nok",
    "weight_g",
    "co2e_gross_g",
    "co2e_gross_low_g",
    "co2e_gross_high_g",
    "co2e_cautious_g",
    "co2e_cautious_low_g",
    "co2e_cautious_high_g",
    "transport_co2e_g",
    "transport_low_g",
    "transport_high_g",
    "distance_m",
    "transport_nok",
    "repair_nok",
    "repair_spend_nok",
    "repair_co2e_g",
    "repair_low_g",
    "repair_high_g",
    "replacement_nok",
    "value_saved_nok",
)
"""Amounts of the whole row, of which a row that takes back takes its share."""


def effect_of(claim: Claim, asset: Asset, quantity: int, listed_on: date, on: date) -> Effect:
    """What handing over `quantity` units of the claim's listing on that day saves; the listing's own values first.

    `asset` still has the units.
    """
    listing = claim.listing
    return reckon(
        quantity=quantity,
        own_weight_g=_first(listing.weight_g, asset.weight_g),
        own_co2e_g=_first(listing.co2e_g, asset.co2e_g),
        factor=impact.find_factor(listing.category_code, listing.title, on),
        furniture_per_kg=impact.find_furniture_factor(on),
        is_furniture=catalogue.get_category(listing.category_code).is_furniture,
        otherwise=claim.otherwise,
        distance_km=distance_between_km(listing.municipality_number, claim.municipality_number),
        transport=replace(impact.get_transport(on), share_percent=sharing.share_percent(claim.id)),
        repaired=repairs.repairs_of(asset, quantity, listed_on, on),
        own_replacement_nok=listing.replacement_price_nok,
        category_replacement_nok=None,
        price_nok=listing.price_nok,
    )


def hand_over_row(
    actor: Actor,
    claim: Claim,
    quantity: int,
    effect: Effect,
    *,
    from_asset: Asset,
    to_asset: Asset,
    listed_on: date,
    on: date,
) -> Transfer:
    """The row of a hand-over, everything that its figures stand on frozen."""
    listing = claim.listing
    return Transfer(
        kind=TransferKind.HAND_OVER,
        claim_id=claim.id,
        listing_id=listing.id,
        from_asset_id=listing.asset_id,
        to_asset_id=to_asset.id,
        from_municipality_number=listing.municipality_number,
        to_municipality_number=claim.municipality_number,
        from_unit_id=listing.unit_id,
        to_unit_id=claim.unit_id,
        from_site_id=from_asset.site_id,
        category_code=listing.category_code,
        title=listing.title,
        quantity=quantity,
        price_nok=listing.price_nok * quantity,
        otherwise=claim.otherwise,
        **{name: getattr(effect, name) for name in Effect.__slots__},
        listed_on=listed_on,
        on=on,
        recorded_at=clock.now(),
        recorded_by=actor.person_id,
        recorded_for=actor.municipality_number,
    )


def reversal_row(actor: Actor, original: Transfer, kind: TransferKind, quantity: int, already: int) -> Transfer:
    """A row that takes back `quantity` units of a hand-over of which `already` units were taken back before.

    Its amounts are shares of the hand-over's: once all is taken back, every amount adds up to exactly zero.
    """
    amounts = {name: share(getattr(original, name), quantity, original.quantity, already) for name in SHARED}
    return Transfer(
        kind=kind,
        reverses_id=original.id,
        quantity=-quantity,
        on=clock.today(),
        recorded_at=clock.now(),
        recorded_by=actor.person_id,
        recorded_for=actor.municipality_number,
        **{name: None if amount is None else -amount for name, amount in amounts.items()},
        **{name: getattr(original, name) for name in _COPIED},
    )


def _first(*values: int | None) -> int | None:
    return next((value for value in values if value is not None), None)
