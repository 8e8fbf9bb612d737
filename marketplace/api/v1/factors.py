"""Calls about emission factors, and about what the figures would be with others."""

from functools import partial

from marketplace.api.access import allows, current_actor
from marketplace.api.asking import municipality_asked, period_between
from marketplace.api.openapi import api_blueprint
from marketplace.api.problems import problems
from marketplace.api.schemas.factors import (
    DatedFactorAnswer,
    DatedFactorList,
    NewFactorInput,
    VersionInput,
    WhatIfAnswer,
    WhatIfQuery,
    factor_answer,
    what_if_answer,
)
from marketplace.foundation import clock
from marketplace.impact import policies, queries, service
from marketplace.statistics.whatif import what_if

blueprint = api_blueprint("factors", "Factors")


@blueprint.get("/factors")
@allows("statistics:view")
@blueprint.output(DatedFactorList)
@blueprint.doc(responses=problems())
def list_factors() -> DatedFactorList:
    """All emission factors with all their versions, on one page."""
    may_manage = bool(policies.may_manage_factors(current_actor()))
    items = [factor_answer(series, clock.today(), may_manage) for series in queries.list_series()]
    return DatedFactorList.whole(items)


@blueprint.get("/factors/<id:factor_id>")
@allows("statistics:view")
@blueprint.output(DatedFactorAnswer)
@blueprint.doc(responses=problems(404))
def show_factor(factor_id: int) -> DatedFactorAnswer:
    """The factor that a version belongs to."""
    return _told(factor_id)


@blueprint.post("/factors")
@allows("factors:manage")
@blueprint.input(NewFactorInput, location="json", arg_name="body")
@blueprint.output(DatedFactorAnswer, status_code=201)
@blueprint.doc(responses=problems(404, 409))
def begin_factor(body: NewFactorInput) -> DatedFactorAnswer:
    """Record the first factor of a category that has none."""
    return _told(service.begin_factor(current_actor(), body.category, body.fields()).id)


@blueprint.post("/factors/<id:factor_id>/versions")
@allows("factors:manage")
@blueprint.input(VersionInput, location="json", arg_name="body")
@blueprint.output(DatedFactorAnswer, status_code=201)
@blueprint.doc(responses=problems(404, 409))
def revise_factor(factor_id: int, body: VersionInput) -> DatedFactorAnswer:
    """Record a further version. What is reckoned already stays as it is."""
    return _told(service.revise_factor(current_actor(), factor_id, body.fields(), seen=body.seen).id)


@blueprint.get("/statistics/what-if")
@allows("statistics:view")
@blueprint.input(WhatIfQuery, location="query", arg_name="query")
@blueprint.output(WhatIfAnswer)
@blueprint.doc(responses=problems(404))
def show_what_if(query: WhatIfQuery) -> WhatIfAnswer:
    """CO2e as recorded, and beside it as it would be with the factors of another day."""
    period, number = period_between(query.first, query.last), municipality_asked(query.municipality)
    ask = partial(what_if, current_actor(), period, query.on or clock.today())
    return what_if_answer(ask(municipality_number=number, category_code=query.category))


def _told(factor_id: int) -> DatedFactorAnswer:
    may_manage = bool(policies.may_manage_factors(current_actor()))
    return factor_answer(queries.get_series(factor_id), clock.today(), may_manage)
