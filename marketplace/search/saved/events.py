"""What happened to saved searches."""

from dataclasses import dataclass

from marketplace.foundation.outbox import Event


@dataclass(frozen=True)
class SavedSearchAnswered(Event):
    """A listing answers it that its owner did not find before."""

    hit_id: int
