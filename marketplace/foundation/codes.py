"""Codes that are printed on paper and looked up again: twelve letters and digits that nobody mixes up or guesses."""

import secrets

from marketplace.foundation import ports

LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
LENGTH = 12
_UNSAID = str.maketrans(dict.fromkeys("- \N{NO-BREAK SPACE}"))


def new_code() -> str:
    """A code that is nobody's yet: 60 bits by chance."""
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH))


def spaced(code: str) -> str:
    """The code in groups of four, as it is printed."""
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))


def address_of(code: str) -> str:
    """Where whoever holds the code looks up what it stands for."""
    return f"{ports.base_url()}/kontroll/{spaced(code)}"


def kept(written: str) -> str:
    """The code as it is stored, however it was spaced and cased; what is no code comes out as one that nobody has."""
    code = written.strip().upper().translate(_UNSAID)[: LENGTH + 1]
    return code if code.isascii() and code.isalnum() else ""
