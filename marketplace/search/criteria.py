"""What is asked for, as it comes from a page or a program, and which of it can be used."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from marketplace.catalogue import queries as catalogue
from marketplace.catalogue.conditions import Condition
from marketplace.foundation.actor import Actor
from marketplace.foundation.errors import FieldError
from marketplace.foundation.pagination import DEFAULT_PER_PAGE
from marketplace.organisations.geography import county_names
from marketplace.search.engine import Sort
from marketplace.search.origins import find_origin, is_municipality


@dataclass(frozen=True, slots=True)
class Criteria:
    """A question in codes. `near` is as `find_origin` understands it; empty means the asker's own municipality."""

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
    loan: bool | None = None
    available_by: date | None = None
    sort: Sort = Sort.RELEVANCE
    page: int = 1
    per_page: int = DEFAULT_PER_PAGE
    verbatim: bool = False


def checked(criteria: Criteria, actor: Actor) -> tuple[Criteria, tuple[FieldError, ...]]:
    """The criteria without values that mean nothing to the actor, and what was wrong with those."""
    categories, wrong_categories = _known("category", criteria.categories, _is_category)
    municipalities, wrong_municipalities = _known("municipality", criteria.municipalities, is_municipality)
    counties, wrong_counties = _known("county", criteria.counties, _is_county)
    conditions, wrong_conditions = _known("condition", criteria.conditions, _is_condition)
    known_place = not criteria.near or find_origin(criteria.near, actor) is not None
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


def _known(
    field: str, values: tuple[str, ...], is_known: Callable[[str], bool]
) -> tuple[tuple[str, ...], tuple[FieldError, ...]]:
    known = tuple(dict.fromkeys(value for value in values if is_known(value)))
    wrong = any(not is_known(value) for value in values)
    return known, (FieldError(field, "field-not-a-choice"),) if wrong else ()


def _is_category(code: str) -> bool:
    return code in catalogue.category_names("nb")


def _is_county(number: str) -> bool:
    return number in county_names()


def _is_condition(code: str) -> bool:
    return code in set(Condition)
