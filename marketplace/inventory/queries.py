"""Asking about assets."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import CTE, ColumnElement, Select, and_, cast, func, null, or_, select
from sqlalchemy.orm import aliased

from marketplace.catalogue.conditions import Condition
from marketplace.catalogue.models import Category
from marketplace.foundation.actor import Actor
from marketplace.foundation.database import Time, db
from marketplace.foundation.errors import NotFound
from marketplace.foundation.pagination import DEFAULT_PER_PAGE, Page, offset
from marketplace.inventory import policies
from marketplace.inventory.models import Asset, AssetEntry
from marketplace.inventory.states import HELD, AssetState, EntryKind
from marketplace.organisations.models import Municipality, Site, Unit

_SEARCHED = (Asset.name, Asset.inventory_number, Asset.brand, Asset.model, Asset.room)
_OTHERS_STORY = (EntryKind.HANDED_OVER, EntryKind.RETURNED, EntryKind.DISPOSED, EntryKind.RESTORED)


@dataclass(frozen=True, slots=True)
class AssetFilters:
    """Which assets: `category` with those under it; no `state` means what is still there."""

    text: str = ""
    category: str | None = None
    state: AssetState | None = None
    site_id: int | None = None
    unit_id: int | None = None


@dataclass(frozen=True, slots=True)
class AssetRow:
    """A line of the inventory."""

    id: int
    name: str
    inventory_number: str | None
    category_code: str
    category_name: str
    quantity: int
    condition: Condition
    state: AssetState
    unit_id: int | None
    unit_name: str | None
    site_name: str | None
    building: str
    room: str
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class StoryLine:
    """Something that happened to an asset, or to what it was before it came here."""

    asset_id: int
    kind: EntryKind
    on: date
    at: datetime
    quantity: int
    municipality_number: str
    municipality_name: str
    counterpart_number: str | None
    counterpart_name: str | None
    note: str
    cost_nok: int | None
    co2e_g: int | None


def get_asset(actor: Actor, asset_id: int) -> Asset:
    """An asset of the actor's municipality.

    Raises:
        NotFound: "asset-not-found", also for one that the actor may not see.
    """
    asset = db.session.get(Asset, asset_id)
    if asset is None or not policies.may_see_assets(actor, asset.municipality_number):
        raise NotFound("asset-not-found")
    return asset


def list_chosen(actor: Actor, asset_ids: Sequence[int]) -> list[Asset]:
    """Those of the assets that the actor may see in their municipality, in the order named. One query."""
    if not policies.may_see_assets(actor, actor.municipality_number):
        return []
    chosen = select(Asset).where(Asset.id.in_(asset_ids), Asset.municipality_number == actor.municipality_number)
    found = {asset.id: asset for asset in db.session.scalars(chosen.execution_options(populate_existing=True))}
    return [found[asset_id] for asset_id in asset_ids if asset_id in found]


def find_by_content_key(municipality_number: str, key: str) -> Asset | None:
    """The asset that a row without a number, or a form with a submission key, has made."""
    return db.session.scalar(
        select(Asset).where(Asset.municipality_number == municipality_number, Asset.content_key == key)
    )


def get_for_update(asset_id: int) -> Asset:
    """An asset, locked for the open transaction and read anew.

    Raises:
        NotFound: "asset-not-found".
    """
    found = db.session.scalar(
        select(Asset).where(Asset.id == asset_id).with_for_update().execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound("asset-not-found")
    return found


def list_assets(actor: Actor, filters: AssetFilters, page: int = 1, per_page: int = DEFAULT_PER_PAGE) -> Page[AssetRow]:
    """The actor's municipality's assets, by name. Two queries, however many.

    Raises:
        Forbidden: "asset-needs-permission-to-see".
    """
    policies.may_see_assets(actor, actor.municipality_number).enforce()
    wanted = and_(Asset.municipality_number == actor.municipality_number, *_conditions(filters))
    total = db.session.scalar(select(func.count()).select_from(Asset).where(wanted)) or 0
    rows = db.session.execute(
        _rows(actor.language)
        .where(wanted)
        .order_by(func.lower(Asset.name), Asset.id)
        .limit(per_page)
        .offset(offset(page, per_page))
    )
    return Page([AssetRow(*row) for row in rows], total, page, per_page)


def _rows(language: str) -> Select[*tuple[Any, ...]]:
    name = {"nn": Category.name_nn, "en": Category.name_en}.get(language, Category.name_nb)
    return (
        select(
            Asset.id,
            Asset.name,
            Asset.inventory_number,
            Asset.category_code,
            name,
            Asset.quantity,
            Asset.condition,
            Asset.state,
            Asset.unit_id,
            Unit.name,
            Site.name,
            Asset.building,
            Asset.room,
            Asset.updated_at,
        )
        .join(Category, Category.code == Asset.category_code)
        .outerjoin(Unit, Unit.id == Asset.unit_id)
        .outerjoin(Site, Site.id == Asset.site_id)
    )


def _conditions(filters: AssetFilters) -> list[ColumnElement[bool]]:
    words = filters.text.split()[:8]
    found = [or_(*(column.icontains(word, autoescape=True) for column in _SEARCHED)) for word in words]
    if filters.category:
        under = Asset.category_code.startswith(f"{filters.category}.", autoescape=True)
        found.append(or_(Asset.category_code == filters.category, under))
    found.append(Asset.state == filters.state if filters.state else Asset.state.in_(HELD))
    if filters.site_id is not None:
        found.append(Asset.site_id == filters.site_id)
    if filters.unit_id is not None:
        found.append(Asset.unit_id == filters.unit_id)
    return found


def count_assets(municipality_number: str) -> int:
    """How many assets a municipality has on record, those that have left too."""
    counted = select(func.count()).select_from(Asset).where(Asset.municipality_number == municipality_number)
    return db.session.scalar(counted) or 0


def life_story(asset_id: int) -> list[StoryLine]:
    """What happened to an asset and to those it came from, oldest first. One query.

    Of an origin only what came before these units left it is told, and nothing of other units that left it.
    """
    lives = _lives(asset_id)
    its_own = and_(AssetEntry.at <= lives.c.until, AssetEntry.kind.not_in(_OTHERS_STORY))
    home, other = aliased(Municipality), aliased(Municipality)
    story: Select[*tuple[Any, ...]] = (
        select(
            AssetEntry.asset_id,
            AssetEntry.kind,
            AssetEntry.on,
            AssetEntry.at,
            AssetEntry.quantity,
            home.number,
            home.name,
            AssetEntry.counterpart_number,
            other.name,
            AssetEntry.note,
            AssetEntry.cost_nok,
            AssetEntry.co2e_g,
        )
        .join(lives, lives.c.id == AssetEntry.asset_id)
        .join(home, home.number == lives.c.municipality_number)
        .outerjoin(other, other.number == AssetEntry.counterpart_number)
        .where(or_(lives.c.until.is_(None), its_own))
        .order_by(AssetEntry.id)
    )
    return [StoryLine(*row) for row in db.session.execute(story)]


def _lives(asset_id: int) -> CTE:
    """The asset and those it came from; `until` is when these units left one of the latter."""
    lives = (
        select(Asset.id, Asset.origin_asset_id, Asset.created_at, Asset.municipality_number)
        .add_columns(cast(null(), Time()).label("until"))
        .where(Asset.id == asset_id)
        .cte("lives", recursive=True)
    )
    origin = aliased(Asset)
    return lives.union_all(
        select(
            origin.id, origin.origin_asset_id, origin.created_at, origin.municipality_number, lives.c.created_at
        ).join(lives, lives.c.origin_asset_id == origin.id)
    )
