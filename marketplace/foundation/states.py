"""State moves along a table."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from marketplace.foundation.errors import Conflict

S = TypeVar("S", bound=StrEnum)
A = TypeVar("A", bound=StrEnum)


def follow(table: Mapping[tuple[S, A], S], state: S, action: A, refusal: str) -> S:
    """The state that `action` leads to.

    Raises:
        Conflict: the table has no such move; facts `state` and `action`.
    """
    try:
        return table[state, action]
    except KeyError:
        raise Conflict(refusal, state=state.value, action=action.value) from None
