"""A question understood: what it asks for and what it says of it, and repaired where nobody wrote what it says.

Pure but for the vocabulary an engine lends, so that every engine asks the same of its index.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from typing import Protocol

from marketplace.search import clauses
from marketplace.search.analysis import AskedWord, analyse_word, tokens_of
from marketplace.search.asking import Clause, How, Plan, Repair
from marketplace.search.lexicon import compounds
from marketplace.search.lexicon.files import words_of_kind
from marketplace.search.lexicon.nouns import noun_of
from marketplace.search.lexicon.nynorsk import as_bokmaal
from marketplace.search.lexicon.stems import bare, is_known, spelled
from marketplace.search.lexicon.synonyms import current
from marketplace.search.lexicon.thesaurus import Thesaurus
from marketplace.search.questions import Piece, pieces
from marketplace.search.spelling import LONG, Speller, distance

LONGEST_PHRASE = 3
FEW = 15
MOST_DIGITS = 6
MOST_TRIED = 5
OWN = 3


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

    Bounded: at most `questions.MOST_WORDS` words of at most `questions.LONGEST_QUERY` characters are read.
    """
    return _Planner(vocabulary, thesaurus or current(), verbatim).plan(pieces(q))


def warm_up() -> None:
    """Read the dictionaries now and not at the first question; processes forked afterwards share them."""
    clauses.word_clause(AskedWord("møteromsstol", ("møteromsstol",)), current())
    pieces("tjue blå stoler i Asker")


class _Planner:
    """One question on its way to be a plan."""

    def __init__(self, vocabulary: Vocabulary, thesaurus: Thesaurus, verbatim: bool) -> None:
        self._vocabulary = vocabulary
        self._thesaurus = thesaurus
        self._meanings = thesaurus.meanings(tokens_of)
        self._verbatim = verbatim
        self._clauses: list[Clause] = []
        self._repairs: list[Repair] = []
        self._turned = False

    def plan(self, read: Sequence[Piece]) -> Plan:
        at = 0
        while at < len(read):
            piece = read[at]
            if piece.turns and any(clause.decides for clause in self._clauses):
                self._turned = True
            if (piece.is_unwanted and not all(each.is_unwanted for each in read)) or self._soft(read, at):
                at += 1
            else:
                at += self._several(read, at) or self._one(read, at)
        self._let_things_decide()
        used = {repair.asked: repair.used for repair in self._repairs}
        reworded = " ".join(used.get(piece.written, piece.written) for piece in read) if used else None
        return Plan(tuple(self._clauses), tuple(self._repairs), reworded)

    def _let_things_decide(self) -> None:
        """Beside things, words of which nothing is known only raise (`benk ute`); if only such are asked for and nobody
        wrote them, what is said beside them decides (`ting til barnehage`)."""
        deciding = [clause for clause in self._clauses if clause.decides]
        named = [clause for clause in deciding if clauses.names_thing(clause, self._meanings)]
        turned = [clauses.turned(each) for each in self._clauses]
        if named:
            self._clauses = [
                each if not each.decides or each in named else clauses.aside(each) for each in self._clauses
            ]
        elif not any(map(self._answered, deciding)) and any(each.decides and self._answered(each) for each in turned):
            self._clauses = turned

    def _soft(self, read: Sequence[Piece], at: int) -> bool:
        """Numbers, amounts and places."""
        piece = read[at]
        if piece.place is not None:
            self._clauses.append(clauses.place_clause(piece.written, piece.place))
        elif piece.number is not None:
            wanted = _units(read, at)
            soft = clauses.number_clause(piece.written, piece.number)
            self._clauses.append(soft if wanted is None else clauses.quantity_clause(piece.written, wanted))
        return piece.word is None or piece.place is not None

    def _several(self, read: Sequence[Piece], at: int) -> int:
        """The longest run of words from here that says one thing (`bærbar pc`, `kontor stol`, `Fora Form`)."""
        run = [read[at]]
        for piece in read[at + 1 : at + LONGEST_PHRASE]:
            if piece.word is None or piece.place is not None:
                break
            run.append(piece)
        for size in range(len(run), 1, -1):
            clause = self._together(run[:size])
            if clause is not None and self._answered(clauses.without_kinds(clause)):
                self._add(clause, run[0], tokens_of(clause.asked))
                return size
        return 0

    def _together(self, run: Sequence[Piece]) -> Clause | None:
        written = " ".join(piece.written for piece in run)
        words = [piece.word.word for piece in run if piece.word]
        key = tokens_of(written)
        if key in self._meanings or clauses.is_wide(key):
            head = run[0] if run[1].turns else run[-1]
            return clauses.phrase_clause(written, key, self._thesaurus, head.written)
        if any(piece.lead for piece in run[1:]):
            return self._turned_round(run, words) if len(run) == 2 else None
        if self._is_brand("".join(words)):
            return clauses.brand_clause(written, words)
        joined = self._compound_of(words)
        return clauses.compound_clause(written, joined, self._thesaurus, words[-1]) if joined else None

    def _turned_round(self, run: Sequence[Piece], words: Sequence[str]) -> Clause | None:
        """`Skap til arkiv` is an `arkivskap`."""
        if run[1].lead[-1] not in ("til", "for") or clauses.is_attribute(words[1]):
            return None
        joined = self._compound_of([words[1], words[0]])
        if joined is None:
            return None
        return clauses.compound_clause(" ".join(words), joined, self._thesaurus, words[0])

    def _one(self, read: Sequence[Piece], at: int) -> int:
        piece = read[at]
        asked = piece.word
        if asked is None:
            return 1
        if any(asked == other.word for other in read[:at]):
            return 1
        branded = clauses.brand_clause(asked.word, [asked.word]) if self._is_brand(asked.word) else None
        if branded and (tokens_of(asked.word) not in self._meanings or self._vocabulary.answering(branded)):
            self._clauses.append(branded)  # `moccamaster` is a coffee maker where nobody has one
            return 1
        clause, repair = self._answerable(asked, alone=len(read) == 1)
        if repair is not None:
            self._repairs.append(repair)
        self._add(clause, piece, (analyse_word(repair.used if repair else asked.word).token,))
        return 1

    def _add(self, clause: Clause, piece: Piece, key: tuple[str, ...]) -> None:
        """A word's clause, as it stands in the question: what is asked for decides, what follows `til` raises."""
        if not clause.decides:
            self._clauses.append(clause)
            return
        if self._turned:
            self._clauses.append(clauses.aside(clause))
            return
        if self._vocabulary.answering(clause) < FEW:
            clause = clauses.further(clause)
        last = self._clauses[-1] if self._clauses else None
        if piece.is_alternative and last is not None and last.decides:
            both = clauses.limited([*last.alternatives, *clause.alternatives])
            self._clauses[-1] = replace(last, asked=f"{last.asked} {piece.lead[-1]} {clause.asked}", alternatives=both)
            return
        self._clauses.append(clause)
        support = clauses.support_clause(clause, key)
        if support is not None:
            self._clauses.append(support)

    def _compound_of(self, words: Sequence[str]) -> AskedWord | None:
        """The compound that words written apart make: one with a meaning, or else one of a thing."""
        possible = list(_compounds_of(words))
        for asked in possible:
            key = (analyse_word(asked.word).token,)
            if key in self._meanings or clauses.is_wide(key):
                return asked
        return next((asked for asked in possible if _is_compound(asked.word, words[-1])), None)

    def _is_brand(self, name: str) -> bool:
        if spelled(name) in _brands():
            return True
        if is_known(name) or name.isdigit() or clauses.is_named(analyse_word(name).token):
            return False
        return self._vocabulary.answering(clauses.brand_fact(name)) > 0

    def _answerable(self, asked: AskedWord, *, alone: bool) -> tuple[Clause, Repair | None]:
        """The clause for a word; for a word without hits, what comes closest to it.

        A compound's parts go before a repair that would make another word of it, as `lekebord` of `lesebord`.
        """
        clause = self._with_spellings(clauses.word_clause(asked, self._thesaurus, alone=alone), asked.word)
        if not clause.decides or self._answered(clause):
            return clause, None
        parts = clauses.parts_clause(asked.word)
        if parts is not None and self._answered(clauses.without_kinds(parts)):
            return parts, None
        meant = self._meant(asked.word)
        if meant is not None and (parts is None or _is_slip(asked.word, meant)):
            return clauses.word_clause(AskedWord(meant, (meant,)), self._thesaurus), Repair(asked.word, meant)
        last = next((each for each in (parts, clauses.use_clause(asked.word)) if each and self._answered(each)), None)
        return last or clause, None

    def _meant(self, word: str) -> str | None:
        """The word that was probably meant: one that is written, or nearer yet one that leads to what is."""
        if self._verbatim or not word.isalpha() or is_known(word):
            return None
        written = self._vocabulary.nearest(word)
        apart = None if written is None else distance(bare(word), bare(written), LONG)
        for away, other in self._speller().candidates(word)[:MOST_TRIED]:
            clause = clauses.word_clause(AskedWord(other, (other,)), self._thesaurus)
            if (apart is None or away < apart) and self._answered(clause):
                return other
        return written

    def _speller(self) -> Speller:
        """The words that have a meaning, to be found when they are misspelt and nobody wrote them."""
        return self._thesaurus.remembered("speller", lambda: Speller(self._thesaurus.words()))

    def _answered(self, clause: Clause) -> bool:
        return self._vocabulary.answering(clause) > 0

    def _with_spellings(self, clause: Clause, word: str) -> Clause:
        """The clause, with the same word as others spell it; if it is a word only as others spell it, all of theirs."""
        others = self._vocabulary.written_like(word)
        if not others or not clause.decides:
            return clause
        known = {each.all_of for each in clause.alternatives}
        most = OWN if self._answered(clause) else clauses.MOST_ALTERNATIVES
        found = list(clause.alternatives)
        for other in others:
            for at, each in enumerate(
                clauses.word_clause(AskedWord(other, (other,)), self._thesaurus).alternatives[:most]
            ):
                if each.all_of not in known:
                    spelled = at < OWN
                    how, meaning = (How.SPELLING, other) if spelled else (each.how, each.meaning)
                    found.append(replace(each, weight=each.weight * clauses.SPELLED, how=how, meaning=meaning))
        return (
            clause if len(found) == len(clause.alternatives) else replace(clause, alternatives=clauses.limited(found))
        )


@cache
def _brands() -> frozenset[str]:
    return frozenset(spelled(word) for word in words_of_kind("brand"))


def _units(read: Sequence[Piece], at: int) -> int | None:
    """How many units a number asks for: `30 bærbare pcer`, `minst 20 stoler`, `stoler 5 stk`; no measure, no model.

    A bare number asks for units where a thing follows it and nothing but function words goes before.
    """
    number = read[at].number
    if number is None or number.whole is None or len(number.parts[0]) > MOST_DIGITS:
        return None
    if number.unit == "units":
        return number.whole
    follows = at + 1 < len(read) and read[at + 1].word is not None and not read[at + 1].turns
    if number.unit or not follows or number.whole < 2:
        return None
    return number.whole if at == 0 or read[at].asks_for_units else None


def _is_slip(word: str, meant: str) -> bool:
    """Whether a word differs from another by a letter too few, too many or out of place, and not by another letter."""
    return len(word) != len(meant) or sorted(word) == sorted(meant)


def _compounds_of(words: Sequence[str]) -> Iterator[AskedWord]:
    """The compounds that words written apart may make: `kontor stol`, `lærer pult`, with a link if need be."""
    if any(clauses.is_attribute(word) or not word.isalpha() for word in words[:-1]):
        return
    bases = [noun[0] if (noun := noun_of(as_bokmaal(word))) else word for word in words[:-1]]
    for first in dict.fromkeys(("".join(words[:-1]), "".join(bases))):
        yield from (
            AskedWord(joined, (joined,)) for link in ("", "s", "e") for joined in (f"{first}{link}{words[-1]}",)
        )


def _is_compound(word: str, last: str) -> bool:
    compound = compounds.split(word)
    return compound is not None and _same(compound.last, last)


def _same(one: str, other: str) -> bool:
    return analyse_word(one).token == analyse_word(other).token
