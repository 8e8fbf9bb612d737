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
class DispositionsImported(Event):
    """The rows of a spreadsheet are recorded as dispositions."""

    import_id: int


@dataclass(frozen=True)
class DispositionRecorded(Event):
    """Something left otherwise."""

    disposition_id: int


@dataclass(frozen=True)
class LoanBegun(Event):
    """Units went out on loan."""

    loan_id: int
    claim_id: int
    listing_id: int
    recorded_by: int


@dataclass(frozen=True)
class LoanExtended(Event):
    """A loan's last day was put off to `due_on` (ISO)."""

    loan_id: int
    due_on: str
    recorded_by: int


@dataclass(frozen=True)
class LoanGivenBack(Event):
    """Units are back, which makes `returned` in all."""

    loan_id: int
    claim_id: int
    listing_id: int
    quantity: int
    returned: int
    recorded_by: int


@dataclass(frozen=True)
class LoanFallsDue(Event):
    """The last day, `due_on` (ISO), is near."""

    loan_id: int
    due_on: str


@dataclass(frozen=True)
class LoanOverdue(Event):
    """The last day has passed; told on `on` (ISO)."""

    loan_id: int
    on: str


@dataclass(frozen=True)
class ObjectionMade(Event):
    """The other side says that a hand-over is not as it was recorded."""

    objection_id: int
    claim_id: int


@dataclass(frozen=True)
class ObjectionCorrected(Event):
    """The side that recorded the hand-over took some back (`transfer_id`); whoever objected has yet to say yes."""

    objection_id: int
    claim_id: int
    transfer_id: int


@dataclass(frozen=True)
class ObjectionRaised(Event):
    """The sides did not agree in time: it is laid before somebody else."""

    objection_id: int
    claim_id: int


@dataclass(frozen=True)
class ObjectionResolved(Event):
    """An objection was settled, or led to a row that takes back."""

    objection_id: int
    claim_id: int
