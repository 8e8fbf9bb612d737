"""Weights of tokens inside a `tsvector`, exact: a token's places spell out a number that `ts_rank_cd` adds up.

A `tsvector` knows four weights for a place in a text, A to D, and `ts_rank_cd` gives the sum of the weights of a
token's places. The places here are no places: they are coins worth 64, 16, 4 and 1 times `UNIT`.
"""

from collections.abc import Iterable, Mapping, Sequence

from marketplace.search.asking import AnyOf

UNIT = 0.05
COINS = {"A": 64, "B": 16, "C": 4, "D": 1}
WORTH = "{0.015625, 0.0625, 0.25, 1}"
"""The coins from D to A, as `ts_rank_cd` takes them: as parts of the greatest."""

GREATEST = COINS["A"] * UNIT
MOST_COINS = 200


def vector_of(weights: Mapping[str, float]) -> str:
    """The `tsvector` of weighted tokens, written out. A weight is rounded to whole units, and is one at least."""
    return " ".join(f"{_quoted(token)}:{_coins(weight)}" for token, weight in weights.items())


def weight_of(coins: Iterable[str]) -> float:
    """The weight that a token's coins spell."""
    return sum(COINS[coin] for coin in coins) * UNIT


def query_of(all_of: Sequence[AnyOf]) -> str:
    """The `tsquery` that asks for one of each, written out."""
    return "&".join("(" + "|".join(map(_quoted, any_of)) + ")" for any_of in all_of)


def _coins(weight: float) -> str:
    left = max(1, round(weight / UNIT))
    found: list[str] = []
    for coin, worth in COINS.items():
        amount, left = divmod(left, worth)
        found += [coin] * min(amount, MOST_COINS - len(found))
    return ",".join(f"{place}{coin}" for place, coin in enumerate(found, start=1))


def _quoted(token: str) -> str:
    return "'" + token.replace("\\", "\\\\").replace("'", "''") + "'"
