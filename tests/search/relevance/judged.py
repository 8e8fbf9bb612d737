"""The judged set: listings as they are indexed, queries by kind, and how well each listing answers each query."""

import csv
from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib.resources import files
from pathlib import Path

from marketplace.catalogue.terms import read_taxonomy
from marketplace.search.documents import ListingDocument
from marketplace.search.reading import LANGUAGES, category_path

FOLDER = Path(__file__).parent
HALVES = {"tune": "1", "report": "2"}
"""The author whose queries each half holds; both authors' listings are searched for either."""

_OLDEST = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Query:
    """What somebody types, of which kind it is, and the grade (2 or 1) of each listing that answers it."""

    id: str
    text: str
    kind: str
    grades: dict[int, int]


@cache
def documents() -> tuple[ListingDocument, ...]:
    """The listings of both authors, each an hour newer than the one before."""
    return tuple(_document(row) for author in HALVES.values() for row in _rows(FOLDER / f"listings_{author}.csv"))


@cache
def queries(half: str) -> tuple[Query, ...]:
    """The queries of one half."""
    author = HALVES[half]
    grades: dict[str, dict[int, int]] = defaultdict(dict)
    for row in _rows(FOLDER / f"judgements_{author}.csv"):
        grades[row["query"]][int(row["listing"])] = int(row["grade"])
    rows = _rows(FOLDER / f"queries_{author}.csv")
    return tuple(Query(row["id"], row["query"], row["kind"], grades[row["id"]]) for row in rows)


def _document(row: dict[str, str]) -> ListingDocument:
    path = category_path(row["category"])
    names = [{each["code"]: each[f"label_{language}"] for each in read_taxonomy()} for language in LANGUAGES]
    place = _places()[row["municipality"]]
    return ListingDocument(
        id=int(row["id"]),
        title=row["title"],
        description=row["description"],
        language=row["language"],
        category_path=path,
        category_names=tuple(name[code] for name in names for code in path),
        municipality_number=row["municipality"],
        county_number=place["county_no"],
        place_names=(place["name"],),
        condition=row["condition"],
        quantity=int(row["quantity"]),
        available_quantity=int(row["quantity"]),
        brand=row["brand"],
        colour=row["colour"],
        material=row["material"],
        price_nok=int(row["price_nok"] or 0),
        width_cm=_length(row["width_cm"]),
        depth_cm=_length(row["depth_cm"]),
        height_cm=_length(row["height_cm"]),
        published_at=_OLDEST + timedelta(hours=int(row["id"])),
        latitude=float(place["lat"]),
        longitude=float(place["lon"]),
    )


@cache
def _places() -> dict[str, dict[str, str]]:
    source = files("marketplace.organisations") / "reference" / "municipalities.csv"
    return {row["municipality_no"]: row for row in csv.DictReader(source.read_text(encoding="utf-8").splitlines())}


def _length(text: str) -> int | None:
    return int(text) if text else None


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as source:
        return list(csv.DictReader(source))
