"""Asking the ledger."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select

from marketplace.catalogue import queries as catalogue
from marketplace.foundation.actor import Actor
from marketplace.foundation.database import db
from marketplace.foundation.errors import NotFound
from marketplace.foundation.pagination import DEFAULT_PER_PAGE, Page, offset
from marketplace.impact.models import EmissionFactor
from marketplace.transfers import policies, rows
from marketplace.transfers.kinds import TransferKind
from marketplace.transfers.models import Transfer
from marketplace.transfers.rows import TransferRow


@dataclass(frozen=True, slots=True)
class TransferFilters:
    """Which rows: days inclusive; `municipality` on either side; `category` with those under it.

    `site_id` is the one a thing left; 0 where none was given.
    """

    from_on: date | None = None
    to_on: date | None = None
    municipality: str | None = None
    category: str | None = None
    giver: str | None = None
    receiver: str | None = None
    site_id: int | None = None


def get_transfer(actor: Actor, transfer_id: int) -> Transfer:
    """One row.

    Raises:
        NotFound: there is none, or none that the actor may see.
    """
    transfer = db.session.get(Transfer, transfer_id)
    if transfer is None or not policies.may_view_transfer(actor, transfer):
        raise NotFound("transfer-not-found")
    return transfer


def get_row(actor: Actor, transfer_id: int) -> TransferRow:
    """One row with names.

    Raises:
        NotFound: as `get_transfer`.
    """
    transfer = get_transfer(actor, transfer_id)
    return rows.rows_of(actor, [transfer], left_of([transfer]))[0]


def describe(actor: Actor, transfer: Transfer) -> TransferRow:
    """A row that the actor has just recorded, with names."""
    return rows.rows_of(actor, [transfer], left_of([transfer]))[0]


def list_reversals(actor: Actor, transfer_id: int) -> list[TransferRow]:
    """The rows that take back from a hand-over, oldest first."""
    found = db.session.scalars(select(Transfer).where(Transfer.reverses_id == transfer_id).order_by(Transfer.id)).all()
    return rows.rows_of(actor, found, {})


def list_of_claim(actor: Actor, claim_id: int) -> list[TransferRow]:
    """The rows of a claim that the actor may see, oldest first."""
    chosen = select(Transfer).where(Transfer.claim_id == claim_id, visible_to(actor)).order_by(Transfer.id)
    found = db.session.scalars(chosen).all()
    return rows.rows_of(actor, found, left_of(found))


def list_transfers(
    actor: Actor, filters: TransferFilters, page: int = 1, per_page: int = DEFAULT_PER_PAGE
) -> Page[TransferRow]:
    """The rows that the actor may see, newest first."""
    return list_with_units(actor, filters, visible_to(actor), page, per_page)[0]


def list_with_units(
    actor: Actor,
    filters: TransferFilters,
    seen: ColumnElement[bool],
    page: int = 1,
    per_page: int = DEFAULT_PER_PAGE,
) -> tuple[Page[TransferRow], int]:
    """The rows that another feature says are seen, newest first, and the units of all pages less those taken back."""
    chosen = _chosen(filters, seen)
    counted = chosen.with_only_columns(func.count(), func.coalesce(func.sum(Transfer.quantity), 0))
    total, units = db.session.execute(counted).one()
    newest = chosen.order_by(Transfer.on.desc(), Transfer.id.desc())
    found = db.session.scalars(newest.offset(offset(page, per_page)).limit(per_page)).all()
    return Page(rows.rows_of(actor, found, left_of(found)), int(total), page, per_page), int(units)


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """SQL for `policies.may_view_transfer`."""
    rules: list[ColumnElement[bool]] = [false()]
    if "transfers:view" in actor.permissions and actor.municipality_number is not None:
        rules.append(_is_party(actor.municipality_number))
    if "transfers:view" in actor.network_permissions:
        rules.append(Transfer.from_municipality_number != Transfer.to_municipality_number)
    return or_(*rules)


def left_of(transfers: Sequence[Transfer]) -> dict[int, int]:
    """How many units of each hand-over were not taken back, in one query; rows of other kinds are left out."""
    handed = {row.id: row.quantity for row in transfers if row.kind == TransferKind.HAND_OVER}
    if not handed:
        return {}
    taken = select(Transfer.reverses_id, func.sum(Transfer.quantity)).where(Transfer.reverses_id.in_(handed))
    for row_id, quantity in db.session.execute(taken.group_by(Transfer.reverses_id)):
        if row_id is not None:
            handed[row_id] += int(quantity)
    return handed


def objected_to(transfer_ids: Sequence[int]) -> frozenset[int]:
    """Those of the rows that somebody objects to and that is not resolved, in one query."""
    return rows.objected_to(transfer_ids)


def find_factor(factor_id: int) -> EmissionFactor | None:
    """The emission factor that a row was reckoned with."""
    return db.session.get(EmissionFactor, factor_id)


def find_by_submission_key(key: str) -> Transfer | None:
    """The row that a form with this key made."""
    return db.session.scalar(select(Transfer).where(Transfer.submission_key == key))


def _chosen(filters: TransferFilters, seen: ColumnElement[bool]) -> Select[Transfer]:
    conditions = [seen]
    if filters.from_on:
        conditions.append(Transfer.on >= filters.from_on)
    if filters.to_on:
        conditions.append(Transfer.on <= filters.to_on)
    if filters.municipality:
        conditions.append(_is_party(filters.municipality))
    if filters.giver:
        conditions.append(Transfer.from_municipality_number == filters.giver)
    if filters.receiver:
        conditions.append(Transfer.to_municipality_number == filters.receiver)
    if filters.site_id is not None:
        conditions.append(Transfer.from_site_id.is_not_distinct_from(filters.site_id or None))
    if filters.category:
        conditions.append(Transfer.category_code.in_(catalogue.codes_under(filters.category)))
    return select(Transfer).where(and_(*conditions))


def _is_party(number: str) -> ColumnElement[bool]:
    return or_(Transfer.from_municipality_number == number, Transfer.to_municipality_number == number)
