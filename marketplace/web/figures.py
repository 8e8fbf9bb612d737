"""Figures in the reader's words: value, counts, change, definition and formula."""

from dataclasses import asdict, dataclass
from typing import Any

from flask_babel import gettext

from marketplace.foundation.translation import text
from marketplace.statistics.arithmetic import SMALL_BASE, Base
from marketplace.statistics.definitions import definitions
from marketplace.statistics.figures import RATES, bases, figures
from marketplace.statistics.formulas import FORMULAS
from marketplace.statistics.labels import FIGURES
from marketplace.statistics.sums import Known, Sums
from marketplace.web import formatting
from marketplace.web.locale import reader_language

ENDS = ("co2e_gross_low_kg", "co2e_gross_high_kg", "co2e_cautious_low_kg", "co2e_cautious_high_kg")
"""Shown as the interval of the figure they belong to."""

MAIN = (
    "units_handed_over",
    "co2e_cautious_kg",
    "co2e_gross_kg",
    "value_saved_nok",
    "weight_kg",
    "turnover_rate",
    "disposition_reuse_rate",
    "network_share",
    "median_days_to_hand_over",
)
"""What the page shows first, the rest under a heading of their own."""

_COVERED_BY = {
    "weight_kg": "weight",
    "co2e_gross_kg": "factor",
    "co2e_cautious_kg": "factor",
    "value_saved_nok": "price",
}


@dataclass(frozen=True, slots=True)
class Told:
    """One figure as a page shows it. `known` is where its values came from, if that differs from unit to unit."""

    key: str
    label: str
    unit: str
    value: str
    counts: str
    interval: str
    change: dict[str, str] | None
    known: Known | None
    definition: str
    formula: str


def told(now: Sums, before: Sums | None = None) -> dict[str, Told]:
    """Every figure by its key; with what changed since `before` if that is given."""
    values, counted = asdict(figures(now)), bases(now)
    earlier = asdict(figures(before)) if before is not None else {}
    language = reader_language()
    meanings = definitions(language)
    return {
        key: Told(
            key=key,
            label=text(language, label),
            unit=text(language, unit) if unit and values[key] is not None else "",
            value=value_in_words(key, values[key], counted.get(key)),
            counts=_counts(key, values[key], counted.get(key)),
            interval=interval_in_words(key, values),
            change=_change(values[key], earlier[key]) if before and _is_enough(key, before, earlier[key]) else None,
            known=getattr(now, _COVERED_BY[key]) if key in _COVERED_BY else None,
            definition=meanings[key],
            formula=FORMULAS[key],
        )
        for key, (label, unit) in FIGURES.items()
    }


def value_in_words(key: str, value: Any, base: Base | None) -> str:
    """A figure's value without its unit; of a rate with a small base the counts."""
    if value is not None:
        return formatting.percent(value) if key in RATES else formatting.number(value, 0)
    if key not in RATES or base is None:
        return str(gettext("ukjent"))
    if 0 < base.base < SMALL_BASE:
        return str(gettext("%(part)s av %(base)s", part=base.part, base=base.base))
    return str(gettext("ikke grunnlag"))


def interval_in_words(key: str, values: dict[str, Any]) -> str:
    """The ends around a CO2e total, nothing around other figures."""
    low, high = (values.get(f"{key.removesuffix('_kg')}_{end}_kg") for end in ("low", "high"))
    if low is None or high is None:
        return ""
    return str(gettext("mellom %(low)s og %(high)s", low=formatting.number(low, 0), high=formatting.number(high, 0)))


def _counts(key: str, value: Any, base: Base | None) -> str:
    """The counts beside a figure that is a part of something."""
    if base is None or base.base == 0:
        return ""
    if value is None and 0 < base.base < SMALL_BASE:
        return str(gettext("For få til å vise en prosent."))
    part, whole = formatting.number(base.part), formatting.number(base.base)
    if key == "listings_without_claim":
        return str(gettext("%(part)s av %(base)s annonser", part=part, base=whole))
    if key == "claims_lapsed":
        return str(gettext("%(part)s av %(base)s godkjente forespørsler", part=part, base=whole))
    return str(gettext("%(part)s av %(base)s gjenstander", part=part, base=whole))


def _is_enough(key: str, before: Sums, value: Any) -> bool:
    """Whether the year before counts enough units for a percentage of change."""
    if key in RATES:
        return False
    if key in _COVERED_BY or key in ENDS:
        known: Known = getattr(before, _COVERED_BY.get(key, "factor"))
        return known.covered >= SMALL_BASE
    if key.endswith("days_to_hand_over"):
        return sum(before.hand_overs_by_days.values()) >= SMALL_BASE
    return bool(value >= SMALL_BASE)


def _change(now: Any, then: Any) -> dict[str, str] | None:
    if now is None or then is None or then <= 0:
        return None
    change = float(now) / float(then) - 1
    share = formatting.percent(abs(change))
    if round(change, 2) > 0:
        return {"trend": "up", "text": gettext("%(share)s mer enn året før", share=share)}
    if round(change, 2) < 0:
        return {"trend": "down", "text": gettext("%(share)s mindre enn året før", share=share)}
    return {"trend": "flat", "text": gettext("Som året før")}
