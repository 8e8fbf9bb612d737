"""How sums are split: not at all, by municipality, by category or by month."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, case, literal

from marketplace.statistics.periods import Period


class GroupBy(StrEnum):
    """What to split by."""

    MUNICIPALITY = "municipality"
    CATEGORY = "category"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Keys:
    """The group's key as each kind of row gives it. Months are told by moments or by dates."""

    by: GroupBy | None
    period: Period

    def of(self, *, municipality: Any, category: Any, day: Any, moment: bool = False) -> Any:
        """The expression to group by; `day` is a moment in UTC when `moment`, else a date."""
        if self.by == GroupBy.MUNICIPALITY:
            return municipality
        if self.by == GroupBy.CATEGORY:
            return category
        if self.by == GroupBy.MONTH:
            return self._month(day, moment)
        return literal("all")

    def _month(self, day: Any, moment: bool) -> ColumnElement[Any]:
        months = self.period.months()
        ends = [((day < part.ends_at) if moment else (day <= part.last), f"{part.first:%Y-%m}") for part in months]
        return case(*ends, else_=f"{months[-1].first:%Y-%m}")
