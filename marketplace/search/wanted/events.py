"""What happened to wanted notices."""

from dataclasses import dataclass

from marketplace.foundation.outbox import Event


@dataclass(frozen=True)
class WantedPosted(Event):
    """Somebody asks the network for something."""

    notice_id: int


@dataclass(frozen=True)
class WantedChanged(Event):
    """They ask for something else."""

    notice_id: int


@dataclass(frozen=True)
class WantedEnded(Event):
    """It is found, withdrawn, or its day has passed."""

    notice_id: int


@dataclass(frozen=True)
class WantedMatched(Event):
    """Something meets it. `is_new`: it came after the notice, so that whoever wants it has not seen it there."""

    match_id: int
    is_new: bool


@dataclass(frozen=True)
class WantedAnswered(Event):
    """An owner says that they have it."""

    match_id: int
