"""Calls about wanted notices: what the network wants, asking for something, and answering."""

from marketplace.api.access import allows, current_actor
from marketplace.api.openapi import api_blueprint
from marketplace.api.problems import problems
from marketplace.api.schemas.wanted import (
    WantedAnswer,
    WantedChange,
    WantedInput,
    WantedList,
    WantedMatchList,
    WantedQuery,
    WantedReply,
    WantedReplyAnswer,
    matches_answer,
    wanted_answer,
)
from marketplace.search.wanted import queries, service
from marketplace.search.wanted.fields import WantedFields

blueprint = api_blueprint("wanted", "Listings")


@blueprint.get("/wanted")
@allows("listings:view")
@blueprint.input(WantedQuery, location="query", arg_name="query")
@blueprint.output(WantedList)
@blueprint.doc(responses=problems())
def list_wanted(query: WantedQuery) -> WantedList:
    """What the network wants now, newest first."""
    actor = current_actor()
    page = queries.list_notices(actor, own=query.own, page=query.page, per_page=query.per_page)
    return WantedList.of(page.map(lambda notice: wanted_answer(actor, notice)))


@blueprint.post("/wanted")
@allows("claims:request")
@blueprint.input(WantedInput, location="json", arg_name="body")
@blueprint.output(WantedAnswer, status_code=201)
@blueprint.doc(responses=problems())
def post_wanted(body: WantedInput) -> WantedAnswer:
    """Ask the network for something."""
    actor = current_actor()
    return wanted_answer(actor, service.post_notice(actor, WantedFields(**body.said())))


@blueprint.get("/wanted/<id:notice_id>")
@allows("listings:view")
@blueprint.output(WantedAnswer)
@blueprint.doc(responses=problems(404))
def show_wanted(notice_id: int) -> WantedAnswer:
    """One notice."""
    actor = current_actor()
    return wanted_answer(actor, queries.get_notice(actor, notice_id))


@blueprint.patch("/wanted/<id:notice_id>")
@allows("claims:request")
@blueprint.input(WantedChange, location="json", arg_name="body")
@blueprint.output(WantedAnswer)
@blueprint.doc(responses=problems(404, 409))
def change_wanted(notice_id: int, body: WantedChange) -> WantedAnswer:
    """Ask for something else."""
    actor = current_actor()
    return wanted_answer(actor, service.change_notice(actor, notice_id, body.said(), body.version))


@blueprint.post("/wanted/<id:notice_id>/withdraw")
@allows("claims:request")
@blueprint.output(WantedAnswer)
@blueprint.doc(responses=problems(404, 409))
def withdraw_wanted(notice_id: int) -> WantedAnswer:
    """It is not wanted any more."""
    actor = current_actor()
    return wanted_answer(actor, service.withdraw_notice(actor, notice_id))


@blueprint.post("/wanted/<id:notice_id>/fulfil")
@allows("claims:request")
@blueprint.output(WantedAnswer)
@blueprint.doc(responses=problems(404, 409))
def fulfil_wanted(notice_id: int) -> WantedAnswer:
    """They have got it."""
    actor = current_actor()
    return wanted_answer(actor, service.fulfil_notice(actor, notice_id))


@blueprint.get("/wanted/<id:notice_id>/matches")
@allows("listings:view")
@blueprint.output(WantedMatchList)
@blueprint.doc(responses=problems(404))
def list_matches(notice_id: int) -> WantedMatchList:
    """What meets it, as far as the caller may see."""
    actor = current_actor()
    notice = queries.get_notice(actor, notice_id)
    met_by = queries.list_met_by(actor, notice)
    return matches_answer(met_by, queries.progress_of(notice, met_by))


@blueprint.post("/wanted/<id:notice_id>/answers")
@allows("listings:manage")
@blueprint.input(WantedReply, location="json", arg_name="body")
@blueprint.output(WantedReplyAnswer, status_code=201)
@blueprint.doc(responses=problems(404, 409))
def answer_wanted(notice_id: int, body: WantedReply) -> WantedReplyAnswer:
    """Say that one has it: on a listing of one's own, or on a draft that is made and filled in."""
    actor = current_actor()
    if body.listing_id is None:
        return WantedReplyAnswer(listing_id=service.answer_with_draft(actor, notice_id, body.note).id)
    service.answer_with_listing(actor, notice_id, body.listing_id, body.note)
    return WantedReplyAnswer(listing_id=body.listing_id)
