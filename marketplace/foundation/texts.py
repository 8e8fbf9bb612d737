"""Text from people, as it is kept."""

import unicodedata

_JOINER = "\N{ZERO WIDTH JOINER}"


def clean(text: str, *, lines: bool = False) -> str:
    """Text in composed form, without control characters, tricks of direction and outer space.

    Line ends are kept as `\\n` only where `lines` are allowed.
    """
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    if not lines:
        text = " ".join(text.split())
    if text.isprintable():
        return text.strip()
    return "".join(_kept(letter) for letter in text).strip()


def _kept(letter: str) -> str:
    if letter in ("\n", _JOINER):
        return letter
    if letter == "\t" or unicodedata.category(letter).startswith("Z"):
        return " "
    return "" if unicodedata.category(letter).startswith("C") else letter
