"""Refusals: a code, and the facts its words need. The words live in `marketplace.wording`."""

import dataclasses
from dataclasses import dataclass
from typing import ClassVar

Facts = dict[str, str | int | float | None]


class Refusal(Exception):
    """A reasoned no. `code` is kebab case; `facts` fill the placeholders of its words.

    `status` is the HTTP status that says the same.
    """

    status: ClassVar[int] = 409

    def __init__(self, code: str, /, **facts: str | int | float | None) -> None:
        super().__init__(code)
        self.code = code
        self.facts: Facts = facts


class Unauthenticated(Refusal):
    """Nobody is signed in, or the token is not known."""

    status = 401


class Forbidden(Refusal):
    """The actor lacks a permission."""

    status = 403


class NotFound(Refusal):
    """No such thing, or none that this actor may know of."""

    status = 404


class Conflict(Refusal):
    """The thing's present state does not allow it."""

    status = 409


class Throttled(Refusal):
    """Too many tries; the fact `seconds` says how long to wait."""

    status = 429


class TooLarge(Refusal):
    """More bytes, pixels or rows than are taken."""

    status = 413


@dataclass(frozen=True, slots=True)
class FieldError:
    """What is wrong with one field; `code` has words like any refusal."""

    field: str
    code: str
    facts: Facts = dataclasses.field(default_factory=dict)


class Invalid(Refusal):
    """The input is wrong. `fields` names each wrong field, if fields there are."""

    status = 422

    def __init__(
        self, code: str = "invalid-input", /, *, fields: tuple[FieldError, ...] = (), **facts: str | int | float | None
    ) -> None:
        super().__init__(code, **facts)
        self.fields = fields
