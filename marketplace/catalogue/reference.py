"""The category tree as shipped; see `reference/README.md` for the sources."""

import csv
from pathlib import Path

from sqlalchemy import select

from marketplace.catalogue import queries
from marketplace.catalogue.models import Category
from marketplace.foundation.transaction import transaction

FOLDER = Path(__file__).with_name("reference")


def load() -> None:
    """Bring the categories up to date. None is ever removed: things may be filed under it."""
    with transaction() as session:
        known = {category.code: category for category in session.scalars(select(Category))}
        for position, row in enumerate(_in_order_of_parents(read_taxonomy())):
            code = row["code"]
            if code not in known:
                known[code] = Category(code=code)
                session.add(known[code])
            _fill(known[code], row, position)
            if not row["parent"]:
                session.flush()
    queries.forget()


def read_taxonomy() -> list[dict[str, str]]:
    """The rows of the shipped tree."""
    return _read("taxonomy.csv")


def read_terms() -> list[dict[str, str]]:
    """The rows of the shipped list of furniture terms."""
    return _read("furniture_terms_nb.csv")


def _in_order_of_parents(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    order = {row["code"]: index for index, row in enumerate(rows)}
    return sorted(rows, key=lambda row: (order[row["parent"] or row["code"]], bool(row["parent"]), order[row["code"]]))


def _fill(category: Category, row: dict[str, str], position: int) -> None:
    category.parent_code = row["parent"] or None
    category.position = position
    category.name_nb = row["label_nb"]
    category.name_nn = row["label_nn"]
    category.name_en = row["label_en"]
    category.cpv = row["cpv"]
    category.unspsc = row["unspsc_v7"]
    category.examples = row["examples_nb"]


def _read(file: str) -> list[dict[str, str]]:
    with (FOLDER / file).open(encoding="utf-8", newline="") as source:
        return list(csv.DictReader(source))
