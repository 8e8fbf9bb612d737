"""What the documents have to offer an audience while a question is written."""

from collections import Counter
from collections.abc import Callable, Mapping

from marketplace.search.analysis import Analysed
from marketplace.search.documents import ListingDocument
from marketplace.search.engine import Audience
from marketplace.search.lexicon.stems import bare
from marketplace.search.memory.corpus import Corpus
from marketplace.search.planning import plan
from marketplace.search.suggesting import folded_words, offered_brand


class CorpusOffer:
    """A `suggesting.Offer` over the documents."""

    def __init__(self, documents: Mapping[int, tuple[ListingDocument, Analysed]], audience: Audience) -> None:
        self._corpus = Corpus(documents, audience)
        self._documents = documents

    def words(self, start: str) -> list[tuple[str, int]]:
        """See `Offer.words`."""
        total = Counter(word for _, analysed in self._documents.values() for word in analysed.words)
        return [(word, count) for word, count in total.items() if bare(word).startswith(start)]

    def writing(self, q: str) -> Callable[[str], int]:
        """See `Offer.writing`."""
        found = Counter(word for number in self._hits(q) for word in self._documents[number][1].words)
        return lambda word: found[word]

    def brands(self, start: str) -> list[tuple[str, int]]:
        """See `Offer.brands`."""
        total = Counter(offered_brand(document.brand) for document in self._corpus.visible.values())
        return [(brand, total[brand]) for brand in sorted(total) if brand and _has_word(brand, start)]

    def categories(self) -> Mapping[str, int]:
        """See `Offer.categories`."""
        return Counter(code for document in self._corpus.visible.values() for code in document.category_path)

    def hits_by_category(self, q: str) -> Mapping[str, int]:
        """See `Offer.hits_by_category`."""
        return Counter(self._corpus.visible[number].category_path[-1] for number in self._hits(q))

    def _hits(self, q: str) -> list[int]:
        return list(self._corpus.scores(plan(q, self._corpus).clauses))


def _has_word(brand: str, start: str) -> bool:
    return any(word.startswith(start) for word in folded_words(brand))
