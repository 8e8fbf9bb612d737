"""How sums are split, and which rows they are made of."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, case, literal, or_

from marketplace.statistics.periods import Period


class GroupBy(StrEnum):
    """What to split by."""

    MUNICIPALITY = "municipality"
    CATEGORY = "category"
    MONTH = "month"


class LedgerBy(StrEnum):
    """What the ledger alone can be split by: where the thing stood, or from which municipality to which it went."""

    SITE = "site"
    FLOW = "flow"


@dataclass(frozen=True, slots=True)
class Piece:
    """Some days, of some municipalities or (None) of all."""

    period: Period
    numbers: Collection[str] | None = None


@dataclass(frozen=True, slots=True)
class Scope:
    """The rows to add up, and by what. `until`: whether a listing was asked for is told as of this moment.

    Rows belong to a municipality, their owner; `key` splits each owner's rows further. `party`: only hand-overs from
    or to this municipality.
    """

    pieces: Sequence[Piece]
    by: GroupBy | LedgerBy | None
    until: datetime
    codes: Collection[str] | None = None
    party: str | None = None

    def key(self, *, category: Any, day: Any, moment: bool = False, site: Any = None, receiver: Any = None) -> Any:
        """The expression to group by; `day` is a moment in UTC when `moment`, else a date."""
        if self.by == GroupBy.CATEGORY:
            return category
        if self.by == GroupBy.MONTH:
            return self._month(day, moment)
        if self.by == LedgerBy.SITE:
            return site
        if self.by == LedgerBy.FLOW:
            return receiver
        return literal("")

    def holds(self, *, owner: Any, category: Any, day: Any, moment: bool = False) -> ColumnElement[bool]:
        """Whether a row is one of them."""
        pieces = or_(*(self._in_piece(piece, owner, day, moment) for piece in self.pieces))
        return pieces if self.codes is None else and_(pieces, category.in_(sorted(self.codes)))

    def _in_piece(self, piece: Piece, owner: Any, day: Any, moment: bool) -> ColumnElement[bool]:
        period = piece.period
        days = (
            and_(day >= period.starts_at, day < period.ends_at)
            if moment
            else and_(day >= period.first, day <= period.last)
        )
        return days if piece.numbers is None else and_(owner.in_(sorted(piece.numbers)), days)

    def _month(self, day: Any, moment: bool) -> ColumnElement[Any]:
        months = sorted({part.first.replace(day=1) for piece in self.pieces for part in piece.period.months()})
        wholes = [Period(month, month).whole_month() for month in months]
        ends = [((day < part.ends_at) if moment else (day <= part.last), f"{part.first:%Y-%m}") for part in wholes]
        return case(*ends, else_=f"{wholes[-1].first:%Y-%m}")
