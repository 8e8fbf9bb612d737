"""How well a listing answers: BM25 over weighted tokens, the best alternative of each word, and how much is covered."""

from math import log

K1 = 0.9
B = 0.3
ENOUGH_COVERED = 0.6
TOLERANCE = 1e-4
DECIMALS = 3
QUANTITY_RARITY = 3.0


def rarity(documents: int, holding: int) -> float:
    """How much a token tells, held by `holding` of `documents`; always above zero."""
    return log(max(documents, 1) / (min(holding, documents) + 1)) + 1


def enough_units(available: float, wanted: int) -> float:
    """How much of a wanted number of units is there, at most 1."""
    return min(1.0, available / wanted)


def saturated(weight: float, length: float, reference: float) -> float:
    """A token's weight in a document of `length` words, where `reference` words are usual: BM25's part."""
    return weight * (K1 + 1) / (weight + K1 * (1 - B + B * length / reference))


def reference_length(words: float, documents: int) -> float:
    """The usual length, rounded so that it seldom changes as documents come and go."""
    return float(max(1, round(words / documents))) if documents else 1.0


def rounded(score: float) -> float:
    """A score as it is compared: what differs less is alike, in whatever order an engine adds it up."""
    return round(score, DECIMALS)
