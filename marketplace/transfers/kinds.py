"""What a ledger row records, and how a thing can leave otherwise."""

from enum import StrEnum


class TransferKind(StrEnum):
    """A hand-over, or a row that takes some of one back."""

    HAND_OVER = "hand_over"
    RETURN = "return"
    CORRECTION = "correction"


class DispositionKind(StrEnum):
    """How something left a municipality, or found new use in it, outside the marketplace."""

    INTERNAL_REUSE = "internal_reuse"
    SOLD = "sold"
    DONATED = "donated"
    RECYCLED = "recycled"
    WASTE = "waste"


class ObjectionOutcome(StrEnum):
    """How an objection was resolved: by a row that takes back, or by the sides agreeing on how it is."""

    TAKEN_BACK = "taken_back"
    SETTLED = "settled"
