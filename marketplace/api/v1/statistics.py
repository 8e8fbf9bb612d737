"""Figures and their export."""

from dataclasses import asdict, replace
from datetime import date
from functools import partial

from flask import Response

from marketplace.api.access import allows, caller_language, current_actor
from marketplace.api.files import attached
from marketplace.api.openapi import api_blueprint
from marketplace.api.problems import problems
from marketplace.api.schemas.statistics import ExportQuery, PeriodQuery, StatisticsAnswer, StatisticsQuery
from marketplace.foundation import clock
from marketplace.organisations import queries as organisations
from marketplace.statistics import export, periods, policies
from marketplace.statistics import queries as statistics
from marketplace.statistics.figures import figures

blueprint = api_blueprint("statistics", "Statistics")
_BYTES = {"type": "string", "format": "binary"}
_FIGURES_AND_ROWS = {
    "allOf": [{"$ref": "#/components/schemas/StatisticsAnswer"}],
    "properties": {name: {"type": "array", "items": {"type": "object"}} for name in ("rows", "facts")},
    "required": ["rows", "facts"],
}
FILE = {
    "description": "The file; as JSON the figures with their rows.",
    "content": {
        name.partition(";")[0]: {"schema": _FIGURES_AND_ROWS if kind is export.Format.JSON else _BYTES}
        for kind, name in export.MIMETYPES.items()
    },
}


@blueprint.get("/statistics")
@allows("statistics:view")
@blueprint.input(StatisticsQuery, location="query", arg_name="query")
@blueprint.output(StatisticsAnswer)
@blueprint.doc(responses=problems(404))
def show_statistics(query: StatisticsQuery) -> StatisticsAnswer:
    """The figures of a period."""
    actor = replace(current_actor(), language=caller_language())
    period, number = period_of(query), municipality_of(query)
    ask = partial(statistics.get_statistics, actor, municipality_number=number, category_code=query.category)
    found = ask(period, group_by=query.group_by)
    answer = export.told(found, actor.language)
    if query.with_year_before:
        answer["year_before"] = asdict(figures(ask(period.year_before()).whole))
    return StatisticsAnswer.model_validate(answer)


@blueprint.get("/statistics/export")
@allows("statistics:view")
@blueprint.input(ExportQuery, location="query", arg_name="query")
@blueprint.doc(responses={200: FILE, **problems(404)})
def export_statistics(query: ExportQuery) -> Response:
    """The rows of a period, and in XLSX and JSON its figures, as a file.

    Without `municipality`: the caller's own, or the network for whoever leads it.
    """
    actor = replace(current_actor(), language=caller_language())
    number = municipality_of(query) or policies.municipality_meant(actor)
    kind, period = export.Format(query.format), period_of(query)
    code, table = query.category, export.Table(query.table)
    pieces = export.export(actor, period, number, kind, category_code=code, table=table)
    return attached(pieces, export.MIMETYPES[kind], export.filename(period, number, kind, code, table))


def period_of(query: PeriodQuery) -> periods.Period:
    """The period that is asked for, this year unless said otherwise."""
    return period_between(query.first, query.last)


def period_between(first: date | None, last: date | None) -> periods.Period:
    """From one day to another, each that of its year unless said."""
    whole = periods.this_year(first or last or clock.today())
    return periods.period(first or whole.first, last or whole.last)


def municipality_of(query: PeriodQuery) -> str | None:
    """The municipality that is asked for, if there is one."""
    if query.municipality is not None:
        organisations.get_municipality(query.municipality)
    return query.municipality
