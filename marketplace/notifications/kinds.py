"""The kinds of notification, what each is told of, and how soon unless somebody chooses otherwise."""

from collections.abc import Mapping
from enum import StrEnum


class Kind(StrEnum):
    """What people choose by."""

    REQUEST = "request"
    ANSWER = "answer"
    MESSAGE = "message"
    APPOINTMENT = "appointment"
    QUEUE = "queue"
    CANCELLATION = "cancellation"
    HAND_OVER = "hand_over"
    COLLEAGUES = "colleagues"
    LOAN = "loan"
    DEADLINE = "deadline"
    SAVED_SEARCH = "saved_search"
    WANTED = "wanted"
    OPENING = "opening"


class Pace(StrEnum):
    """How soon a kind is told outside the service."""

    AT_ONCE = "at_once"
    DAILY = "daily"
    OFF = "off"


Paces = Mapping[Kind, Pace]

DEFAULTS: Paces = {
    Kind.REQUEST: Pace.AT_ONCE,
    Kind.ANSWER: Pace.AT_ONCE,
    Kind.MESSAGE: Pace.AT_ONCE,
    Kind.APPOINTMENT: Pace.AT_ONCE,
    Kind.QUEUE: Pace.DAILY,
    Kind.CANCELLATION: Pace.DAILY,
    Kind.HAND_OVER: Pace.DAILY,
    Kind.COLLEAGUES: Pace.AT_ONCE,
    Kind.LOAN: Pace.AT_ONCE,
    Kind.DEADLINE: Pace.AT_ONCE,
    Kind.SAVED_SEARCH: Pace.AT_ONCE,
    Kind.WANTED: Pace.AT_ONCE,
    Kind.OPENING: Pace.AT_ONCE,
}
"""What waits for the reader is told at once, what is only to be known once a day."""

PERSONAL = frozenset({Kind.SAVED_SEARCH})
"""What is one person's own, and never told to a team."""

_NOT_FOR_TEAMS = (Kind.MESSAGE, Kind.COLLEAGUES, *PERSONAL)

CHANNEL_DEFAULTS: Paces = {**DEFAULTS, **dict.fromkeys(_NOT_FOR_TEAMS, Pace.OFF)}
"""For a team: as for people, without what two people write to each other."""

KIND_OF: Mapping[str, Kind] = {
    "claim_requested": Kind.REQUEST,
    "claim_approved": Kind.ANSWER,
    "claim_declined": Kind.ANSWER,
    "claim_advanced": Kind.ANSWER,
    "claim_message": Kind.MESSAGE,
    "claim_appointment": Kind.APPOINTMENT,
    "claim_unappointed": Kind.APPOINTMENT,
    "claim_queued": Kind.QUEUE,
    "claim_cancelled": Kind.CANCELLATION,
    "claim_handed_over": Kind.HAND_OVER,
    "claim_reversed": Kind.HAND_OVER,
    "objection_made": Kind.MESSAGE,
    "objection_corrected": Kind.MESSAGE,
    "objection_raised": Kind.DEADLINE,
    "objection_resolved": Kind.HAND_OVER,
    "tasks_handed_on": Kind.COLLEAGUES,
    "loan_begun": Kind.LOAN,
    "loan_extended": Kind.LOAN,
    "loan_given_back": Kind.LOAN,
    "loan_due": Kind.LOAN,
    "loan_overdue": Kind.LOAN,
    "claim_accepted": Kind.REQUEST,
    "claim_drawn": Kind.ANSWER,
    "claim_restored": Kind.ANSWER,
    "claim_sent_back": Kind.ANSWER,
    "claim_answer_due": Kind.DEADLINE,
    "claim_collect_due": Kind.DEADLINE,
    "claim_unanswered": Kind.DEADLINE,
    "claim_extended": Kind.DEADLINE,
    "claim_lapsed": Kind.DEADLINE,
    "claim_lapsed_here": Kind.DEADLINE,
    "claim_reminded": Kind.QUEUE,
    "claim_offered": Kind.QUEUE,
    "claim_allocated": Kind.QUEUE,
    "listing_drawn": Kind.QUEUE,
    "saved_search_answered": Kind.SAVED_SEARCH,
    "wanted_found": Kind.WANTED,
    "wanted_here": Kind.WANTED,
    "wanted_answered": Kind.WANTED,
    "wanted_ended": Kind.WANTED,
    "voluntary_asked": Kind.REQUEST,
    "listing_opened": Kind.OPENING,
    "listing_ended": Kind.OPENING,
    "listing_given": Kind.OPENING,
}
"""The kind of each occasion: each has a template of its own in `templates/letters`."""


def later(one: Pace, other: Pace) -> Pace:
    """The one that tells later, or not."""
    return max(one, other, key=list(Pace).index)
