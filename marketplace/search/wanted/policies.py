"""Who may do what with wanted notices; pure."""

from collections.abc import Callable

from marketplace.foundation.actor import Actor
from marketplace.foundation.decision import Decision, first_refusal
from marketplace.foundation.errors import Conflict, Forbidden
from marketplace.search.wanted.models import WantedNotice
from marketplace.search.wanted.states import WantedState


def may_post(actor: Actor) -> Decision:
    """Whoever may ask for things on behalf of a municipality."""
    able = actor.person_id is not None and actor.municipality_number is not None
    return first_refusal((able and "claims:request" in actor.permissions, Forbidden("wanted-needs-role")))


def may_view(actor: Actor, notice: WantedNotice) -> Decision:
    """The own municipality, and those who are in the network together with it."""
    number = notice.municipality_number
    seen = actor.may_in("listings:view", number) or (actor.meets(number) and actor.may("listings:view"))
    return first_refusal((seen, Forbidden("wanted-not-for-you")))


def may_change(actor: Actor, notice: WantedNotice) -> Decision:
    """Those who may ask for the same municipality or unit, while it is open."""
    return first_refusal(
        (_is_of_side(actor, notice) and "claims:request" in actor.permissions, Forbidden("wanted-not-yours")),
        (notice.state == WantedState.OPEN, Conflict("wanted-not-open", state=notice.state.value)),
    )


def may_answer(actor: Actor, notice: WantedNotice) -> Decision:
    """Those who may list things, for another municipality or another unit of the same."""
    own = actor.municipality_number == notice.municipality_number and actor.unit_id == notice.unit_id
    return first_refusal(
        (bool(may_view(actor, notice)), Forbidden("wanted-not-for-you")),
        ("listings:manage" in actor.permissions, Forbidden("wanted-answer-needs-role")),
        (not own, Conflict("wanted-own")),
        (notice.state == WantedState.OPEN, Conflict("wanted-not-open", state=notice.state.value)),
    )


def actions(actor: Actor, notice: WantedNotice) -> list[str]:
    """What the actor may do with it now, by name."""
    return [name for name, may in _ACTIONS.items() if may(actor, notice)]


_ACTIONS: dict[str, Callable[[Actor, WantedNotice], Decision]] = {
    "change": may_change,
    "withdraw": may_change,
    "fulfil": may_change,
    "answer": may_answer,
}


def _is_of_side(actor: Actor, notice: WantedNotice) -> bool:
    of_unit = actor.unit_id is None or notice.unit_id is None or actor.unit_id == notice.unit_id
    return actor.municipality_number == notice.municipality_number and of_unit
