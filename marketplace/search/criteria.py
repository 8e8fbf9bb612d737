"""What is asked for, as it comes from a page or a program, and which of it can be used."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from marketplace.catalogue import queries as catalogue
from marketplace.catalogue.conditions import Condition
from marketplace.foundation.errors import FieldError, NotFound
from marketplace.foundation.pagination import DEFAULT_PER_PAGE
from marketplace.organisations.geography import county_names, place_of
from marketplace.search.engine import Sort

_POSITION = re.compile(r"(-?[0-9]{1,2}(?:\.[0-9]{1,12})?), ?(-?[0-9]{1,3}(?:\.[0-9]{1,12})?)")


@dataclass(frozen=True, slots=True)
class Criteria:
    """A question in codes. `near` is a municipality's number or a position; empty means the asker's own."""

    q: str = ""
    categories: tuple[str, ...] = ()
    municipalities: tuple[str, ...] = ()
    counties: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    near: str = ""
    within_km: float | None = None
    min_quantity: int | None = None
    max_width_cm: int | None = None
    max_depth_cm: int | None = None
    max_height_cm: int | None = None
    free: bool | None = None
    available_by: date | None = None
    sort: Sort = Sort.RELEVANCE
    page: int = 1
    per_page: int = DEFAULT_PER_PAGE
    verbatim: bool = False


def checked(criteria: Criteria) -> tuple[Criteria, tuple[FieldError, ...]]:
    """The criteria without values that mean nothing, and what was wrong with those."""
    categories, wrong_categories = _known("category", criteria.categories, _is_category)
    municipalities, wrong_municipalities = _known("municipality", criteria.municipalities, _is_municipality)
    counties, wrong_counties = _known("county", criteria.counties, _is_county)
    conditions, wrong_conditions = _known("condition", criteria.conditions, _is_condition)
    known_place = not criteria.near or position_of(criteria.near) is not None
    wrong_near = () if known_place else (FieldError("near", "search-near-unknown"),)
    usable = replace(
        criteria,
        categories=categories,
        municipalities=municipalities,
        counties=counties,
        conditions=conditions,
        near=criteria.near if known_place else "",
    )
    return usable, wrong_categories + wrong_municipalities + wrong_counties + wrong_conditions + wrong_near


def position_of(near: str) -> tuple[float, float] | None:
    """Where that is: a municipality's centre, or the position itself; None if it is neither."""
    if _is_municipality(near):
        place = place_of(near)
        return place.latitude, place.longitude
    written = _POSITION.fullmatch(near.strip())
    if written is None:
        return None
    latitude, longitude = float(written[1]), float(written[2])
    return (latitude, longitude) if abs(latitude) <= 90 and abs(longitude) <= 180 else None


def _known(
    field: str, values: tuple[str, ...], is_known: Callable[[str], bool]
) -> tuple[tuple[str, ...], tuple[FieldError, ...]]:
    known = tuple(dict.fromkeys(value for value in values if is_known(value)))
    wrong = any(not is_known(value) for value in values)
    return known, (FieldError(field, "field-not-a-choice"),) if wrong else ()


def _is_category(code: str) -> bool:
    return code in catalogue.category_names("nb")


def _is_municipality(number: str) -> bool:
    try:
        place_of(number)
    except NotFound:
        return False
    return True


def _is_county(number: str) -> bool:
    return number in county_names()


def _is_condition(code: str) -> bool:
    return code in set(Condition)
