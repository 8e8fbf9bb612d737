"""Completing a question while it is written."""

from collections.abc import Callable, Iterable

from marketplace.search.analysis import analyse_word
from marketplace.search.lexicon.stems import bare

LONGEST = 200


def complete(prefix: str, limit: int, starting: Callable[[str], Iterable[tuple[str, int]]]) -> tuple[str, ...]:
    """`prefix` with its last word completed, one form of each word, commonest first.

    `starting` gives the words whose folded form starts so, and how often each is written.
    """
    words = prefix[-LONGEST:].lower().split()
    if not words or limit < 1:
        return ()
    best: dict[str, tuple[int, str]] = {}
    for word, count in starting(bare(words[-1])):
        token = analyse_word(word).token
        best[token] = min(best.get(token, (0, "")), (-count, word))
    before = "".join(f"{word} " for word in words[:-1])
    return tuple(before + word for _, word in sorted(best.values())[:limit])
