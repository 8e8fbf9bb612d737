"""What was decided about figures."""

from dataclasses import dataclass

from marketplace.foundation.outbox import Event


@dataclass(frozen=True)
class FileOrdered(Event):
    """Somebody wants a workbook of many rows."""

    file_id: int


@dataclass(frozen=True)
class TargetChanged(Event):
    """A target was set, changed or withdrawn."""

    target_id: int
