"""Asking for receipts."""

from dataclasses import dataclass

from sqlalchemy import func, select

from marketplace.accounts.models import Person
from marketplace.foundation import codes
from marketplace.foundation.actor import Actor
from marketplace.foundation.database import db
from marketplace.foundation.errors import NotFound
from marketplace.foundation.pagination import DEFAULT_PER_PAGE, Page, offset
from marketplace.search.receipts import policies
from marketplace.search.receipts.models import SearchReceipt


@dataclass(frozen=True, slots=True)
class ReceiptRow:
    """A receipt with the name of whoever made it."""

    receipt: SearchReceipt
    person: str


def get_receipt(actor: Actor, receipt_id: int) -> ReceiptRow:
    """One receipt.

    Raises:
        NotFound: there is none, or it is another municipality's.
    """
    receipt = db.session.get(SearchReceipt, receipt_id)
    if receipt is None or not policies.may_view_receipt(actor, receipt):
        raise NotFound("receipt-not-found")
    return row_of(receipt)


def list_receipts(actor: Actor, page: int = 1, per_page: int = DEFAULT_PER_PAGE) -> Page[ReceiptRow]:
    """The receipts of the actor's municipality, newest first."""
    own = SearchReceipt.municipality_number == actor.municipality_number
    total = db.session.scalar(select(func.count(SearchReceipt.id)).where(own)) or 0
    chosen = select(SearchReceipt, Person.name).join(Person, Person.id == SearchReceipt.made_by).where(own)
    newest = chosen.order_by(SearchReceipt.made_at.desc(), SearchReceipt.id.desc())
    rows = db.session.execute(newest.limit(per_page).offset(offset(page, per_page))).all()
    return Page([ReceiptRow(receipt, name) for receipt, name in rows], total, page, per_page)


def find_by_code(code: str) -> SearchReceipt:
    """The receipt with a code, however it is spaced and cased.

    Raises:
        NotFound: "receipt-not-found".
    """
    found = db.session.scalar(select(SearchReceipt).where(SearchReceipt.code == codes.kept(code)))
    if found is None:
        raise NotFound("receipt-not-found")
    return found


def find_by_submission_key(key: str) -> SearchReceipt | None:
    """The receipt that a form with this key made."""
    return db.session.scalar(select(SearchReceipt).where(SearchReceipt.submission_key == key))


def row_of(receipt: SearchReceipt) -> ReceiptRow:
    """The receipt with the name of whoever made it."""
    return ReceiptRow(receipt, db.session.get_one(Person, receipt.made_by).name)
