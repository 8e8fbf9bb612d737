"""The search port: what any engine promises.

Who may see what is part of every question, so hits, counts, suggestions and repairs leak nothing. Engines hold a copy
that can be rebuilt from the database at any time.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Protocol

from marketplace.search.asking import Explanation, Plan
from marketplace.search.documents import ListingDocument, reserved_stage
from marketplace.search.lexicon.thesaurus import Thesaurus

MAX_PER_PAGE = 100
MOST_OF_A_KIND = 3
DISTANCES_KM = (10, 25, 50, 100)
FREE, PRICED = "free", "priced"
LOAN, TAKE_OVER = "loan", "take_over"


class Sort(StrEnum):
    """The order of hits. Equal hits follow each other newest listing first, so pages never overlap."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    NEAREST = "nearest"
    CLOSING = "closing"


class Health(StrEnum):
    """Whether an engine can answer."""

    READY = "ready"
    MISSING = "missing"
    DAMAGED = "damaged"


class EngineUnavailable(Exception):
    """The index is missing or damaged; rebuild it from the database. `health` says which."""

    def __init__(self, health: Health, reason: str) -> None:
        super().__init__(reason)
        self.health = health


class IndexBusy(Exception):
    """Another thread or process has been writing for longer than one cares to wait."""


@dataclass(frozen=True, slots=True)
class Audience:
    """Who asks. `unit_ids` None: all units of the own municipality. `is_member`: sees what the network sees.

    `members` are the municipalities in the network now, whose offers to it are seen; None for all there are.
    """

    municipality_number: str | None = None
    unit_ids: frozenset[int] | None = frozenset()
    is_member: bool = False
    members: frozenset[str] | None = None
    sees_all: bool = False

    def may_see(self, municipality_number: str, unit_id: int | None, stage: str) -> bool:
        """Whether a listing at `stage` is open to this audience."""
        if self.sees_all:
            return True
        own = municipality_number == self.municipality_number
        if stage in ("network", reserved_stage(self.municipality_number)):
            return own or (self.is_member and (self.members is None or municipality_number in self.members))
        if stage == "municipality":
            return own
        return own and (self.unit_ids is None or unit_id is None or unit_id in self.unit_ids)


EVERYBODY = Audience(sees_all=True)


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """A question. Several values in a group mean any of them; groups must all hold.

    A category includes its children. `near` is a position (WGS 84) that `within_km` and `Sort.NEAREST` measure from;
    without it they do nothing. A listing without a measure does not meet a limit on it. `verbatim` forbids repair.
    Without a `thesaurus` the one in use is.
    """

    q: str = ""
    categories: tuple[str, ...] = ()
    municipalities: tuple[str, ...] = ()
    counties: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    near: tuple[float, float] | None = None
    within_km: float | None = None
    min_quantity: int | None = None
    max_width_cm: int | None = None
    max_depth_cm: int | None = None
    max_height_cm: int | None = None
    free: bool | None = None
    loan: bool | None = None
    available_by: date | None = None
    sort: Sort = Sort.RELEVANCE
    page: int = 1
    per_page: int = 24
    verbatim: bool = False
    thesaurus: Thesaurus | None = None
    audience: Audience = Audience()


@dataclass(frozen=True, slots=True)
class Hit:
    """A listing found. `score` compares only within one answer; `distance_km` is as the crow flies from `near`."""

    id: int
    score: float
    distance_km: float | None = None


@dataclass(frozen=True, slots=True)
class Facets:
    """How many hits each choice would give. A group's counts ignore its own choice; zero counts are left out.

    A category counts its children's listings too. `price` is by `FREE` and `PRICED`, `terms` by `LOAN` and `TAKE_OVER`,
    `within_km` by each of `DISTANCES_KM`, if distance is measured at all. `without` has for each filter in use, by its
    name in the outside contract, how many hits there would be without it, zero too.
    """

    category: Mapping[str, int] = field(default_factory=dict)
    municipality: Mapping[str, int] = field(default_factory=dict)
    county: Mapping[str, int] = field(default_factory=dict)
    condition: Mapping[str, int] = field(default_factory=dict)
    price: Mapping[str, int] = field(default_factory=dict)
    terms: Mapping[str, int] = field(default_factory=dict)
    within_km: Mapping[str, int] = field(default_factory=dict)
    without: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SearchResult:
    """One page of hits of `total`, and what was understood of the question."""

    hits: tuple[Hit, ...]
    total: int
    facets: Facets = Facets()
    plan: Plan = field(default_factory=Plan)


class SuggestionKind(StrEnum):
    """What is offered: a question, the same in one category, a category, or a brand as a question."""

    WORDS = "words"
    IN_CATEGORY = "in_category"
    CATEGORY = "category"
    BRAND = "brand"


@dataclass(frozen=True, slots=True)
class SuggestRequest:
    """The beginning of a question. `category_names` are those to be offered, by code, in the reader's language.

    `limit` is for words; of each other kind there are at most `MOST_OF_A_KIND`.
    """

    prefix: str
    audience: Audience = Audience()
    category_names: Mapping[str, str] = field(default_factory=dict)
    limit: int = 8


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What somebody may be about to ask. `count` is of listings that the audience may see.

    For words, those that write the completed word or a compound of it (and answer what is asked before it, if any do);
    for a category, those in it; in a category, the hits there; for a brand, those of it.
    """

    text: str
    kind: SuggestionKind
    count: int
    category: str | None = None


class SearchEngine(Protocol):
    """A filling of the port. All methods but `health` raise `EngineUnavailable` when there is no index to ask.

    `joins_transactions`: what is refreshed in an open transaction is stored with it.
    """

    joins_transactions: bool

    def search(self, request: SearchRequest) -> SearchResult:
        """Answer a question. Bounded work whatever the text; a query that says nothing matches everything."""

    def explain(self, request: SearchRequest, listing_ids: Collection[int]) -> Mapping[int, Explanation]:
        """Why those of the listings that the audience may see have the score they have, whatever is filtered by."""

    def suggest(self, request: SuggestRequest) -> tuple[Suggestion, ...]:
        """Words that complete the last one, then categories for the best of them, categories and brands by name.

        Of each kind the commonest first, from listings the audience may see.
        """

    def refresh(self, documents: Iterable[ListingDocument], removed: Collection[int] = ()) -> None:
        """Add or replace documents and remove others, at once and durably. Safe to repeat.

        Documents are taken only when it is this writer's turn, so what is read lazily is never older than what another
        wrote before. What is both removed and given is replaced.
        """

    def rebuild(self, documents: Iterable[ListingDocument], *, only_if_needed: bool = False) -> int:
        """Build a new index beside the old, swap without a gap, and say how many documents it holds.

        `only_if_needed`: an index that is there and whole on the disk too, not only as it is open, stays as it is.
        """

    def document_count(self) -> int:
        """How many documents there are."""

    def health(self) -> Health:
        """Whether the engine can answer now."""

    def close(self) -> None:
        """Let go of files. The engine is not used afterwards."""
