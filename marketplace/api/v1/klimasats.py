"""Calls about the report to Klimasats."""

from flask import Response

from marketplace.api.access import allows, reading_actor
from marketplace.api.asking import municipality_asked
from marketplace.api.files import attached, described
from marketplace.api.openapi import api_blueprint
from marketplace.api.problems import problems
from marketplace.api.schemas.klimasats import (
    KlimasatsAnswer,
    KlimasatsExportQuery,
    KlimasatsQuery,
    klimasats_answer,
)
from marketplace.foundation import clock
from marketplace.hours.queries import hours_by_year
from marketplace.statistics.klimasats import files, gathering
from marketplace.statistics.klimasats.assumptions import Assumptions
from marketplace.statistics.reports import factors_sheet

blueprint = api_blueprint("klimasats", "Reports")


@blueprint.get("/statistics/klimasats")
@allows("statistics:view")
@blueprint.input(KlimasatsQuery, location="query", arg_name="query")
@blueprint.output(KlimasatsAnswer)
@blueprint.doc(responses=problems(404))
def show_report(query: KlimasatsQuery) -> KlimasatsAnswer:
    """The report in figures: results so far, the next three years, the longer term, hours × rate."""
    actor = reading_actor()
    material = gathering.gather(actor, _stated(query))
    stated = material.stated
    used = factors_sheet.records(actor.language, stated.period, stated.municipality_number)
    return klimasats_answer(material, list(used))


@blueprint.get("/statistics/klimasats/export")
@allows("statistics:view")
@blueprint.input(KlimasatsExportQuery, location="query", arg_name="query")
@blueprint.doc(responses={200: described(*files.MIMETYPES.values()), **problems(404)})
def export_report(query: KlimasatsExportQuery) -> Response:
    """The report as a file in the caller's language: PDF to send, XLSX to go on reckoning."""
    stated, kind = _stated(query), query.format
    content = files.file_of(reading_actor(), stated, kind)
    return attached(content, files.MIMETYPES[kind], files.filename(stated, kind))


def _stated(query: KlimasatsQuery) -> Assumptions:
    stated = query.stated(clock.today(), hours_by_year(municipality_asked(query.municipality)))
    stated.check()
    return stated
