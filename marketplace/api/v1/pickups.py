"""Calls about fetching: the day's list, and an appointment for one's calendar."""

from flask import Response

from marketplace.api.access import allows, caller_language, current_actor
from marketplace.api.openapi import api_blueprint
from marketplace.api.problems import problems
from marketplace.api.schemas.base import Day, Query
from marketplace.api.schemas.claims import ClaimList, claim_answer
from marketplace.claims import calendar, pickups, policies
from marketplace.foundation import clock

blueprint = api_blueprint("pickups", "Claims")

FILE = {"description": "The file.", "content": {calendar.MIMETYPE: {"schema": {"type": "string"}}}}


class PickupsQuery(Query):
    """Which day, in Norway; today unless said."""

    day: Day | None = None


@blueprint.get("/pickups")
@allows(*policies.PARTIES)
@blueprint.input(PickupsQuery, location="query", arg_name="query")
@blueprint.output(ClaimList)
@blueprint.doc(responses=problems())
def list_pickups(query: PickupsQuery) -> ClaimList:
    """What the caller's side hands out or fetches on a day, by time; at most 200, all on one page."""
    found = pickups.list_pickups(current_actor(), query.day or clock.today())
    items = [claim_answer(row, caller_language()) for row in found]
    return ClaimList(items=items, total=len(items), page=1, per_page=pickups.MOST)


@blueprint.get("/claims/<id:claim_id>/calendar")
@allows(*policies.PARTIES)
@blueprint.doc(responses={200: FILE, **problems(404)})
def give_calendar(claim_id: int) -> Response:
    """The agreed time as an iCalendar file."""
    file = calendar.appointment_file(current_actor(), claim_id, caller_language())
    response = Response(file.content, content_type=f"{calendar.MIMETYPE}; charset=utf-8; method={file.method}")
    response.headers["Content-Disposition"] = f"attachment; filename={file.name}"
    return response
