"""What can be said of an asset, and which values are possible."""

import dataclasses
from dataclasses import dataclass
from datetime import date
from typing import Any

from marketplace.catalogue.conditions import Condition
from marketplace.foundation.errors import FieldError, Invalid
from marketplace.foundation.texts import clean
from marketplace.inventory.states import AssetState

MAX_QUANTITY = 1_000_000
TEXT_LIMITS = {
    "inventory_number": 80,
    "name": 200,
    "brand": 80,
    "model": 80,
    "colour": 60,
    "material": 60,
    "building": 120,
    "room": 80,
    "notes": 4000,
}
"""Most characters of each text."""

NUMBER_LIMITS = {
    "quantity": (1, MAX_QUANTITY),
    "width_cm": (1, 10_000),
    "depth_cm": (1, 10_000),
    "height_cm": (1, 10_000),
    "weight_g": (1, 100_000_000),
    "acquired_year": (1850, 2100),
    "acquired_price_nok": (0, 1_000_000_000),
    "co2e_g": (0, 1_000_000_000),
}
"""The lowest and the highest of each whole number."""

_LINES_ALLOWED = frozenset({"notes"})


@dataclass(frozen=True, slots=True)
class AssetFields:
    """Everything a person may say of an asset. Lengths in cm, `weight_g` and `co2e_g` per unit in grams."""

    name: str
    category_code: str
    quantity: int = 1
    condition: Condition = Condition.GOOD
    inventory_number: str | None = None
    brand: str = ""
    model: str = ""
    width_cm: int | None = None
    depth_cm: int | None = None
    height_cm: int | None = None
    weight_g: int | None = None
    colour: str = ""
    material: str = ""
    unit_id: int | None = None
    site_id: int | None = None
    building: str = ""
    room: str = ""
    acquired_year: int | None = None
    acquired_price_nok: int | None = None
    co2e_g: int | None = None
    notes: str = ""
    surplus_from: date | None = None
    state: AssetState = AssetState.IN_USE


NAMES = tuple(field.name for field in dataclasses.fields(AssetFields))


def checked(fields: AssetFields) -> AssetFields:
    """The fields, with texts trimmed and freed of control characters.

    Raises:
        Invalid: a value is missing, too long or out of range; `fields` names each.
    """
    texts = {name: clean(getattr(fields, name) or "", lines=name in _LINES_ALLOWED) for name in TEXT_LIMITS}
    errors = [error for name, text in texts.items() if (error := text_error(name, text))]
    for name in NUMBER_LIMITS:
        value = getattr(fields, name)
        if value is not None and (error := number_error(name, value)):
            errors.append(error)
    if not texts["name"]:
        errors.append(FieldError("name", "asset-name-missing"))
    if errors:
        raise Invalid(fields=tuple(errors))
    values: dict[str, Any] = {**texts, "inventory_number": texts["inventory_number"] or None}
    values["category_code"] = clean(fields.category_code)
    return dataclasses.replace(fields, **values)


def text_error(name: str, text: str) -> FieldError | None:
    """What is wrong with a text, if anything."""
    limit = TEXT_LIMITS[name]
    return FieldError(name, "asset-text-too-long", {"limit": limit, "length": len(text)}) if len(text) > limit else None


def number_error(name: str, value: int) -> FieldError | None:
    """What is wrong with a whole number, if anything."""
    lowest, highest = NUMBER_LIMITS[name]
    if lowest <= value <= highest:
        return None
    factor = 1000 if name in ("weight_g", "co2e_g") else 1
    unit_lowest = 0 if factor > 1 else lowest
    return FieldError(name, "asset-number-out-of-range", {"lowest": unit_lowest, "highest": highest // factor})
