"""Numbers as they are written of things: sizes, lengths, inches, seats, litres. One token for each, in one unit.

`160x80` is `160x80`, `2 m` is `200cm`, `75"` is `75in`, `12 personer` is `12pers`, `treseters` is `3seat`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

MOST = 12
_NUMBER = r"(\d{1,5}(?:[.,]\d{1,2})?)"
_UNITS = {
    "cm": "cm|centimeter",
    "mm": "mm|millimeter",
    "m": "m|meter",
    "in": "\"|''|”|″|tommers?|tommar|tomme|tm|inch(?:es)?",
    "pers": "pers|personers?|personar|manns|mann|plasser|plassar|sitteplasser|sitteplassar",
    "seat": "seters?|setar|setars|seterne|seteren",
    "drawer": "skuffers?|skuffar|skuff",
    "door": "dørs",
    "l": "l|liter|ltr",
    "kg": "kg|kilo",
    "w": "w|watt",
    "units": "stk|stykk|stykker|stykke|stykken|eksemplar|eksemplarer|enheter|einingar",
}
_UNIT = "|".join(f"(?P<{name}>{words})" for name, words in _UNITS.items())
_SIZE = re.compile(
    rf"(?<![\w.,]){_NUMBER} ?(?:cm|mm|m)? ?[x×*] ?{_NUMBER}(?: ?(?:cm|mm|m)? ?[x×*] ?{_NUMBER})? ?(cm|mm|m)?(?![\w])"
)
_COUNTED = re.compile(rf"(?<![\w.,]){_NUMBER} ?-? ?(?:{_UNIT})(?!\w)")
_PLAIN = re.compile(r"(?<![\w.,])(\d{1,5})(?![\w.,]\w|\w)")
_SPELLED_OUT = (
    "to=2 tre=3 fire=4 fem=5 seks=6 sju=7 syv=7 åtte=8 ni=9 ti=10 elleve=11 tolv=12 tretten=13 fjorten=14 femten=15 "
    "seksten=16 tjue=20 tyve=20 tretti=30 førti=40 femti=50 seksti=60 hundre=100"
)
_WORDS = {word: int(number) for word, number in (pair.split("=") for pair in _SPELLED_OUT.split())}
_SPELLED = re.compile(rf"(?<!\w)({'|'.join(sorted(_WORDS, key=len, reverse=True))})(-?)(\w*)(?!\w)")
_CM = {"cm": 1.0, "mm": 0.1, "m": 100.0}
_BEFORE_UNIT = {
    "seters": "seat",
    "seter": "seat",
    "setar": "seat",
    "setars": "seat",
    "skuffers": "drawer",
    "skuffer": "drawer",
    "skuffar": "drawer",
    "dørs": "door",
    "personers": "pers",
    "personer": "pers",
    "personar": "pers",
    "manns": "pers",
}


@dataclass(frozen=True, slots=True)
class Number:
    """A number where it stands in a text. `unit` is empty for a bare one, `x` for a size of several; `parts` are its
    own numbers in centimetres if the unit says so, else as they are written."""

    start: int
    end: int
    parts: tuple[str, ...]
    unit: str = ""

    @property
    def tokens(self) -> tuple[str, ...]:
        """What is written of it in an index. Units for sale are facts of a listing and no words."""
        if self.unit == "x":
            return (size_token(self.parts), *(f"{part}cm" for part in self.parts))
        return () if self.unit == "units" else (self.parts[0] + self.unit,)

    @property
    def whole(self) -> int | None:
        """The number, if it is one whole number."""
        return int(self.parts[0]) if len(self.parts) == 1 and self.parts[0].isdigit() else None


def size_token(parts: tuple[str, ...]) -> str:
    """The token of lengths that belong together, the longer of the first two first: tables are measured both ways."""
    first, second = sorted(parts[:2], key=float, reverse=True)
    return f"{first}x{second}"


def numbers(text: str) -> list[Number]:
    """The numbers of a text in lower case, in their order; a number belongs to one of them only."""
    found: list[Number] = []
    for number in (*_sizes(text), *_counted(text), *_spelled_out(text), *_bare(text)):
        if len(found) >= MOST:
            break
        if all(number.end <= other.start or number.start >= other.end for other in found):
            found.append(number)
    return sorted(found, key=lambda number: number.start)


def _sizes(text: str) -> Iterator[Number]:
    for match in _SIZE.finditer(text):
        written = [part for part in match.groups()[:3] if part]
        unit = match[4] or ("mm" if all(float(part.replace(",", ".")) >= 500 for part in written) else "cm")
        yield Number(match.start(), match.end(), tuple(_in_cm(part, unit) for part in written), "x")


def _counted(text: str) -> Iterator[Number]:
    for match in _COUNTED.finditer(text):
        unit = next(name for name in _UNITS if match[name])
        if unit in _CM:
            yield Number(match.start(), match.end(), (_in_cm(match[1], unit),), "cm")
        else:
            yield Number(match.start(), match.end(), (_plain(float(match[1].replace(",", "."))),), unit)


def _spelled_out(text: str) -> Iterator[Number]:
    """`treseters`, `tolv personer` and `plass til åtte`; a bare `tre` is wood and a bare `to` is nothing."""
    for match in _SPELLED.finditer(text):
        number = str(_WORDS[match[1]])
        if match[3] in _BEFORE_UNIT:
            yield Number(match.start(), match.end(), (number,), _BEFORE_UNIT[match[3]])
            continue
        if match[3] or match[2]:
            continue
        after = re.match(rf" (?:{_UNIT})(?!\w)", text[match.end() : match.end() + 24])
        if after:
            yield Number(match.start(), match.end() + after.end(), (number,), _named(after))
        elif match[1] not in ("to", "tre"):
            yield Number(match.start(), match.end(), (number,))


def _named(match: re.Match[str]) -> str:
    unit = next(name for name in _UNITS if match[name])
    return "cm" if unit in _CM else unit


def _bare(text: str) -> Iterator[Number]:
    for match in _PLAIN.finditer(text):
        yield Number(match.start(), match.end(), (str(int(match[1])),))


def _in_cm(written: str, unit: str) -> str:
    return _plain(float(written.replace(",", ".")) * _CM[unit])


def _plain(number: float) -> str:
    return f"{number:.0f}" if abs(number - round(number)) < 0.05 else f"{number:.1f}"
