"""Rows of a spreadsheet into the inventory, many at a time, within the open transaction."""

import dataclasses
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Table, bindparam, delete, insert, update

from marketplace.foundation.database import db
from marketplace.inventory.comparing import Change, Outcome
from marketplace.inventory.examining import Problems, SpooledRow
from marketplace.inventory.fields import AssetFields
from marketplace.inventory.models import Asset, AssetEntry, ImportProblem
from marketplace.inventory.states import EntryKind

_DEFAULTS = {
    field.name: field.default for field in dataclasses.fields(AssetFields) if field.default is not dataclasses.MISSING
}


@dataclasses.dataclass(frozen=True, slots=True)
class Occasion:
    """For which municipality, when and by whom rows are kept."""

    municipality_number: str
    at: datetime
    on: date
    person_id: int | None
    import_id: int


def write_outcome(outcome: Outcome, occasion: Occasion) -> None:
    """Insert what is new, change what changed, and write both into the life stories."""
    _insert(outcome.new, occasion)
    _change(outcome.changed, occasion)
    _note_read(outcome.read_more)


def replace_problems(import_id: int, problems: Problems) -> None:
    """Keep these problems for an import, and no others."""
    session = db.session
    session.execute(delete(ImportProblem).where(ImportProblem.import_id == import_id))
    rows = [
        {
            "import_id": import_id,
            "row": problem.row,
            "column": problem.column[:120],
            "severity": problem.severity,
            "code": problem.code,
            "facts": problem.facts,
        }
        for problem in problems.kept
    ]
    if rows:
        session.execute(insert(ImportProblem), rows)


def _insert(rows: Sequence[SpooledRow], occasion: Occasion) -> None:
    if not rows:
        return
    values = [_new(row, occasion) for row in rows]
    inserted = db.session.scalars(insert(_assets()).returning(Asset.id, sort_by_parameter_order=True), values)
    entries = [
        _entry(asset_id, value["quantity"], value["quantity"], "", occasion)
        for asset_id, value in zip(inserted, values, strict=True)
    ]
    db.session.execute(insert(AssetEntry), entries)


def _new(row: SpooledRow, occasion: Occasion) -> dict[str, Any]:
    return {
        **_DEFAULTS,
        **row.assumed,
        **row.values,
        "municipality_number": occasion.municipality_number,
        "imported": row.values,
        "content_key": None if row.values.get("inventory_number") else row.content_key,
        "created_at": occasion.at,
        "updated_at": occasion.at,
        "version": 1,
    }


def _change(changes: Sequence[Change], occasion: Occasion) -> None:
    alike: dict[tuple[str, ...], list[Change]] = defaultdict(list)
    for change in changes:
        alike[tuple(sorted(change.changes))].append(change)
    table = _assets()
    for names, group in alike.items():
        statement = (
            update(table)
            .where(table.c.id == bindparam("the_id"))
            .values(
                **{name: bindparam(f"the_{name}") for name in (*names, "imported", "content_key")},
                updated_at=occasion.at,
                version=table.c.version + 1,
            )
        )
        db.session.execute(statement, [_parameters(change) for change in group])
    entries = [
        _entry(
            change.asset_id,
            change.changes.get("quantity", change.quantity),
            change.changes.get("quantity", change.quantity) - change.quantity,
            ",".join(sorted(change.changes)),
            occasion,
        )
        for change in changes
    ]
    if entries:
        db.session.execute(insert(AssetEntry), entries)


def _note_read(changes: Sequence[Change]) -> None:
    """Only what was read is another: the asset itself is as it was, and so is its version."""
    if not changes:
        return
    table = _assets()
    statement = (
        update(table)
        .where(table.c.id == bindparam("the_id"))
        .values(imported=bindparam("the_imported"), content_key=bindparam("the_content_key"))
    )
    db.session.execute(statement, [_parameters(change) for change in changes])


def _parameters(change: Change) -> dict[str, Any]:
    given = {f"the_{name}": value for name, value in change.changes.items()}
    return {**given, "the_id": change.asset_id, "the_imported": change.imported, "the_content_key": change.content_key}


def _entry(asset_id: int, quantity: int, change: int, note: str, occasion: Occasion) -> dict[str, Any]:
    return {
        "asset_id": asset_id,
        "kind": EntryKind.IMPORTED,
        "on": occasion.on,
        "at": occasion.at,
        "quantity": quantity,
        "change": change,
        "note": note,
        "person_id": occasion.person_id,
    }


def _assets() -> Table:
    table = Asset.__table__
    assert isinstance(table, Table)
    return table
