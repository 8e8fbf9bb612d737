"""Calls about a municipality's rules of release, its voluntary organisations, and giving to them."""

from marketplace.api.access import allows, current_actor
from marketplace.api.asking import own_municipality
from marketplace.api.openapi import api_blueprint
from marketplace.api.problems import problems
from marketplace.api.schemas.release import (
    GiftInput,
    RulesAnswer,
    RulesInput,
    VoluntaryAnswer,
    VoluntaryInput,
    VoluntaryList,
    VoluntaryQuery,
    WishList,
    voluntary_answer,
    wish_list,
)
from marketplace.listings import policies, wishes
from marketplace.listings import queries as listings
from marketplace.organisations import releasing
from marketplace.transfers import giving

blueprint = api_blueprint("release", "Release")


@blueprint.get("/release-rules")
@allows("listings:manage", "sites:manage")
@blueprint.output(RulesAnswer)
@blueprint.doc(responses=problems(404))
def show_rules() -> RulesAnswer:
    """How long the listings of the caller's municipality stay in each stage, and what it allows."""
    return _rules()


@blueprint.put("/release-rules")
@allows("sites:manage")
@blueprint.input(RulesInput, location="json", arg_name="body")
@blueprint.output(RulesAnswer)
@blueprint.doc(responses=problems(404))
def set_rules(body: RulesInput) -> RulesAnswer:
    """Say how listings are released from now on; those that are out keep their dates."""
    releasing.set_rules(current_actor(), own_municipality(), body.said())
    return _rules()


@blueprint.get("/voluntary-organisations")
@allows("sites:manage")
@blueprint.input(VoluntaryQuery, location="query", arg_name="query")
@blueprint.output(VoluntaryList)
@blueprint.doc(responses=problems(404))
def list_organisations(query: VoluntaryQuery) -> VoluntaryList:
    """Those that the caller's municipality gives to, by name; with `removed` those it no longer gives to as well."""
    found = releasing.list_voluntary(own_municipality(), closed=query.removed)
    return VoluntaryList.whole(map(voluntary_answer, found))


@blueprint.post("/voluntary-organisations")
@allows("sites:manage")
@blueprint.input(VoluntaryInput, location="json", arg_name="body")
@blueprint.output(VoluntaryAnswer, status_code=201)
@blueprint.doc(responses=problems(404))
def add_organisation(body: VoluntaryInput) -> VoluntaryAnswer:
    """Add an organisation to the list: it is written to when a listing reaches voluntary organisations."""
    return voluntary_answer(releasing.add_voluntary(current_actor(), own_municipality(), body.said()))


@blueprint.get("/voluntary-organisations/<id:organisation_id>")
@allows("sites:manage")
@blueprint.output(VoluntaryAnswer)
@blueprint.doc(responses=problems(404))
def show_organisation(organisation_id: int) -> VoluntaryAnswer:
    """An organisation on the list, or that was on it."""
    return voluntary_answer(releasing.get_voluntary(current_actor(), organisation_id))


@blueprint.put("/voluntary-organisations/<id:organisation_id>")
@allows("sites:manage")
@blueprint.input(VoluntaryInput, location="json", arg_name="body")
@blueprint.output(VoluntaryAnswer)
@blueprint.doc(responses=problems(404))
def change_organisation(organisation_id: int, body: VoluntaryInput) -> VoluntaryAnswer:
    """Change what is written about it. At another address, links in earlier letters end."""
    return voluntary_answer(releasing.change_voluntary(current_actor(), organisation_id, body.said()))


@blueprint.delete("/voluntary-organisations/<id:organisation_id>")
@allows("sites:manage")
@blueprint.output(VoluntaryAnswer)
@blueprint.doc(responses=problems(404))
def remove_organisation(organisation_id: int) -> VoluntaryAnswer:
    """Give to it no more: it gets no letters, and its links end. Removed twice is removed."""
    return voluntary_answer(releasing.close_voluntary(current_actor(), organisation_id))


@blueprint.post("/voluntary-organisations/<id:organisation_id>/reopen")
@allows("sites:manage")
@blueprint.output(VoluntaryAnswer)
@blueprint.doc(responses=problems(404))
def reopen_organisation(organisation_id: int) -> VoluntaryAnswer:
    """Give to it again."""
    return voluntary_answer(releasing.reopen_voluntary(current_actor(), organisation_id))


@blueprint.get("/listings/<id:listing_id>/voluntary-requests")
@allows("listings:manage")
@blueprint.output(WishList)
@blueprint.doc(responses=problems(404))
def list_requests(listing_id: int) -> WishList:
    """What voluntary organisations would like of a listing of the caller's, and whom a gift passes over."""
    return _wishes(listing_id)


@blueprint.post("/voluntary-requests/<id:request_id>/give")
@allows("listings:manage")
@blueprint.input(GiftInput, location="json", arg_name="body")
@blueprint.output(WishList)
@blueprint.doc(responses=problems(404, 409))
def give_away(request_id: int, body: GiftInput) -> WishList:
    """Record that an organisation got some of what it asked for: a donation, which is reuse."""
    giving.give_away(current_actor(), request_id, body.quantity, passing=body.passing_claims)
    return _wishes(wishes.get_request(request_id).listing_id)


@blueprint.post("/voluntary-requests/<id:request_id>/decline")
@allows("listings:manage")
@blueprint.output(WishList)
@blueprint.doc(responses=problems(404, 409))
def decline_request(request_id: int) -> WishList:
    """Say no to an organisation."""
    return _wishes(wishes.decline_wish(current_actor(), request_id).listing_id)


def _rules() -> RulesAnswer:
    return RulesAnswer.model_validate(releasing.rules_of(own_municipality()))


def _wishes(listing_id: int) -> WishList:
    actor = current_actor()
    listing = listings.get_listing(actor, listing_id)
    policies.may_see_wishes(actor, listing).enforce()
    return wish_list(actor, listing, wishes.list_of_listing(listing_id), giving.list_passed_over(listing))
