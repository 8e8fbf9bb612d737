"""Asking for categories. The tree is reference: it is read once, and anew after it was loaded."""

from dataclasses import dataclass

from sqlalchemy import select

from marketplace.catalogue.models import Category
from marketplace.foundation.database import db
from marketplace.foundation.errors import NotFound


@dataclass(frozen=True, slots=True)
class _Tree:
    under: dict[str, frozenset[str]]
    names: dict[str, dict[str, str]]


_kept: list[_Tree] = []


def get_category(code: str) -> Category:
    """The category.

    Raises:
        NotFound: `category-not-found`.
    """
    category = db.session.get(Category, code) if code in _tree().under else None
    if category is None:
        raise NotFound("category-not-found", category=code)
    return category


def list_categories() -> list[Category]:
    """All categories, each group followed by its own."""
    return list(db.session.scalars(select(Category).order_by(Category.position)))


def codes_under(code: str) -> frozenset[str]:
    """The category itself and its children.

    Raises:
        NotFound: `category-not-found`.
    """
    try:
        return _tree().under[code]
    except KeyError:
        raise NotFound("category-not-found", category=code) from None


def category_names(language: str) -> dict[str, str]:
    """Every category's name by its code, in the order of the tree; bokmål for an unknown language."""
    names = _tree().names
    return dict(names.get(language, names["nb"]))


def forget() -> None:
    """Read the tree anew when next asked."""
    _kept.clear()


def _tree() -> _Tree:
    if _kept:
        return _kept[0]
    categories = list_categories()
    under: dict[str, set[str]] = {category.code: {category.code} for category in categories}
    for category in categories:
        if category.parent_code:
            under[category.parent_code].add(category.code)
    tree = _Tree(
        under={code: frozenset(codes) for code, codes in under.items()},
        names={
            language: {category.code: category.name_in(language) for category in categories}
            for language in ("nb", "nn", "en")
        },
    )
    if categories:
        _kept[:] = [tree]
    return tree
