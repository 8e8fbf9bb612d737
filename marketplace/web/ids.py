"""Numbers in addresses and forms that a database key can be."""

import re

PATTERN = r"[0-9]{1,15}"


def row_id(text: str) -> int:
    """The key that a text names.

    Raises:
        ValueError: it is none, and could be none.
    """
    if not re.fullmatch(PATTERN, text, re.ASCII):
        raise ValueError("no key")
    return int(text)


def find_row_id(text: str | None) -> int | None:
    """The key that a text names, if it can be one."""
    return int(text) if text and re.fullmatch(PATTERN, text, re.ASCII) else None
