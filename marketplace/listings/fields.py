"""What can be said of a listing, and which values are possible."""

import dataclasses
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from marketplace.catalogue.conditions import Condition
from marketplace.foundation import clock
from marketplace.foundation.errors import FieldError, Invalid
from marketplace.foundation.texts import clean
from marketplace.listings.states import Allocation, Stage

TEXT_LIMITS = {"title": 120, "description": 4000, "colour": 60, "material": 60, "brand": 80}
"""Most characters of each text."""

NUMBER_LIMITS = {
    "quantity": (1, 1_000_000),
    "width_cm": (1, 10_000),
    "depth_cm": (1, 10_000),
    "height_cm": (1, 10_000),
    "weight_g": (1, 100_000_000),
    "acquired_year": (1850, 2100),
    "price_nok": (0, 10_000_000),
    "replacement_price_nok": (1, 10_000_000),
    "loan_days": (1, 730),
    "co2e_g": (0, 1_000_000_000),
}
"""The lowest and the highest of each whole number."""

LONGEST_OPEN = timedelta(days=3 * 365)
SHORTEST_TITLE = 3
_OF_MANY_LINES = frozenset({"description"})
_IN_THOUSANDS = frozenset({"weight_g", "co2e_g"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingFields:
    """Everything a person may say of a listing. Lengths in cm, `weight_g` and `co2e_g` per unit in grams, prices in
    whole NOK per unit.

    `category_code` None is proposed from the title. `asset_id` counts only when the listing is made. `unit_id` None is
    the whole municipality, or the actor's own unit where the actor belongs to one.
    `stage` None is as it was, or the network. `draw_at` counts only where a draw decides. `loan_days` is for how many
    days at most it is lent; None is given away.
    `draw_at` counts only where a draw decides.
    `stage` None is as the municipality's rules of release say, for what is not out; else as it is. The days from which
    it opens further by itself stand in the place of the rules'. `shown_ahead` None is as the rules say. `reserved_for`
    is the number of the one municipality it is given to.
    """

    title: str = ""
    description: str = ""
    category_code: str | None = None
    condition: Condition = Condition.GOOD
    quantity: int = 1
    indivisible: bool = False
    width_cm: int | None = None
    depth_cm: int | None = None
    height_cm: int | None = None
    weight_g: int | None = None
    colour: str = ""
    material: str = ""
    brand: str = ""
    acquired_year: int | None = None
    price_nok: int = 0
    replacement_price_nok: int | None = None
    co2e_g: int | None = None
    loan_days: int | None = None
    pickup_place_id: int | None = None
    unit_id: int | None = None
    available_from: date | None = None
    closes_at: datetime | None = None
    language: str | None = None
    stage: Stage | None = None
    allocation: Allocation = Allocation.OWNER
    draw_at: datetime | None = None
    opens_to_municipality_on: date | None = None
    opens_to_network_on: date | None = None
    opens_to_voluntary_on: date | None = None
    shown_ahead: bool | None = None
    reserved_for: str | None = None
    asset_id: int | None = None


KEPT_AS_GIVEN = (
    *TEXT_LIMITS,
    *NUMBER_LIMITS,
    "condition",
    "indivisible",
    "pickup_place_id",
    "available_from",
    "closes_at",
    "allocation",
    "draw_at",
    "shown_ahead",
)
"""The fields that a listing keeps under the same name, as they are."""

RELEASE = ("opens_to_municipality_on", "opens_to_network_on", "opens_to_voluntary_on", "reserved_for")
"""The fields of how it opens, kept by `stages` under the same name."""


def checked(fields: ListingFields) -> ListingFields:
    """The fields with their texts made clean. A draft may lack a title.

    Raises:
        Invalid: a value is too long or out of range; `fields` names each.
    """
    texts: dict[str, Any] = {name: clean(getattr(fields, name), lines=name in _OF_MANY_LINES) for name in TEXT_LIMITS}
    errors = [error for name, text in texts.items() if (error := _text_error(name, text))]
    errors += [error for name in NUMBER_LIMITS if (error := _number_error(name, getattr(fields, name)))]
    if fields.loan_days is not None and fields.price_nok:
        errors.append(FieldError("price_nok", "listing-loan-priced"))
    if errors:
        raise Invalid(fields=tuple(errors))
    if fields.closes_at is not None:
        texts["closes_at"] = fields.closes_at.astimezone(UTC)
    drawn = fields.draw_at if fields.allocation == Allocation.DRAW else None
    texts["draw_at"] = drawn.astimezone(UTC).replace(second=0, microsecond=0) if drawn else None
    return dataclasses.replace(fields, **texts)


def errors_before_publishing(
    title: str, available_from: date | None, closes_at: datetime | None, now: datetime
) -> tuple[FieldError, ...]:
    """What a draft still lacks, or has got wrong, for others to see it."""
    errors = []
    if len(title) < SHORTEST_TITLE:
        errors.append(FieldError("title", "listing-title-missing"))
    if closes_at is not None:
        if closes_at <= now:
            errors.append(FieldError("closes_at", "listing-closes-in-past"))
        elif closes_at > now + LONGEST_OPEN:
            errors.append(FieldError("closes_at", "listing-closes-too-late"))
        elif available_from is not None and clock.local_date(closes_at) < available_from:
            errors.append(FieldError("closes_at", "listing-closes-before-available"))
    return tuple(errors)


def _text_error(name: str, text: str) -> FieldError | None:
    most = TEXT_LIMITS[name]
    return FieldError(name, "field-too-long", {"most": most}) if len(text) > most else None


def _number_error(name: str, value: int | None) -> FieldError | None:
    least, most = NUMBER_LIMITS[name]
    if value is None or least <= value <= most:
        return None
    if name in _IN_THOUSANDS:
        return FieldError(name, "listing-mass-out-of-range", {"most": most // 1000})
    return FieldError(name, "field-out-of-range", {"least": least, "most": most})
