"""Search without an index: plain words in the database, newest first. Slower, and it says so."""

from collections.abc import Sequence
from math import ceil
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from marketplace.catalogue import queries as catalogue
from marketplace.foundation.actor import Actor
from marketplace.foundation.database import db
from marketplace.foundation.pagination import offset
from marketplace.listings import queries as listings
from marketplace.listings.models import Listing
from marketplace.organisations.models import Municipality
from marketplace.search.analysis import asked_words
from marketplace.search.criteria import Criteria
from marketplace.search.distance import crow_flies_km
from marketplace.search.engine import Facets, Hit, SearchResult, Sort
from marketplace.search.planning import LONGEST_QUERY
from marketplace.search.reading import category_path

MOST_WORDS = 5

Condition = ColumnElement[bool]


def search_plainly(actor: Actor, criteria: Criteria, near: tuple[float, float] | None) -> SearchResult:
    """A page of listings open to the actor whose title or description holds every word asked for, with counts."""
    groups = _groups(criteria)
    rule = and_(listings.open_to(actor), _holds_words(criteria.q), _within_limits(criteria, near))
    chosen = and_(rule, *groups.values())
    total = db.session.scalar(_counting(func.count(Listing.id)).where(chosen)) or 0
    ids = db.session.scalars(
        select(Listing.id)
        .where(chosen)
        .order_by(*_order(criteria))
        .limit(criteria.per_page)
        .offset(offset(criteria.page, criteria.per_page))
    )
    return SearchResult(tuple(Hit(number, 0.0) for number in ids), total, _facets(rule, groups))


def _groups(criteria: Criteria) -> dict[str, Condition]:
    found: dict[str, Condition] = {}
    if criteria.categories:
        codes = frozenset[str]().union(*(catalogue.codes_under(code) for code in criteria.categories))
        found["category"] = Listing.category_code.in_(codes)
    if criteria.municipalities:
        found["municipality"] = Listing.municipality_number.in_(criteria.municipalities)
    if criteria.counties:
        found["county"] = Listing.municipality_number.in_(
            select(Municipality.number).where(Municipality.county_number.in_(criteria.counties))
        )
    if criteria.conditions:
        found["condition"] = Listing.condition.in_(criteria.conditions)
    return found


def _holds_words(q: str) -> Condition:
    held: list[Condition] = [Listing.id > 0]
    for asked in asked_words(q, LONGEST_QUERY, MOST_WORDS):
        word = asked.word
        held.append(
            or_(Listing.title.icontains(word, autoescape=True), Listing.description.icontains(word, autoescape=True))
        )
    return and_(*held)


def _within_limits(criteria: Criteria, near: tuple[float, float] | None) -> Condition:
    limits: list[Condition] = [Listing.published_at.is_not(None)]
    sizes = (
        (Listing.width_cm, criteria.max_width_cm),
        (Listing.depth_cm, criteria.max_depth_cm),
        (Listing.height_cm, criteria.max_height_cm),
    )
    limits += [column <= most for column, most in sizes if most is not None]
    if criteria.min_quantity is not None:
        limits.append(Listing.quantity - Listing.handed_over_quantity >= criteria.min_quantity)
    if criteria.free is not None:
        limits.append(Listing.price_nok == 0 if criteria.free else Listing.price_nok > 0)
    if criteria.available_by is not None:
        limits.append(or_(Listing.available_from.is_(None), Listing.available_from <= criteria.available_by))
    if criteria.within_km is not None and near is not None:
        limits.append(Listing.municipality_number.in_(_municipalities_within(near, criteria.within_km)))
    return and_(*limits)


def _municipalities_within(near: tuple[float, float], kilometres: float) -> list[str]:
    rows = db.session.execute(select(Municipality.number, Municipality.latitude, Municipality.longitude)).all()
    distances = crow_flies_km(near, [row.latitude for row in rows], [row.longitude for row in rows])
    return [row.number for row, distance in zip(rows, distances, strict=True) if distance <= ceil(kilometres)]


def _order(criteria: Criteria) -> Sequence[Any]:
    newest = (Listing.published_at.desc(), Listing.id.desc())
    if criteria.sort is Sort.CLOSING:
        return (Listing.closes_at.is_(None), Listing.closes_at, *newest)
    return newest


def _facets(rule: Condition, groups: dict[str, Condition]) -> Facets:
    def counted(group: str, column: Any) -> dict[str, int]:
        others = [condition for name, condition in groups.items() if name != group]
        rows = db.session.execute(_counting(column, func.count(Listing.id)).where(rule, *others).group_by(column))
        return {str(code): int(count) for code, count in rows}

    categories: dict[str, int] = {}
    for code, count in counted("category", Listing.category_code).items():
        for above in category_path(code):
            categories[above] = categories.get(above, 0) + count
    return Facets(
        category=categories,
        municipality=counted("municipality", Listing.municipality_number),
        county=counted("county", Municipality.county_number),
        condition=counted("condition", Listing.condition),
    )


def _counting(*columns: Any) -> Select[*tuple[Any, ...]]:
    return select(*columns).select_from(Listing).join(Municipality, Municipality.number == Listing.municipality_number)
