"""Asking what left otherwise: one row, a page of rows, what of each still stands."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import aliased

from marketplace.accounts.models import Person
from marketplace.catalogue import queries as catalogue
from marketplace.foundation.actor import Actor
from marketplace.foundation.database import db
from marketplace.foundation.errors import NotFound
from marketplace.foundation.pagination import DEFAULT_PER_PAGE, Page, offset
from marketplace.inventory.models import Asset
from marketplace.transfers import policies
from marketplace.transfers.kinds import DispositionKind
from marketplace.transfers.models import Disposition

Thing = TypeVar("Thing", Asset, Person)


@dataclass(frozen=True, slots=True)
class DispositionFilters:
    """Which rows: days inclusive; `category` with those under it; `batch` as recorded together."""

    from_on: date | None = None
    to_on: date | None = None
    kind: DispositionKind | None = None
    category: str | None = None
    asset_id: int | None = None
    batch: str | None = None


@dataclass(frozen=True, slots=True)
class DispositionRow:
    """A disposition with names. `left_quantity` is what no correction took back; 0 for a row that corrects."""

    id: int
    kind: DispositionKind
    reverses_id: int | None
    asset_id: int | None
    asset_name: str | None
    inventory_number: str | None
    category_code: str
    quantity: int
    left_quantity: int
    on: date
    weight_g: int | None
    note: str
    reason: str
    batch: str | None
    recorded_by: str
    recorded_at: datetime
    actions: tuple[str, ...]


def get_disposition(actor: Actor, disposition_id: int, *, lock: bool = False) -> Disposition:
    """One row; with `lock` held for the open transaction and read anew.

    Raises:
        NotFound: there is none, or none that the actor may see.
    """
    chosen = select(Disposition).where(Disposition.id == disposition_id)
    if lock:
        chosen = chosen.with_for_update().execution_options(populate_existing=True)
    row = db.session.scalar(chosen)
    if row is None or not policies.may_see_dispositions(actor, row.municipality_number):
        raise NotFound("disposition-not-found")
    return row


def get_row(actor: Actor, disposition_id: int) -> DispositionRow:
    """One row with names.

    Raises:
        NotFound: as `get_disposition`.
    """
    return rows_of(actor, [get_disposition(actor, disposition_id)])[0]


def list_corrections(actor: Actor, disposition_id: int) -> list[DispositionRow]:
    """The rows that take back from a disposition, oldest first."""
    chosen = select(Disposition).where(Disposition.reverses_id == disposition_id, _own(actor))
    return rows_of(actor, db.session.scalars(chosen.order_by(Disposition.id)).all())


def list_dispositions(
    actor: Actor, filters: DispositionFilters, page: int = 1, per_page: int = DEFAULT_PER_PAGE
) -> Page[DispositionRow]:
    """What left the actor's municipality, newest first. Four queries, however many.

    Raises:
        Forbidden: "disposition-not-yours".
    """
    policies.may_see_dispositions(actor, actor.municipality_number).enforce()
    chosen = _chosen(actor, filters)
    total = db.session.scalar(select(func.count()).select_from(chosen.subquery())) or 0
    newest = chosen.order_by(Disposition.on.desc(), Disposition.id.desc())
    found = db.session.scalars(newest.offset(offset(page, per_page)).limit(per_page)).all()
    return Page(rows_of(actor, found), total, page, per_page)


def standing_of_batch(actor: Actor, batch: str) -> list[int]:
    """The ids of what was recorded together and is not corrected yet."""
    back = aliased(Disposition)
    taken = select(func.coalesce(func.sum(back.quantity), 0)).where(back.reverses_id == Disposition.id)
    chosen = select(Disposition.id).where(
        Disposition.batch == batch,
        Disposition.reverses_id.is_(None),
        Disposition.quantity + taken.scalar_subquery() > 0,
        _own(actor),
    )
    return list(db.session.scalars(chosen.order_by(Disposition.asset_id, Disposition.id)))


def list_of_batch(batch: str) -> list[Disposition]:
    """What was recorded together, corrections left out."""
    chosen = select(Disposition).where(Disposition.batch == batch, Disposition.reverses_id.is_(None))
    return list(db.session.scalars(chosen.order_by(Disposition.id)))


def find_by_submission_key(key: str) -> Disposition | None:
    """The disposition that a form with this key recorded."""
    return db.session.scalar(select(Disposition).where(Disposition.submission_key == key))


def left_of(ids: Collection[int]) -> dict[int, int]:
    """How many units of each disposition no correction took back; of a row that corrects, 0. One query."""
    if not ids:
        return {}
    back = aliased(Disposition)
    taken = func.coalesce(func.sum(back.quantity), 0)
    chosen = (
        select(Disposition.id, Disposition.quantity + taken)
        .outerjoin(back, back.reverses_id == Disposition.id)
        .where(Disposition.id.in_(ids), Disposition.reverses_id.is_(None))
        .group_by(Disposition.id, Disposition.quantity)
    )
    return {row_id: int(left) for row_id, left in db.session.execute(chosen)}


def rows_of(actor: Actor, found: Sequence[Disposition]) -> list[DispositionRow]:
    """The rows as the actor sees them, in three queries whatever their number."""
    left = left_of([row.id for row in found])
    assets = _by_id(Asset, {row.asset_id for row in found if row.asset_id is not None})
    people = _by_id(Person, {row.recorded_by for row in found})
    return [_row(actor, row, left.get(row.id, 0), assets, people) for row in found]


def _row(
    actor: Actor, row: Disposition, left: int, assets: dict[int, Asset], people: dict[int, Person]
) -> DispositionRow:
    asset = assets.get(row.asset_id) if row.asset_id is not None else None
    return DispositionRow(
        id=row.id,
        kind=row.kind,
        reverses_id=row.reverses_id,
        asset_id=row.asset_id,
        asset_name=asset.name if asset else None,
        inventory_number=asset.inventory_number if asset else None,
        category_code=row.category_code,
        quantity=row.quantity,
        left_quantity=left,
        on=row.on,
        weight_g=row.weight_g,
        note=row.note,
        reason=row.reason,
        batch=row.batch,
        recorded_by=people[row.recorded_by].name,
        recorded_at=row.recorded_at,
        actions=("correct",) if policies.may_correct_disposition(actor, row, left, asset) else (),
    )


def _by_id(model: type[Thing], ids: Collection[int]) -> dict[int, Thing]:
    found = db.session.scalars(select(model).where(model.id.in_(ids))) if ids else ()
    return {thing.id: thing for thing in found}


def _chosen(actor: Actor, filters: DispositionFilters) -> Select[Disposition]:
    conditions = [_own(actor)]
    if filters.from_on:
        conditions.append(Disposition.on >= filters.from_on)
    if filters.to_on:
        conditions.append(Disposition.on <= filters.to_on)
    for column, wanted in (
        (Disposition.kind, filters.kind),
        (Disposition.asset_id, filters.asset_id),
        (Disposition.batch, filters.batch),
    ):
        if wanted is not None:
            conditions.append(column == wanted)
    if filters.category:
        conditions.append(Disposition.category_code.in_(catalogue.codes_under(filters.category)))
    return select(Disposition).where(*conditions)


def _own(actor: Actor) -> ColumnElement[bool]:
    return Disposition.municipality_number == actor.municipality_number
