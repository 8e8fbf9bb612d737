"""What the engines are asked, and how the references read it: the same words in the same stems, any of them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from benchmarks.corpus import BRANDS, COLOURS, KINDS, QUERIES, places, terms
from marketplace.search.analysis import analyse, analyse_word, words
from marketplace.search.documents import ListingDocument
from marketplace.search.engine import Audience

BEST = 24
GROUPS = ("category", "place", "shape")
READER = Audience("3203", None, is_member=True)


@dataclass(frozen=True, slots=True)
class Answer:
    """The best listings, how many there are, and how many in each category, municipality and condition."""

    ids: Sequence[int]
    total: int
    counts: Mapping[str, Mapping[str, int]]


Ask = Callable[[str], Answer]
Open = Callable[[Sequence[ListingDocument], Path], Ask]
"""Builds a reference's index of the listings in a folder, and gives what answers."""


def questions(amount: int = 96, seed: int = 5) -> list[str]:
    """The twelve that rotate over HTTP, and others of one to four words: things, alone or with what they are like."""
    chance = Random(seed)
    things = [row[chance.choice(("term_nb", "term_nn"))] for row in terms()]
    likes = (COLOURS, BRANDS, KINDS, tuple(place.name for place in places()))
    made = list(QUERIES)
    while len(made) < amount:
        said = [chance.choice(things)]
        said += [chance.choice(chance.choice(likes)) for _ in range(chance.choice((0, 0, 1, 1, 2)))]
        chance.shuffle(said)
        made.append(" ".join(said))
    return made


def stems_of(document: ListingDocument) -> str:
    """What a reference indexes of a listing: every stem of its text once, no parts of compounds, no facts."""
    return " ".join(token for token in analyse(document).weights if token.isalnum())


def stems_asked(question: str) -> list[str]:
    """The stems of a question, each once."""
    found = (analyse_word(word).token for word in words(question))
    return list(dict.fromkeys(token for token in found if token.isalnum()))


def groups_of(document: ListingDocument) -> tuple[str, str, str]:
    """What is counted: category, municipality and condition."""
    return document.category_path[-1], document.municipality_number, document.condition
