"""Why something was found, as a card tells it: the words marked in the title, a quiet line, and for some the score."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from marketplace.foundation.actor import Actor
from marketplace.search import queries
from marketplace.search.analysis import analyse_word
from marketplace.search.asking import Clause, Explanation, How
from marketplace.search.criteria import Criteria
from marketplace.search.highlighting import Mark, marked
from marketplace.search.queries import Found, FoundListing

OBVIOUS = {How.WORD, How.SPELLING, How.COMPOUND, How.PART, How.APART}
ELSEWHERE = "elsewhere"


@dataclass(frozen=True, slots=True)
class Why:
    """What is not seen from the title: `how` the word `asked` was answered, or that it stands elsewhere."""

    how: str
    asked: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A hit's title with what was found in it marked, and what else is told of why it was found."""

    title: Markup
    why: Why | None
    explanation: Explanation | None


def shown(actor: Actor, criteria: Criteria, found: Found[FoundListing], *, with_scores: bool) -> Mapping[int, Shown]:
    """What is told of each hit, by its id."""
    asked = [clause for clause in found.plan.clauses if clause.decides and clause.alternatives]
    marks = {item.card.id: marked(item.card.title, found.plan.clauses) for item in found.page.items}
    unclear = {number for number, each in marks.items() if _unseen(asked, each)}
    explained = queries.explain(actor, criteria, marks.keys() if with_scores else unclear)
    return {
        item.card.id: Shown(
            highlighted(item.card.title, marks[item.card.id]),
            _why(asked, marks[item.card.id], explained.get(item.card.id)),
            explained.get(item.card.id) if with_scores else None,
        )
        for item in found.page.items
    }


def highlighted(text: str, marks: Sequence[Mark]) -> Markup:
    """The text with its marks."""
    parts: list[Markup] = []
    at = 0
    for mark in marks:
        parts += [escape(text[at : mark.start]), Markup("<mark>%s</mark>") % text[mark.start : mark.end]]
        at = mark.end
    return Markup("").join([*parts, escape(text[at:])])


def _unseen(asked: Sequence[Clause], marks: Sequence[Mark]) -> list[str]:
    """The words of the question that the title does not answer."""
    seen = {mark.asked for mark in marks}
    return [clause.asked for clause in asked if clause.asked not in seen]


def _why(asked: Sequence[Clause], marks: Sequence[Mark], explanation: Explanation | None) -> Why | None:
    decisive = {clause.asked for clause in asked}
    plain = {mark.asked for mark in marks if mark.how in OBVIOUS}
    for mark in marks:
        if mark.asked in decisive - plain:
            return Why(_how(mark.how, mark.asked, mark.meaning), mark.asked, mark.meaning)
    unseen = _unseen(asked, marks)
    for reason in explanation.reasons if explanation else ():
        if reason.asked in unseen:
            return Why(_how(reason.how, reason.asked, reason.meaning), reason.asked, reason.meaning)
    return None


def _how(how: How, asked: str, meaning: str) -> str:
    """A thing of the same kind is no kind of what was asked for: a table is no kind of desk, but like one."""
    if how in OBVIOUS:
        return ELSEWHERE
    if how is How.KIND and analyse_word(meaning).token in analyse_word(asked).kinds:
        return How.SIMILAR
    return how
