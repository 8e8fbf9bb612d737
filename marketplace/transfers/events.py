"""What the ledger recorded."""

from dataclasses import dataclass

from marketplace.foundation.outbox import Event


@dataclass(frozen=True)
class HandedOver(Event):
    """Units changed hands."""

    transfer_id: int
    claim_id: int
    listing_id: int


@dataclass(frozen=True)
class TransferReversed(Event):
    """A return or a correction took units back."""

    transfer_id: int
    claim_id: int
    listing_id: int


@dataclass(frozen=True)
class DispositionRecorded(Event):
    """Something left otherwise."""

    disposition_id: int
