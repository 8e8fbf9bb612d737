"""What goes in and out of the calls about assets and imports."""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Annotated, Any

from apiflask.fields import UploadFile
from pydantic import Field

from marketplace.api.schemas.base import Answer, Count, Day, Input, ListOf, Paged, Text
from marketplace.catalogue.conditions import Condition
from marketplace.inventory.fields import NUMBER_LIMITS, TEXT_LIMITS, AssetFields
from marketplace.inventory.states import AssetState, ImportState

_GRAMS = Decimal(1000)
_LENGTH = Field(None, ge=NUMBER_LIMITS["width_cm"][0], le=NUMBER_LIMITS["width_cm"][1])
_KEY = Field(None, ge=1, le=2**53)
Kilograms = Annotated[float, Field(ge=0, le=1_000_000, allow_inf_nan=False)]


def _text(name: str) -> Any:
    return Field(None, max_length=TEXT_LIMITS[name])


class AssetQuery(Paged):
    """Which assets; without `state`, those that are still there."""

    q: Text | None = Field(None, max_length=200)
    category: Text | None = Field(None, max_length=24)
    state: AssetState | None = None
    site_id: int | None = _KEY
    unit_id: int | None = _KEY


class AssetChange(Input):
    """What to say differently; what is left out stays. `version` guards against overwriting somebody's change."""

    name: Text | None = Field(None, min_length=1, max_length=TEXT_LIMITS["name"])
    category: Text | None = Field(None, max_length=24)
    quantity: Count | None = None
    condition: Condition | None = None
    inventory_number: Text | None = _text("inventory_number")
    brand: Text | None = _text("brand")
    model: Text | None = _text("model")
    width_cm: int | None = _LENGTH
    depth_cm: int | None = _LENGTH
    height_cm: int | None = _LENGTH
    weight_kg: Kilograms | None = None
    colour: Text | None = _text("colour")
    material: Text | None = _text("material")
    unit_id: int | None = _KEY
    site_id: int | None = _KEY
    building: Text | None = _text("building")
    room: Text | None = _text("room")
    acquired_year: int | None = Field(None, ge=1850, le=2100)
    acquired_price_nok: int | None = Field(None, ge=0, le=1_000_000_000)
    co2e_kg: Kilograms | None = None
    notes: Text | None = _text("notes")
    surplus_from: Day | None = None
    state: AssetState | None = None
    version: int | None = Field(None, ge=1, le=2**53)

    def said(self) -> dict[str, Any]:
        """What was given, by the names of `AssetFields`. Null empties what may be empty, else leaves as it is."""
        found: dict[str, Any] = {}
        for name in self.model_fields_set - {"version"}:
            value = getattr(self, name)
            said = _NAMES.get(name, name)
            if name in _MASSES:
                value = grams(value)
            if value is not None:
                found[said] = value
            elif name not in _NEVER_EMPTY:
                found[said] = AssetFields.__dataclass_fields__[said].default
        return found


_NAMES = {"category": "category_code", "weight_kg": "weight_g", "co2e_kg": "co2e_g"}
_MASSES = ("weight_kg", "co2e_kg")
_NEVER_EMPTY = ("name", "category", "quantity", "condition", "state")


class AssetInput(AssetChange):
    """A new asset."""

    name: Text = Field(min_length=1, max_length=TEXT_LIMITS["name"])
    category: Text = Field(max_length=24)


class RepairInput(Input):
    """What was repaired, when (today unless said), and what repairing all the units took."""

    note: Text = Field(min_length=1, max_length=1000)
    on: Day | None = None
    cost_nok: int | None = Field(None, ge=0, le=10_000_000)
    co2e_kg: Kilograms | None = None


class CategoryAnswer(Answer):
    """A category by code, with its name in the caller's language."""

    code: str
    name: str


class AssetSummary(Answer):
    """An asset in a list."""

    id: int
    inventory_number: str | None
    name: str
    category: CategoryAnswer
    quantity: int
    condition: Condition
    state: AssetState
    unit_id: int | None
    building: str
    room: str
    updated_at: datetime


class StoryAnswer(Answer):
    """A line of an asset's life story."""

    kind: str
    on: str
    quantity: int
    municipality: str
    counterpart: str | None
    note: str
    cost_nok: int | None
    co2e_kg: float | None


class AssetAnswer(AssetSummary):
    """All that is said of an asset, what has happened to it, and what the caller may do with it now."""

    brand: str
    model: str
    width_cm: int | None
    depth_cm: int | None
    height_cm: int | None
    weight_kg: float | None
    colour: str
    material: str
    site_id: int | None
    acquired_year: int | None
    acquired_price_nok: int | None
    co2e_kg: float | None
    notes: str
    surplus_from: date | None
    version: int
    story: list[StoryAnswer]
    actions: list[str]


class AssetList(ListOf[AssetSummary]):
    """A page of assets."""


class ImportInput(Input):
    """A spreadsheet, and perhaps which column is which: a JSON object from title (or letters) to field."""

    file: UploadFile
    mapping: str | None = Field(None, max_length=200_000)


class ProblemAnswer(Answer):
    """What is wrong with a cell, or was assumed for it."""

    row: int
    column: str
    code: str
    message: str


class ColumnAnswer(Answer):
    """A column, the field it was taken for (null: unknown), and how that was decided."""

    letters: str
    title: str
    field: str | None
    how: str
    examples: list[str]


class FailureAnswer(Answer):
    """Why a file could not be read."""

    code: str
    message: str


class ImportAnswer(Answer):
    """An import: how far it has come, and what it would do or did.

    `errors` and `notices` hold the first thousand; `rows_failed` counts every row that errors keep out.
    """

    id: int
    state: ImportState
    filename: str
    rows_total: int
    rows_done: int
    rows_ok: int
    rows_failed: int
    rows_new: int
    rows_changed: int
    rows_unchanged: int
    errors: list[ProblemAnswer]
    notices: list[ProblemAnswer]
    columns: list[ColumnAnswer]
    failure: FailureAnswer | None
    uploaded_at: datetime
    kept_at: datetime | None
    actions: list[str]


def grams(kilograms: float | None) -> int | None:
    """Whole grams, rounded half up; nothing for nothing."""
    return None if kilograms is None else int((Decimal(str(kilograms)) * _GRAMS).quantize(Decimal(1), ROUND_HALF_UP))


def kilograms(weight_g: int | None) -> float | None:
    """Grams as a number of kilograms."""
    return None if weight_g is None else weight_g / 1000
