"""Holding the books against each other: what does not add up in a municipality, and mending it by a count."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import aliased

from marketplace.claims import texts
from marketplace.claims.models import Claim
from marketplace.foundation import clock
from marketplace.foundation.actor import Actor
from marketplace.foundation.database import db
from marketplace.foundation.errors import Conflict
from marketplace.foundation.pagination import DEFAULT_PER_PAGE, Page, offset
from marketplace.foundation.transaction import transaction
from marketplace.inventory import holds, moving
from marketplace.inventory import policies as inventory_policies
from marketplace.inventory import queries as inventory
from marketplace.inventory.fields import MAX_QUANTITY
from marketplace.inventory.models import Asset
from marketplace.inventory.states import AssetState
from marketplace.listings.models import Listing
from marketplace.transfers import books, policies
from marketplace.transfers.checks import wrong
from marketplace.transfers.kinds import TransferKind
from marketplace.transfers.models import Disposition, Transfer
from marketplace.transfers.places import Account

MOST_ROWS = 100
"""How many rows of the ledger, dispositions and claims that do not add up are named, of each."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that does not add up. `code` says which two books disagree, by `expected` and `found` units.

    `thing_id` is an asset's where the code begins with "asset", else a transfer's, a disposition's or a claim's.
    """

    code: str
    thing_id: int
    name: str
    expected: int
    found: int
    inventory_number: str | None = None
    actions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """How a municipality's units came in and where they are, in all; what does not add up, assets by page."""

    municipality_number: str
    account: Account
    by_state: dict[AssetState, int]
    assets: Page[Finding]
    rows: list[Finding]

    @property
    def adds_up(self) -> bool:
        """Whether all books agree."""
        return not self.assets.total and not self.rows


def reconcile(actor: Actor, page: int = 1, per_page: int = DEFAULT_PER_PAGE) -> Reconciliation:
    """Hold the books of the actor's municipality against each other. Six queries at the most, however much it owns.

    Raises:
        Forbidden: "reconciliation-needs-permission": these are a municipality's internal rows.
    """
    number = actor.municipality_number
    policies.may_reconcile(actor, number).enforce()
    assert number is not None
    account, wrong_assets = _whole(number)
    return Reconciliation(
        municipality_number=number,
        account=account,
        by_state=_by_state(number),
        assets=Page(_assets(actor, number, page, per_page) if wrong_assets else [], wrong_assets, page, per_page),
        rows=[*_taken_back_too_often(number), *_corrected_too_often(number), *_claims_that_say_otherwise(number)],
    )


def account_of_asset(actor: Actor, asset_id: int) -> Account:
    """How the units of an asset came in and where they are.

    Raises:
        NotFound: no such asset in the actor's municipality.
        Forbidden: as `reconcile`.
    """
    asset = inventory.get_asset(actor, asset_id)
    policies.may_reconcile(actor, asset.municipality_number).enforce()
    return _account(asset)


def count_units(actor: Actor, asset_id: int, quantity: int, reason: str) -> Asset:
    """Say how many there are, counted by hand: the inventory becomes that, and what the books lack is counted away.

    A count that says what all books say changes nothing.

    Raises:
        NotFound: no such asset in the actor's municipality.
        Forbidden: as `inventory.policies.may_count_asset`.
        Conflict: "asset-units-listed" for fewer than are promised away.
        Invalid: a number that cannot be; no reason, or one that is too long.
    """
    reason = texts.checked("reason", reason, texts.REASON_LIMIT)
    if not 0 <= quantity <= MAX_QUANTITY:
        raise wrong("quantity", "count-out-of-range", most=MAX_QUANTITY)
    with transaction():
        asset = inventory.get_asset(actor, asset_id)
        asset = inventory.get_for_update(asset.id)
        inventory_policies.may_count_asset(actor, asset).enforce()
        held = holds.held_quantity(asset.id)
        if quantity < held:
            raise Conflict("asset-units-listed", left=asset.quantity, listed=held)
        change = quantity - _account(asset).expected
        if change or quantity != asset.quantity or asset.state not in moving.states_for(quantity):
            moving.count_units(asset, quantity, change=change, on=clock.today(), person_id=actor.person_id, note=reason)
        return asset


def _account(asset: Asset) -> Account:
    kept = books.books_of(asset.municipality_number)
    row = db.session.execute(select(kept).where(kept.c.id == asset.id)).one()
    return books.account_of(row)


def _whole(number: str) -> tuple[Account, int]:
    """The account of all assets, and how many of them do not add up: the books are read through once."""
    kept = books.books_of(number)
    sums = [func.sum(kept.c[name]).label(name) for name in books.PLACES]
    wrong_ones = func.coalesce(func.sum(case((books.does_not_add_up(kept), 1), else_=0)), 0).label("wrong_ones")
    row = db.session.execute(select(*sums, wrong_ones)).one()
    return books.account_of(row), int(row.wrong_ones)


def _by_state(number: str) -> dict[AssetState, int]:
    chosen = select(Asset.state, func.sum(Asset.quantity)).where(Asset.municipality_number == number)
    return {state: int(units) for state, units in db.session.execute(chosen.group_by(Asset.state)) if units}


def _assets(actor: Actor, number: str, page: int, per_page: int) -> list[Finding]:
    kept = books.books_of(number)
    chosen = select(kept).where(books.does_not_add_up(kept))
    worst = chosen.order_by(func.abs(books.difference(kept)).desc(), kept.c.id)
    rows = db.session.execute(worst.offset(offset(page, per_page)).limit(per_page)).all()
    return [_finding(actor, row) for row in rows]


def _finding(actor: Actor, row: Any) -> Finding:
    account = books.account_of(row)
    unit_allows = actor.unit_id in (None, row.unit_id)
    may_count = "assets:manage" in actor.permissions and unit_allows
    return Finding(
        code=_why(row, account),
        thing_id=row.id,
        name=row.name,
        inventory_number=row.inventory_number,
        expected=account.expected,
        found=account.in_inventory,
        actions=("count",) if may_count else (),
    )


def _why(row: Any, account: Account) -> str:
    """Which book disagrees with the asset's own story."""
    if account.difference == 0:
        return "asset-state-differs"
    if row.story_moved != account.received + account.moved_in - account.handed_over - account.moved_out:
        return "asset-ledger-differs"
    if row.story_left != -(account.sold + account.donated + account.recycled + account.waste):
        return "asset-dispositions-differ"
    return "asset-inventory-differs"


def _taken_back_too_often(number: str) -> list[Finding]:
    back = aliased(Transfer)
    left = Transfer.quantity + func.sum(back.quantity)
    chosen = (
        select(Transfer.id, Transfer.title, Transfer.quantity, -func.sum(back.quantity))
        .join(back, back.reverses_id == Transfer.id)
        .where(
            back.reverses_id.is_not(None),
            Transfer.from_municipality_number == number,
            Transfer.kind == TransferKind.HAND_OVER,
        )
        .group_by(Transfer.id, Transfer.title, Transfer.quantity)
    )
    return _rows("transfer-taken-back-too-often", chosen.having(left < 0).order_by(Transfer.id))


def _corrected_too_often(number: str) -> list[Finding]:
    back = aliased(Disposition)
    left = Disposition.quantity + func.sum(back.quantity)
    chosen = (
        select(Disposition.id, Disposition.category_code, Disposition.quantity, -func.sum(back.quantity))
        .join(back, back.reverses_id == Disposition.id)
        .where(Disposition.municipality_number == number)
        .group_by(Disposition.id, Disposition.category_code, Disposition.quantity)
    )
    return _rows("disposition-corrected-too-often", chosen.having(left < 0).order_by(Disposition.id))


def _claims_that_say_otherwise(number: str) -> list[Finding]:
    """Claims of the municipality's listings that say another number than the ledger's rows of them."""
    # One claim at a time: grouped first, either database would put the whole ledger in order.
    moved = (
        select(func.coalesce(func.sum(Transfer.quantity), 0))
        .where(Transfer.claim_id == Claim.id)
        .scalar_subquery()
        .correlate(Claim)
    )
    chosen = (
        select(Claim.id, Listing.title, moved, Claim.handed_over_quantity)
        .join(Listing, Listing.id == Claim.listing_id)
        .where(Listing.municipality_number == number, moved != Claim.handed_over_quantity)
    )
    # By a reckoned number, so that PostgreSQL does not look for the first hundred in the order of all claims.
    return _rows("claim-ledger-differs", chosen.order_by(Claim.id + 0))


def _rows(code: str, chosen: Select[*tuple[Any, ...]]) -> list[Finding]:
    found: Sequence[Any] = db.session.execute(chosen.limit(MOST_ROWS)).all()
    return [Finding(code, row_id, name, int(expected), int(says)) for row_id, name, expected, says in found]
