"""One analysis of text for the index and for the question: words, stems, compounds.

A token is a stem, spelled out. One that begins with `<` is what a compound is (`kontorstol` gives `<stol`), one with
`>` says which (`>kontor`): a question may ask for each by itself, and weigh them. Facts have tokens too, which no word
can be: `#KON.STOL` a category, `@3203` a municipality, `@32` a county, `=haag` a brand, `%good` a condition.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from marketplace.search.documents import ListingDocument
from marketplace.search.lexicon import compounds
from marketplace.search.lexicon.concepts import concepts
from marketplace.search.lexicon.files import taxonomy, terms, words_of_kind
from marketplace.search.lexicon.joined import written_together
from marketplace.search.lexicon.nouns import known_form
from marketplace.search.lexicon.nynorsk import as_bokmaal
from marketplace.search.lexicon.stems import spelled, stem
from marketplace.search.lexicon.things import is_thing
from marketplace.search.numbers import numbers, size_token
from marketplace.search.passages import Said, passages

IS, FOR, CATEGORY, PLACE, BRAND, CONDITION = "<", ">", "#", "@", "=", "%"
FREE = "%free"
LONGEST_WORD = 40
LONGEST_TEXT = 8_000
LONGEST_TERM = 12
FACT = 1.0
_TITLE = {Said.FIRST: 2.4, Said.LATER: 2.0, Said.ASIDE: 0.35}
_USE = 2.0
_DESCRIPTION = {Said.FIRST: 0.8, Said.LATER: 0.5, Said.ASIDE: 0.3}
_INSTEAD_OF_TITLE = 1.6
_LIKELY, _FEW_CATEGORIES = 0.5, 2
_PROPERTY, _MEASURE, _PLACE_NAME, _CATEGORY_NAME = 1.3, 1.0, 0.3, 0.9

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
    """A document's tokens with their weights, how many words it has, and the words one may be offered from it: those it
    writes, and what its compounds are."""

    weights: dict[str, float]
    length: int
    words: frozenset[str]


@lru_cache(maxsize=200_000)
def analyse_word(word: str) -> Word:
    """The tokens of one lower-case word."""
    word = known_form(word) or as_bokmaal(word)
    word = known_form(word) or word
    if not word.isalpha():
        return Word(spelled(word))
    found = compounds.parts(word)
    if found is None:
        return Word(stem(word))
    compound = compounds.split(word)
    first = spelled(compound.first) if compound else ""
    kinds = tuple(dict.fromkeys(stem(part) for part in found.last))
    uses = tuple(dict.fromkeys(stem(part) for part in found.first))
    return Word(first + kinds[0], kinds, uses)


def chunks(text: str) -> Iterator[tuple[int, int]]:
    """Where the words of a text in lower case begin and end; hyphened ones are one."""
    return (found.span() for found in _CHUNK.finditer(text))


def is_function_word(word: str) -> bool:
    """Whether a word, or a unit, says nothing by itself."""
    return word in words_of_kind("stop") or word in words_of_kind("unit")


def words(text: str, longest: int = LONGEST_TEXT) -> Iterator[str]:
    """The words of a text in lower case, written-together forms of hyphened ones too; no stop words, no units.

    `hev/senk-bord` gives hevsenkbord, hevsenk and bord; `160x80` gives 160 and 80; `120 cm` gives 120.
    """
    for chunk in _CHUNK.findall(written_together(unicodedata.normalize("NFC", text[:longest]).lower())):
        chunk = unicodedata.normalize("NFC", chunk)  # noqa: PLW2901 - lower-casing can take letters apart
        if chunk.isalpha():
            if len(chunk) <= LONGEST_WORD and not is_function_word(chunk):
                yield chunk
            continue
        pieces = _PIECE.findall(chunk)[:8]
        for piece in pieces:
            if 1 < len(piece) <= LONGEST_WORD and not is_function_word(piece):
                yield piece
        yield from _joined(pieces)


def asked_in(chunk: str) -> list[AskedWord]:
    """The words of one chunk of a question; `hev/senk-bord` is one word of two pieces, `160x80` is two words."""
    pieces = tuple(_PIECE.findall(unicodedata.normalize("NFC", chunk))[:8])
    if not chunk.isalpha() and not (len(pieces) > 1 and _makes_sense(list(pieces))):
        asked = [AskedWord(piece, (piece,)) for piece in pieces if len(piece) > 1 or len(pieces) == 1]
    else:
        asked = [AskedWord("".join(pieces), pieces)]
    return [
        word for word in asked if word.pieces and not is_function_word(word.word) and len(word.word) <= LONGEST_WORD
    ]


def asked_words(text: str, longest: int, most: int) -> list[AskedWord]:
    """The words of a question, each once."""
    found: dict[str, AskedWord] = {}
    for chunk in _CHUNK.findall(written_together(unicodedata.normalize("NFC", text[:longest]).lower())):
        for word in asked_in(chunk):
            found.setdefault(word.word, word)
        if len(found) >= most:
            break
    return list(found.values())[:most]


@lru_cache(maxsize=50_000)
def tokens_of(text: str) -> tuple[str, ...]:
    """The tokens of a term's words."""
    return tuple(analyse_word(asked.word).token for asked in asked_words(text, LONGEST_TEXT, LONGEST_TERM))


def _joined(pieces: list[str]) -> Iterator[str]:
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


def categories_of(key: tuple[str, ...]) -> tuple[str, ...]:
    """The codes of the categories where a thing is to be found, by the tokens of its name."""
    return _categories_of_things().get(key, ())


@cache
def _categories_of_things() -> dict[tuple[str, ...], tuple[str, ...]]:
    found: dict[tuple[str, ...], dict[str, None]] = defaultdict(dict)
    for concept in concepts():
        for word in concept.words:
            found[tokens_of(word)].update(dict.fromkeys(concept.categories))
    for row in terms():
        for word in (row["term_nb"], row["term_nn"], *row["synonyms"].split(";")):
            if "." in row["category"]:
                found[tokens_of(word)].setdefault(row["category"])
    for row in taxonomy():
        for word in row["examples_nb"].split(","):
            found[tokens_of(word)].setdefault(row["code"])
    return {key: tuple(codes) for key, codes in found.items() if key}


def analyse(document: ListingDocument) -> Analysed:
    """What of a document is searched, and how much each token weighs: what its title says it is before all else.

    Where the title names no thing (`HÅG Capisco 8106`), the description's first words and the category's name do.
    """
    gathered = _Gathered()
    title = document.title[:LONGEST_TEXT].lower()
    for text, said in passages(title):
        gathered.add(text, _TITLE[said], offer=True, use=_USE if said is Said.ASIDE else 0.0)
    named = gathered.names_thing()
    if document.category_path[-1] not in _telling_categories():
        gathered.state(list(_likely_categories(gathered.weights)), _LIKELY)
    for text, said in passages(document.description[:LONGEST_TEXT].lower()):
        instead = said is Said.FIRST and not named
        gathered.add(text, _INSTEAD_OF_TITLE if instead else _DESCRIPTION[said])
    gathered.add(f"{document.brand} {document.colour} {document.material}".lower(), _PROPERTY, offer=True)
    gathered.add(" ".join(document.place_names).lower(), _PLACE_NAME, offer=True)
    if not named:
        names = document.category_names
        own = names[len(document.category_path) - 1 :: len(document.category_path)] or names
        gathered.add(" ".join(dict.fromkeys(words(" ".join(own)))), _CATEGORY_NAME)
    gathered.state(_measures(document), _MEASURE)
    gathered.state(_facts(document), FACT)
    return Analysed(gathered.weights, max(gathered.length, 1), frozenset(gathered.offered))


class _Gathered:
    """The tokens of a document so far, in the order of its texts."""

    def __init__(self) -> None:
        self.weights: dict[str, float] = {}
        self.offered: set[str] = set()
        self.length = 0

    def add(self, text: str, weight: float, *, offer: bool = False, use: float = 0.0) -> None:
        """The words and numbers of a text in lower case; with `use` they say which too, as compounds' first parts do.

        So `Stol til kontor` is a `stol` for `kontor`, as is `Kontorstol`.
        """
        for word in words(text):
            analysed = analyse_word(word)
            kinds, uses = (IS + kind for kind in analysed.kinds), (FOR + use for use in analysed.uses)
            self._weigh((analysed.token, *kinds, *uses), weight)
            if use:
                self._weigh((FOR + analysed.token, *(FOR + kind for kind in analysed.kinds)), use)
            self.length += 1
            if offer and len(word) > 2 and not word.isdigit():
                self.offered.update((word, *_kind_of(word)))
        for number in numbers(text):
            self._weigh(number.tokens, weight)

    def state(self, tokens: Iterable[str], weight: float) -> None:
        """Tokens that hold or do not, however often they are said."""
        for token in tokens:
            self.weights[token] = max(weight, self.weights.get(token, 0.0))

    def names_thing(self) -> bool:
        """Whether the tokens so far name a thing: one that is known, or a compound of whatever kind."""
        return any(token.startswith(IS) or is_thing(token) for token in self.weights)

    def _weigh(self, tokens: Iterable[str], weight: float) -> None:
        for token in tokens:
            self.weights[token] = self.weights.get(token, 0.0) + weight


def _kind_of(word: str) -> Iterator[str]:
    """The thing that a compound is one of, as a word: `stol` for `stablestolar`."""
    compound = compounds.split(word)
    if compound is not None and is_thing(stem(compound.last)):
        yield compound.last


@cache
def _telling_categories() -> frozenset[str]:
    """The categories that say what lies in them; `ANN.DIV`, for instance, does not."""
    return frozenset(row["code"] for row in taxonomy() if row["level"] == "2" and not row["code"].startswith("ANN.D"))


def _likely_categories(tokens: Iterable[str]) -> Iterator[str]:
    """Where the things that a title names are to be found, if there are few such places."""
    for token in tokens:
        codes = categories_of((token,))
        if len(codes) <= _FEW_CATEGORIES:
            yield from (CATEGORY + code for own in codes for code in (own, own.split(".")[0]))


def _measures(document: ListingDocument) -> Iterator[str]:
    """A document's lengths as numbers, as centimetres, and in pairs."""
    lengths = [str(each) for each in (document.width_cm, document.depth_cm, document.height_cm) if each]
    for at, length in enumerate(lengths):
        yield length
        yield f"{length}cm"
        for other in lengths[at + 1 :]:
            yield size_token((length, other))


def _facts(document: ListingDocument) -> Iterator[str]:
    yield from (CATEGORY + code for code in document.category_path)
    yield PLACE + document.municipality_number
    yield PLACE + document.county_number
    yield CONDITION + document.condition
    if document.price_nok == 0:
        yield FREE
    brand = list(words(document.brand))
    if brand:
        yield from (BRAND + spelled(word) for word in {*brand, "".join(brand)[:LONGEST_WORD]})
