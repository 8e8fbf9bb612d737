"""Two buildings that gave away from the register this year: figures that can be followed to where things stood."""

from datetime import datetime, timedelta

from marketplace.claims import service as claims
from marketplace.claims.states import Otherwise
from marketplace.demo.listings import examples
from marketplace.demo.people import Team
from marketplace.foundation import clock
from marketplace.inventory import service as inventory
from marketplace.inventory.fields import AssetFields
from marketplace.inventory.states import AssetState
from marketplace.listings import drafting
from marketplace.listings import service as listings
from marketplace.organisations import service as organisations
from marketplace.organisations.fields import SiteFields
from marketplace.transfers import service as transfers

SITES = ("Ungdomsskolen", "Sykehjemmet")
_GIVEN = ((0, 0, 30, 12), (0, 2, 75, 9), (0, 3, 140, 15), (1, 5, 50, 6), (1, 7, 110, 8))
"""Which site, which example, how many days ago, how many."""


def add_given_from_sites(giver: Team, taker: Team) -> None:
    """A handful of assets with a place, offered from the register and handed over."""
    number, now = giver.municipality.number, clock.now()
    with clock.standing_still(now - timedelta(days=200)):
        opened = [
            organisations.open_site(giver.admin, number, SiteFields(name=name, address=giver.municipality.admin_centre))
            for name in SITES
        ]
        sites = [site.id for site in opened]
    for place, (site, example, days, quantity) in enumerate(_GIVEN):
        asset_id = _register(giver, sites[site], example, quantity, f"{number}-B{place + 1:03}", now)
        _give(giver, taker, asset_id, quantity, now - timedelta(days=days))


def _register(team: Team, site_id: int, example: int, quantity: int, inventory_number: str, now: datetime) -> int:
    fields = examples()[example].fields
    with clock.standing_still(now - timedelta(days=190)):
        asset = AssetFields(
            name=fields.title,
            category_code=fields.category_code or "ANN.DIV",
            inventory_number=inventory_number,
            quantity=quantity,
            condition=fields.condition,
            weight_g=fields.weight_g,
            acquired_year=fields.acquired_year,
            acquired_price_nok=fields.replacement_price_nok,
            site_id=site_id,
            state=AssetState.SURPLUS,
        )
        return inventory.register_asset(team.manager, asset).id


def _give(giver: Team, taker: Team, asset_id: int, quantity: int, at: datetime) -> None:
    with clock.standing_still(at - timedelta(days=12)):
        draft = drafting.draft_from_assets(giver.manager, [asset_id])[0]
        listings.publish_listing(giver.manager, draft.id)
    with clock.standing_still(at - timedelta(days=10)):
        asked = claims.request_claim(taker.requester, draft.id, quantity=quantity, otherwise=Otherwise.BUY_NEW)
        claims.approve_claim(giver.manager, asked.id)
    with clock.standing_still(at):
        transfers.hand_over(giver.manager, asked.id)
