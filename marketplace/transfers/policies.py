"""Who may do what with the ledger and with what left otherwise."""

from datetime import date, datetime, timedelta

from marketplace.claims import policies as claims
from marketplace.claims.deadlines import end_of
from marketplace.claims.models import Claim
from marketplace.foundation import clock
from marketplace.foundation.actor import Actor
from marketplace.foundation.decision import Decision, first_refusal
from marketplace.foundation.errors import Conflict, Forbidden
from marketplace.inventory.models import Asset
from marketplace.transfers.kinds import TransferKind
from marketplace.transfers.models import Disposition, Loan, Objection, Transfer

SETTLING = (*claims.PARTIES, "objections:settle")
"""The permissions of those who may come upon objections at all: either side, and who stands between two."""

OBJECTION_TIME = timedelta(days=7)
AGREEING_TIME = timedelta(days=14)
"""How long the sides have to agree before an objection is laid before somebody else."""
_NEEDED = {
    TransferKind.CORRECTION: ("transfers:correct",),
    TransferKind.RETURN: ("transfers:record", "transfers:correct"),
}
_LACKING = {
    TransferKind.CORRECTION: "transfer-correction-needs-permission",
    TransferKind.RETURN: "transfer-return-needs-permission",
}


def may_view_transfer(actor: Actor, transfer: Transfer) -> Decision:
    """Whether the actor may see the row: either municipality's people, and the network's for rows between two."""
    numbers = {transfer.from_municipality_number, transfer.to_municipality_number}
    own = "transfers:view" in actor.permissions and actor.municipality_number in numbers
    network = "transfers:view" in actor.network_permissions and len(numbers) == 2
    return first_refusal((own or network, Forbidden("transfer-not-yours")))


def may_have_note(actor: Actor, transfer: Transfer) -> Decision:
    """Whether the actor may have the transfer note: whoever may see the row, if it is a hand-over."""
    return first_refusal(
        (bool(may_view_transfer(actor, transfer)), Forbidden("transfer-not-yours")),
        (transfer.kind == TransferKind.HAND_OVER, Conflict("note-only-of-hand-over")),
    )


def may_take_back(actor: Actor, transfer: Transfer, kind: TransferKind) -> Decision:
    """Whether the actor may record a return of the hand-over, or correct it; people of either municipality may."""
    return first_refusal(
        (kind in _NEEDED, Conflict("transfer-not-a-take-back")),
        (_holds(actor, transfer, kind), Forbidden(_LACKING.get(kind, "transfer-not-a-take-back"))),
        (transfer.kind == TransferKind.HAND_OVER, Conflict("transfer-not-a-hand-over")),
    )


def may_object(actor: Actor, transfer: Transfer, claim: Claim) -> Decision:
    """Whether the actor may say that the hand-over is not as recorded: the side that did not record it, for a week.

    Within one municipality, where both sides are its own people: whoever did not record it.
    """
    other = (
        transfer.recorded_by != actor.person_id
        if is_internal(transfer)
        else transfer.recorded_for != actor.municipality_number
    )
    return first_refusal(
        (claims.is_party(actor, claim), Forbidden("transfer-not-yours")),
        (transfer.kind == TransferKind.HAND_OVER, Conflict("transfer-not-a-hand-over")),
        (other, Conflict("objection-own-hand-over")),
        (clock.now() <= object_until(transfer), Conflict("objection-too-late")),
    )


def object_until(transfer: Transfer) -> datetime:
    """The last moment to object: the end in Norway of the seventh day after it was recorded."""
    return end_of(clock.local_date(transfer.recorded_at) + OBJECTION_TIME)


def raised_on(objection: Objection) -> date:
    """The last day the sides have: an objection that is open when it ends is laid before somebody else."""
    return clock.local_date(objection.made_at) + AGREEING_TIME


def is_internal(transfer: Transfer) -> bool:
    """Whether both sides are of one municipality."""
    return transfer.from_municipality_number == transfer.to_municipality_number


def may_see_objections(actor: Actor, transfer: Transfer, claim: Claim) -> Decision:
    """Whether the actor may see what is objected to a hand-over: either side; the network's, between two of it."""
    network = "objections:settle" in actor.network_permissions and not is_internal(transfer)
    return first_refusal((claims.is_party(actor, claim) or network, Forbidden("transfer-not-yours")))


def may_settle(actor: Actor, objection: Objection, transfer: Transfer, claim: Claim) -> Decision:
    """Whether the actor may say that the hand-over now stands as it is: the side that objected, never the other.

    Once it was laid before somebody else, they may as well: the project lead, who is not of the municipality that
    recorded the hand-over, or, within one municipality, its administrator.
    """
    return first_refusal(
        (bool(may_see_objections(actor, transfer, claim)), Forbidden("transfer-not-yours")),
        (objection.outcome is None, Conflict("objection-resolved")),
        (
            is_of_objectors(actor, objection, transfer, claim) or _is_between(actor, objection, transfer),
            Conflict("objection-others-settle"),
        ),
    )


def is_of_objectors(actor: Actor, objection: Objection, transfer: Transfer, claim: Claim) -> bool:
    """Whether the actor is of the side that objected; within one municipality whoever did not record the hand-over."""
    mine = (
        actor.person_id != transfer.recorded_by
        if is_internal(transfer)
        else actor.municipality_number == objection.municipality_number
    )
    return mine and claims.is_party(actor, claim)


def objection_actions(actor: Actor, objection: Objection, transfer: Transfer, claim: Claim) -> tuple[str, ...]:
    """The names of what the actor may do with an objection."""
    return ("settle",) if may_settle(actor, objection, transfer, claim) else ()


def _is_between(actor: Actor, objection: Objection, transfer: Transfer) -> bool:
    if objection.raised_at is None:
        return False
    if is_internal(transfer):
        return "transfers:correct" in actor.permissions
    return "objections:settle" in actor.network_permissions and actor.municipality_number != transfer.recorded_for


def may_record_disposition(actor: Actor, asset: Asset | None = None) -> Decision:
    """Whether the actor may record that something left otherwise; a person of one unit only for that unit's assets."""
    return first_refusal(
        ("dispositions:record" in actor.permissions, Forbidden("disposition-needs-permission")),
        (asset is None or actor.unit_id in (None, asset.unit_id), Forbidden("disposition-other-unit")),
    )


def may_see_dispositions(actor: Actor, municipality_number: str | None) -> Decision:
    """Whether the actor may see what left a municipality otherwise, row by row: its own people alone."""
    own = "transfers:view" in actor.permissions and actor.municipality_number == municipality_number
    return first_refusal((own and municipality_number is not None, Forbidden("disposition-not-yours")))


def may_reconcile(actor: Actor, municipality_number: str | None) -> Decision:
    """Whether the actor may hold a municipality's books against each other: who sees both its rows and its assets."""
    sees_assets = "assets:view" in actor.permissions
    sees_rows = bool(may_see_dispositions(actor, municipality_number))
    return first_refusal((sees_assets and sees_rows, Forbidden("reconciliation-needs-permission")))


def may_correct_disposition(actor: Actor, row: Disposition, left: int, asset: Asset | None = None) -> Decision:
    """Whether the actor may take back a disposition of which `left` units stand; as who may record it."""
    return first_refusal(
        (bool(may_see_dispositions(actor, row.municipality_number)), Forbidden("disposition-not-yours")),
        ("dispositions:record" in actor.permissions, Forbidden("disposition-needs-permission")),
        (asset is None or actor.unit_id in (None, asset.unit_id), Forbidden("disposition-other-unit")),
        (row.reverses_id is None, Conflict("disposition-is-a-correction")),
        (left > 0, Conflict("disposition-all-corrected")),
    )


def may_give_back(actor: Actor, loan: Loan, claim: Claim) -> Decision:
    """Whether the actor may record that what was lent is back; either side may."""
    return first_refusal(
        (claims.is_party(actor, claim), Forbidden("claim-not-yours")),
        (loan.ended_at is None, Conflict("loan-ended")),
    )


def may_extend_loan(actor: Actor, loan: Loan, claim: Claim, waiting: int) -> Decision:
    """Whether the actor may put off the last day: the owner always, the borrower once, if `waiting` claims are none."""
    owns = claims.is_owner(actor, claim)
    return first_refusal(
        (claims.is_party(actor, claim), Forbidden("claim-not-yours")),
        (loan.ended_at is None, Conflict("loan-ended")),
        (owns or not loan.extended_by_borrower, Conflict("loan-extended-before")),
        (owns or waiting == 0, Conflict("loan-others-wait")),
    )


def loan_actions(actor: Actor, loan: Loan, claim: Claim, waiting: int) -> tuple[str, ...]:
    """The names of what the actor may do with a loan while `waiting` claims stand in the listing's queue."""
    may = {"return": may_give_back(actor, loan, claim), "extend": may_extend_loan(actor, loan, claim, waiting)}
    return tuple(name for name, decision in may.items() if decision)


def actions(actor: Actor, transfer: Transfer, left: int) -> tuple[str, ...]:
    """The names of what the actor may do with a row of which `left` units are not taken back."""
    return tuple(kind.value for kind in _NEEDED if left > 0 and may_take_back(actor, transfer, kind))


def _holds(actor: Actor, transfer: Transfer, kind: TransferKind) -> bool:
    sides = (
        (transfer.from_municipality_number, transfer.from_unit_id),
        (transfer.to_municipality_number, transfer.to_unit_id),
    )
    mine = any(
        actor.municipality_number == number and (actor.unit_id is None or unit_id is None or actor.unit_id == unit_id)
        for number, unit_id in sides
    )
    return mine and any(permission in actor.permissions for permission in _NEEDED.get(kind, ()))
