"""What search was compared with: BM25 over all words of a listing, stemmed by Snowball, any word."""

import re
from collections import Counter
from collections.abc import Iterable
from math import log

import Stemmer

from marketplace.search.documents import ListingDocument

K1, B = 1.2, 0.75
_WORD = re.compile(r"\w+")
_snowball = Stemmer.Stemmer("norwegian")


class Baseline:
    """Plain BM25 in memory."""

    def __init__(self, documents: Iterable[ListingDocument]) -> None:
        self._counts = {document.id: Counter(_words(_text(document))) for document in documents}
        self._holding = Counter(word for counts in self._counts.values() for word in counts)
        self._usual = sum(counts.total() for counts in self._counts.values()) / len(self._counts)

    def search(self, q: str, limit: int) -> list[int]:
        """The best listings, best first; the newer of equals."""
        asked = set(_words(q))
        scores = {number: self._score(counts, asked) for number, counts in self._counts.items()}
        found = sorted((number for number, score in scores.items() if score > 0), key=lambda n: (-scores[n], -n))
        return found[:limit]

    def _score(self, counts: Counter[str], asked: set[str]) -> float:
        norm = K1 * (1 - B + B * counts.total() / self._usual)
        return sum(self._rarity(word) * counts[word] * (K1 + 1) / (counts[word] + norm) for word in asked)

    def _rarity(self, word: str) -> float:
        return log(1 + (len(self._counts) - self._holding[word] + 0.5) / (self._holding[word] + 0.5))


def _text(document: ListingDocument) -> str:
    properties = (document.brand, document.colour, document.material)
    return " ".join(
        (document.title, document.description, *properties, *document.category_names, *document.place_names)
    )


def _words(text: str) -> list[str]:
    return [str(word) for word in _snowball.stemWords(_WORD.findall(text.lower()))]
