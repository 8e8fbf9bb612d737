"""Calls about objections to hand-overs."""

from marketplace.api.access import allows, current_actor
from marketplace.api.openapi import api_blueprint
from marketplace.api.problems import problems
from marketplace.api.schemas.objections import ObjectionInput, ObjectionList, SettlementInput, objection_list
from marketplace.claims import policies as claims
from marketplace.transfers import objections, policies, settling

blueprint = api_blueprint("objections", "Transfers")


@blueprint.get("/objections")
@allows(*policies.SETTLING)
@blueprint.output(ObjectionList)
@blueprint.doc(responses=problems())
def list_waiting() -> ObjectionList:
    """The open objections between the caller's side and another, or laid before the caller; at most 200."""
    return objection_list(objections.list_waiting(current_actor()))


@blueprint.get("/transfers/<id:transfer_id>/objections")
@allows(*policies.SETTLING)
@blueprint.output(ObjectionList)
@blueprint.doc(responses=problems(404))
def list_objections(transfer_id: int) -> ObjectionList:
    """What was objected to a hand-over, for either side of its claim, and the project lead."""
    objections.get_hand_over(current_actor(), transfer_id)
    return objection_list(objections.list_of_transfer(current_actor(), transfer_id))


@blueprint.post("/transfers/<id:transfer_id>/objections")
@allows(*claims.PARTIES)
@blueprint.input(ObjectionInput, location="json", arg_name="body")
@blueprint.output(ObjectionList, status_code=201)
@blueprint.doc(responses=problems(404, 409))
def make_objection(transfer_id: int, body: ObjectionInput) -> ObjectionList:
    """Object to a hand-over that the other side recorded, within seven days; answers all that was objected to it."""
    objections.make_objection(current_actor(), transfer_id, body.reason)
    return objection_list(objections.list_of_transfer(current_actor(), transfer_id))


@blueprint.post("/objections/<id:objection_id>/settle")
@allows(*policies.SETTLING)
@blueprint.input(SettlementInput, location="json", arg_name="body")
@blueprint.output(ObjectionList)
@blueprint.doc(responses=problems(404, 409))
def settle_objection(objection_id: int, body: SettlementInput) -> ObjectionList:
    """Write how an objection was settled: the hand-over stands, as recorded or as corrected since.

    For the side that objected; from `raised_on` also for the project lead, or an administrator within one.
    """
    settled = settling.settle_objection(current_actor(), objection_id, body.answer)
    return objection_list(objections.list_of_transfer(current_actor(), settled.transfer_id))
