"""The books as SQL: each asset's units by how they came in and where they are, from four separate sources.

The inventory says what is here, the life stories how it was registered and counted, the ledger what changed hands, the
dispositions what left. Nothing is taken from one book that another keeps.
"""

from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, and_, case, func, not_, or_, select

from marketplace.inventory.models import Asset, AssetEntry
from marketplace.inventory.states import HELD, EntryKind
from marketplace.transfers.kinds import DispositionKind
from marketplace.transfers.models import Disposition, Transfer
from marketplace.transfers.places import ARE, CAME_IN, Account

LEFT = (DispositionKind.SOLD, DispositionKind.DONATED, DispositionKind.RECYCLED, DispositionKind.WASTE)
PLACES = (*CAME_IN, *ARE)
_MOVED = (EntryKind.HANDED_OVER, EntryKind.RECEIVED, EntryKind.RETURNED)
_DISPOSED = (EntryKind.DISPOSED, EntryKind.RESTORED)


def books_of(number: str) -> Subquery:
    """A row for each asset of a municipality: its units by `Account`, and what its story alone says of them.

    `story_moved` and `story_left` are the story's own changes by hand-overs and by dispositions, `story_all` by all.
    """
    asked = select(
        Asset.id,
        Asset.name,
        Asset.inventory_number,
        Asset.unit_id,
        Asset.state,
        Asset.quantity.label("in_inventory"),
    ).where(Asset.municipality_number == number)
    for book in (_story(number), _given(number), _received(number), _left(number)):
        columns = [func.coalesce(column, 0).label(column.key) for column in book.c if column.key != "asset_id"]
        asked = asked.add_columns(*columns).outerjoin(book, book.c.asset_id == Asset.id)
    return asked.subquery()


def difference(books: Subquery) -> ColumnElement[int]:
    """`Account.difference` as SQL."""
    found: ColumnElement[int] = books.c[CAME_IN[0]]
    for name in CAME_IN[1:]:
        found = found + books.c[name]
    for name in ARE:
        found = found - books.c[name]
    return found


def does_not_add_up(books: Subquery) -> ColumnElement[bool]:
    """Whether an asset's units do not meet, or its state says that it is gone while units are there, or the reverse."""
    there, empty = books.c.state.in_(HELD), books.c.in_inventory <= 0
    return or_(difference(books) != 0, and_(there, empty), and_(not_(there), not_(empty)))


def account_of(row: Any) -> Account:
    """The account in a row that has a column for each place."""
    return Account(**{name: int(getattr(row, name) or 0) for name in PLACES})


def _story(number: str) -> Subquery:
    kind, change = AssetEntry.kind, AssetEntry.change
    again = and_(kind == EntryKind.IMPORTED, AssetEntry.note != "")  # a row that was read before names what changed
    counted = or_(kind.in_((EntryKind.CHANGED, EntryKind.COUNTED)), again)
    sums = {
        "registered": _sum(change, kind == EntryKind.REGISTERED),
        "imported": _sum(change, kind == EntryKind.IMPORTED, AssetEntry.note == ""),
        "counted_up": _sum(change, counted, change > 0),
        "counted_down": -_sum(change, counted, change < 0),
        "story_moved": _sum(change, kind.in_(_MOVED)),
        "story_left": _sum(change, kind.in_(_DISPOSED)),
        "story_all": func.sum(change),
    }
    grouped = _grouped(AssetEntry.asset_id, sums).join(Asset, Asset.id == AssetEntry.asset_id)
    return grouped.where(Asset.municipality_number == number).subquery()


def _given(number: str) -> Subquery:
    outside = Transfer.to_municipality_number != number
    sums = {"handed_over": _sum(Transfer.quantity, outside), "moved_out": _sum(Transfer.quantity, not_(outside))}
    grouped = _grouped(Transfer.from_asset_id, sums)
    return grouped.where(Transfer.from_municipality_number == number).subquery()


def _received(number: str) -> Subquery:
    outside = Transfer.from_municipality_number != number
    sums = {"received": _sum(Transfer.quantity, outside), "moved_in": _sum(Transfer.quantity, not_(outside))}
    grouped = _grouped(Transfer.to_asset_id, sums)
    return grouped.where(Transfer.to_municipality_number == number).subquery()


def _left(number: str) -> Subquery:
    sums = {kind.value: _sum(Disposition.quantity, Disposition.kind == kind) for kind in LEFT}
    grouped = _grouped(Disposition.asset_id, sums)
    return grouped.where(Disposition.municipality_number == number).subquery()


def _grouped(asset_id: Any, sums: dict[str, ColumnElement[int]]) -> Select[*tuple[Any, ...]]:
    labelled = [amount.label(name) for name, amount in sums.items()]
    return select(asset_id.label("asset_id"), *labelled).where(asset_id.is_not(None)).group_by(asset_id)


def _sum(amount: Any, *conditions: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((and_(*conditions), amount), else_=0))
