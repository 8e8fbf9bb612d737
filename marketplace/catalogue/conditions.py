"""How worn a thing is."""

from enum import StrEnum


class Condition(StrEnum):
    """Five steps, best first."""

    NEW = "new"
    AS_NEW = "as_new"
    GOOD = "good"
    FAIR = "fair"
    NEEDS_REPAIR = "needs_repair"
