"""Which figures can have a target, in what whole numbers it is kept, and which way is better."""

from decimal import ROUND_HALF_UP, Decimal

from marketplace.statistics.figures import FUNCTIONS, RATES

ENDS = ("co2e_gross_low_kg", "co2e_gross_high_kg", "co2e_cautious_low_kg", "co2e_cautious_high_kg")
DAYS = ("median_days_to_hand_over", "p90_days_to_hand_over")
LESS_IS_BETTER = frozenset({"units_returned", "listings_without_claim", "claims_lapsed", *DAYS})
CANNOT_FALL = frozenset({"units_returned", "claims_lapsed"})
"""Once passed, a ceiling on these cannot be kept any more."""

FIGURES = tuple(name for name in FUNCTIONS if name not in ENDS)
"""The figures a target can be set for."""


def _scale(figure: str) -> int:
    if figure in RATES:
        return 10_000
    if figure in DAYS:
        return 10
    return 1000 if figure.endswith("_kg") else 1


SCALES: dict[str, int] = {figure: _scale(figure) for figure in FIGURES}
"""What a value is multiplied by to be kept."""

MOST: dict[str, int] = {
    figure: 1 if figure in RATES else 3_660 if figure in DAYS else 1_000_000_000 for figure in FIGURES
}


def kept(figure: str, value: Decimal) -> int:
    """A value as it is kept, half up."""
    return int((value * SCALES[figure]).to_integral_value(ROUND_HALF_UP))


def told(figure: str, value: int) -> Decimal:
    """A kept value as the figure tells it."""
    return Decimal(value) / SCALES[figure]


def meets(figure: str, value: Decimal, target: Decimal) -> bool:
    """Whether a value is as good as the target."""
    return value <= target if figure in LESS_IS_BETTER else value >= target
