"""What the figures that the ledger does not hold are made of: listings, approved claims, and what left otherwise."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Integer, Row, Select, and_, case, cast, exists, func, literal, select

from marketplace.catalogue.queries import category_names, codes_under
from marketplace.claims.models import Claim
from marketplace.claims.states import ClaimState
from marketplace.foundation import clock
from marketplace.foundation.database import db
from marketplace.foundation.pagination import DEFAULT_PER_PAGE, Page, offset
from marketplace.foundation.tabular.columns import Column, Kind, Record
from marketplace.listings.models import Listing
from marketplace.organisations.geography import place_of
from marketplace.statistics import policies
from marketplace.statistics.adding import ENDED, NOT_LENT, REUSED
from marketplace.statistics.rows import ROWS_AT_A_TIME, Scope
from marketplace.transfers.models import Disposition, Transfer


class Fact(StrEnum):
    """What happened: a listing was published or closed, an approved claim ended, something left otherwise."""

    LISTED = "listed"
    CLOSED = "closed"
    CLAIM_ENDED = "claim_ended"
    DISPOSED = "disposed"


COLUMNS = (
    Column("row", "row"),
    Column("fact", "fact"),
    Column("id", "id", Kind.INTEGER),
    Column("on", "on", Kind.DATE),
    Column("municipality_number", "municipality_number"),
    Column("municipality_name", "municipality_name"),
    Column("category", "category"),
    Column("category_name", "category_name"),
    Column("title", "title", width=40),
    Column("kind", "kind"),
    Column("things", "things", Kind.INTEGER),
    Column("quantity", "quantity", Kind.INTEGER),
    Column("handed_over_quantity", "handed_over_quantity", Kind.INTEGER),
    Column("counts_as_part", "counts_as_part", Kind.BOOLEAN),
)
"""Stable names, the same in every language. `counts_as_part`: without a claim, lapsed, or used again."""

ALWAYS_GIVEN = ("things", "quantity")
"""The amounts that every row has; `handed_over_quantity` is empty where nothing is handed over of such a thing."""

_NONE = cast(None, Integer)


@dataclass(frozen=True, slots=True)
class FactsOf:
    """One kind of facts as a page shows it: the actor's own one by one, others' as sums by municipality."""

    page: Page[Record]
    sums: list[Record]


def stream(scope: Scope) -> Iterator[Record]:
    """Every fact of a period, the actor's own municipality's one by one, those of others as sums.

    A sum is of a municipality, category, kind and whether it counts as part.

    Raises:
        Forbidden: the actor may not have these rows.
    """
    policies.may_export_rows(scope.actor, scope.municipality_number).enforce()
    return _stream(scope, category_names(scope.actor.language))


def _stream(scope: Scope, names: dict[str, str]) -> Iterator[Record]:
    for fact in Fact:
        for row in db.session.execute(_own(scope, fact).execution_options(yield_per=ROWS_AT_A_TIME)):
            yield _record(row, fact, names)
    for fact in Fact:
        for row in db.session.execute(_others(scope, fact, "category", "kind", "part")):
            yield _sum(row, fact, names)


def list_facts(scope: Scope, fact: Fact, page: int = 1, per_page: int = DEFAULT_PER_PAGE) -> FactsOf:
    """The facts of one kind that the actor may see, oldest first, and the sums of the others.

    Raises:
        Forbidden: the actor may not see statistics.
    """
    policies.may_see_figures(scope.actor).enforce()
    names, own = category_names(scope.actor.language), _own(scope, fact)
    total = db.session.scalar(select(func.count()).select_from(own.order_by(None).subquery())) or 0
    shown = db.session.execute(own.offset(offset(page, per_page)).limit(per_page))
    rows = [_record(row, fact, names) for row in shown]
    sums = [_sum(row, fact, names) for row in db.session.execute(_others(scope, fact, "part"))]
    return FactsOf(Page(rows, total, page, per_page), sums)


def _own(scope: Scope, fact: Fact) -> Select[Any]:
    rows = _all(scope, fact).subquery()
    own = rows.c.number == (scope.actor.municipality_number or "")
    return select(rows).where(own).order_by(rows.c.on, rows.c.id)


def _others(scope: Scope, fact: Fact, *by: str) -> Select[Any]:
    rows = _all(scope, fact).subquery()
    keys = [rows.c.number, *(rows.c[name] for name in by)]
    sums = [func.count().label("things"), func.sum(rows.c.quantity).label("quantity")]
    sums.append(func.sum(rows.c.handed_over).label("handed_over"))
    others = rows.c.number != (scope.actor.municipality_number or "")
    return select(*keys, *sums).where(others).group_by(*keys).order_by(*keys)


def _all(scope: Scope, fact: Fact) -> Select[Any]:
    """Uniform rows of a kind of fact, of all whom the scope is of."""
    table = Disposition if fact == Fact.DISPOSED else Listing
    rows = _SELECTS[fact](scope)
    if scope.municipality_number is not None:
        rows = rows.where(table.municipality_number == scope.municipality_number)
    if scope.category_code is not None:
        rows = rows.where(table.category_code.in_(sorted(codes_under(scope.category_code))))
    return rows


def _listed(scope: Scope) -> Select[Any]:
    asked = exists().where(Claim.listing_id == Listing.id, Claim.requested_at < scope.period.ends_at)
    part, on = case((asked, 0), else_=1), Listing.published_at
    return _of_listings(on, Listing.state, _NONE, part).where(_within(scope, on), NOT_LENT)


def _closed(scope: Scope) -> Select[Any]:
    moved = select(func.coalesce(func.sum(Transfer.quantity), 0)).where(Transfer.listing_id == Listing.id)
    rows = _of_listings(Listing.closed_at, Listing.state, moved.scalar_subquery(), _NONE)
    ended = and_(Listing.state.in_(ENDED), Listing.published_at.is_not(None))
    return rows.where(_within(scope, Listing.closed_at), ended, NOT_LENT)


def _of_listings(on: Any, kind: Any, handed_over: Any, part: Any) -> Select[Any]:
    return select(
        Listing.id.label("id"),
        on.label("on"),
        Listing.municipality_number.label("number"),
        Listing.category_code.label("category"),
        Listing.title.label("title"),
        kind.label("kind"),
        Listing.quantity.label("quantity"),
        handed_over.label("handed_over"),
        part.label("part"),
    )


def _claims(scope: Scope) -> Select[Any]:
    lapsed = and_(Claim.state != ClaimState.HANDED_OVER, Claim.handed_over_quantity == 0)
    part = case((lapsed, 1), else_=0)
    rows = _of_listings(Claim.ended_at, Claim.state, Claim.handed_over_quantity, part)
    rows = rows.with_only_columns(
        Claim.id.label("id"),
        *(column for column in rows.selected_columns if column.key not in ("id", "quantity")),
        Claim.approved_quantity.label("quantity"),
    )
    ended = and_(_within(scope, Claim.ended_at), Claim.approved_quantity > 0, NOT_LENT)
    return rows.join_from(Claim, Listing, Listing.id == Claim.listing_id).where(ended)


def _disposed(scope: Scope) -> Select[Any]:
    period = scope.period
    return select(
        Disposition.id.label("id"),
        Disposition.on.label("on"),
        Disposition.municipality_number.label("number"),
        Disposition.category_code.label("category"),
        literal("").label("title"),
        Disposition.kind.label("kind"),
        Disposition.quantity.label("quantity"),
        _NONE.label("handed_over"),
        case((Disposition.kind.in_(REUSED), 1), else_=0).label("part"),
    ).where(Disposition.on >= period.first, Disposition.on <= period.last)


_SELECTS = {Fact.LISTED: _listed, Fact.CLOSED: _closed, Fact.CLAIM_ENDED: _claims, Fact.DISPOSED: _disposed}


def _within(scope: Scope, moment: Any) -> Any:
    return and_(moment >= scope.period.starts_at, moment < scope.period.ends_at)


def _record(row: Row[Any], fact: Fact, names: dict[str, str]) -> Record:
    on: date = clock.local_date(row.on) if isinstance(row.on, datetime) else row.on
    return {"row": "single", "id": row.id, "on": on, "title": row.title, "things": 1, **_shared(row, fact, names)}


def _sum(row: Row[Any], fact: Fact, names: dict[str, str]) -> Record:
    return {"row": "sum", "things": row.things, **_shared(row, fact, names)}


def _shared(row: Row[Any], fact: Fact, names: dict[str, str]) -> Record:
    said = row._mapping
    category, kind = said.get("category"), said.get("kind")
    return {
        "fact": fact.value,
        "municipality_number": row.number,
        "municipality_name": place_of(row.number).name,
        "category": category,
        "category_name": names[category] if category else None,
        "kind": kind.value if kind is not None else None,
        "quantity": int(row.quantity),
        "handed_over_quantity": None if row.handed_over is None else int(row.handed_over),
        "counts_as_part": None if row.part is None else bool(row.part),
    }
