"""What a listing says of itself, and what it says in passing: `Hjul til kontorstol` is no chair."""

import re
from collections.abc import Iterator
from enum import StrEnum

_SENTENCE = re.compile(r"[.!?;\n]+(?=\s|$)")
_TURN = re.compile(
    r"(?<!\w)(?:til|for|frå|fra|med|m/|av|på|i|under|ved|mot|mellom|over|bak|uten|utan|u/|inkl\w*|etter|foran|framfor|"
    r"passer|passar|høver|som|om)(?!\w)|(?<=\sm)/"
)
_OF_OTHERS = re.compile(
    r"(?<!\w)(?:ikke|ikkje|ingen|inga|mangler|manglar|uten|utan|for seg|separat|egen annonse|eigen annonse|selde|seld|"
    r"solgt|borte|vekk|kjøpes|kjøpast|også|òg|kan følge|kan følgje|om ønskelig|skal ha)(?!\w)"
)


class Said(StrEnum):
    """How a word is said: as what the listing is, later on, or in passing."""

    FIRST = "first"
    LATER = "later"
    ASIDE = "aside"


def passages(text: str) -> Iterator[tuple[str, Said]]:
    """The pieces of a text in lower case.

    What follows `til`, `med`, `fra`, `passer` and the like in a sentence is said in passing, and all of a sentence that
    tells what is not there or is sold by itself.
    """
    said = Said.FIRST
    for sentence in _SENTENCE.split(text):
        if not sentence.strip():
            continue
        if said is Said.LATER and _OF_OTHERS.search(sentence):
            yield sentence, Said.ASIDE
            continue
        turn = _TURN.search(sentence)
        if turn is None:
            yield sentence, said
        else:
            yield sentence[: turn.start()], said
            yield sentence[turn.start() :], Said.ASIDE
        said = Said.LATER
