"""Figures and their export."""

from dataclasses import asdict
from functools import partial

from flask import Response

from marketplace.api.access import allows, reading_actor
from marketplace.api.asking import municipality_asked, period_between
from marketplace.api.files import BYTES, attached
from marketplace.api.openapi import api_blueprint
from marketplace.api.problems import problems
from marketplace.api.schemas.statistics import ExportQuery, StatisticsAnswer, StatisticsQuery
from marketplace.statistics import export, policies
from marketplace.statistics import queries as statistics
from marketplace.statistics.figures import figures

blueprint = api_blueprint("statistics", "Statistics")
_FIGURES_AND_ROWS = {
    "allOf": [{"$ref": "#/components/schemas/StatisticsAnswer"}],
    "properties": {name: {"type": "array", "items": {"type": "object"}} for name in ("rows", "facts")},
    "required": ["rows", "facts"],
}
FILE = {
    "description": "The file; as JSON the figures with their rows.",
    "content": {
        name.partition(";")[0]: {"schema": _FIGURES_AND_ROWS if kind is export.Format.JSON else BYTES}
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
    actor = reading_actor()
    period, number = period_between(query.first, query.last), municipality_asked(query.municipality)
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
    actor = reading_actor()
    number = municipality_asked(query.municipality) or policies.municipality_meant(actor)
    kind, period = export.Format(query.format), period_between(query.first, query.last)
    code, table = query.category, export.Table(query.table)
    pieces = export.export(actor, period, number, kind, category_code=code, table=table)
    return attached(pieces, export.MIMETYPES[kind], export.filename(period, number, kind, code, table))
