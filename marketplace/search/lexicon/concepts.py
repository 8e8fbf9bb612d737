"""Things by all the words there are for them, as composed for search: what is the same, near, or one kind of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from marketplace.search.lexicon.files import rows


@dataclass(frozen=True, slots=True)
class Concept:
    """A thing: `words` mean the same, `near` something close, `kinds` are narrower; where it lies in the categories."""

    words: tuple[str, ...]
    near: tuple[str, ...]
    kinds: tuple[str, ...]
    categories: tuple[str, ...]


@cache
def concepts() -> tuple[Concept, ...]:
    """All of them, as they ship."""
    return tuple(_read())


def _read() -> Iterator[Concept]:
    for row in rows("concepts.csv"):
        words, near, kinds = (_listed(row[column]) for column in ("words", "near", "kinds"))
        yield Concept(words, near, kinds, tuple(row["categories"].split()))


def _listed(words: str) -> tuple[str, ...]:
    return tuple(word.strip().lower() for word in words.split(";") if word.strip())
