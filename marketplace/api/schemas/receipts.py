"""What calls about receipts take and answer."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import Field

from marketplace.api.schemas.base import Answer, Input, ListOf, Text
from marketplace.api.schemas.listings import NamedNumber
from marketplace.api.schemas.search import SearchQuery
from marketplace.foundation import codes
from marketplace.organisations.geography import place_of
from marketplace.search.receipts.queries import ReceiptRow
from marketplace.search.receipts.service import MOST_REASON


class ReceiptInput(Input):
    """Why none of the hits fits; needed when there are any."""

    reason: Annotated[Text, Field(max_length=MOST_REASON)] = ""


class ReceiptQuery(SearchQuery):
    """The search that the receipt is of, as `GET /listings` takes it."""


class ReceiptHit(Answer):
    """A listing among the first that were found, as it was."""

    id: int
    title: str
    municipality: str
    available_quantity: int


class ReceiptAnswer(Answer):
    """A search as it was made and answered. `question` holds what was asked for; `address` opens it for anybody."""

    id: int
    code: str
    address: str
    municipality: NamedNumber
    made_by: str
    made_at: datetime
    question: dict[str, Any]
    total: int
    hits: list[ReceiptHit]
    reason: str


class ReceiptList(ListOf[ReceiptAnswer]):
    """A page of receipts, newest first."""


def receipt_answer(row: ReceiptRow) -> ReceiptAnswer:
    """A receipt as the API tells it."""
    receipt = row.receipt
    number = receipt.municipality_number
    return ReceiptAnswer(
        id=receipt.id,
        code=codes.spaced(receipt.code),
        address=codes.address_of(receipt.code),
        municipality=NamedNumber(number=number, name=place_of(number).name),
        made_by=row.person,
        made_at=receipt.made_at,
        question=receipt.question,
        total=receipt.total,
        hits=[ReceiptHit(**hit) for hit in receipt.hits],
        reason=receipt.reason,
    )
