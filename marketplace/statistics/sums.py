"""What the ledger and the other tables add up to, before any division: whole units, grams and kroner."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from marketplace.impact.reckoning import Origin


@dataclass(slots=True)
class Known:
    """Units by where their value came from. A unit taken back counts as minus one."""

    own: int = 0
    category: int = 0
    none: int = 0

    def add(self, origin: Origin, units: int) -> None:
        """Count units."""
        setattr(self, origin.value, getattr(self, origin.value) + units)

    @property
    def covered(self) -> int:
        """Units with a value."""
        return self.own + self.category

    @property
    def all(self) -> int:
        """All units."""
        return self.own + self.category + self.none

    @property
    def nothing(self) -> bool:
        """Whether there are units, and of none of them the value is known."""
        return self.none > 0 and self.own == 0 and self.category == 0


COVERED = ("weight", "factor", "price")


@dataclass(slots=True)
class Sums:
    """Sums of a period.

    Counted where the thing came from: units, listings and claims. Counted where it went: weight, CO2e, value and
    coverage. Amounts in grams and kroner. `…_low_g` and `…_high_g` hold the value itself where it has no range.
    """

    units_listed: int = 0
    listings_published: int = 0
    listings_without_claim: int = 0
    claims_ended: int = 0
    claims_lapsed: int = 0
    units_handed_over: int = 0
    units_returned: int = 0
    units_to_other_municipality: int = 0
    units_closed: int = 0
    units_handed_over_of_closed: int = 0
    units_reused_otherwise: int = 0
    units_discarded: int = 0
    units_received: int = 0
    weight_g: int = 0
    units_with_range: int = 0
    co2e_gross_g: int = 0
    co2e_gross_low_g: int = 0
    co2e_gross_high_g: int = 0
    co2e_cautious_g: int = 0
    co2e_cautious_low_g: int = 0
    co2e_cautious_high_g: int = 0
    value_saved_nok: int = 0
    weight: Known = field(default_factory=Known)
    factor: Known = field(default_factory=Known)
    price: Known = field(default_factory=Known)
    hand_overs_by_days: dict[int, int] = field(default_factory=dict)


NUMBERS = tuple(name for name in Sums.__slots__ if name not in (*COVERED, "hand_overs_by_days"))


def total(parts: Sequence[Sums]) -> Sums:
    """The sums of all parts together."""
    whole = Sums()
    for part in parts:
        for name in NUMBERS:
            setattr(whole, name, getattr(whole, name) + getattr(part, name))
        for name in COVERED:
            for origin in Origin:
                getattr(whole, name).add(origin, getattr(getattr(part, name), origin.value))
        for days, count in part.hand_overs_by_days.items():
            whole.hand_overs_by_days[days] = whole.hand_overs_by_days.get(days, 0) + count
    return whole
