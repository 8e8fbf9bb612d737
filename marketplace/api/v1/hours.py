"""Calls about the hours that people spend on reuse."""

from flask import Response, request

from marketplace.api.access import allows, caller_language, current_actor
from marketplace.api.asking import municipality_asked
from marketplace.api.files import attached, described
from marketplace.api.openapi import api_blueprint
from marketplace.api.problems import problems
from marketplace.api.schemas.hours import (
    HoursAnswer,
    HoursExportQuery,
    HoursInput,
    HoursList,
    HoursPageQuery,
    HoursQuery,
    hours_answer,
)
from marketplace.hours import export, queries, service
from marketplace.hours.queries import HoursFilters

blueprint = api_blueprint("hours", "Hours")


@blueprint.get("/hours")
@allows("statistics:view")
@blueprint.input(HoursPageQuery, location="query", arg_name="query")
@blueprint.output(HoursList)
@blueprint.doc(responses=problems(404))
def list_hours(query: HoursPageQuery) -> HoursList:
    """Hours that count, newest first."""
    actor = current_actor()
    page = queries.list_hours(actor, _filters(query), query.page, query.per_page)
    return HoursList.of(page.map(lambda row: hours_answer(actor, row)))


@blueprint.post("/hours")
@allows("statistics:view")
@blueprint.input(HoursInput, location="json", arg_name="body")
@blueprint.output(HoursAnswer, status_code=201)
@blueprint.doc(responses=problems())
def record_hours(body: HoursInput) -> HoursAnswer:
    """Record what the caller spent for their municipality.

    The header `Idempotency-Key` records a call sent twice once.
    """
    return _told(service.record_hours(current_actor(), body.fields(), request.headers.get("Idempotency-Key")).id)


@blueprint.get("/hours/<id:hours_id>")
@allows("statistics:view")
@blueprint.output(HoursAnswer)
@blueprint.doc(responses=problems(404))
def show_hours(hours_id: int) -> HoursAnswer:
    """Hours of one day, removed ones too."""
    return _told(hours_id)


@blueprint.delete("/hours/<id:hours_id>")
@allows("statistics:view")
@blueprint.output(HoursAnswer)
@blueprint.doc(responses=problems(404, 409))
def remove_hours(hours_id: int) -> HoursAnswer:
    """Take back hours of one's own that were wrong: they stay, and count nothing. Record them anew to correct them."""
    return _told(service.remove_hours(current_actor(), hours_id).id)


@blueprint.get("/hours/export")
@allows("statistics:view")
@blueprint.input(HoursExportQuery, location="query", arg_name="query")
@blueprint.doc(responses={200: described(*export.MIMETYPES.values()), **problems(404)})
def export_hours(query: HoursExportQuery) -> Response:
    """Hours that count as a file, oldest first."""
    rows = queries.rows_of(current_actor(), _filters(query))
    content = export.file_of(rows, query.format, caller_language())
    return attached(content, export.MIMETYPES[query.format], f"timer.{query.format.value}")


def _filters(query: HoursQuery) -> HoursFilters:
    municipality_asked(query.municipality)
    return query.filters()


def _told(hours_id: int) -> HoursAnswer:
    actor = current_actor()
    return hours_answer(actor, queries.get_row(actor, hours_id))
