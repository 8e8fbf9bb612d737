"""What repairs cost the units that are handed over."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import SQLColumnExpression, case, func, select

from marketplace.foundation.database import db
from marketplace.impact import queries as impact
from marketplace.impact.reckoning import Repaired
from marketplace.inventory.models import Asset, AssetEntry
from marketplace.inventory.states import EntryKind
from marketplace.transfers.models import Transfer

BEFORE_LISTING = timedelta(days=365)


def repairs_of(asset: Asset, quantity: int, listed_on: date, on: date) -> Repaired | None:
    """The part of the asset's repairs that falls on `quantity` of the units it has now, `on` the day they leave.

    Repairs since a year before the listing count, each krone and gram once: what earlier hand-overs bore, net of
    returns, is left out, and the rest is shared evenly by the units that are left.
    """
    spent = case((AssetEntry.co2e_g.is_(None), AssetEntry.cost_nok), else_=0)
    told = _sums(
        (AssetEntry.cost_nok, spent, AssetEntry.co2e_g),
        AssetEntry.asset_id == asset.id,
        AssetEntry.kind == EntryKind.REPAIRED,
        AssetEntry.on >= listed_on - BEFORE_LISTING,
    )
    if not any(told):
        return None
    own = Transfer.repair_co2e_g - Transfer.repair_spend_nok * Transfer.repair_g_per_nok
    borne = _sums((Transfer.repair_nok, Transfer.repair_spend_nok, own), Transfer.from_asset_id == asset.id)
    cost, spend, co2e = (
        max(whole - part, 0) * quantity // asset.quantity for whole, part in zip(told, borne, strict=True)
    )
    return Repaired(cost, spend, co2e, impact.get_repair(on)) if cost or co2e else None


def _sums(amounts: tuple[SQLColumnExpression[Any], ...], *of: SQLColumnExpression[bool]) -> tuple[int, ...]:
    chosen = select(*(func.coalesce(func.sum(amount), 0) for amount in amounts)).where(*of)
    return tuple(int(amount) for amount in db.session.execute(chosen).one())
