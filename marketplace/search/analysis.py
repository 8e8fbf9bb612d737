"""One analysis of text for the index and for the question: words, stems, compounds.

A token is a stem, spelled out. One that begins with `<` is what a compound is (`kontorstol` gives `<stol`), one with
`>` says which (`>kontor`): a question may ask for each by itself, and weigh them.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from marketplace.search.documents import ListingDocument
from marketplace.search.lexicon import compounds
from marketplace.search.lexicon.files import words_of_kind
from marketplace.search.lexicon.nouns import known_form
from marketplace.search.lexicon.stems import spelled, stem

IS = "<"
FOR = ">"
LONGEST_WORD = 40
LONGEST_TEXT = 8_000
TITLE, PROPERTY, PLACE, DESCRIPTION, CATEGORY = 2.4, 1.3, 1.0, 0.8, 0.5

_CHUNK = re.compile(r"[^\W_]+(?:[-/'’.+][^\W_]+)*")
_PIECE = re.compile(r"\d+|[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Word:
    """One word as it is found: its exact `token`, and the tokens of its parts if it is a compound."""

    token: str
    kinds: tuple[str, ...] = ()
    uses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AskedWord:
    """A word of a question: written together, and the pieces it was written in."""

    word: str
    pieces: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Analysed:
    """A document's tokens with their weights, how many words it has, and the words one may be offered from it."""

    weights: dict[str, float]
    length: int
    words: frozenset[str]


@lru_cache(maxsize=200_000)
def analyse_word(word: str) -> Word:
    """The tokens of one lower-case word."""
    word = known_form(word) or word
    if not word.isalpha():
        return Word(spelled(word))
    found = compounds.parts(word)
    if found is None:
        return Word(stem(word))
    compound = compounds.split(word)
    first = spelled(compound.first + compound.link) if compound else ""
    kinds = tuple(dict.fromkeys(stem(part) for part in found.last))
    uses = tuple(dict.fromkeys(stem(part) for part in found.first))
    return Word(first + kinds[0], kinds, uses)


def words(text: str, longest: int = LONGEST_TEXT) -> Iterator[str]:
    """The words of a text in lower case, written-together forms of hyphened ones too; no stop words, no units.

    `hev/senk-bord` gives hev, senk, bord, hevsenk and hevsenkbord; `160x80` gives 160 and 80; `120 cm` gives 120.
    """
    stop, units = words_of_kind("stop"), words_of_kind("unit")
    for chunk in _CHUNK.findall(unicodedata.normalize("NFC", text[:longest]).lower()):
        chunk = unicodedata.normalize("NFC", chunk)  # noqa: PLW2901 - lower-casing can take letters apart
        if chunk.isalpha():
            if len(chunk) <= LONGEST_WORD and chunk not in stop and chunk not in units:
                yield chunk
            continue
        pieces = _PIECE.findall(chunk)[:8]
        for piece in pieces:
            if len(piece) <= LONGEST_WORD and len(piece) > 1 and piece not in stop and piece not in units:
                yield piece
        yield from _written_together(pieces)


def asked_words(text: str, longest: int, most: int) -> list[AskedWord]:
    """The words of a question, each once; `hev/senk-bord` is one word of three pieces, `160x80` is two words."""
    stop, units = words_of_kind("stop"), words_of_kind("unit")
    found: dict[str, AskedWord] = {}
    for chunk in _CHUNK.findall(unicodedata.normalize("NFC", text[:longest]).lower()):
        pieces = tuple(_PIECE.findall(unicodedata.normalize("NFC", chunk))[:8])
        together = "".join(pieces)
        if not chunk.isalpha() and not (len(pieces) > 1 and _makes_sense(list(pieces))):
            asked = [AskedWord(piece, (piece,)) for piece in pieces if len(piece) > 1 or len(pieces) == 1]
        else:
            asked = [AskedWord(together, pieces)]
        for word in asked:
            if word.pieces and word.word not in stop and word.word not in units and len(word.word) <= LONGEST_WORD:
                found.setdefault(word.word, word)
        if len(found) >= most:
            break
    return list(found.values())[:most]


def _written_together(pieces: list[str]) -> Iterator[str]:
    """Neighbouring pieces as one word: a4, 75, hevsenk, hevsenkbord."""
    for size in (2, 3):
        for at in range(len(pieces) - size + 1):
            joined = "".join(pieces[at : at + size])
            if 2 <= len(joined) <= LONGEST_WORD and not joined.isdigit() and _makes_sense(pieces[at : at + size]):
                yield joined


def _makes_sense(pieces: list[str]) -> bool:
    """Whether pieces may be one word: letters with letters, or one letter with a number (A4, Z1), never 160x80."""
    letters = sum(piece.isalpha() for piece in pieces)
    if letters == len(pieces):
        return True
    return len(pieces) == 2 and letters == 1 and "x" not in pieces and all(len(piece) <= 3 for piece in pieces)


def analyse(document: ListingDocument) -> Analysed:
    """What of a document is searched: title above properties above place above description above category."""
    weights: dict[str, float] = {}
    offered: set[str] = set()
    length = 0
    for text, weight, offer in _texts(document):
        for word in words(text):
            _add(weights, analyse_word(word), weight)
            length += 1
            if offer and len(word) > 2 and not word.isdigit():
                offered.add(word)
    return Analysed(weights, max(length, 1), frozenset(offered))


def _texts(document: ListingDocument) -> Iterator[tuple[str, float, bool]]:
    yield document.title, TITLE, True
    yield f"{document.brand} {document.colour} {document.material}", PROPERTY, True
    yield " ".join(document.place_names), PLACE, True
    yield document.description, DESCRIPTION, False
    yield " ".join(sorted(set(words(" ".join(document.category_names))))), CATEGORY, False


def _add(weights: dict[str, float], word: Word, weight: float) -> None:
    for token in (word.token, *(IS + kind for kind in word.kinds), *(FOR + use for use in word.uses)):
        weights[token] = weights.get(token, 0.0) + weight
