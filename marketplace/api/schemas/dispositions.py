"""What calls about dispositions take and answer."""

from datetime import date, datetime
from typing import Annotated

from pydantic import Field

from marketplace.api.schemas.assets import CategoryAnswer
from marketplace.api.schemas.base import Answer, Count, Day, Input, ListOf, Paged, Text
from marketplace.api.schemas.claims import Reason
from marketplace.api.schemas.transfers import Id
from marketplace.catalogue import queries as catalogue
from marketplace.claims.texts import REASON_LIMIT
from marketplace.transfers.disposing import MOST_LINES
from marketplace.transfers.dispositions import DispositionRow
from marketplace.transfers.kinds import DispositionKind

Weight = Annotated[float, Field(ge=0, le=1_000_000_000, allow_inf_nan=False)]
Note = Annotated[Text, Field(max_length=REASON_LIMIT)]


class DispositionInput(Input):
    """What left, how and when; `weight_kg` is for all units."""

    category: Annotated[Text, Field(max_length=24)]
    quantity: Count
    kind: DispositionKind
    on: Day
    asset_id: Id | None = None
    weight_kg: Weight | None = None
    note: Note = ""


class LineInput(Input):
    """Units of one asset; `weight_kg` is for all of them."""

    asset_id: Id
    quantity: Count
    weight_kg: Weight | None = None


class DispositionsInput(Input):
    """Units of several assets that left in the same way on the same day: all are recorded, or none."""

    kind: DispositionKind
    on: Day
    lines: Annotated[list[LineInput], Field(min_length=1, max_length=MOST_LINES)]
    note: Note = ""


class DispositionsQuery(Paged):
    """Which rows: days inclusive; `category` with those under it; `batch` as recorded together."""

    from_on: Day | None = Field(None, alias="from")
    to_on: Day | None = Field(None, alias="to")
    kind: DispositionKind | None = None
    category: Annotated[Text, Field(max_length=24)] | None = None
    asset_id: Id | None = None
    batch: Annotated[Text, Field(max_length=32)] | None = None


class DispositionCorrectionInput(Input):
    """How many units were wrong (all that stand unless said), and why."""

    reason: Reason
    quantity: Count | None = None


class DispositionAnswer(Answer):
    """Something that left otherwise; negative where it corrects. `left_quantity` is what no correction took back."""

    id: int
    asset_id: int | None
    category: CategoryAnswer
    quantity: int
    kind: DispositionKind
    on: date
    weight_kg: float | None
    note: str
    recorded_at: datetime
    recorded_by: str
    reverses_id: int | None
    left_quantity: int
    reason: str
    batch: str | None
    actions: list[str]


class DispositionList(ListOf[DispositionAnswer]):
    """A page of dispositions."""


class DispositionsAnswer(Answer):
    """What was recorded together."""

    items: list[DispositionAnswer]
    batch: str | None


def disposition_answer(row: DispositionRow, language: str) -> DispositionAnswer:
    """A disposition with kilograms and names."""
    same = {name: getattr(row, name) for name in DispositionAnswer.model_fields if hasattr(row, name)}
    named = CategoryAnswer(code=row.category_code, name=catalogue.category_names(language)[row.category_code])
    weight_kg = None if row.weight_g is None else row.weight_g / 1000
    return DispositionAnswer(**same | {"category": named, "weight_kg": weight_kg, "actions": list(row.actions)})


def grams(weight_kg: float | None) -> int | None:
    """Kilograms as whole grams."""
    return None if weight_kg is None else round(weight_kg * 1000)
