"""Dispositions from a spreadsheet: look, then keep; the same file twice changes nothing."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from marketplace.foundation import outbox
from marketplace.foundation.database import db
from marketplace.foundation.errors import Facts
from marketplace.inventory import holds, moving
from marketplace.inventory import importing as inventory_importing
from marketplace.inventory.comparing import chunks
from marketplace.inventory.events import ImportAccepted, ImportUploaded
from marketplace.inventory.examining import Examined, SpooledRow
from marketplace.inventory.models import Asset
from marketplace.inventory.spreadsheet.reading import Problem
from marketplace.inventory.states import Severity
from marketplace.inventory.tasks import Preview, Scope, Task
from marketplace.inventory.writing import Occasion
from marketplace.transfers.events import DispositionRecorded, DispositionsImported
from marketplace.transfers.kinds import DispositionKind
from marketplace.transfers.models import Disposition
from marketplace.transfers.sheet import SHEET


def look_at_file(event: ImportUploaded) -> None:
    """Read an uploaded sheet of dispositions and store what it would do. Does nothing when that has been done."""
    inventory_importing.look(event, TASK)


def keep_rows(event: ImportAccepted) -> None:
    """Record the rows without errors, in one transaction. Does nothing when that has been done."""
    inventory_importing.keep(event, TASK)


def batch_of(import_id: int) -> str:
    """What dispositions of one import share."""
    return f"import{import_id}"


class _Filling:
    """The rows of one file against the assets they name, whatever has been taken of each by the rows before."""

    def __init__(self, preview: Preview, examined: Examined, scope: Scope, occasion: Occasion | None) -> None:
        self._preview, self._columns = preview, examined.named
        self._scope, self._occasion = scope, occasion
        self._free: dict[int, tuple[int, int]] = {}

    def fill(self, rows: Sequence[SpooledRow]) -> None:
        """Sort some rows into the preview; with an occasion record them."""
        assets, known = self._assets(rows), self._known(rows)
        made = []
        for row in rows:
            if row.content_key in known:
                self._preview.rows_unchanged += 1
                continue
            number = row.values.get("inventory_number")
            asset = assets.get(number) if number else None
            problem = self._refusal(row, asset)
            if problem is not None:
                self._preview.problems.add(problem)
                continue
            self._preview.rows_new += 1
            self._take(row, asset)
            if self._occasion is not None:
                made.append(self._record(row, asset, self._occasion))
        db.session.flush()
        for disposition in made:
            outbox.record(DispositionRecorded(disposition.id))

    def _refusal(self, row: SpooledRow, asset: Asset | None) -> Problem | None:
        number = row.values.get("inventory_number")
        if asset is None:
            return (
                self._problem(row, "inventory_number", "disposition-import-unknown", value=number) if number else None
            )
        if self._scope.unit_id is not None and asset.unit_id != self._scope.unit_id:
            return self._problem(row, "inventory_number", "disposition-other-unit")
        there, held = self._free[asset.id]
        units = row.values["quantity"]
        if _stays(row):
            return self._problem(row, "quantity", "asset-too-few-left", left=there) if units > there else None
        if units > there - held:
            code = "asset-units-listed" if held else "asset-too-few-left"
            return self._problem(row, "quantity", code, left=there, listed=held)
        return None

    def _take(self, row: SpooledRow, asset: Asset | None) -> None:
        if asset is not None and not _stays(row):
            there, held = self._free[asset.id]
            self._free[asset.id] = there - row.values["quantity"], held

    def _record(self, row: SpooledRow, asset: Asset | None, occasion: Occasion) -> Disposition:
        said, on = row.values, date.fromisoformat(row.values["on"])
        own = asset.weight_g * said["quantity"] if asset is not None and asset.weight_g is not None else None
        disposition = Disposition(
            municipality_number=occasion.municipality_number,
            asset_id=asset.id if asset is not None else None,
            category_code=asset.category_code if asset is not None else said["category_code"],
            quantity=said["quantity"],
            kind=DispositionKind(said["kind"]),
            on=on,
            weight_g=said["weight_g"] if said.get("weight_g") is not None else own,
            note=said.get("note", ""),
            recorded_by=occasion.person_id,
            recorded_at=occasion.at,
            batch=batch_of(occasion.import_id),
            content_key=row.content_key,
        )
        db.session.add(disposition)
        if asset is not None and not _stays(row):
            moving.take_out(asset, said["quantity"], on=on, person_id=occasion.person_id, note=disposition.note)
        return disposition

    def _assets(self, rows: Sequence[SpooledRow]) -> dict[str, Asset]:
        """The assets named, by number; locked when rows are kept."""
        named = {row.values["inventory_number"] for row in rows if row.values.get("inventory_number")}
        chosen = select(Asset).where(
            Asset.municipality_number == self._scope.municipality_number, Asset.inventory_number.in_(named)
        )
        if self._occasion is not None:
            chosen = chosen.with_for_update().execution_options(populate_existing=True)
        found = db.session.scalars(chosen.order_by(Asset.id)).all()
        new = [asset for asset in found if asset.id not in self._free]
        held = holds.held_quantities([asset.id for asset in new])
        self._free |= {asset.id: (asset.quantity, held.get(asset.id, 0)) for asset in new}
        return {asset.inventory_number: asset for asset in found if asset.inventory_number}

    def _known(self, rows: Sequence[SpooledRow]) -> set[str | None]:
        """The keys of rows that were recorded before, corrected or not."""
        chosen = select(Disposition.content_key).where(
            Disposition.municipality_number == self._scope.municipality_number,
            Disposition.content_key.in_([row.content_key for row in rows]),
        )
        return set(db.session.scalars(chosen))

    def _problem(self, row: SpooledRow, field: str, code: str, **facts: Any) -> Problem:
        told: Facts = {**facts}
        return Problem(row.row, self._columns.get(field, ""), Severity.ERROR, code, told)


def _fill(preview: Preview, examined: Examined, scope: Scope, occasion: Occasion | None) -> None:
    filling = _Filling(preview, examined, scope, occasion)
    for rows in chunks(examined.rows()):
        filling.fill(rows)


def _stays(row: SpooledRow) -> bool:
    return bool(row.values["kind"] == DispositionKind.INTERNAL_REUSE)


TASK = Task(SHEET, inventory_importing.surroundings, _fill, DispositionsImported)
