"""One stem for the forms of a word, in bokmål and nynorsk alike."""

from functools import cache, lru_cache
from threading import Lock

import simplemma
import Stemmer

from marketplace.search.lexicon.files import rows

SHORTEST = 4

_snowball = Stemmer.Stemmer("norwegian")
_snowball_lock = Lock()
_ACCENTS = {
    "é": "e",
    "è": "e",
    "ê": "e",
    "ë": "e",
    "á": "a",
    "à": "a",
    "â": "a",
    "ó": "o",
    "ò": "o",
    "ô": "o",
    "ü": "u",
}
_SAMI = {"ú": "u", "í": "i", "ç": "c", "ñ": "n", "š": "s", "č": "c", "đ": "d", "ŋ": "n", "ŧ": "t", "ž": "z", "ß": "ss"}
_SPELLED = str.maketrans({"å": "aa", "æ": "ae", "ä": "ae", "ø": "oe", "ö": "oe"} | _ACCENTS | _SAMI)
_BARE = str.maketrans({"å": "a", "æ": "a", "ä": "a", "ø": "o", "ö": "o"} | _ACCENTS | _SAMI)


def spelled(word: str) -> str:
    """The word with its letters spelled out: å and aa are one, so are æ, ä and ae, and ø, ö and oe; no accents."""
    return word.translate(_SPELLED)


def bare(word: str) -> str:
    """The word in the letters of any keyboard, however it was meant: å, aa and a are one, so are ø, oe and o."""
    return word.translate(_BARE).replace("aa", "a").replace("ae", "a").replace("oe", "o")


@cache
def _forms() -> dict[str, str]:
    return {row["form"]: row["word"] for row in rows("word_forms.csv")}


def known_form(word: str) -> str | None:
    """The word that an irregular or nynorsk form stands for, if it is listed."""
    return _forms().get(word)


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """The stem, spelled out, of one lower-case word that is not a compound, or not known to be one."""
    lemma = _forms().get(word)
    if lemma == word:
        return spelled(word)
    if lemma is None:
        lemma = word if len(word) < SHORTEST else str(simplemma.lemmatize(word, lang=("nb", "nn"))).lower()
        lemma = _forms().get(lemma, lemma)
    with _snowball_lock:  # a stemmer serves one thread at a time
        return spelled(_snowball.stemWord(lemma))
