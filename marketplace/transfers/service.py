"""Handing over, taking back, and recording what left otherwise."""

from collections.abc import Collection
from datetime import date

from marketplace.catalogue import queries as catalogue
from marketplace.catalogue.checks import Check
from marketplace.claims import collecting, queueing, texts
from marketplace.claims import policies as claim_policies
from marketplace.claims import queries as claims
from marketplace.claims.models import Claim
from marketplace.foundation import clock, outbox
from marketplace.foundation.actor import Actor
from marketplace.foundation.database import db
from marketplace.foundation.errors import Conflict, FieldError, Invalid, NotFound
from marketplace.foundation.transaction import transaction
from marketplace.inventory import holds, moving
from marketplace.inventory import queries as inventory
from marketplace.inventory.models import Asset
from marketplace.listings import closing
from marketplace.listings.drafting import kept_key
from marketplace.listings.models import Listing
from marketplace.transfers import ledger, notes, policies, queries
from marketplace.transfers.events import DispositionRecorded, HandedOver, TransferReversed
from marketplace.transfers.kinds import DispositionKind, TransferKind
from marketplace.transfers.models import Disposition, Transfer

MOST_UNITS = 1_000_000
MOST_WEIGHT_G = 1_000_000_000_000


def hand_over(
    actor: Actor,
    claim_id: int,
    *,
    quantity: int | None = None,
    on: date | None = None,
    checked: Collection[Check] = (),
    submission_key: str | None = None,
) -> Transfer:
    """Record that units of an approved claim changed hands: all that are outstanding, today, unless told otherwise.

    The units become an asset of the receiver's, a row of the ledger freezes what their effect is reckoned from, a note
    tells both sides what was `checked`. The same `submission_key` answers the row it made the first time.

    Raises:
        NotFound: no such claim, or none of the actor's.
        Forbidden, Conflict: as `claims.policies.may_hand_over`; "asset-too-few-left".
        Invalid: more than is outstanding; a date in the future, or before the listing was published.
    """
    key = kept_key(actor, submission_key)
    with transaction() as session:
        claim = claims.get_for_update(claim_id)
        if not claim_policies.may_view_claim(actor, claim):
            raise NotFound("claim-not-found")
        earlier = queries.find_by_submission_key(key) if key else None
        if earlier is not None:
            return _same_row(earlier, actor, claim.id)
        claim_policies.may_hand_over(actor, claim).enforce()
        units = claim.outstanding_quantity if quantity is None else quantity
        _check_range("quantity", units, claim.outstanding_quantity, "hand-over-quantity-out-of-range")
        listed_on, day = _listed_on(claim.listing), on or clock.today()
        _check_day(day, listed_on)
        transfer = _move(actor, claim, units, listed_on, day)
        transfer.submission_key = key
        session.add(transfer)
        collecting.note_hand_over(actor, claim, units)
        notes.make(transfer, claim, checked)
        outbox.record(HandedOver(transfer.id, claim.id, claim.listing_id))
        closing.close_if_empty(claim.listing, _remaining(claim.listing))
        return transfer


def take_back(
    actor: Actor,
    transfer_id: int,
    *,
    quantity: int,
    reason: str,
    kind: TransferKind = TransferKind.CORRECTION,
    submission_key: str | None = None,
) -> Transfer:
    """Take back `quantity` units of a hand-over: they came back (return), or never went (correction).

    Writes a row that points at the hand-over. The units are the giver's again and free for the next in the queue.

    Raises:
        NotFound: no such row, or none that the actor may see.
        Forbidden, Conflict: as `policies.may_take_back`; the receiver has passed the units on, or promised them away.
        Invalid: more units than are left of the hand-over; no reason, or one that is too long.
    """
    reason = texts.checked("reason", reason, texts.REASON_LIMIT)
    key = kept_key(actor, submission_key)
    with transaction() as session:
        original = queries.get_transfer(actor, transfer_id)
        claim = claims.get_for_update(original.claim_id)
        earlier = queries.find_by_submission_key(key) if key else None
        if earlier is not None:
            return _same_row(earlier, actor, claim.id)
        policies.may_take_back(actor, original, kind).enforce()
        left = _left(original, quantity)
        row = ledger.reversal_row(actor, original, kind, quantity, original.quantity - left)
        row.reason, row.submission_key = reason, key
        session.add(row)
        _move_back(row, quantity)
        collecting.note_return(actor, claim, quantity, reason)
        session.flush()
        outbox.record(TransferReversed(row.id, claim.id, claim.listing_id))
        closing.reopen(claim.listing, _remaining(claim.listing))
        queueing.advance_queue(claim.listing)
        return row


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
    row = Disposition(
        municipality_number=actor.municipality_number,
        quantity=quantity,
        kind=kind,
        on=on,
        note=texts.checked("note", note, texts.REASON_LIMIT, required=False),
        recorded_by=actor.person_id,
        recorded_at=clock.now(),
        submission_key=kept_key(actor, submission_key),
    )
    _check_disposition(row, weight_g)
    with transaction():
        earlier = queries.find_disposition_by_submission_key(row.submission_key) if row.submission_key else None
        return earlier or _record(actor, row, asset_id, category_code, weight_g)


def _check_disposition(row: Disposition, weight_g: int | None) -> None:
    _check_range("quantity", row.quantity, MOST_UNITS, "disposition-quantity-out-of-range")
    _check_day(row.on, None)
    if weight_g is not None and not 0 <= weight_g <= MOST_WEIGHT_G:
        raise _wrong("weight_kg", "disposition-weight-out-of-range")


def _record(
    actor: Actor, row: Disposition, asset_id: int | None, category_code: str | None, weight_g: int | None
) -> Disposition:
    asset = _own_asset(actor, asset_id) if asset_id is not None else None
    row.asset_id = asset_id
    row.category_code = _category(asset, category_code)
    row.weight_g = _weight(asset, weight_g, row.quantity)
    db.session.add(row)
    if asset is not None:
        _take_out(asset, row)
    db.session.flush()
    outbox.record(DispositionRecorded(row.id))
    return row


def _move(actor: Actor, claim: Claim, quantity: int, listed_on: date, on: date) -> Transfer:
    listing = claim.listing
    assert listing.asset_id is not None, "a published listing has its asset"
    given = inventory.get_for_update(listing.asset_id)
    effect = ledger.effect_of(claim, given, quantity, listed_on, on)
    received = moving.move_units(
        listing.asset_id,
        quantity,
        to_municipality=claim.municipality_number,
        to_unit_id=claim.unit_id,
        on=on,
        person_id=actor.person_id,
    )
    return ledger.hand_over_row(actor, claim, quantity, effect, to_asset=received, listed_on=listed_on, on=on)


def _left(original: Transfer, quantity: int) -> int:
    left = queries.left_of([original])[original.id]
    if left == 0:
        raise Conflict("transfer-all-taken-back")
    _check_range("quantity", quantity, left, "take-back-quantity-out-of-range")
    return left


def _move_back(row: Transfer, quantity: int) -> None:
    if row.from_asset_id is None or row.to_asset_id is None:
        return
    moving.take_back_units(
        row.from_asset_id, row.to_asset_id, quantity, on=row.on, person_id=row.recorded_by, note=row.reason
    )
    receiver = inventory.get_for_update(row.to_asset_id)
    promised = holds.held_quantity(receiver.id)
    if promised > receiver.quantity:
        raise Conflict("take-back-units-promised", promised=promised)


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
            raise _wrong("category", "field-required")
        return catalogue.get_category(code).code
    if code is not None and code != asset.category_code:
        raise _wrong("category", "disposition-other-category")
    return asset.category_code


def _weight(asset: Asset | None, weight_g: int | None, quantity: int) -> int | None:
    if weight_g is None and asset is not None and asset.weight_g is not None:
        return asset.weight_g * quantity
    return weight_g


def _same_row(earlier: Transfer, actor: Actor, claim_id: int) -> Transfer:
    if (earlier.claim_id, earlier.recorded_by) != (claim_id, actor.person_id):
        raise Conflict("submission-key-used")
    return earlier


def _remaining(listing: Listing) -> int:
    return listing.quantity - claims.handed_over_quantity(listing.id)


def _listed_on(listing: Listing) -> date:
    return clock.local_date(listing.published_at or listing.created_at)


def _check_range(field: str, value: int, most: int, code: str) -> None:
    if not 1 <= value <= most:
        raise _wrong(field, code, most=most)


def _check_day(on: date, listed_on: date | None) -> None:
    if on > clock.today():
        raise _wrong("on", "date-in-future")
    if listed_on is not None and on < listed_on:
        raise _wrong("on", "hand-over-before-listing", listed_on=listed_on.strftime("%d.%m.%Y"))


def _wrong(field: str, code: str, **facts: str | int) -> Invalid:
    return Invalid(code, fields=(FieldError(field, code, dict(facts)),), **facts)
