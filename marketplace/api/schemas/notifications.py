"""What calls about notifications take and answer."""

from datetime import datetime

from marketplace.api.schemas.base import Answer, Input, ListOf, Paged
from marketplace.notifications.kinds import Kind, Pace, Paces
from marketplace.notifications.queries import Told


class NotificationsQuery(Paged):
    """Which: all, or with `unread` only what has not been read."""

    unread: bool = False


class NotificationAnswer(Answer):
    """Something the caller is told, in words of the language asked for. `link` is an address on the site."""

    id: int
    kind: Kind
    title: str
    text: str
    link: str
    at: datetime
    read_at: datetime | None


class NotificationList(ListOf[NotificationAnswer]):
    """A page of what the caller is told; `unread` counts all that is not read, up to a hundred."""

    unread: int


class ReadAnswer(Answer):
    """How many were unread before."""

    read: int


class PacesInput(Input):
    """How soon each kind is told by e-mail; what is left out stays as it is."""

    request: Pace | None = None
    answer: Pace | None = None
    message: Pace | None = None
    appointment: Pace | None = None
    queue: Pace | None = None
    cancellation: Pace | None = None
    hand_over: Pace | None = None
    colleagues: Pace | None = None
    opening: Pace | None = None
    loan: Pace | None = None
    deadline: Pace | None = None
    saved_search: Pace | None = None
    wanted: Pace | None = None

    def chosen(self) -> Paces:
        """What was said."""
        return {Kind(kind): pace for kind, pace in self if pace is not None}


class PacesAnswer(Answer):
    """How soon each kind is told by e-mail."""

    request: Pace
    answer: Pace
    message: Pace
    appointment: Pace
    queue: Pace
    cancellation: Pace
    hand_over: Pace
    colleagues: Pace
    opening: Pace
    loan: Pace
    deadline: Pace
    saved_search: Pace
    wanted: Pace


def paces_answer(paces: Paces) -> PacesAnswer:
    """All kinds by name."""
    return PacesAnswer.model_validate({kind.value: pace for kind, pace in paces.items()})


def notification_answer(told: Told) -> NotificationAnswer:
    """One in words."""
    return NotificationAnswer.model_validate(told)
