"""Calls about the report to Klimasats."""

from dataclasses import replace

from flask import Response

from marketplace.api.access import allows, caller_language, current_actor
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
from marketplace.foundation.actor import Actor
from marketplace.hours.queries import hours_by_year
from marketplace.organisations import queries as organisations
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
    actor = _reading()
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
    content = files.file_of(_reading(), stated, kind)
    return attached([content], files.MIMETYPES[kind], files.filename(stated, kind))


def _stated(query: KlimasatsQuery) -> Assumptions:
    if query.municipality is not None:
        organisations.get_municipality(query.municipality)
    stated = query.stated(clock.today(), hours_by_year(query.municipality))
    stated.check()
    return stated


def _reading() -> Actor:
    return replace(current_actor(), language=caller_language())
