"""Targets of the year for some municipalities, so that there is progress to look at."""

from decimal import Decimal

from marketplace.foundation import clock
from marketplace.foundation.actor import Actor
from marketplace.statistics.targets import TargetFields, set_target

GOALS = {
    "units_handed_over": Decimal(60),
    "turnover_rate": Decimal("0.6"),
    "p90_days_to_hand_over": Decimal(45),
    "factor_coverage": Decimal("0.8"),
}
REASON = "Vedtatt i klima- og energiplanen."


def add_targets(lead: Actor, municipality_number: str) -> None:
    """This year's targets, compared with last year."""
    year = clock.today().year
    for figure, value in GOALS.items():
        set_target(lead, municipality_number, year, figure, TargetFields(value, year - 1, None, REASON))
