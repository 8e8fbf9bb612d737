"""Figures beside each other: flows, sites, similar municipalities."""

from dataclasses import asdict
from typing import Any

from marketplace.api.access import allows, current_actor
from marketplace.api.asking import municipality_asked, period_between
from marketplace.api.openapi import api_blueprint
from marketplace.api.problems import problems
from marketplace.api.schemas.dashboard import BesideSimilarAnswer, FlowsAnswer, FlowsQuery, SitesAnswer
from marketplace.foundation.actor import Actor
from marketplace.foundation.errors import FieldError, Invalid
from marketplace.organisations.geography import place_of
from marketplace.statistics import dashboard
from marketplace.statistics import queries as statistics
from marketplace.statistics.figures import figures
from marketplace.statistics.periods import Period

blueprint = api_blueprint("dashboard", "Statistics")


@blueprint.get("/statistics/flows")
@allows("statistics:view")
@blueprint.input(FlowsQuery, location="query", arg_name="query")
@blueprint.output(FlowsAnswer)
@blueprint.doc(responses=problems(404))
def list_flows(query: FlowsQuery) -> FlowsAnswer:
    """What went from which municipality to which."""
    period, number = period_between(query.first, query.last), municipality_asked(query.municipality)
    found = statistics.list_flows(current_actor(), period, municipality_number=number, category_code=query.category)
    found.sort(key=lambda flow: (-flow.sums.units_handed_over, flow.giver, flow.receiver))
    items = [
        {
            "giver": _place(flow.giver),
            "receiver": _place(flow.receiver),
            "units": flow.sums.units_handed_over,
            **asdict(figures(flow.sums)),
        }
        for flow in found
    ]
    return FlowsAnswer.model_validate({"period": _told(period), "municipality": number, "items": items})


@blueprint.get("/statistics/sites")
@allows("statistics:view")
@blueprint.input(FlowsQuery, location="query", arg_name="query")
@blueprint.output(SitesAnswer)
@blueprint.doc(responses=problems(404))
def list_sites(query: FlowsQuery) -> SitesAnswer:
    """What left each site, told to its own municipality; the caller's unless another is named."""
    actor, period = current_actor(), period_between(query.first, query.last)
    number = _needed(actor, municipality_asked(query.municipality))
    found = statistics.list_sites_given(actor, period, number, category_code=query.category)
    items = [
        {"id": int(group.key) if group.key else None, "name": group.name, "figures": asdict(figures(group.sums))}
        for group in found
    ]
    return SitesAnswer.model_validate({"period": _told(period), "municipality": number, "items": items})


@blueprint.get("/statistics/comparison")
@allows("statistics:view")
@blueprint.input(FlowsQuery, location="query", arg_name="query")
@blueprint.output(BesideSimilarAnswer)
@blueprint.doc(responses=problems(404))
def compare(query: FlowsQuery) -> BesideSimilarAnswer:
    """A municipality, the caller's unless another is named, beside the year before and similar members."""
    actor, period, code = current_actor(), period_between(query.first, query.last), query.category
    number = _needed(actor, municipality_asked(query.municipality))
    shown = dashboard.get_dashboard(actor, period, municipality_number=number, category_code=code)
    found = dashboard.compare(actor, period, number, shown, category_code=code)
    answer: dict[str, Any] = {"period": _told(period), "municipality": number, "similar": [], "items": []}
    if found is not None:
        answer["similar"] = [_place(each.number) for each in found.alike]
        answer["items"] = [
            {
                "figure": row.figure,
                "per_thousand": row.figure in dashboard.PER_THOUSAND,
                "own": row.own,
                "year_before": row.before,
                "similar": row.alike,
            }
            for row in found.rows
        ]
    return BesideSimilarAnswer.model_validate(answer)


def _needed(actor: Actor, number: str | None) -> str:
    found = number or actor.municipality_number
    if found is None:
        raise Invalid(fields=(FieldError("municipality", "field-required"),))
    return found


def _told(period: Period) -> dict[str, Any]:
    return {"from": period.first, "to": period.last}


def _place(number: str) -> dict[str, str]:
    return {"number": number, "name": place_of(number).name}
