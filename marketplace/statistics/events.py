"""What was decided about figures."""

from dataclasses import dataclass

from marketplace.foundation.outbox import Event


@dataclass(frozen=True)
class FileOrdered(Event):
    """Somebody wants a workbook of many rows."""

    file_id: int


@dataclass(frozen=True)
class ReportDue(Event):
    """A period is over whose report somebody wants; days as 2026-01-31."""

    subscription_id: int
    first_on: str
    last_on: str


@dataclass(frozen=True)
class TargetChanged(Event):
    """A target was set, changed or withdrawn."""

    target_id: int
