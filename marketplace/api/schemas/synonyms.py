"""What calls about the thesaurus take and answer."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from marketplace.api.schemas.base import Answer, Input, ListOf, Paged, Query, Text
from marketplace.foundation.actor import Actor
from marketplace.search.synonyms import policies
from marketplace.search.synonyms.fields import SynonymFields
from marketplace.search.synonyms.models import MOST_LETTERS, MOST_REASON, Deed
from marketplace.search.synonyms.nearness import Nearness
from marketplace.search.synonyms.previewing import Effect, Preview
from marketplace.search.synonyms.queries import Change, Entry, Source, Wanted

Word = Annotated[Text, Field(min_length=1, max_length=MOST_LETTERS)]
Reason = Annotated[Text, Field(max_length=MOST_REASON)]
Near = Literal["same", "near", "narrower"]
Version = Annotated[int, Field(ge=1, le=10**9)]
Key = Annotated[int, Field(ge=1, lt=10**15)]


class SynonymsQuery(Paged):
    """`q` is looked for in both words; `source` is `own` (added by people) or `shipped`."""

    q: Annotated[str, Field(max_length=200)] = ""
    source: Source | None = None
    in_use: bool | None = None

    def wanted(self) -> Wanted:
        """The same, for the thesaurus."""
        return Wanted(self.q, self.source, self.in_use)


class SynonymWords(Input):
    """Who asks for `word` is also shown `other`; with `both_ways` also the other way.

    `nearness`: `same` (two names of one thing), `near` (may stand for it), `narrower` (`other` is one kind of `word`;
    never both ways).
    """

    word: Word
    other: Word
    nearness: Near = "near"
    both_ways: bool = False

    def fields(self) -> SynonymFields:
        """The same, for the thesaurus."""
        return SynonymFields(
            word=self.word, other=self.other, nearness=Nearness(self.nearness), both_ways=self.both_ways
        )


class SynonymInput(SynonymWords):
    """A pair to add."""

    reason: Reason = ""


class PreviewInput(SynonymWords):
    """A pair that may be added, or written in place of the own one with the id `instead_of`."""

    instead_of: Key | None = None


class SynonymChanges(Input):
    """What to write otherwise. `version` is the one that was read: another one meanwhile is a conflict."""

    word: Word | None = None
    other: Word | None = None
    nearness: Near | None = None
    both_ways: bool | None = None
    reason: Reason = ""
    version: Version | None = None

    def fields(self, now: Entry) -> SynonymFields:
        """The whole pair, as it would be."""
        nearness = now.nearness if self.nearness is None else Nearness(self.nearness)
        return SynonymFields(
            word=now.word if self.word is None else self.word,
            other=now.other if self.other is None else self.other,
            nearness=nearness,
            both_ways=now.both_ways if self.both_ways is None else self.both_ways,
        )


class RemovalQuery(Query):
    """Why, and the version that was read."""

    reason: Reason = ""
    version: Version | None = None


class SwitchInput(Input):
    """Whether a shipped pair is used."""

    in_use: bool
    reason: Reason = ""


class SynonymAnswer(Answer):
    """A pair. `id` is that of its `source`. What ships and is in use was changed by nobody."""

    id: int
    source: Source
    word: str
    other: str
    nearness: Nearness
    both_ways: bool
    in_use: bool
    version: int | None
    changed_by: str | None
    changed_at: datetime | None
    actions: list[str]


class SynonymList(ListOf[SynonymAnswer]):
    """The thesaurus, by word."""


class PlainPair(Answer):
    """A pair as it was."""

    word: str
    other: str
    nearness: Nearness
    both_ways: bool


class ChangeAnswer(Answer):
    """What was done with a pair, by whom and why. `before` is what a changed one was."""

    id: int
    deed: Deed
    word: str
    other: str
    nearness: Nearness
    both_ways: bool
    before: PlainPair | None
    reason: str
    at: datetime


class ChangeWithName(ChangeAnswer):
    """The same with who did it."""

    by: str


class ChangeList(ListOf[ChangeWithName]):
    """What was done, newest first."""


class NamedListing(Answer):
    """A listing that a change touches."""

    id: int
    title: str


class MovedListing(NamedListing):
    """One that changes its place among the first ten hits; places count from 1."""

    place: int
    place_before: int


class EffectAnswer(Answer):
    """One question before and after. `times` is how often it was asked in 90 days; null if seldom.

    Of `entering` and `leaving` the first ten are named and all are counted, as far as `is_whole`.
    """

    q: str
    times: int | None
    before: int
    after: int
    entering_count: int
    entering: list[NamedListing]
    leaving_count: int
    leaving: list[NamedListing]
    moved: list[MovedListing]
    is_whole: bool


class PreviewAnswer(Answer):
    """What would change of what the caller may see. Not `is_possible` while the index is built anew."""

    is_possible: bool
    unanswered: list[str]
    effects: list[EffectAnswer]


def synonym_answer(actor: Actor, entry: Entry) -> SynonymAnswer:
    """A pair as the caller sees it."""
    return SynonymAnswer(
        id=entry.id,
        source=entry.source,
        word=entry.word,
        other=entry.other,
        nearness=entry.nearness,
        both_ways=entry.both_ways,
        in_use=entry.in_use,
        version=entry.version,
        changed_by=entry.changed_by,
        changed_at=entry.changed_at,
        actions=list(policies.actions(actor, is_own=entry.is_own, in_use=entry.in_use)),
    )


def change_with_name(change: Change) -> ChangeWithName:
    """A deed and who did it."""
    return ChangeWithName(**ChangeAnswer.model_validate(change.deed).model_dump(), by=change.by)


def preview_answer(preview: Preview) -> PreviewAnswer:
    """What would change."""
    return PreviewAnswer(
        is_possible=preview.is_possible,
        unanswered=list(preview.unanswered),
        effects=[_effect(effect) for effect in preview.effects],
    )


def _effect(effect: Effect) -> EffectAnswer:
    return EffectAnswer(
        q=effect.q,
        times=effect.times,
        before=effect.before,
        after=effect.after,
        entering_count=effect.entering_count,
        entering=[NamedListing(id=card.id, title=card.title) for card in effect.entering],
        leaving_count=effect.leaving_count,
        leaving=[NamedListing(id=card.id, title=card.title) for card in effect.leaving],
        moved=[
            MovedListing(id=each.card.id, title=each.card.title, place=each.place, place_before=each.place_before)
            for each in effect.moved
        ],
        is_whole=effect.is_whole,
    )
