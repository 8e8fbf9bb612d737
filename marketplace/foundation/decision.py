"""A yes, or a reasoned no, given by a policy before anything is done."""

from dataclasses import dataclass

from marketplace.foundation.errors import Conflict, Refusal


@dataclass(frozen=True, slots=True)
class Decision:
    """What a `may_…` answers. True in a condition when allowed."""

    refusal: Refusal | None = None

    def __bool__(self) -> bool:
        return self.refusal is None

    def enforce(self) -> None:
        """Do nothing when allowed.

        Raises:
            Refusal: the reason why not.
        """
        if self.refusal is not None:
            raise self.refusal


ALLOWED = Decision()


def first_refusal(*rules: tuple[bool, str | Refusal]) -> Decision:
    """The first rule that does not hold decides; a bare code is a `Conflict`."""
    for holds, refusal in rules:
        if not holds:
            return Decision(Conflict(refusal) if isinstance(refusal, str) else refusal)
    return ALLOWED
