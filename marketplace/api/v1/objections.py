"""Calls about objections to hand-overs."""

from marketplace.api.access import allows, current_actor
from marketplace.api.openapi import api_blueprint
from marketplace.api.problems import problems
from marketplace.api.schemas.objections import ObjectionInput, ObjectionList, SettlementInput, objection_list
from marketplace.claims import policies
from marketplace.transfers import objections

blueprint = api_blueprint("objections", "Transfers")


@blueprint.get("/objections")
@allows(*policies.PARTIES)
@blueprint.output(ObjectionList)
@blueprint.doc(responses=problems())
def list_waiting() -> ObjectionList:
    """The objections that are open between the caller's side and another; at most 200."""
    return objection_list(objections.list_waiting(current_actor()))


@blueprint.get("/transfers/<id:transfer_id>/objections")
@allows(*policies.PARTIES)
@blueprint.output(ObjectionList)
@blueprint.doc(responses=problems(404))
def list_objections(transfer_id: int) -> ObjectionList:
    """What was objected to a hand-over, by either side of its claim."""
    objections.get_hand_over(current_actor(), transfer_id)
    return objection_list(objections.list_of_transfer(transfer_id))


@blueprint.post("/transfers/<id:transfer_id>/objections")
@allows(*policies.PARTIES)
@blueprint.input(ObjectionInput, location="json", arg_name="body")
@blueprint.output(ObjectionList, status_code=201)
@blueprint.doc(responses=problems(404, 409))
def make_objection(transfer_id: int, body: ObjectionInput) -> ObjectionList:
    """Object to a hand-over that the other side recorded, within seven days; answers all that was objected to it."""
    objections.make_objection(current_actor(), transfer_id, body.reason)
    return objection_list(objections.list_of_transfer(transfer_id))


@blueprint.post("/objections/<id:objection_id>/settle")
@allows(*policies.PARTIES)
@blueprint.input(SettlementInput, location="json", arg_name="body")
@blueprint.output(ObjectionList)
@blueprint.doc(responses=problems(404, 409))
def settle_objection(objection_id: int, body: SettlementInput) -> ObjectionList:
    """Write how an objection was settled: the hand-over stands."""
    settled = objections.settle_objection(current_actor(), objection_id, body.answer)
    return objection_list(objections.list_of_transfer(settled.transfer_id))
