"""What can be said of a wanted notice, and which values are possible."""

import dataclasses
from dataclasses import dataclass
from datetime import date, timedelta

from marketplace.catalogue import queries as catalogue
from marketplace.foundation.errors import FieldError, Invalid
from marketplace.foundation.texts import clean

LONGEST_TITLE, LONGEST_DESCRIPTION, LONGEST_NOTE = 120, 1000, 500
MOST_UNITS, MOST_CM = 1_000_000, 10_000
SHORTEST_TITLE = 3
USUAL_DAYS, MOST_DAYS = 90, 730
_LENGTHS = ("max_width_cm", "max_depth_cm", "max_height_cm")


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedFields:
    """What is wanted. Without `closes_on` it is shown until it is needed, or for ninety days."""

    title: str = ""
    description: str = ""
    category_code: str | None = None
    quantity: int = 1
    must_match: bool = False
    max_width_cm: int | None = None
    max_depth_cm: int | None = None
    max_height_cm: int | None = None
    by_on: date | None = None
    closes_on: date | None = None


NAMES = tuple(field.name for field in dataclasses.fields(WantedFields))


def checked(fields: WantedFields, today: date) -> WantedFields:
    """The fields with texts made clean and a day to close on.

    Raises:
        Invalid: a value is missing or impossible; `fields` names each.
    """
    title, description = clean(fields.title), clean(fields.description, lines=True)
    closes_on = fields.closes_on or fields.by_on or today + timedelta(days=USUAL_DAYS)
    found = dataclasses.replace(fields, title=title, description=description, closes_on=closes_on)
    errors = (*_errors_of_texts(found), *_errors_of_numbers(found), *_errors_of_days(found, today))
    if errors:
        raise Invalid(fields=errors)
    return found


def checked_note(note: str) -> str:
    """What an owner adds.

    Raises:
        Invalid: it is too long.
    """
    found = clean(note, lines=True)
    if len(found) > LONGEST_NOTE:
        raise Invalid(fields=(FieldError("note", "field-too-long", {"most": LONGEST_NOTE}),))
    return found


def _errors_of_texts(fields: WantedFields) -> tuple[FieldError, ...]:
    errors = []
    if len(fields.title) < SHORTEST_TITLE:
        errors.append(FieldError("title", "wanted-title-missing"))
    for name, most in (("title", LONGEST_TITLE), ("description", LONGEST_DESCRIPTION)):
        if len(getattr(fields, name)) > most:
            errors.append(FieldError(name, "field-too-long", {"most": most}))
    if fields.category_code is not None and fields.category_code not in catalogue.category_names("nb"):
        errors.append(FieldError("category_code", "field-not-a-choice"))
    return tuple(errors)


def _errors_of_numbers(fields: WantedFields) -> tuple[FieldError, ...]:
    limits = {"quantity": MOST_UNITS, **dict.fromkeys(_LENGTHS, MOST_CM)}
    return tuple(
        FieldError(name, "field-out-of-range", {"least": 1, "most": most})
        for name, most in limits.items()
        if (value := getattr(fields, name)) is not None and not 1 <= value <= most
    )


def _errors_of_days(fields: WantedFields, today: date) -> tuple[FieldError, ...]:
    latest = today + timedelta(days=MOST_DAYS)
    return tuple(
        FieldError(name, "wanted-day-not-possible", {"most": MOST_DAYS})
        for name in ("by_on", "closes_on")
        if (day := getattr(fields, name)) is not None and not today <= day <= latest
    )
