"""What is written of a document: weighted tokens, words one may be offered, and one fixed row of facts."""

from collections.abc import Iterable, Iterator, Mapping

import numpy as np
from whoosh.columns import FixedBytesColumn
from whoosh.fields import COLUMN, FieldType, Schema
from whoosh.formats import Existence

from marketplace.search.analysis import Analysed
from marketplace.search.documents import ListingDocument
from marketplace.search.suggesting import offered_brand

VERSION = 7
"""Raise when what is written, or how text is analysed, changes: older indexes are then rebuilt."""

FACTS = np.dtype(
    [
        ("id", "<i8"),
        ("category", "S96"),
        ("place", "S16"),
        ("condition", "S16"),
        ("stage", "S12"),
        ("unit", "<i8"),
        ("words", "<i4"),
        ("available", "<i4"),
        ("price", "<i4"),
        ("loan", "<i4"),
        ("width", "<i4"),
        ("depth", "<i4"),
        ("height", "<i4"),
        ("ready", "<i4"),
        ("published", "<f8"),
        ("closes", "<f8"),
        ("latitude", "<f8"),
        ("longitude", "<f8"),
    ]
)
NONE = -1
"""An unknown unit or length."""

MOST = 2**31 - 1

Weights = tuple[Mapping[str, float], int]


class WeightedTokens(FieldType):
    """Tokens that were weighed before: a value is the weights and the document's length in words."""

    def __init__(self) -> None:
        super().__init__(Existence(), None, scorable=True)

    def index(self, value: Weights, **_: object) -> Iterator[tuple[bytes, int, float, bytes]]:
        """The postings of one document. The length is carried by the first."""
        weights, length = value
        for token, weight in weights.items():
            yield token.encode("utf-8"), length, weight, b""
            length = 0


class Words(FieldType):
    """Words as they are written, each of them or not."""

    def __init__(self) -> None:
        super().__init__(Existence(), None)

    def index(self, value: Iterable[str], **_: object) -> Iterator[tuple[bytes, int, float, bytes]]:
        """The postings of one document."""
        for word in sorted(value):
            yield word.encode("utf-8"), 1, 1.0, b""


def schema() -> Schema:
    """The fields of the index."""
    return Schema(text=WeightedTokens(), word=Words(), brand=Words(), facts=COLUMN(FixedBytesColumn(FACTS.itemsize)))


def fields(document: ListingDocument, analysed: Analysed) -> dict[str, object]:
    """What Whoosh is given of one document."""
    brand = offered_brand(document.brand)
    return {
        "text": (analysed.weights, analysed.length),
        "word": analysed.words,
        "brand": [brand] if brand else [],
        "facts": _facts(document, analysed.length),
    }


def _facts(document: ListingDocument, words: int) -> bytes:
    place = f"{document.county_number}/{document.municipality_number}"
    row = np.array(
        (
            document.id,
            _text("category", "/".join(document.category_path)),
            _text("place", place),
            _text("condition", document.condition),
            _text("stage", document.stage),
            NONE if document.unit_id is None else document.unit_id,
            words,
            min(document.available_quantity, MOST),
            min(document.price_nok, MOST),
            int(document.is_loan),
            _length(document.width_cm),
            _length(document.depth_cm),
            _length(document.height_cm),
            0 if document.available_from is None else document.available_from.toordinal(),
            document.published_at.timestamp(),
            np.inf if document.closes_at is None else document.closes_at.timestamp(),
            np.nan if document.latitude is None else document.latitude,
            np.nan if document.longitude is None else document.longitude,
        ),
        dtype=FACTS,
    )
    return row.tobytes()


def _length(centimetres: int | None) -> int:
    return NONE if centimetres is None else min(centimetres, MOST)


def _text(field: str, value: str) -> bytes:
    """The value in the room its column has; a longer one would silently be cut, so it is refused."""
    encoded = value.encode("ascii")
    if len(encoded) > FACTS[field].itemsize:
        raise ValueError(f"{field} is longer than the index has room for: {value}")
    return encoded
