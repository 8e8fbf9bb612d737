"""One stem for the forms of a word, in bokmål and nynorsk alike."""

from collections.abc import Sequence
from functools import cache, lru_cache
from threading import Lock

import simplemma
import Stemmer

from marketplace.search.lexicon.files import rows
from marketplace.search.lexicon.nouns import known_form, noun_of
from marketplace.search.lexicon.nynorsk import as_bokmaal

SHORTEST = 4
LANGUAGES = ("nb", "nn")

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


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """The stem, spelled out, of one lower-case word that is not a compound, or not known to be one."""
    word = as_bokmaal(word)
    lemma = known_form(word)
    if lemma == word:
        return spelled(word)
    if lemma is None:
        lemma = word if len(word) < SHORTEST else _lemma(word)
        lemma = known_form(lemma) or lemma
    with _snowball_lock:  # a stemmer serves one thread at a time
        return spelled(_snowball.stemWord(lemma))


def rough_stems(words: Sequence[str]) -> list[str]:
    """Stems of lower-case words by their endings alone, without a dictionary: for many words at once."""
    with _snowball_lock:
        return [str(each) for each in _snowball.stemWords(list(words))]


def is_adjective(word: str) -> bool:
    """Whether a lower-case word is a form of an adjective, and of no noun."""
    if noun_of(word) is not None:
        return False
    return not _adjectives().isdisjoint((word, simplemma.lemmatize(word, lang="nb")))


@cache
def _adjectives() -> frozenset[str]:
    return frozenset(row["word"] for row in rows("adjectives.csv.gz"))


def is_known(word: str) -> bool:
    """Whether a lower-case word is in the dictionary of either form of the language."""
    return any(simplemma.is_known(word, lang=language) for language in LANGUAGES)


def _lemma(word: str) -> str:
    """The noun or the dictionary's word that a form belongs to; an unknown word as it is, rather than a guess."""
    noun = noun_of(word)
    if noun is not None:
        return noun[0]
    for language in LANGUAGES:
        if simplemma.is_known(word, lang=language):
            return str(simplemma.lemmatize(word, lang=language)).lower()
    return word
