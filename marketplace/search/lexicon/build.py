"""Counts, in the dictionary itself, which words build others: `python -m marketplace.search.lexicon.build`."""

import csv
import gzip
import io
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from marketplace.search.lexicon.files import rows

TARGET = Path(__file__).parent / "data" / "compound_parts.csv.gz"
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


def packed(lines: Iterable[tuple[str, int, int]]) -> bytes:
    """The counts as a gzipped CSV that is the same each time."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("word", "last", "first"))
    writer.writerows(sorted(lines))
    return gzip.compress(text.getvalue().encode("utf-8"), mtime=0)


def build() -> bytes:
    """The whole file, from the dictionary."""
    dictionary = rows("nb_lemmas.csv.gz")
    nouns = frozenset(row["lemma"] for row in dictionary if row["pos"] == "noun")
    lemmas = frozenset(row["lemma"] for row in dictionary)
    last, first = count_parts(nouns, lemmas)
    words = {word for counts in (last, first) for word, count in counts.items() if count > 1}
    return packed((word, last[word], first[word]) for word in words)


if __name__ == "__main__":
    TARGET.write_bytes(build())
    sys.stdout.write(f"{TARGET}\n")
