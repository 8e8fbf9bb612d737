"""What a change of the thesaurus would do: the same questions asked twice, with the present thesaurus and with another.

Only what the asker may see is counted and shown.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from marketplace.foundation import clock
from marketplace.foundation.actor import Actor
from marketplace.listings import queries as listings
from marketplace.listings.queries import ListingCard
from marketplace.search import engines
from marketplace.search.engine import Audience, EngineUnavailable, SearchRequest, SearchResult
from marketplace.search.lexicon import synonyms
from marketplace.search.lexicon.thesaurus import Key, Thesaurus
from marketplace.search.queries import audience_of
from marketplace.search.searches import queries as searches
from marketplace.search.synonyms import policies, queries, service, using
from marketplace.search.synonyms.fields import SynonymFields, key_of
from marketplace.search.synonyms.queries import Entry
from marketplace.statistics.periods import Period

MOST_COMPARED = 1000
MOST_SHOWN = 10
TOP = 10
LOOKED_BACK = timedelta(days=90)
MOST_LOOKED_AT = 300
MOST_FREQUENT = 6


@dataclass(frozen=True, slots=True)
class Moved:
    """A listing that changes its place among the first; places count from 1."""

    card: ListingCard
    place: int
    place_before: int


@dataclass(frozen=True, slots=True)
class Effect:
    """One question before and after. `times`: how often it was asked of late; None if too seldom to be told.

    Of what comes in and leaves the first are given, and how many there are; `is_whole` when all hits were compared.
    """

    q: str
    times: int | None
    before: int
    after: int
    entering: Sequence[ListingCard]
    entering_count: int
    leaving: Sequence[ListingCard]
    leaving_count: int
    moved: Sequence[Moved]
    is_whole: bool

    @property
    def changes_anything(self) -> bool:
        """Whether somebody who asks would notice."""
        return bool(self.entering_count or self.leaving_count or self.moved)


@dataclass(frozen=True, slots=True)
class Preview:
    """What would change. `unanswered` are words that nothing answers today; no effects while there is no index."""

    effects: Sequence[Effect]
    unanswered: Sequence[str]
    is_possible: bool = True


def preview_added(actor: Actor, fields: SynonymFields, *, instead_of: int | None = None) -> Preview:
    """What adding a pair would change, or writing it in place of one that people added.

    Raises:
        Forbidden: `search-not-yours`.
        NotFound: `synonym-not-found`.
        Invalid: names what is wrong, as when it is added.
    """
    policies.may_manage_synonyms(actor).enforce()
    written = fields.checked()
    old = queries.get_own(actor, instead_of) if instead_of is not None else None
    service.refuse_beside_others(written, apart_from=instead_of or 0)
    own = [term for term in using.own_terms() if old is None or (term.word, term.other) != (old.word, old.other)]
    words = [written.word, written.other, *([old.word, old.other] if old else [])]
    return _preview(actor, using.composed([*own, written.term], using.switched_off()), words)


def preview_removed(actor: Actor, entry: Entry) -> Preview:
    """What taking a pair of people's own away would change.

    Raises:
        Forbidden: `search-not-yours`.
    """
    policies.may_change(actor, is_own=entry.is_own).enforce()
    own = [term for term in using.own_terms() if (term.word, term.other) != (entry.word, entry.other)]
    return _preview(actor, using.composed(own, using.switched_off()), [entry.word, entry.other])


def preview_switched(actor: Actor, entry: Entry) -> Preview:
    """What turning a shipped pair off would change, or on if it is off.

    Raises:
        Forbidden: `search-not-yours`.
    """
    policies.may_switch(actor, is_own=entry.is_own).enforce()
    off = using.switched_off() ^ {(entry.word, entry.other)}
    return _preview(actor, using.composed(using.own_terms(), off), [entry.word, entry.other])


def _preview(actor: Actor, changed: Thesaurus, words: Iterable[str]) -> Preview:
    own = list(dict.fromkeys(words))
    frequent = _frequent_with(own)
    asked: dict[str, int | None] = {**{q: frequent.get(q) for q in own}, **frequent}
    using.refresh()
    present = synonyms.current()
    changed.meanings(key_of)
    audience = audience_of(actor)
    try:
        answers = [(q, times, _ask(q, audience, present), _ask(q, audience, changed)) for q, times in asked.items()]
    except EngineUnavailable:
        return Preview((), (), is_possible=False)
    shown = {number for _, _, before, after in answers for number in _noteworthy(before, after)}
    cards = listings.cards_of(actor, shown)
    effects = [_effect(q, times, before, after, cards) for q, times, before, after in answers]
    unanswered = [effect.q for effect in effects if effect.q in own and not effect.before]
    return Preview(effects, unanswered)


def _frequent_with(words: Sequence[str]) -> dict[str, int]:
    """The most frequent searches that hold one of the words in any form, and more besides."""
    today = clock.today()
    frequent = searches.frequent_words(Period(today - LOOKED_BACK, today), MOST_LOOKED_AT)
    keys = {key_of(word) for word in words}
    found = {q: times for q, times in frequent.items() if any(_holds(key_of(q), key) for key in keys)}
    return dict(list(found.items())[:MOST_FREQUENT])


def _holds(tokens: Key, key: Key) -> bool:
    return any(tokens[at : at + len(key)] == key for at in range(len(tokens) - len(key) + 1))


def _ask(q: str, audience: Audience, thesaurus: Thesaurus) -> SearchResult:
    request = SearchRequest(q=q, audience=audience, thesaurus=thesaurus, per_page=MOST_COMPARED)
    return engines.engine().search(request)


def _places(result: SearchResult) -> dict[int, int]:
    return {hit.id: place for place, hit in enumerate(result.hits, start=1)}


def _noteworthy(before: SearchResult, after: SearchResult) -> set[int]:
    """The listings that an effect may name."""
    was, now = _places(before), _places(after)
    entering, leaving = [number for number in now if number not in was], [number for number in was if number not in now]
    top = {number for places in (was, now) for number, place in places.items() if place <= TOP}
    return {*entering[:MOST_SHOWN], *leaving[:MOST_SHOWN], *top}


def _effect(
    q: str, times: int | None, before: SearchResult, after: SearchResult, cards: Mapping[int, ListingCard]
) -> Effect:
    was, now = _places(before), _places(after)
    entering, leaving = [number for number in now if number not in was], [number for number in was if number not in now]
    moved = [
        Moved(cards[number], now[number], place)
        for number, place in was.items()
        if number in now and number in cards and now[number] != place and min(now[number], place) <= TOP
    ]
    return Effect(
        q=q,
        times=times,
        before=before.total,
        after=after.total,
        entering=[cards[number] for number in entering[:MOST_SHOWN] if number in cards],
        entering_count=len(entering),
        leaving=[cards[number] for number in leaving[:MOST_SHOWN] if number in cards],
        leaving_count=len(leaving),
        moved=sorted(moved, key=lambda each: each.place),
        is_whole=max(before.total, after.total) <= MOST_COMPARED,
    )
