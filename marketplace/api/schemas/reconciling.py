"""What calls about reconciliation take and answer."""

from typing import Annotated

from pydantic import Field

from marketplace.api.schemas.base import Answer, Input, ListOf, Paged
from marketplace.api.schemas.claims import Reason
from marketplace.inventory.fields import MAX_QUANTITY
from marketplace.inventory.states import AssetState


class ReconciliationQuery(Paged):
    """Which page of the assets that do not add up."""


class CountInput(Input):
    """How many there are, counted by hand, and how that is known."""

    quantity: Annotated[int, Field(ge=0, le=MAX_QUANTITY)]
    reason: Reason


class AccountAnswer(Answer):
    """Units by how they came in and where they are. `difference` is came in less accounted for: 0 when it adds up."""

    registered: int
    imported: int
    counted_up: int
    received: int
    moved_in: int
    came_in: int
    in_inventory: int
    handed_over: int
    moved_out: int
    sold: int
    donated: int
    recycled: int
    waste: int
    counted_down: int
    accounted_for: int
    difference: int


class FindingAnswer(Answer):
    """What does not add up. `thing_id` is an asset's, a transfer's, a disposition's or a claim's, as `code` begins."""

    code: str
    thing_id: int
    name: str
    inventory_number: str | None
    expected: int
    found: int
    message: str
    mend: str
    actions: list[str]


class ReconciliationAnswer(ListOf[FindingAnswer]):
    """The municipality's account, the assets that do not add up by page, and the rows of other books that do not."""

    municipality: str
    adds_up: bool
    account: AccountAnswer
    inventory_by_state: dict[AssetState, int]
    rows: list[FindingAnswer]


class CountAnswer(Answer):
    """An asset after a count."""

    asset_id: int
    quantity: int
    state: AssetState
    account: AccountAnswer
