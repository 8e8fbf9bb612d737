"""Takes from the dictionary what search needs of it: `python -m marketplace.search.lexicon.build`."""

import csv
import gzip
import io
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from marketplace.search.lexicon.files import rows

TARGET = Path(__file__).parent / "data" / "compound_parts.csv.gz"
ADJECTIVES = Path(__file__).parent / "data" / "adjectives.csv.gz"
LINKS = ("s", "e")
SHORTEST = 3


def count_parts(nouns: frozenset[str], lemmas: frozenset[str]) -> tuple[Counter[str], Counter[str]]:
    """How many nouns end in each noun, and how many begin with each lemma, with and without a linking letter."""
    last: Counter[str] = Counter()
    first: Counter[str] = Counter()
    for noun in nouns:
        for at in range(SHORTEST - 1, len(noun) - SHORTEST + 1):
            head, rest = noun[at:], noun[:at]
            if head not in nouns:
                continue
            if rest in lemmas:
                last[head] += 1
                first[rest] += 1
            elif rest.endswith(LINKS) and rest[:-1] in lemmas:
                last[head] += 1
                first[rest[:-1]] += 1
    return last, first


def packed(header: Sequence[str], lines: Iterable[tuple[str, ...]]) -> bytes:
    """Lines as a gzipped CSV that is the same each time."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(sorted(lines))
    return gzip.compress(text.getvalue().encode("utf-8"), mtime=0)


def build() -> bytes:
    """The words that build others, and how many at each end, counted in the dictionary itself."""
    dictionary = rows("nb_lemmas.csv.gz")
    nouns = frozenset(row["lemma"] for row in dictionary if row["pos"] == "noun")
    lemmas = frozenset(row["lemma"] for row in dictionary)
    last, first = count_parts(nouns, lemmas)
    words = {word for counts in (last, first) for word, count in counts.items() if count > 1}
    return packed(("word", "last", "first"), ((word, str(last[word]), str(first[word])) for word in words))


def build_adjectives() -> bytes:
    """The words that are adjectives and no nouns."""
    dictionary = rows("nb_lemmas.csv.gz")
    nouns = frozenset(row["lemma"] for row in dictionary if row["pos"] == "noun")
    words = {row["lemma"] for row in dictionary if row["pos"] == "adj"} - nouns
    return packed(("word",), ((word,) for word in words))


if __name__ == "__main__":
    TARGET.write_bytes(build())
    ADJECTIVES.write_bytes(build_adjectives())
    sys.stdout.write(f"{TARGET}\n{ADJECTIVES}\n")
