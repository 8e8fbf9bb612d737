"""What the page of figures shows, part by part, each number with the address of what is behind it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext

from marketplace.catalogue.queries import codes_under
from marketplace.foundation import clock
from marketplace.foundation.actor import Actor
from marketplace.foundation.translation import text
from marketplace.listings import queries as listings
from marketplace.organisations import queries as organisations
from marketplace.organisations.geography import alphabetical, place_of
from marketplace.organisations.models import Municipality
from marketplace.statistics import dashboard, policies
from marketplace.statistics import queries as statistics
from marketplace.statistics.arithmetic import Base
from marketplace.statistics.dashboard import Comparison, Dashboard
from marketplace.statistics.facts import Fact
from marketplace.statistics.figures import BASES, RATES, Figures, figures
from marketplace.statistics.grouping import GroupBy
from marketplace.statistics.labels import FIGURES
from marketplace.statistics.periods import Period, this_year
from marketplace.statistics.queries import Flow
from marketplace.statistics.sums import Sums
from marketplace.web import formatting
from marketplace.web.forms.statistics import Choice
from marketplace.web.locale import reader_language

WAITING, FLOWS, SHOWN_IN_CHART = 10, 20, 12
_FACTS = {
    "units_listed": Fact.LISTED,
    "listings_without_claim": Fact.LISTED,
    "turnover_rate": Fact.CLOSED,
    "claims_lapsed": Fact.CLAIM_ENDED,
    "disposition_reuse_rate": Fact.DISPOSED,
}
"""What a figure is counted from, where that is not hand-overs alone."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: its name, where that leads, its figures, and the addresses of what was given and received."""

    name: str
    href: str | None
    told: Figures
    given: str
    received: str
    before: Figures | None = None


@dataclass(frozen=True, slots=True)
class FlowRow:
    """What went one way."""

    giver: str
    receiver: str
    told: Figures
    href: str


@dataclass(frozen=True, slots=True)
class Flows:
    """The greatest flows, and all of them as a matrix of units with addresses."""

    rows: list[FlowRow]
    left_out: int
    givers: list[tuple[str, str]]
    receivers: list[tuple[str, str]]
    cells: dict[tuple[str, str], tuple[int, str]]


def page(actor: Actor, choice: Choice) -> dict[str, Any]:
    """Everything the page shows of a choice."""
    number, code = choice.municipality_number, choice.category_code
    shown = dashboard.get_dashboard(actor, choice.period, municipality_number=number, category_code=code)
    codes = codes_under(code) if code else None
    return {
        "dashboard": shown,
        "months": _months(choice, shown),
        "splits": _splits(actor, choice),
        "sites": _sites(actor, choice),
        "flows": _flows(actor, choice),
        "waiting": listings.longest_open(actor, WAITING, municipality_number=number, codes=codes),
        "comparison": _comparison(actor, choice, shown),
        "periods": _periods(choice),
    }


def behind(choice: Choice, period: Period | None = None, **more: str) -> str:
    """The address of the rows behind a number: of the choice, another period or category, one giver or receiver."""
    days = period or choice.period
    given = {"kategori": choice.category_code} if choice.category_code else {}
    query: dict[str, Any] = {"fra": days.first.isoformat(), "til": days.last.isoformat()} | given | more
    return url_for("statistics.behind", **query)


def behind_figure(choice: Choice, key: str) -> str:
    """The address of the rows behind a figure: hand-overs, or the facts it is counted from."""
    number = choice.municipality_number
    if key in _FACTS:
        return url_for("statistics.facts_behind", fact=_FACTS[key].value, **choice.query)
    if number is None:
        return behind(choice)
    received = key.startswith(("co2e", "weight", "value", "units_received", "factor", "price", "range"))
    return behind(choice, mottaker=number) if received else behind(choice, giver=number)


def municipalities(choice: Choice) -> list[Municipality]:
    """Those to choose from: who was in the network in the period, who is now, and who is chosen."""
    period, today = choice.period, clock.today()
    numbers = {
        membership.municipality_number
        for membership in organisations.list_memberships()
        if membership.from_on <= period.last and (membership.to_on is None or membership.to_on >= period.first)
    }
    numbers |= organisations.numbers_of_members(today) | {choice.municipality_number or ""}
    return [each for each in organisations.list_municipalities() if each.number in numbers]


def compared_in_words(figure: str, value: Any, sums: Sums | None = None) -> str:
    """A compared figure, of a rate with its counts; with a small base these alone."""
    base: Base | None = BASES[figure](sums) if sums is not None and figure in RATES else None
    counts = gettext("%(part)s av %(base)s", part=base.part, base=base.base) if base and base.base else ""
    if value is None:
        return str(counts) or "–"
    told = formatting.percent(value) if figure in RATES else formatting.number(value, 1)
    return f"{told} ({counts})" if counts else told


def compared_label(figure: str) -> str:
    """What a compared figure is called."""
    label, unit = (text(reader_language(), words) if words else "" for words in FIGURES[figure])
    if figure not in dashboard.PER_THOUSAND:
        return label
    per = gettext("per 1 000 innbyggere")
    return f"{label}, {unit} {per}" if unit in ("kr", "kg CO₂e") else f"{label} {per}"


def _months(choice: Choice, shown: Dashboard) -> list[Row]:
    rows = []
    for month in shown.months:
        name = formatting.month(f"{month.period.first:%Y-%m}", reader_language())
        told, before = figures(month.now), figures(month.before)
        rows.append(Row(name, None, told, *_sides(choice, period=month.period), before))
    return rows


def _splits(actor: Actor, choice: Choice) -> dict[str, list[Row]]:
    splits = {"kategori": GroupBy.CATEGORY}
    if choice.municipality_number is None:
        splits["kommune"] = GroupBy.MUNICIPALITY
    return {name: _split(actor, choice, by) for name, by in splits.items()}


def _split(actor: Actor, choice: Choice, by: GroupBy) -> list[Row]:
    number, code = choice.municipality_number, choice.category_code
    found = statistics.get_statistics(actor, choice.period, municipality_number=number, group_by=by, category_code=code)
    rows = []
    for group in found.groups:
        if group.sums.units_handed_over or group.sums.units_received:
            name = "kommune" if by == GroupBy.MUNICIPALITY else "kategori"
            href = url_for("statistics.show", **choice.query | {name: group.key})
            sides = _sides_of(choice, group.key) if by == GroupBy.MUNICIPALITY else _sides(choice, kategori=group.key)
            rows.append(Row(group.name, href, figures(group.sums), *sides))
    return _most_first(rows)


def _sites(actor: Actor, choice: Choice) -> list[Row]:
    number = choice.municipality_number
    if number is None or not policies.may_see_sites(actor, number):
        return []
    found = statistics.list_sites_given(actor, choice.period, number, category_code=choice.category_code)
    rows = []
    for group in found:
        address = behind(choice, giver=number, sted=group.key or "0")
        rows.append(Row(group.name or gettext("Uten sted"), None, figures(group.sums), address, address))
    return _most_first(rows) if any(group.key for group in found) else []


def _flows(actor: Actor, choice: Choice) -> Flows:
    number, code = choice.municipality_number, choice.category_code
    found = statistics.list_flows(actor, choice.period, municipality_number=number, category_code=code)
    found = [flow for flow in found if flow.sums.units_handed_over > 0]
    found.sort(key=lambda flow: (-flow.sums.units_handed_over, flow.giver, flow.receiver))
    rows = [
        FlowRow(place_of(flow.giver).name, place_of(flow.receiver).name, figures(flow.sums), _between(choice, flow))
        for flow in found[:FLOWS]
    ]
    return Flows(
        rows,
        max(len(found) - FLOWS, 0),
        _named(flow.giver for flow in found),
        _named(flow.receiver for flow in found),
        {(flow.giver, flow.receiver): (flow.sums.units_handed_over, _between(choice, flow)) for flow in found},
    )


def _comparison(actor: Actor, choice: Choice, shown: Dashboard) -> Comparison | None:
    number = choice.municipality_number
    if number is None:
        return None
    return dashboard.compare(actor, choice.period, number, shown, category_code=choice.category_code)


def _periods(choice: Choice) -> list[tuple[str, str, bool]]:
    """Periods that people ask for: name, address, whether it is the one shown."""
    year = this_year(clock.today())
    before = year.year_before()
    named = {
        gettext("I år"): year,
        gettext("I fjor"): before,
        gettext("I fjor og i år"): Period(before.first, year.last),
    }
    days = {name: {"fra": part.first.isoformat(), "til": part.last.isoformat()} for name, part in named.items()}
    return [
        (name, url_for("statistics.show", **choice.query | days[name]), part == choice.period)
        for name, part in named.items()
    ]


def _between(choice: Choice, flow: Flow) -> str:
    return behind(choice, giver=flow.giver, mottaker=flow.receiver)


def _sides(choice: Choice, period: Period | None = None, **more: str) -> tuple[str, str]:
    number = choice.municipality_number
    if number is None:
        return (behind(choice, period, **more),) * 2
    return behind(choice, period, giver=number, **more), behind(choice, period, mottaker=number, **more)


def _sides_of(choice: Choice, number: str) -> tuple[str, str]:
    return behind(choice, giver=number), behind(choice, mottaker=number)


def _most_first(rows: list[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: -row.told.units_handed_over - row.told.units_received)


def _named(numbers: Iterable[str]) -> list[tuple[str, str]]:
    return sorted(((number, place_of(number).name) for number in set(numbers)), key=lambda pair: alphabetical(pair[1]))
