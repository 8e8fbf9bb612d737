"""Handing over, and taking back."""

from collections.abc import Collection
from datetime import date

from marketplace.catalogue.checks import Check
from marketplace.claims import collecting, queueing, texts
from marketplace.claims import policies as claim_policies
from marketplace.claims import queries as claims
from marketplace.claims.models import Claim
from marketplace.foundation import clock, outbox
from marketplace.foundation.actor import Actor
from marketplace.foundation.errors import Conflict, NotFound
from marketplace.foundation.transaction import transaction
from marketplace.inventory import holds, moving
from marketplace.inventory import queries as inventory
from marketplace.listings import closing
from marketplace.listings.drafting import kept_key
from marketplace.listings.models import Listing
from marketplace.transfers import ledger, notes, policies, queries, settling
from marketplace.transfers.checks import check_day, check_range
from marketplace.transfers.events import HandedOver, TransferReversed
from marketplace.transfers.kinds import TransferKind
from marketplace.transfers.models import Transfer


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
        check_range("quantity", units, claim.outstanding_quantity, "hand-over-quantity-out-of-range")
        listed_on, day = _listed_on(claim.listing), on or clock.today()
        check_day(day, listed_on)
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
    offer_again: bool = True,
    submission_key: str | None = None,
) -> Transfer:
    """Take back `quantity` units of a hand-over: they came back (return), or never went (correction).

    Writes a row that points at the hand-over. The units are the giver's again and free for the next in the queue, or,
    unless `offer_again`, in the giver's inventory and offered to nobody.

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
        settling.note_taken_back(actor, row, original, claim)
        outbox.record(TransferReversed(row.id, claim.id, claim.listing_id))
        _let_go_on(claim.listing, quantity, offer_again)
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
    sides = {"from_asset": given, "to_asset": received}
    return ledger.hand_over_row(actor, claim, quantity, effect, **sides, listed_on=listed_on, on=on)


def _let_go_on(listing: Listing, quantity: int, offer_again: bool) -> None:
    if offer_again:
        closing.reopen(listing, _remaining(listing))
        queueing.advance_queue(listing)
    else:
        closing.keep_back(listing, quantity)


def _left(original: Transfer, quantity: int) -> int:
    left = queries.left_of([original])[original.id]
    if left == 0:
        raise Conflict("transfer-all-taken-back")
    check_range("quantity", quantity, left, "take-back-quantity-out-of-range")
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


def _same_row(earlier: Transfer, actor: Actor, claim_id: int) -> Transfer:
    if (earlier.claim_id, earlier.recorded_by) != (claim_id, actor.person_id):
        raise Conflict("submission-key-used")
    return earlier


def _remaining(listing: Listing) -> int:
    return listing.quantity - listing.given_away_quantity - claims.handed_over_quantity(listing.id)


def _listed_on(listing: Listing) -> date:
    return clock.local_date(listing.published_at or listing.created_at)
