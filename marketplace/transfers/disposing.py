"""Recording what left otherwise, singly or together, and correcting it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import uuid4

from marketplace.accounts.queries import take_turn
from marketplace.catalogue import queries as catalogue
from marketplace.claims import texts
from marketplace.foundation import clock, outbox
from marketplace.foundation.actor import Actor
from marketplace.foundation.database import db
from marketplace.foundation.errors import Conflict, FieldError, Invalid, NotFound, Refusal
from marketplace.foundation.transaction import transaction
from marketplace.impact.reckoning import share
from marketplace.inventory import moving
from marketplace.inventory import queries as inventory
from marketplace.inventory.models import Asset
from marketplace.listings.drafting import kept_key
from marketplace.transfers import dispositions, policies
from marketplace.transfers.checks import check_day, check_range, wrong
from marketplace.transfers.events import DispositionRecorded
from marketplace.transfers.kinds import DispositionKind
from marketplace.transfers.models import Disposition

MOST_UNITS = 1_000_000
MOST_WEIGHT_G = 1_000_000_000_000
MOST_LINES = 500
"""How many assets are recorded together at most."""

_BATCH_LENGTH = 32


@dataclass(frozen=True, slots=True)
class Line:
    """Units of one asset that left together with units of others. `weight_g` is for all its units."""

    asset_id: int
    quantity: int
    weight_g: int | None = None


def record_disposition(
    actor: Actor,
    *,
    kind: DispositionKind,
    quantity: int,
    on: date,
    category_code: str | None = None,
    asset_id: int | None = None,
    weight_g: int | None = None,
    note: str = "",
    submission_key: str | None = None,
) -> Disposition:
    """Record that units left outside the marketplace, or found new use inside the municipality.

    Of an asset, the units leave it, except by internal reuse. `weight_g` is for all units; without it the asset's own
    weight is used. The same `submission_key` answers what it made the first time.

    Raises:
        NotFound: no such asset of the municipality's; no such category.
        Forbidden: as `policies.may_record_disposition`.
        Conflict: more than the asset has, or than is not promised away.
        Invalid: a number or date that cannot be, a note that is too long, a category that is not the asset's.
    """
    policies.may_record_disposition(actor).enforce()
    note = texts.checked("note", note, texts.REASON_LIMIT, required=False)
    check_disposition(quantity, on, weight_g)
    key = kept_key(actor, submission_key)
    with transaction():
        take_turn(actor.person_id)
        earlier = dispositions.find_by_submission_key(key) if key else None
        if earlier is not None:
            return earlier
        row = _new(actor, kind, on, note)
        row.submission_key = key
        return _record(actor, row, quantity, asset_id, category_code, weight_g)


def record_dispositions(
    actor: Actor,
    lines: Sequence[Line],
    *,
    kind: DispositionKind,
    on: date,
    note: str = "",
    submission_key: str | None = None,
) -> list[Disposition]:
    """Record that units of several assets left in the same way on the same day: all of it, or nothing.

    The same `submission_key` answers what it made the first time.

    Raises:
        Forbidden: as `policies.may_record_disposition`.
        Invalid: no lines or too many, a date or a note that cannot be; `fields` names what is wrong with each line, by
            its place (`lines.0.quantity`), whatever would have refused it alone.
    """
    policies.may_record_disposition(actor).enforce()
    note = texts.checked("note", note, texts.REASON_LIMIT, required=False)
    check_day(on, None)
    if not 1 <= len(lines) <= MOST_LINES:
        raise wrong("lines", "disposition-lines-out-of-range", most=MOST_LINES)
    key = kept_key(actor, submission_key)
    batch = (key or uuid4().hex)[:_BATCH_LENGTH]
    with transaction():
        take_turn(actor.person_id)
        if key and dispositions.find_by_submission_key(key):
            return dispositions.list_of_batch(batch)
        return _record_lines(actor, lines, kind, on, note, batch, key)


def correct_disposition(
    actor: Actor,
    disposition_id: int,
    *,
    quantity: int | None = None,
    reason: str,
    submission_key: str | None = None,
) -> Disposition:
    """Take back `quantity` units (all that stand) of a disposition that was wrong, by a row that points at it.

    The row keeps standing; the units are in the asset again, except after internal reuse, which they never left.
    Counts on the day of the correction: what was told of the past stands.

    Raises:
        NotFound: no such row, or none that the actor may see.
        Forbidden, Conflict: as `policies.may_correct_disposition`.
        Invalid: more units than stand; no reason, or one that is too long.
    """
    reason = texts.checked("reason", reason, texts.REASON_LIMIT)
    key = kept_key(actor, submission_key)
    with transaction():
        original = dispositions.get_disposition(actor, disposition_id, lock=True)
        earlier = dispositions.find_by_submission_key(key) if key else None
        if earlier is not None:
            return earlier
        left = dispositions.left_of([original.id]).get(original.id, 0)
        asset = inventory.get_for_update(original.asset_id) if original.asset_id is not None else None
        policies.may_correct_disposition(actor, original, left, asset).enforce()
        units = left if quantity is None else quantity
        check_range("quantity", units, left, "disposition-correction-out-of-range")
        row = _correction(actor, original, units, original.quantity - left)
        row.reason, row.submission_key = reason, key
        return _store(row)


def correct_together(actor: Actor, batch: str, reason: str) -> list[Disposition]:
    """Take back all that still stands of what was recorded together.

    Raises:
        NotFound: nothing of the municipality's was recorded so, or all of it is corrected.
        Forbidden: as `correct_disposition`.
        Invalid: no reason, or one that is too long.
    """
    with transaction():
        standing = dispositions.standing_of_batch(actor, batch)
        if not standing:
            raise NotFound("disposition-not-found")
        return [correct_disposition(actor, row_id, reason=reason) for row_id in standing]


def check_disposition(quantity: int, on: date, weight_g: int | None) -> None:
    """Refuse numbers and days that no disposition has.

    Raises:
        Invalid: as `record_disposition`.
    """
    check_range("quantity", quantity, MOST_UNITS, "disposition-quantity-out-of-range")
    check_day(on, None)
    if weight_g is not None and not 0 <= weight_g <= MOST_WEIGHT_G:
        raise wrong("weight_kg", "disposition-weight-out-of-range")


def _new(actor: Actor, kind: DispositionKind, on: date, note: str) -> Disposition:
    return Disposition(
        municipality_number=actor.municipality_number,
        kind=kind,
        on=on,
        note=note,
        recorded_by=actor.person_id,
        recorded_at=clock.now(),
    )


def _record(
    actor: Actor, row: Disposition, quantity: int, asset_id: int | None, category_code: str | None, weight_g: int | None
) -> Disposition:
    asset = _own_asset(actor, asset_id) if asset_id is not None else None
    row.quantity = quantity
    row.asset_id = asset_id
    row.category_code = _category(asset, category_code)
    row.weight_g = _weight(asset, weight_g, quantity)
    if asset is not None:
        _take_out(asset, row)
    return _store(row)


def _record_lines(
    actor: Actor, lines: Sequence[Line], kind: DispositionKind, on: date, note: str, batch: str, key: str | None
) -> list[Disposition]:
    """Every line as a row, the assets locked in one order; what is wrong with any refuses all."""
    made: list[Disposition] = []
    errors = _twice(lines)
    for index, line in sorted(enumerate(lines), key=lambda pair: pair[1].asset_id):
        row = _new(actor, kind, on, note)
        row.batch = batch
        row.submission_key = key if not made else None
        try:
            check_disposition(line.quantity, on, line.weight_g)
            made.append(_record(actor, row, line.quantity, line.asset_id, None, line.weight_g))
        except Refusal as refusal:
            errors += _of_line(index, refusal)
    if errors:
        raise Invalid(fields=tuple(errors))
    return made


def _correction(actor: Actor, original: Disposition, quantity: int, already: int) -> Disposition:
    row = _new(actor, original.kind, clock.today(), original.note)
    weight_g = share(original.weight_g, quantity, original.quantity, already)
    row.quantity, row.weight_g = -quantity, None if weight_g is None else -weight_g
    row.reverses_id, row.batch = original.id, original.batch
    row.asset_id, row.category_code = original.asset_id, original.category_code
    if row.asset_id is not None and row.kind != DispositionKind.INTERNAL_REUSE:
        moving.restore_units(row.asset_id, quantity, on=row.on, person_id=row.recorded_by)
    return row


def _store(row: Disposition) -> Disposition:
    db.session.add(row)
    db.session.flush()
    outbox.record(DispositionRecorded(row.id))
    return row


def _take_out(asset: Asset, row: Disposition) -> None:
    if row.kind != DispositionKind.INTERNAL_REUSE:
        moving.dispose_of_units(asset.id, row.quantity, on=row.on, person_id=row.recorded_by, note=row.note)
    elif row.quantity > asset.quantity:
        raise Conflict("asset-too-few-left", left=asset.quantity)


def _own_asset(actor: Actor, asset_id: int) -> Asset:
    asset = inventory.get_for_update(asset_id)
    if asset.municipality_number != actor.municipality_number:
        raise NotFound("asset-not-found")
    policies.may_record_disposition(actor, asset).enforce()
    return asset


def _category(asset: Asset | None, code: str | None) -> str:
    if asset is None:
        if code is None:
            raise wrong("category", "field-required")
        return catalogue.get_category(code).code
    if code is not None and code != asset.category_code:
        raise wrong("category", "disposition-other-category")
    return asset.category_code


def _weight(asset: Asset | None, weight_g: int | None, quantity: int) -> int | None:
    if weight_g is None and asset is not None and asset.weight_g is not None:
        return asset.weight_g * quantity
    return weight_g


def _twice(lines: Sequence[Line]) -> list[FieldError]:
    seen: set[int] = set()
    errors = []
    for index, line in enumerate(lines):
        if line.asset_id in seen:
            errors.append(FieldError(f"lines.{index}.asset_id", "disposition-asset-twice"))
        seen.add(line.asset_id)
    return errors


def _of_line(index: int, refusal: Refusal) -> list[FieldError]:
    """What is wrong with one line, by its place among the lines."""
    if isinstance(refusal, Invalid) and refusal.fields:
        return [FieldError(f"lines.{index}.{error.field}", error.code, error.facts) for error in refusal.fields]
    field = "asset_id" if isinstance(refusal, NotFound) else "quantity"
    return [FieldError(f"lines.{index}.{field}", refusal.code, refusal.facts)]
