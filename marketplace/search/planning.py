"""A question understood: each word as the tokens that may answer it, weighed, and repaired if nobody wrote it.

Pure but for the vocabulary an engine lends, so that every engine asks the same of its index.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Protocol

from marketplace.search.analysis import FOR, IS, AskedWord, analyse_word, asked_words
from marketplace.search.asking import Alternative, AnyOf, Clause, How, Plan, Repair
from marketplace.search.lexicon.files import words_of_kind
from marketplace.search.lexicon.stems import is_known, stem
from marketplace.search.lexicon.synonyms import current
from marketplace.search.lexicon.thesaurus import Key, Meaning, Thesaurus

LONGEST_QUERY = 1_000
MOST_WORDS = 12
MOST_ALTERNATIVES = 24
LONGEST_PHRASE = 3

EXACT, SPELLED, KIND, USE, APART, LAST_RESORT = 1.0, 0.95, 0.75, 0.35, 0.6, 0.3
NAME, ATTRIBUTE, NUMBER = 1.0, 0.5, 0.35


class Vocabulary(Protocol):
    """What an index knows of words, as far as its audience may see."""

    def answering(self, clause: Clause) -> int:
        """How many of the listings that the audience may see answer the clause in any way."""

    def written_like(self, word: str) -> list[str]:
        """The words in visible listings that are the same but for letters that few keyboards have."""

    def nearest(self, word: str) -> str | None:
        """The visible word that was probably meant, by distance and then by how often it is written."""


def plan(q: str, vocabulary: Vocabulary, *, verbatim: bool = False, thesaurus: Thesaurus | None = None) -> Plan:
    """Understand a question, with the current thesaurus if none is given.

    Bounded: at most `MOST_WORDS` words of at most `LONGEST_QUERY` characters are read.
    """
    known = thesaurus or current()
    asked = asked_words(q, LONGEST_QUERY, MOST_WORDS)
    clauses: list[Clause] = []
    repairs: list[Repair] = []
    at = 0
    while at < len(asked):
        phrase, size = _phrase(asked, at, known)
        if phrase is not None and vocabulary.answering(phrase):
            clauses.append(phrase)
            at += size
            continue
        clause, repair = _answerable(asked[at], vocabulary, verbatim, known)
        clauses.append(clause)
        if repair is not None:
            repairs.append(repair)
        at += 1
    return Plan(tuple(clauses), tuple(repairs), _reworded(asked, repairs) if repairs else None)


def _phrase(asked: Sequence[AskedWord], at: int, thesaurus: Thesaurus) -> tuple[Clause | None, int]:
    """The longest run of words from here that has a meaning of its own (`bærbar pc`)."""
    meanings = thesaurus.meanings(tokens_of)
    for size in range(min(LONGEST_PHRASE, len(asked) - at), 1, -1):
        run = asked[at : at + size]
        key = tuple(analyse_word(word.word).token for word in run)
        if key in meanings:
            own = Alternative(tuple((token, IS + token) for token in key), EXACT)
            others = _synonyms(meanings[key])
            return Clause(" ".join(word.word for word in run), _limited([own, *others])), size
    return None, 1


def _answerable(
    asked: AskedWord, vocabulary: Vocabulary, verbatim: bool, thesaurus: Thesaurus
) -> tuple[Clause, Repair | None]:
    """The clause for a word; for a word without hits, what comes closest to it."""
    clause = _with_spellings(clause_for(asked, thesaurus), vocabulary.written_like(asked.word), thesaurus)
    if vocabulary.answering(clause):
        return clause, None
    apart = _parts_of(asked.word)
    if apart is not None and vocabulary.answering(apart):
        return apart, None
    if not verbatim and not is_known(asked.word):
        meant = vocabulary.nearest(asked.word)
        if meant is not None:
            return clause_for(AskedWord(meant, (meant,)), thesaurus), Repair(asked.word, meant)
    return clause, None


def clause_for(asked: AskedWord, thesaurus: Thesaurus) -> Clause:
    """What answers a word: itself, compounds of it, its parts written apart, and its synonyms."""
    return thesaurus.remembered(asked, lambda: _clause_for(asked, thesaurus.meanings(tokens_of)))


def _clause_for(asked: AskedWord, meanings: Mapping[Key, Mapping[Key, Meaning]]) -> Clause:
    word = analyse_word(asked.word)
    found = [
        Alternative(((word.token,),), EXACT),
        Alternative(((IS + word.token,),), KIND, How.COMPOUND),
        Alternative(((FOR + word.token,),), USE, How.PART),
    ]
    if len(asked.pieces) > 1:
        found.append(Alternative(tuple(_as_name(stem(piece)) for piece in asked.pieces), APART, How.APART))
    if word.kinds and word.uses:
        found.append(Alternative((_anywhere(word.uses[0]), _as_name(word.kinds[0])), APART, How.APART))
    found += _synonyms(meanings.get((word.token,), {}))
    return Clause(asked.word, _limited(found), _importance(asked.word))


def warm_up() -> None:
    """Read the dictionaries now and not at the first question; processes forked afterwards share them."""
    clause_for(AskedWord("møteromsstol", ("møteromsstol",)), current())


def tokens_of(text: str) -> tuple[str, ...]:
    """The tokens of a term's words."""
    return tuple(analyse_word(asked.word).token for asked in asked_words(text, LONGEST_QUERY, MOST_WORDS))


def _synonyms(meanings: Mapping[Key, Meaning]) -> list[Alternative]:
    found: list[Alternative] = []
    for tokens, meaning in sorted(meanings.items(), key=lambda item: -item[1].weight):
        how = How.KIND if meaning.narrower else How.SYNONYM
        all_of = tuple((token,) for token in tokens)
        found.append(Alternative(all_of, meaning.weight, how, meaning.written))
        if len(tokens) == 1:
            found.append(Alternative(((IS + tokens[0],),), meaning.weight * KIND, how, meaning.written))
    return found


def _parts_of(word: str) -> Clause | None:
    """For a compound that nobody wrote: things of its kind, those for the same use first."""
    parts = analyse_word(word)
    if not parts.kinds:
        return None
    found = [Alternative((_anywhere(use), _as_name(parts.kinds[0])), APART, How.APART) for use in parts.uses]
    found += [Alternative((_as_name(kind),), LAST_RESORT, How.KIND) for kind in parts.kinds]
    return Clause(word, tuple(found))


def _as_name(token: str) -> AnyOf:
    return token, IS + token


def _anywhere(token: str) -> AnyOf:
    return token, IS + token, FOR + token


def _limited(alternatives: list[Alternative]) -> tuple[Alternative, ...]:
    return tuple(alternatives[:MOST_ALTERNATIVES])


def _importance(word: str) -> float:
    if word.isdigit():
        return NUMBER
    return ATTRIBUTE if stem(word) in _attributes() else NAME


@lru_cache(maxsize=1)
def _attributes() -> frozenset[str]:
    return frozenset(stem(word) for word in words_of_kind("attribute"))


def _with_spellings(clause: Clause, words: Sequence[str], thesaurus: Thesaurus) -> Clause:
    """The clause, with the same word as others spell it."""
    known = {any_of for each in clause.alternatives for any_of in each.all_of}
    found = list(clause.alternatives)
    for word in words:
        own = clause_for(AskedWord(word, (word,)), thesaurus).alternatives[:3]
        found += [
            replace(each, weight=each.weight * SPELLED, how=How.SPELLING, meaning=word)
            for each in own
            if each.all_of[0] not in known
        ]
    return clause if len(found) == len(clause.alternatives) else replace(clause, alternatives=tuple(found))


def _reworded(asked: Sequence[AskedWord], repairs: Sequence[Repair]) -> str:
    used = {repair.asked: repair.used for repair in repairs}
    return " ".join(used.get(word.word, word.word) for word in asked)
