"""A question in pieces: words with the small words before them, numbers, and places by name."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from marketplace.search.analysis import AskedWord, asked_in, chunks, is_function_word
from marketplace.search.lexicon.joined import written_together
from marketplace.search.numbers import Number, numbers
from marketplace.search.subjects import MOST_PLACE_WORDS, Place, place_named

LONGEST_QUERY = 1_000
MOST_WORDS = 12
_AT = frozenset(("i", "fra", "frå", "ved", "nær", "rundt", "på"))
_ALTERNATIVES = frozenset(("eller", "og", "samt"))
_WITHOUT = frozenset(("uten", "utan", "ikke", "ikkje"))
_TURNING = "til for med i på ved fra frå av under uten utan som mellom mot langs bak foran passer passar kan om"
_TURNS = frozenset(_TURNING.split())
_AT_LEAST = frozenset(("minst", "over", "ca", "cirka", "omtrent", "antall", "rundt", "trenger", "treng", "cirka"))


@dataclass(frozen=True, slots=True)
class Piece:
    """One thing a question says, after the function words in `lead`: a word, a number or a place.

    A place that is a word of its own too (`time`, `sand`) has both.
    """

    written: str
    lead: tuple[str, ...] = ()
    word: AskedWord | None = None
    number: Number | None = None
    place: Place | None = None

    @property
    def turns(self) -> bool:
        """Whether what follows tells of a use, a part or a circumstance, and no longer what is asked for."""
        return not _TURNS.isdisjoint(self.lead)

    @property
    def is_unwanted(self) -> bool:
        """Whether it is what one does not ask for: `uten armlener`."""
        return bool(self.lead) and self.lead[-1] in _WITHOUT

    @property
    def is_alternative(self) -> bool:
        """Whether it is asked for beside, or instead of, what comes before."""
        return bool(self.lead) and self.lead[-1] in _ALTERNATIVES and not self.turns

    @property
    def asks_for_units(self) -> bool:
        """Whether the words before speak of an amount: `minst 20`."""
        return not _AT_LEAST.isdisjoint(self.lead)


@dataclass(frozen=True, slots=True)
class _Raw:
    text: str
    start: int
    end: int
    number: Number | None = None


def pieces(q: str) -> list[Piece]:
    """What a question says, in its order. Bounded by `LONGEST_QUERY` and `MOST_WORDS`."""
    original = unicodedata.normalize("NFC", q[:LONGEST_QUERY])
    text = written_together(original.lower())
    capitals = {word.lower() for word in re.findall(r"(?<!^)\b[A-ZÆØÅ]\w+", original)}
    raws = list(_raws(text))
    found: list[Piece] = []
    lead: list[str] = []
    at = 0
    while at < len(raws) and len(found) < MOST_WORDS:
        piece, size = _place(raws, at, lead, capitals)
        if piece is not None:
            found.append(piece)
            lead = []
        elif raws[at].number is not None or not is_function_word(raws[at].text):
            found.extend(_plain(raws[at], tuple(lead)))
            lead = []
        else:
            lead.append(raws[at].text)
        at += size
    return found[:MOST_WORDS]


def _raws(text: str) -> Iterator[_Raw]:
    """Words and numbers in their order; what is part of a number is no word."""
    known = numbers(text)
    parts = [_Raw(text[number.start : number.end], number.start, number.end, number) for number in known]
    for start, end in chunks(text):
        if all(end <= number.start or start >= number.end for number in known):
            parts.append(_Raw(text[start:end], start, end))
    yield from sorted(parts, key=lambda raw: raw.start)


def _plain(raw: _Raw, lead: tuple[str, ...]) -> Iterator[Piece]:
    if raw.number is not None:
        yield Piece(raw.text, lead, number=raw.number)
        return
    for word in asked_in(raw.text):
        yield Piece(word.word, lead, word=word)
        lead = ()


def _place(raws: Sequence[_Raw], at: int, lead: Sequence[str], capitals: set[str]) -> tuple[Piece | None, int]:
    """The place whose name is written here, of several the longest name.

    A name that is a common word too counts where a place is expected: after `i`, with a capital, or last of several.
    """
    for size in range(min(MOST_PLACE_WORDS, len(raws) - at), 0, -1):
        run = [raw.text for raw in raws[at : at + size]]
        place = place_named(" ".join(run))
        if place is None:
            continue
        expected = (lead and lead[-1] in _AT) or run[0] in capitals
        last = 0 < at == len(raws) - size and not place.is_thing
        if place.is_common and not expected and not last:
            continue
        word = AskedWord(run[0], (run[0],)) if place.is_common else None
        return Piece(" ".join(run), tuple(lead), word=word, place=place), size
    return None, 1
