"""A pair as somebody writes it, checked for what can be said without knowing the others."""

from dataclasses import dataclass
from functools import lru_cache

from marketplace.foundation.errors import FieldError, Invalid
from marketplace.foundation.texts import clean
from marketplace.search.analysis import analyse_word, tokens_of
from marketplace.search.lexicon.stems import bare
from marketplace.search.lexicon.thesaurus import Key, Term
from marketplace.search.planning import LONGEST_PHRASE
from marketplace.search.synonyms.models import MOST_LETTERS, MOST_REASON
from marketplace.search.synonyms.nearness import OFFERED, Nearness, term_of

MOST_REMEMBERED = 100_000

key_of = lru_cache(maxsize=MOST_REMEMBERED)(tokens_of)
"""What search makes of a word, remembered: each is held against thousands of others."""

folded = lru_cache(maxsize=MOST_REMEMBERED)(bare)
"""A word in the letters of any keyboard, remembered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SynonymFields:
    """Who asks for `word` is also shown `other`; with `both_ways` also the other way."""

    word: str
    other: str
    nearness: Nearness = Nearness.NEAR
    both_ways: bool = False

    @property
    def term(self) -> Term:
        """The same, for search."""
        return term_of(self.word, self.other, self.nearness, self.both_ways)

    @property
    def keys(self) -> tuple[Key, Key]:
        """What search makes of the words: the same for all forms of them."""
        return key_of(self.word), key_of(self.other)

    def checked(self) -> "SynonymFields":
        """The same in stored form.

        Raises:
            Invalid: names what is wrong.
        """
        found = SynonymFields(
            word=clean(self.word).lower(),
            other=clean(self.other).lower(),
            nearness=self.nearness,
            both_ways=self.both_ways,
        )
        errors = [error for name in ("word", "other") for error in _errors_of(name, getattr(found, name))]
        errors = errors or _errors_of_pair(found)
        if errors:
            raise Invalid(fields=tuple(errors))
        return found


def checked_reason(reason: str) -> str:
    """Why, on one line, possibly empty.

    Raises:
        Invalid: it is too long.
    """
    found = clean(reason)
    if len(found) > MOST_REASON:
        raise Invalid(fields=(FieldError("reason", "field-too-long", {"most": MOST_REASON}),))
    return found


def _errors_of(name: str, text: str) -> list[FieldError]:
    if not text:
        return [FieldError(name, "field-required")]
    if len(text) > MOST_LETTERS:
        return [FieldError(name, "field-too-long", {"most": MOST_LETTERS})]
    words = len(tokens_of(text))
    if not words:
        return [FieldError(name, "synonym-only-stop-words", {"text": text})]
    if not any(letter.isalpha() for letter in text):
        return [FieldError(name, "synonym-without-letters", {"text": text})]
    if words > LONGEST_PHRASE:
        return [FieldError(name, "synonym-too-many-words", {"most": LONGEST_PHRASE})]
    return []


def _errors_of_pair(fields: SynonymFields) -> list[FieldError]:
    word, other = fields.keys
    facts: dict[str, str | int | float | None] = {"word": fields.word, "other": fields.other}
    if word == other:
        return [FieldError("other", "synonym-same-word", facts)]
    if fields.nearness not in OFFERED:
        return [FieldError("nearness", "field-not-a-choice")]
    if fields.nearness is Nearness.NARROWER:
        if fields.both_ways:
            return [FieldError("both_ways", "synonym-narrower-both-ways", facts)]
        if len(word) == len(other) == 1 and word[0] in analyse_word(fields.other).kinds:
            return [FieldError("other", "synonym-is-compound", facts)]
    return []
