"""The thesaurus by word: all that somebody who asks for it is shown, whichever pair it follows from."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from marketplace.foundation.actor import Actor
from marketplace.foundation.pagination import Page, offset
from marketplace.organisations.geography import alphabetical
from marketplace.search.synonyms import policies, queries
from marketplace.search.synonyms.fields import folded
from marketplace.search.synonyms.nearness import Nearness
from marketplace.search.synonyms.queries import Entry, Wanted

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class Lead:
    """A word that another leads to, and the pair it follows from."""

    other: str
    entry: Entry


@dataclass(frozen=True, slots=True)
class WordEntry:
    """A word, and what it leads to: nearest first, and within that by the alphabet."""

    word: str
    leads: Sequence[tuple[Nearness, Sequence[Lead]]]


def list_words(actor: Actor, wanted: Wanted, page: int = 1, per_page: int = PER_PAGE) -> Page[WordEntry]:
    """Words by the alphabet, those first that people added to; with a text those that are it, then that begin with it.

    Two queries.

    Raises:
        Forbidden: `search-not-yours`.
    """
    policies.may_manage_synonyms(actor).enforce()
    leads: dict[str, list[Lead]] = defaultdict(list)
    for word, lead in _leads(queries.wanted_entries(Wanted("", wanted.source, wanted.in_use))):
        leads[word].append(lead)
    text = folded(wanted.text.strip().lower())
    ranked = ((_rank(text, word, found), word) for word, found in leads.items())
    order = sorted((rank, alphabetical(word), word) for rank, word in ranked if rank is not None)
    first = offset(page, per_page)
    items = [WordEntry(word, _grouped(leads[word])) for _, _, word in order[first : first + per_page]]
    return Page(items, len(order), page, per_page)


def _leads(entries: Iterable[Entry]) -> Iterator[tuple[str, Lead]]:
    for entry in entries:
        yield entry.word, Lead(entry.other, entry)
        if entry.both_ways:
            yield entry.other, Lead(entry.word, entry)


def _rank(text: str, word: str, leads: Iterable[Lead]) -> int | None:
    """How well a word answers the text, 0 the best; None if neither it nor what it leads to holds it."""
    if not text:
        return 0 if any(lead.entry.is_own for lead in leads) else 1
    written = folded(word)
    if text in written:
        return 0 if written == text else 1 if written.startswith(text) else 2
    return 3 if any(text in folded(lead.other) for lead in leads) else None


def _grouped(leads: Iterable[Lead]) -> list[tuple[Nearness, Sequence[Lead]]]:
    by_nearness: dict[Nearness, dict[str, Lead]] = defaultdict(dict)
    for lead in leads:
        known = by_nearness[lead.entry.nearness].get(lead.other)
        if known is None or lead.entry.is_own:
            by_nearness[lead.entry.nearness][lead.other] = lead
    return [
        (nearness, sorted(by_nearness[nearness].values(), key=lambda lead: alphabetical(lead.other)))
        for nearness in Nearness
        if nearness in by_nearness
    ]
