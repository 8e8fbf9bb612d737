"""A question in parts: what engines are asked, what they tell of why they answered. Plain values."""

from dataclasses import dataclass
from enum import StrEnum

AnyOf = tuple[str, ...]
"""Tokens that stand for each other."""


class How(StrEnum):
    """How something in a listing answers a word of the question."""

    WORD = "word"
    SPELLING = "spelling"
    COMPOUND = "compound"
    PART = "part"
    APART = "apart"
    SYNONYM = "synonym"
    KIND = "kind"
    CATEGORY = "category"
    SIMILAR = "similar"
    QUANTITY = "quantity"


class Subject(StrEnum):
    """What a word of the question is about. All but a thing are soft filters: they raise, they do not leave out."""

    THING = "thing"
    CATEGORY = "category"
    ATTRIBUTE = "attribute"
    BRAND = "brand"
    PLACE = "place"
    NUMBER = "number"
    QUANTITY = "quantity"


@dataclass(frozen=True, slots=True)
class Alternative:
    """Tokens that answer a word when all are there, of each the best of several; `weight` of the word's own is 1.

    `meaning` is the word that stands for the asked one, where it is another.
    """

    all_of: tuple[AnyOf, ...]
    weight: float
    how: How = How.WORD
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class Clause:
    """What may answer one word. A listing is scored by the best alternative. `importance` of a thing's name is 1.

    A clause that does not decide only raises what others found; when none decides, all do. `codes` are what the word
    names and one may filter by: categories, municipalities, counties or conditions. With `at_least` a number of units
    is asked for: a listing with as many free answers wholly, one with fewer in proportion; there are no alternatives.
    """

    asked: str
    alternatives: tuple[Alternative, ...]
    importance: float = 1.0
    subject: Subject = Subject.THING
    decides: bool = True
    codes: tuple[str, ...] = ()
    at_least: int | None = None


@dataclass(frozen=True, slots=True)
class Repair:
    """A word nobody wrote, and the word that was searched for instead."""

    asked: str
    used: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What is asked of the index. No clauses: everything is. `did_you_mean` is the whole question, if repaired."""

    clauses: tuple[Clause, ...] = ()
    repairs: tuple[Repair, ...] = ()
    did_you_mean: str | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a listing was found: for one word of the question the best of what answered it.

    `score` is what it adds: `rarity` of the word times its importance, times `part`, the alternative's weight times how
    much of it the listing holds.
    """

    asked: str
    how: How
    meaning: str
    rarity: float
    part: float
    score: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """A listing's score: the sum of its reasons times the share of the question that they cover."""

    score: float
    covered: float
    reasons: tuple[Reason, ...]
