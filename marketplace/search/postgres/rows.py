"""What is kept of a document, and what of it is counted."""

from collections.abc import Iterable, Iterator, Mapping
from math import cos, radians, sin
from typing import Any

from marketplace.search.analysis import analyse
from marketplace.search.documents import ListingDocument
from marketplace.search.engine import FREE, LOAN, PRICED, TAKE_OVER
from marketplace.search.lexicon.stems import bare
from marketplace.search.postgres.weights import vector_of
from marketplace.search.suggesting import folded_words

NO_UNIT = 0
MOST = 2**62

EVERY = "s"
"""The entry that every document has."""

WORD, BRAND, CATEGORY = "w\t", "b\t", "c\t"
"""What entries begin with: then the folded word and a word as written; a brand's folded word and the brand; a path."""

HELD = "t\t"
"""What the entry of a token begins with. It is counted of all documents, whomever they are open to."""

Row = dict[str, Any]


def row_of(document: ListingDocument) -> Row:
    """A document as a row of its table."""
    analysed = analyse(document)
    path = "/".join(document.category_path)
    price = PRICED if document.price_nok else FREE
    terms = LOAN if document.is_loan else TAKE_OVER
    codes = (document.county_number, document.municipality_number, document.condition, price, terms)
    return {
        "id": document.id,
        "tokens": vector_of(analysed.weights),
        "facet": "|".join((path, *codes)),
        "municipality": document.municipality_number,
        "county": document.county_number,
        "condition": document.condition,
        "stage": document.stage,
        "category": list(document.category_path),
        "entries": sorted({EVERY, CATEGORY + path, *_words(analysed.words), *_brands(document.brand)}),
        "unit": NO_UNIT if document.unit_id is None else document.unit_id,
        "length": analysed.length,
        "available": min(document.available_quantity, MOST),
        "price": min(document.price_nok, MOST),
        "loan": document.is_loan,
        "width": document.width_cm,
        "depth": document.depth_cm,
        "height": document.height_cm,
        "published": document.published_at,
        "closes": document.closes_at,
        "ready": document.available_from,
        **_place(document),
    }


def _words(words: Iterable[str]) -> Iterator[str]:
    return (f"{WORD}{bare(word)}\t{word}" for word in words)


def _brands(brand: str) -> Iterator[str]:
    written = " ".join(storable(brand).split())
    return (f"{BRAND}{word}\t{written}" for word in folded_words(written))


def storable(text: str) -> str:
    """A text without what PostgreSQL cannot hold."""
    return text.replace("\0", "").encode("utf-8", "ignore").decode("utf-8")


def _place(document: ListingDocument) -> Mapping[str, float | None]:
    if document.latitude is None or document.longitude is None:
        return {"x": None, "y": None, "z": None}
    return dict(zip("xyz", on_sphere(document.latitude, document.longitude), strict=True))


def on_sphere(latitude: float, longitude: float) -> tuple[float, float, float]:
    """A position as a point on the unit sphere: the way through the ball gives the way along the ground."""
    north, east = radians(latitude), radians(longitude)
    return cos(north) * cos(east), cos(north) * sin(east), sin(north)
