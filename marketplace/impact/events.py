"""What changed in the factors."""

from dataclasses import dataclass

from marketplace.foundation.outbox import Event


@dataclass(frozen=True)
class FactorRecorded(Event):
    """A factor got a new version, or its first."""

    factor_id: int
