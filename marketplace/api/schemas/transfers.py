"""What calls about the ledger take and answer."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import Field

from marketplace.api.schemas.assets import CategoryAnswer
from marketplace.api.schemas.base import Answer, Count, Day, Input, ListOf, Paged, Query, Text
from marketplace.api.schemas.claims import Reason, SideAnswer, side_answer
from marketplace.catalogue import queries as catalogue
from marketplace.catalogue.checks import Check
from marketplace.claims.states import Otherwise
from marketplace.impact.reckoning import Origin
from marketplace.transfers.kinds import TransferKind
from marketplace.transfers.printing import NoteFormat
from marketplace.transfers.rows import TransferRow

Id = Annotated[int, Field(ge=1, lt=2**63)]


class HandOverInput(Input):
    """How many changed hands (all that are outstanding unless said), and on which day (today unless said).

    `checked` is what was seen to before, of what the category calls for: it stands on the transfer note.
    """

    quantity: Count | None = None
    on: Day | None = None
    checked: Annotated[list[Check], Field(max_length=10)] = Field(default_factory=list)


class NoteQuery(Query):
    """Which file, and in which language; the caller's own unless said."""

    format: NoteFormat = NoteFormat.PDF
    language: Literal["nb", "nn", "en"] | None = None


class TransfersQuery(Paged):
    """Which rows: days inclusive; `municipality` on either side; `category` with those under it."""

    from_on: Day | None = Field(None, alias="from")
    to_on: Day | None = Field(None, alias="to")
    municipality: Annotated[str, Field(pattern="^[0-9]{4}$")] | None = None
    category: Annotated[Text, Field(max_length=24)] | None = None


class CorrectionInput(Input):
    """How many units to take back, why, and whether they came back or never went; offered again unless said."""

    quantity: Count
    reason: Reason
    kind: Literal["return", "correction"] = "correction"
    offer_again: bool = True


class FactorAnswer(Answer):
    """The emission factor as it was; `version` is None for a value of the thing's own."""

    id: int | None
    version: int | None
    co2e_kg: float | None
    origin: Origin


class TransferAnswer(Answer):
    """A row of the ledger. Amounts are for all its units, negative when it takes back, and None when not known."""

    id: int
    kind: TransferKind
    reverses_id: int | None
    claim_id: int
    listing_id: int
    from_asset_id: int | None
    to_asset_id: int | None
    giver: SideAnswer = Field(serialization_alias="from")
    receiver: SideAnswer = Field(serialization_alias="to")
    category: CategoryAnswer
    title: str
    quantity: int
    left_quantity: int
    price_nok: int
    otherwise: Otherwise
    displacement: float
    weight_kg: float | None
    weight_origin: Origin
    factor: FactorAnswer
    co2e_gross_kg: float | None
    co2e_cautious_kg: float | None
    transport_co2e_kg: float
    repair_co2e_kg: float | None
    repair_nok: int | None
    transport_nok: int | None
    transport_nok_per_km: float | None
    replacement_nok: int | None
    price_origin: Origin
    value_saved_nok: int | None
    listed_on: date
    on: date
    recorded_at: datetime
    recorded_by: str
    recorded_for: str
    reason: str
    has_open_objection: bool
    actions: list[str]


class TransferList(ListOf[TransferAnswer]):
    """A page of the ledger."""


def transfer_answer(row: TransferRow, language: str) -> TransferAnswer:
    """A row with kilograms and names."""
    same = {name: getattr(row, name) for name in TransferAnswer.model_fields if hasattr(row, name)}
    reckoned: dict[str, Any] = {
        "giver": side_answer(row.giver),
        "receiver": side_answer(row.receiver),
        "category": _category(row.category_code, language),
        "displacement": row.displacement_percent / 100,
        "weight_kg": _kg(row.weight_g),
        "factor": FactorAnswer(
            id=row.factor_id, version=row.factor_version, co2e_kg=_kg(row.factor_co2e_g), origin=row.factor_origin
        ),
        "co2e_gross_kg": _kg(row.co2e_gross_g),
        "co2e_cautious_kg": _kg(row.co2e_cautious_g),
        "transport_co2e_kg": row.transport_co2e_g / 1000,
        "repair_co2e_kg": _kg(row.repair_co2e_g),
        "transport_nok_per_km": None if row.transport_ore_per_km is None else row.transport_ore_per_km / 100,
        "actions": list(row.actions),
    }
    return TransferAnswer(**(same | reckoned))


def _category(code: str, language: str) -> CategoryAnswer:
    return CategoryAnswer(code=code, name=catalogue.category_names(language)[code])


def _kg(grams: int | None) -> float | None:
    return None if grams is None else grams / 1000
