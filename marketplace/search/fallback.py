"""Search without an index: plain words in the database, newest first. Slower, and it says so."""

from collections.abc import Mapping, Sequence
from math import ceil
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select

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
from marketplace.search.engine import DISTANCES_KM, FREE, LOAN, PRICED, TAKE_OVER, Facets, Hit, SearchResult, Sort
from marketplace.search.questions import LONGEST_QUERY
from marketplace.search.reading import category_path

MOST_WORDS = 5

Condition = ColumnElement[bool]


def search_plainly(actor: Actor, criteria: Criteria, near: tuple[float, float] | None) -> SearchResult:
    """A page of listings open to the actor whose title or description holds every word asked for, with counts."""
    groups = _groups(criteria) | _limits(criteria, near)
    rule = and_(listings.open_to(actor), Listing.published_at.is_not(None), _holds_words(criteria.q))
    chosen = and_(rule, *groups.values())
    ids = db.session.scalars(
        select(Listing.id)
        .where(chosen)
        .order_by(*_order(criteria))
        .limit(criteria.per_page)
        .offset(offset(criteria.page, criteria.per_page))
    )
    counts = _Counts(rule, groups)
    return SearchResult(tuple(Hit(number, 0.0) for number in ids), counts.total(), counts.facets(near))


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


def _limits(criteria: Criteria, near: tuple[float, float] | None) -> dict[str, Condition]:
    found: dict[str, Condition] = {}
    sizes = (
        ("max_width_cm", Listing.width_cm, criteria.max_width_cm),
        ("max_depth_cm", Listing.depth_cm, criteria.max_depth_cm),
        ("max_height_cm", Listing.height_cm, criteria.max_height_cm),
    )
    for name, column, most in sizes:
        if most is not None:
            found[name] = column <= most
    if criteria.min_quantity is not None:
        found["min_quantity"] = Listing.quantity - Listing.handed_over_quantity >= criteria.min_quantity
    if criteria.free is not None:
        found["free"] = Listing.price_nok == 0 if criteria.free else Listing.price_nok > 0
    if criteria.loan is not None:
        found["loan"] = Listing.loan_days.is_not(None) if criteria.loan else Listing.loan_days.is_(None)
    if criteria.available_by is not None:
        found["available_by"] = or_(Listing.available_from.is_(None), Listing.available_from <= criteria.available_by)
    if criteria.within_km is not None and near is not None:
        found["within_km"] = Listing.municipality_number.in_(_municipalities_within(near, criteria.within_km))
    return found


def _municipalities_within(near: tuple[float, float], kilometres: float) -> list[str]:
    rows = db.session.execute(select(Municipality.number, Municipality.latitude, Municipality.longitude)).all()
    distances = crow_flies_km(near, [row.latitude for row in rows], [row.longitude for row in rows])
    return [row.number for row, distance in zip(rows, distances, strict=True) if distance <= ceil(kilometres)]


def _order(criteria: Criteria) -> Sequence[Any]:
    newest = (Listing.published_at.desc(), Listing.id.desc())
    if criteria.sort is Sort.CLOSING:
        return (Listing.closes_at.is_(None), Listing.closes_at, *newest)
    return newest


class _Counts:
    """Counts of what answers a question and meets filters, each by its name."""

    def __init__(self, rule: Condition, groups: Mapping[str, Condition]) -> None:
        self._rule = rule
        self._groups = groups

    def total(self, but: str = "") -> int:
        """How many there are, one filter left out."""
        return db.session.scalar(_counting(func.count(Listing.id)).where(*self._but(but))) or 0

    def facets(self, near: tuple[float, float] | None) -> Facets:
        """All counts."""
        categories: dict[str, int] = {}
        for code, count in self._by("category", Listing.category_code).items():
            for above in category_path(code):
                categories[above] = categories.get(above, 0) + count
        return Facets(
            category=categories,
            municipality=self._by("municipality", Listing.municipality_number),
            county=self._by("county", Municipality.county_number),
            condition=self._by("condition", Listing.condition),
            price=self._by("free", case((Listing.price_nok == 0, FREE), else_=PRICED)),
            terms=self._by("loan", case((Listing.loan_days.is_(None), TAKE_OVER), else_=LOAN)),
            within_km={} if near is None else self._within(near),
            without={name: self.total(name) for name in self._groups},
        )

    def _by(self, group: str, column: Any) -> dict[str, int]:
        rows = db.session.execute(_counting(column, func.count(Listing.id)).where(*self._but(group)).group_by(column))
        return {str(code): int(count) for code, count in rows}

    def _within(self, near: tuple[float, float]) -> dict[str, int]:
        counts = self._by("within_km", Listing.municipality_number)
        reached = {str(km): _municipalities_within(near, km) for km in DISTANCES_KM}
        totals = {km: sum(counts.get(number, 0) for number in numbers) for km, numbers in reached.items()}
        return {km: total for km, total in totals.items() if total}

    def _but(self, group: str) -> list[Condition]:
        return [self._rule, *(condition for name, condition in self._groups.items() if name != group)]


def _counting(*columns: Any) -> Select[*tuple[Any, ...]]:
    return select(*columns).select_from(Listing).join(Municipality, Municipality.number == Listing.municipality_number)
