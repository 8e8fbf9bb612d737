"""What should be seen to before some kinds of things change hands."""

from enum import StrEnum


class Check(StrEnum):
    """Something a hand-over should be able to say yes to."""

    DATA_WIPED = "data_wiped"
    ELECTRICALLY_SAFE = "electrically_safe"


_HOLDS_DATA = frozenset({"IKT", "IKT.PC", "IKT.NETT", "IKT.PRINT", "IKT.NETTV"})
_ELECTRICAL = frozenset(
    {"IKT", "KJO.KJOL", "KJO.KOK", "KJO.OPPV", "KJO.VASK", "KJO.SMA", "HEL.SENG", "HEL.RULL", "HEL.LOFT"}
    | {"VER.EL", "VER.RENH", "BYG.LYS", "INT.LAMPE"}
)


def checks_for(category_code: str) -> tuple[Check, ...]:
    """The checks that things of a category call for; none for most."""
    root = category_code.split(".", maxsplit=1)[0]
    wanted = (
        (Check.DATA_WIPED, category_code in _HOLDS_DATA),
        (Check.ELECTRICALLY_SAFE, category_code in _ELECTRICAL or root in _ELECTRICAL),
    )
    return tuple(check for check, calls_for in wanted if calls_for)
