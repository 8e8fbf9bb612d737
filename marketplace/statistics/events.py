"""What was decided about figures."""

from dataclasses import dataclass

from marketplace.foundation.outbox import Event


@dataclass(frozen=True)
class TargetChanged(Event):
    """A target was set, changed or withdrawn."""

    target_id: int
