"""What the rows of a spreadsheet would change in the inventory.

A row meets the asset with its inventory number, else the one that came from an equal row. Only what differs from what
was last imported for the asset counts as a change: so the same file changes nothing, and units that have been handed
over since do not come back.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from sqlalchemy import RowMapping, func, or_, select

from marketplace.foundation.database import db
from marketplace.foundation.errors import Facts
from marketplace.inventory import holds
from marketplace.inventory.examining import SpooledRow
from marketplace.inventory.fields import NAMES
from marketplace.inventory.models import Asset, AssetEntry
from marketplace.inventory.spreadsheet.reading import Problem
from marketplace.inventory.states import HELD, EntryKind, Severity

CHUNK = 500
_LEFT, _CAME_BACK = (EntryKind.HANDED_OVER, EntryKind.DISPOSED), (EntryKind.RETURNED, EntryKind.RESTORED)


@dataclass(frozen=True, slots=True)
class Change:
    """What a row means for an asset that is there.

    `quantity` is the one before, `changes` are by field, `imported` is what will have been read.
    """

    asset_id: int
    quantity: int
    changes: dict[str, Any]
    imported: dict[str, Any]
    content_key: str | None


@dataclass(slots=True)
class Outcome:
    """What a chunk of rows comes to. `read_more` are assets of which only what was read changes."""

    new: list[SpooledRow] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    read_more: list[Change] = field(default_factory=list)
    unchanged: int = 0
    problems: list[Problem] = field(default_factory=list)


def chunks(rows: Iterable[SpooledRow], size: int = CHUNK) -> Iterator[list[SpooledRow]]:
    """The rows, some at a time."""
    rest = iter(rows)
    while chunk := list(islice(rest, size)):
        yield chunk


def compare(
    municipality_number: str,
    rows: Sequence[SpooledRow],
    columns: dict[str, str],
    *,
    unit_id: int | None = None,
    lock: bool = False,
) -> Outcome:
    """What these rows would change; three queries at most. `columns` names the column of a field for the reader.

    `unit_id` is the only unit that may be touched, if one is. With `lock` the assets are held for the transaction.
    """
    by_number, by_content = _find(municipality_number, rows, lock)
    outcome = Outcome()
    met: list[tuple[SpooledRow, RowMapping]] = []
    for row in rows:
        number = row.values.get("inventory_number")
        asset = by_number.get(number) if number else None
        if asset is None:
            asset = by_content.get(row.content_key)
            if asset is not None and number and asset["inventory_number"] not in (None, number):
                asset = None
        if asset is None:
            outcome.new.append(row)
        else:
            met.append((row, asset))
    _Comparison(columns, unit_id, met).fill(outcome)
    return outcome


class _Comparison:
    """Rows against the assets they met."""

    def __init__(
        self, columns: dict[str, str], unit_id: int | None, met: Sequence[tuple[SpooledRow, RowMapping]]
    ) -> None:
        self._columns = columns
        self._unit_id = unit_id
        self._met = met
        recounted = [asset["id"] for row, asset in met if "quantity" in _difference(row, asset).changes]
        self._held = holds.held_quantities(recounted)
        self._left = _units_left(recounted)

    def fill(self, outcome: Outcome) -> None:
        """Sort every row into the outcome."""
        for row, asset in self._met:
            change = _difference(row, asset)
            problem = self._refusal(row, asset, change)
            if problem is not None:
                outcome.problems.append(problem)
            if problem is not None and problem.severity is Severity.ERROR:
                continue
            if change.changes and problem is None:
                outcome.changed.append(change)
            else:
                outcome.unchanged += 1
                if problem is None and change.imported != asset["imported"]:
                    outcome.read_more.append(change)

    def _refusal(self, row: SpooledRow, asset: RowMapping, change: Change) -> Problem | None:
        if not change.changes:
            return None
        if asset["state"] not in HELD:
            return self._problem(row, "inventory_number", "import-asset-has-left", Severity.NOTICE)
        if self._unit_id is not None and asset["unit_id"] != self._unit_id:
            return self._problem(row, "inventory_number", "import-asset-of-other-unit")
        quantity = change.changes.get("quantity")
        if quantity is None:
            return None
        held, left = self._held.get(asset["id"], 0), self._left.get(asset["id"], 0)
        if quantity < held:
            return self._problem(row, "quantity", "import-quantity-below-listed", read=quantity, listed=held)
        if quantity > asset["quantity"] and left > 0:
            now = asset["quantity"]
            return self._problem(row, "quantity", "import-quantity-after-hand-over", read=quantity, now=now, left=left)
        return None

    def _problem(
        self, row: SpooledRow, field_name: str, code: str, severity: Severity = Severity.ERROR, **facts: int
    ) -> Problem:
        found: Facts = {**facts}
        return Problem(row.row, self._columns.get(field_name, ""), severity, code, found)


def _difference(row: SpooledRow, asset: RowMapping) -> Change:
    before = asset["imported"] or {}
    changes = {
        name: value
        for name, value in row.values.items()
        if not (name in before and before[name] == value) and asset[name] != value
    }
    numbered = row.values.get("inventory_number") or asset["inventory_number"]
    return Change(
        asset_id=asset["id"],
        quantity=asset["quantity"],
        changes=changes,
        imported={**before, **row.values},
        content_key=None if numbered else asset["content_key"],
    )


def _find(
    municipality_number: str, rows: Sequence[SpooledRow], lock: bool
) -> tuple[dict[str, RowMapping], dict[str, RowMapping]]:
    numbers = [row.values["inventory_number"] for row in rows if row.values.get("inventory_number")]
    keys = [row.content_key for row in rows]
    table = Asset.__table__
    wanted = [table.c[name] for name in ("id", "version", "imported", "content_key", *NAMES)]
    found = (
        select(*wanted)
        .where(
            Asset.municipality_number == municipality_number,
            or_(Asset.inventory_number.in_(numbers), Asset.content_key.in_(keys)),
        )
        .order_by(Asset.id)
    )
    mappings = db.session.execute(found.with_for_update() if lock else found).mappings().all()
    by_number = {mapping["inventory_number"]: mapping for mapping in mappings if mapping["inventory_number"]}
    return by_number, {mapping["content_key"]: mapping for mapping in mappings if mapping["content_key"]}


def _units_left(asset_ids: Sequence[int]) -> dict[int, int]:
    """How many units of each asset have been handed over or disposed of, less what came back."""
    if not asset_ids:
        return {}
    counted = (
        select(AssetEntry.asset_id, AssetEntry.kind, func.sum(AssetEntry.quantity))
        .where(
            AssetEntry.asset_id.in_(asset_ids),
            AssetEntry.kind.in_((*_LEFT, *_CAME_BACK)),
        )
        .group_by(AssetEntry.asset_id, AssetEntry.kind)
    )
    left: dict[int, int] = {}
    for asset_id, kind, quantity in db.session.execute(counted):
        left[asset_id] = left.get(asset_id, 0) + int(-quantity if kind in _CAME_BACK else quantity)
    return left
