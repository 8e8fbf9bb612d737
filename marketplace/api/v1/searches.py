"""What is searched for, counted without persons."""

from datetime import timedelta

from marketplace.api.access import allows, current_actor
from marketplace.api.openapi import api_blueprint
from marketplace.api.problems import problems
from marketplace.api.schemas.searches import CountedAnswer, SearchesAnswer, SearchesQuery, SumsAnswer
from marketplace.foundation import clock
from marketplace.search.searches import queries
from marketplace.statistics.periods import Period, period

blueprint = api_blueprint("searches", "Search")


@blueprint.get("/searches")
@allows("search:manage")
@blueprint.input(SearchesQuery, location="query", arg_name="query")
@blueprint.output(SearchesAnswer)
@blueprint.doc(responses=problems())
def list_searches(query: SearchesQuery) -> SearchesAnswer:
    """Frequent searches and those without results. Words asked fewer than three times are counted and not told."""
    actor, wanted = current_actor(), _period(query)
    page = queries.list_searches(actor, wanted, query.shown, query.page, query.per_page)
    return SearchesAnswer(
        items=[CountedAnswer.model_validate(row) for row in page.items],
        total=page.total,
        page=page.page,
        per_page=page.per_page,
        sums=SumsAnswer.model_validate(queries.totals(actor, wanted)),
    )


def _period(query: SearchesQuery) -> Period:
    last = query.last or clock.today()
    first = query.first or last - timedelta(days=min(29, last.toordinal() - 1))
    return period(first, last)
