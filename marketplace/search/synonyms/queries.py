"""Asking for the thesaurus: what ships, what people added, and what was done with it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache

from sqlalchemy import func, select

from marketplace.accounts.models import Person
from marketplace.foundation.actor import Actor
from marketplace.foundation.database import db
from marketplace.foundation.errors import NotFound
from marketplace.foundation.pagination import Page, offset
from marketplace.organisations.geography import alphabetical
from marketplace.search.synonyms import policies
from marketplace.search.synonyms.fields import folded
from marketplace.search.synonyms.models import SwitchedOff, Synonym, SynonymChange
from marketplace.search.synonyms.nearness import Nearness, nearness_of
from marketplace.search.synonyms.shipped_terms import Pair, ShippedTerm, by_number, shipped_terms

PER_PAGE = 50


class Source(StrEnum):
    """Where a pair comes from."""

    OWN = "own"
    SHIPPED = "shipped"


@dataclass(frozen=True, slots=True)
class Entry:
    """A pair in the thesaurus. `id` is that of its source. What ships and was never touched has nobody's name."""

    source: Source
    id: int
    word: str
    other: str
    nearness: Nearness
    both_ways: bool
    in_use: bool = True
    changed_by: str | None = None
    changed_at: datetime | None = None
    version: int | None = None

    @property
    def is_own(self) -> bool:
        """Whether people added it."""
        return self.source is Source.OWN


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries: those with `text` in a word, of one source, in use or not."""

    text: str = ""
    source: Source | None = None
    in_use: bool | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """A deed, and who did it."""

    deed: SynonymChange
    by: str


def list_entries(actor: Actor, wanted: Wanted, page: int = 1, per_page: int = PER_PAGE) -> Page[Entry]:
    """The thesaurus by word, and for one word people's own first. Two queries.

    Raises:
        Forbidden: `search-not-yours`.
    """
    policies.may_manage_synonyms(actor).enforce()
    found = wanted_entries(wanted)
    found.sort(key=lambda entry: (alphabetical(entry.word), not entry.is_own, alphabetical(entry.other)))
    first = offset(page, per_page)
    return Page(found[first : first + per_page], len(found), page, per_page)


def wanted_entries(wanted: Wanted) -> list[Entry]:
    """Entries in no order, for those who have already been let in. Two queries."""
    return [entry for entry in [*_own(), *_shipped()] if _is_wanted(entry, wanted)]


def count_own() -> int:
    """How many pairs people have added."""
    return db.session.scalar(select(func.count(Synonym.id))) or 0


def get_own(actor: Actor, synonym_id: int) -> Entry:
    """A pair that people added.

    Raises:
        Forbidden: `search-not-yours`.
        NotFound: `synonym-not-found`.
    """
    policies.may_manage_synonyms(actor).enforce()
    found = next((entry for entry in _own() if entry.id == synonym_id), None)
    if found is None:
        raise NotFound("synonym-not-found")
    return found


def get_shipped(actor: Actor, number: int) -> Entry:
    """A pair that ships, in use or not.

    Raises:
        Forbidden: `search-not-yours`.
        NotFound: `synonym-not-found`.
    """
    policies.may_manage_synonyms(actor).enforce()
    shipped = shipped_of(number)
    return _shipped_entry(shipped, _switches().get(shipped.pair))


def shipped_of(number: int) -> ShippedTerm:
    """The shipped pair with that number.

    Raises:
        NotFound: `synonym-not-found`.
    """
    shipped = by_number().get(number)
    if shipped is None:
        raise NotFound("synonym-not-found")
    return shipped


def list_changes(actor: Actor, page: int = 1, per_page: int = PER_PAGE) -> Page[Change]:
    """What was done, newest first.

    Raises:
        Forbidden: `search-not-yours`.
    """
    policies.may_manage_synonyms(actor).enforce()
    total = db.session.scalar(select(func.count(SynonymChange.id))) or 0
    chosen = select(SynonymChange, Person.name).join(Person, Person.id == SynonymChange.person_id)
    newest = chosen.order_by(SynonymChange.id.desc()).limit(per_page).offset(offset(page, per_page))
    return Page([Change(deed, name) for deed, name in db.session.execute(newest)], total, page, per_page)


def get_change(actor: Actor, change_id: int) -> SynonymChange:
    """One deed.

    Raises:
        Forbidden: `search-not-yours`.
        NotFound: `synonym-not-found`.
    """
    policies.may_manage_synonyms(actor).enforce()
    change = db.session.get(SynonymChange, change_id)
    if change is None:
        raise NotFound("synonym-not-found")
    return change


def _is_wanted(entry: Entry, wanted: Wanted) -> bool:
    text = folded(wanted.text.strip().lower())
    return (
        (wanted.source is None or entry.source is wanted.source)
        and (wanted.in_use is None or entry.in_use is wanted.in_use)
        and (not text or text in folded(entry.word) or text in folded(entry.other))
    )


def _own() -> list[Entry]:
    rows = db.session.execute(select(Synonym, Person.name).join(Person, Person.id == Synonym.changed_by))
    return [
        Entry(
            source=Source.OWN,
            id=row.id,
            word=row.word,
            other=row.other,
            nearness=row.nearness,
            both_ways=row.both_ways,
            changed_by=name,
            changed_at=row.changed_at,
            version=row.version,
        )
        for row, name in rows
    ]


def _shipped() -> list[Entry]:
    switches = _switches()
    known = untouched()
    changed = [_shipped_entry(known[pair][0], off) for pair, off in switches.items() if pair in known]
    return [entry for pair, (_, entry) in known.items() if pair not in switches] + changed


@cache
def untouched() -> dict[Pair, tuple[ShippedTerm, Entry]]:
    """Every shipped pair as it is in use; made once."""
    return {each.pair: (each, _shipped_entry(each, None)) for each in shipped_terms()}


def _switches() -> dict[Pair, tuple[str, datetime]]:
    rows = db.session.execute(select(SwitchedOff, Person.name).join(Person, Person.id == SwitchedOff.changed_by))
    return {(row.word, row.other): (name, row.changed_at) for row, name in rows}


def _shipped_entry(shipped: ShippedTerm, off: tuple[str, datetime] | None) -> Entry:
    by, at = off or (None, None)
    term = shipped.term
    return Entry(
        source=Source.SHIPPED,
        id=shipped.number,
        word=term.word,
        other=term.other,
        nearness=nearness_of(term),
        both_ways=term.both_ways,
        in_use=off is None,
        changed_by=by,
        changed_at=at,
    )
