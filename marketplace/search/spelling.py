"""The word that was probably meant, from a list of words that somebody wrote."""

from collections.abc import Iterable, Sequence

import numpy as np

from marketplace.search.lexicon.stems import bare, rough_stems

SHORTEST = 4
LONG = 8
_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"
_PLACE = {letter: number for number, letter in enumerate(_LETTERS)}


def allowed_distance(word: str) -> int:
    """How many mistakes a word of this length may hold."""
    if len(word) < SHORTEST:
        return 0
    return 1 if len(word) < LONG else 2


class Speller:
    """Finds words near to a misspelt one: by counts of letters first, all at once, then exactly.

    Words are compared as they are written and by their stems, so that `rulator` finds `rullatorer`.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self.words = sorted(word for word in words if len(word) >= SHORTEST)
        self._forms = [[bare(word) for word in self.words], [bare(word) for word in rough_stems(self.words)]]
        self._counts = [_letter_counts(forms) for forms in self._forms]

    def candidates(self, word: str) -> list[tuple[int, str]]:
        """The words within the allowed distance, with their distances, nearest first."""
        asked = bare(word)
        most = allowed_distance(asked)
        if not most or not self.words:
            return []
        found: dict[str, int] = {}
        for form, forms, counts in zip((asked, bare(rough_stems([word])[0])), self._forms, self._counts, strict=True):
            for at in _possible(form, counts, 2 * most):
                apart = distance(form, forms[at], most)
                if apart is not None:
                    found[self.words[at]] = min(apart, found.get(self.words[at], apart))
        return sorted((apart, other) for other, apart in found.items())


def _possible(form: str, counts: "np.ndarray[tuple[int, int], np.dtype[np.int8]]", most: int) -> list[int]:
    """Where the words are whose letters differ by no more than `most` from a form's, in whatever order."""
    difference = np.abs(counts - _letter_counts([form])[0]).sum(axis=1)
    return [int(at) for at in np.flatnonzero(difference <= most)]


def _letter_counts(words: Sequence[str]) -> "np.ndarray[tuple[int, int], np.dtype[np.int8]]":
    counts = np.zeros((len(words), len(_LETTERS) + 1), dtype=np.int8)
    other = len(_LETTERS)
    for row, word in enumerate(words):
        for letter in word[:40]:
            counts[row, _PLACE.get(letter, other)] += 1
    return counts


def distance(one: str, other: str, most: int) -> int | None:
    """How many letters are wrong, missing, too many or swapped with their neighbour; None if more than `most`."""
    if abs(len(one) - len(other)) > most:
        return None
    before: list[int] = []
    above = list(range(len(other) + 1))
    for row, letter in enumerate(one, start=1):
        current = [row]
        for column, facing in enumerate(other, start=1):
            best = min(above[column] + 1, current[column - 1] + 1, above[column - 1] + (letter != facing))
            if row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == facing:
                best = min(best, before[column - 2] + 1)
            current.append(best)
        if min(current) > most:
            return None
        before, above = above, current
    return above[-1] if above[-1] <= most else None
