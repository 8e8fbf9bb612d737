"""A claim's life."""

from enum import StrEnum


class ClaimState(StrEnum):
    """From asking to having, or not."""

    REQUESTED = "requested"
    QUEUED = "queued"
    APPROVED = "approved"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    HANDED_OVER = "handed_over"
    LAPSED = "lapsed"
    ON_LOAN = "on_loan"
    GIVEN_BACK = "given_back"


class ClaimAction(StrEnum):
    """What can happen to a claim."""

    ADVANCE = "advance"
    APPROVE = "approve"
    DECLINE = "decline"
    CANCEL = "cancel"
    COMPLETE = "complete"
    SEND_BACK = "send_back"
    LAPSE = "lapse"
    RESTORE = "restore"
    LEND = "lend"
    GIVE_BACK = "give_back"


CLAIM_TRANSITIONS: dict[tuple[ClaimState, ClaimAction], ClaimState] = {
    (ClaimState.QUEUED, ClaimAction.ADVANCE): ClaimState.REQUESTED,
    (ClaimState.REQUESTED, ClaimAction.APPROVE): ClaimState.APPROVED,
    (ClaimState.QUEUED, ClaimAction.APPROVE): ClaimState.APPROVED,
    (ClaimState.REQUESTED, ClaimAction.DECLINE): ClaimState.DECLINED,
    (ClaimState.QUEUED, ClaimAction.DECLINE): ClaimState.DECLINED,
    (ClaimState.APPROVED, ClaimAction.DECLINE): ClaimState.DECLINED,
    (ClaimState.REQUESTED, ClaimAction.CANCEL): ClaimState.CANCELLED,
    (ClaimState.QUEUED, ClaimAction.CANCEL): ClaimState.CANCELLED,
    (ClaimState.APPROVED, ClaimAction.CANCEL): ClaimState.CANCELLED,
    (ClaimState.APPROVED, ClaimAction.COMPLETE): ClaimState.HANDED_OVER,
    (ClaimState.REQUESTED, ClaimAction.SEND_BACK): ClaimState.QUEUED,
    (ClaimState.REQUESTED, ClaimAction.LAPSE): ClaimState.LAPSED,
    (ClaimState.QUEUED, ClaimAction.LAPSE): ClaimState.LAPSED,
    (ClaimState.APPROVED, ClaimAction.LAPSE): ClaimState.LAPSED,
    (ClaimState.LAPSED, ClaimAction.RESTORE): ClaimState.QUEUED,
    (ClaimState.APPROVED, ClaimAction.LEND): ClaimState.ON_LOAN,
    (ClaimState.ON_LOAN, ClaimAction.GIVE_BACK): ClaimState.GIVEN_BACK,
}

OPEN = (ClaimState.REQUESTED, ClaimState.QUEUED, ClaimState.APPROVED, ClaimState.ON_LOAN)


FELL = (ClaimState.DECLINED, ClaimState.CANCELLED, ClaimState.LAPSED)
"""Ended before all of it was fetched."""


class Otherwise(StrEnum):
    """What the claimant would have done without this listing."""

    BUY_NEW = "buy_new"
    BUY_USED = "buy_used"
    DO_WITHOUT = "do_without"
    UNKNOWN = "unknown"


class StepKind(StrEnum):
    """A line of a claim's time line."""

    REQUESTED = "requested"
    QUEUED = "queued"
    ADVANCED = "advanced"
    APPROVED = "approved"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    APPOINTED = "appointed"
    UNAPPOINTED = "unappointed"
    HANDED_OVER = "handed_over"
    RETURNED = "returned"
    OBJECTED = "objected"
    SETTLED = "settled"
    HANDED_ON = "handed_on"
    ACCEPTED = "accepted"
    SENT_BACK = "sent_back"
    DRAWN = "drawn"
    REMINDED = "reminded"
    EXTENDED = "extended"
    LAPSED = "lapsed"
    RESTORED = "restored"
    LENT = "lent"
    LOAN_EXTENDED = "loan_extended"
    GIVEN_BACK = "given_back"
