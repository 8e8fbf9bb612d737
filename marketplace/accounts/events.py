"""What happened to people."""

from dataclasses import dataclass

from marketplace.foundation.outbox import Event


@dataclass(frozen=True)
class PasswordResetRequested(Event):
    """Somebody asked for a new password; `requested_at` in seconds since 1970 tells two requests apart."""

    person_id: int
    requested_at: int


@dataclass(frozen=True)
class PasswordChanged(Event):
    """A person's password is another; `changed_at` in seconds since 1970 tells two changes apart."""

    person_id: int
    changed_at: int
