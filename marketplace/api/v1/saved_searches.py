"""Calls about saved searches: keep a question, and be told of what comes to answer it."""

from flask import Response

from marketplace.api.access import allows, current_actor
from marketplace.api.openapi import api_blueprint
from marketplace.api.problems import problems
from marketplace.api.schemas.base import Paged
from marketplace.api.schemas.saved_searches import (
    SavedSearchAnswer,
    SavedSearchChange,
    SavedSearchHitList,
    SavedSearchInput,
    SavedSearchList,
    SavedSearchQuery,
    hit_answer,
    saved_search_answer,
)
from marketplace.search.saved import queries, service

blueprint = api_blueprint("saved_searches", "Listings")


@blueprint.get("/saved-searches")
@allows("searches:save")
@blueprint.input(Paged, location="query", arg_name="query")
@blueprint.output(SavedSearchList)
@blueprint.doc(responses=problems())
def list_saved_searches(query: Paged) -> SavedSearchList:
    """The caller's saved searches, newest first."""
    page = queries.list_saved_searches(current_actor(), query.page, query.per_page)
    return SavedSearchList.of(page.map(lambda row: saved_search_answer(row.search)))


@blueprint.post("/saved-searches")
@allows("searches:save")
@blueprint.input(SavedSearchQuery, location="query", arg_name="query")
@blueprint.input(SavedSearchInput, location="json", arg_name="body")
@blueprint.output(SavedSearchAnswer, status_code=201)
@blueprint.doc(responses=problems(409))
def save_search(query: SavedSearchQuery, body: SavedSearchInput) -> SavedSearchAnswer:
    """Keep a search, and tell of what comes to answer it."""
    actor = current_actor()
    wanted = query.criteria(actor)
    return saved_search_answer(service.save_search(actor, wanted, body.alert, body.name))


@blueprint.get("/saved-searches/<id:saved_search_id>")
@allows("searches:save")
@blueprint.output(SavedSearchAnswer)
@blueprint.doc(responses=problems(404))
def show_saved_search(saved_search_id: int) -> SavedSearchAnswer:
    """One of the caller's."""
    return saved_search_answer(queries.get_saved_search(current_actor(), saved_search_id))


@blueprint.patch("/saved-searches/<id:saved_search_id>")
@allows("searches:save")
@blueprint.input(SavedSearchChange, location="json", arg_name="body")
@blueprint.output(SavedSearchAnswer)
@blueprint.doc(responses=problems(404))
def change_saved_search(saved_search_id: int, body: SavedSearchChange) -> SavedSearchAnswer:
    """Be told sooner, later or not, or call it something else."""
    actor = current_actor()
    return saved_search_answer(service.change_saved_search(actor, saved_search_id, alert=body.alert, name=body.name))


@blueprint.delete("/saved-searches/<id:saved_search_id>")
@allows("searches:save")
@blueprint.doc(responses={204: {"description": "It is gone."}, **problems(404)})
def delete_saved_search(saved_search_id: int) -> Response:
    """Forget it."""
    service.delete_saved_search(current_actor(), saved_search_id)
    return Response(status=204)


@blueprint.get("/saved-searches/<id:saved_search_id>/hits")
@allows("searches:save")
@blueprint.input(Paged, location="query", arg_name="query")
@blueprint.output(SavedSearchHitList)
@blueprint.doc(responses=problems(404))
def list_hits(saved_search_id: int, query: Paged) -> SavedSearchHitList:
    """What answered it since it was saved, newest first."""
    page = queries.list_hits(current_actor(), saved_search_id, query.page, query.per_page)
    return SavedSearchHitList.of(page.map(hit_answer))
