"""The category tree as shipped; see `reference/README.md` for the sources."""

from sqlalchemy import select

from marketplace.catalogue import queries
from marketplace.catalogue.models import Category
from marketplace.catalogue.terms import read_taxonomy
from marketplace.foundation.transaction import transaction


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
