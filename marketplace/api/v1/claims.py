"""Calls about claims."""

from marketplace.api.access import allows, caller_language, current_actor
from marketplace.api.openapi import api_blueprint
from marketplace.api.problems import problems
from marketplace.api.schemas.claims import (
    AppointmentInput,
    ApproveInput,
    ClaimDetailAnswer,
    ClaimInput,
    ClaimList,
    ClaimsQuery,
    DeclineInput,
    MessageInput,
    claim_answer,
    claim_detail_answer,
)
from marketplace.api.schemas.transfers import HandOverInput, TransferAnswer, transfer_answer
from marketplace.claims import appointing, policies, queries, service
from marketplace.transfers import queries as transfers
from marketplace.transfers import service as ledger

blueprint = api_blueprint("claims", "Claims")


@blueprint.post("/listings/<id:listing_id>/claims")
@allows("claims:request")
@blueprint.input(ClaimInput, location="json", arg_name="body")
@blueprint.output(ClaimDetailAnswer, status_code=201)
@blueprint.doc(responses=problems(404, 409))
def request_claim(listing_id: int, body: ClaimInput) -> ClaimDetailAnswer:
    """Claim some of a listing; what cannot be held now waits in its queue."""
    claim = service.request_claim(
        current_actor(), listing_id, quantity=body.quantity, otherwise=body.otherwise, message=body.message
    )
    return _answer(claim.id)


@blueprint.get("/claims")
@allows(*policies.PARTIES)
@blueprint.input(ClaimsQuery, location="query", arg_name="query")
@blueprint.output(ClaimList)
@blueprint.doc(responses=problems())
def list_claims(query: ClaimsQuery) -> ClaimList:
    """The claims of the caller's side, newest first."""
    page = queries.list_claims(current_actor(), query.side, query.state, query.page, query.per_page)
    return ClaimList.of(page.map(lambda row: claim_answer(row, caller_language())))


@blueprint.get("/claims/<id:claim_id>")
@allows(*policies.PARTIES)
@blueprint.output(ClaimDetailAnswer)
@blueprint.doc(responses=problems(404))
def show_claim(claim_id: int) -> ClaimDetailAnswer:
    """One claim with its time line and messages."""
    return _answer(claim_id)


@blueprint.post("/claims/<id:claim_id>/approve")
@allows(*policies.PARTIES)
@blueprint.input(ApproveInput, location="json", arg_name="body")
@blueprint.output(ClaimDetailAnswer)
@blueprint.doc(responses=problems(404, 409))
def approve_claim(claim_id: int, body: ApproveInput) -> ClaimDetailAnswer:
    """Grant all that was asked for, or less."""
    service.approve_claim(current_actor(), claim_id, body.quantity)
    return _answer(claim_id)


@blueprint.post("/claims/<id:claim_id>/decline")
@allows(*policies.PARTIES)
@blueprint.input(DeclineInput, location="json", arg_name="body")
@blueprint.output(ClaimDetailAnswer)
@blueprint.doc(responses=problems(404, 409))
def decline_claim(claim_id: int, body: DeclineInput) -> ClaimDetailAnswer:
    """Say no, with a reason."""
    service.decline_claim(current_actor(), claim_id, body.reason)
    return _answer(claim_id)


@blueprint.post("/claims/<id:claim_id>/cancel")
@allows(*policies.PARTIES)
@blueprint.output(ClaimDetailAnswer)
@blueprint.doc(responses=problems(404, 409))
def cancel_claim(claim_id: int) -> ClaimDetailAnswer:
    """Give up what is not handed over yet."""
    service.cancel_claim(current_actor(), claim_id)
    return _answer(claim_id)


@blueprint.post("/claims/<id:claim_id>/appointment")
@allows(*policies.PARTIES)
@blueprint.input(AppointmentInput, location="json", arg_name="body")
@blueprint.output(ClaimDetailAnswer)
@blueprint.doc(responses=problems(404, 409))
def make_appointment(claim_id: int, body: AppointmentInput) -> ClaimDetailAnswer:
    """Set where and when it is fetched."""
    appointing.make_appointment(
        current_actor(), claim_id, place=body.place, from_at=body.from_at, until_at=body.until_at
    )
    return _answer(claim_id)


@blueprint.post("/claims/<id:claim_id>/messages")
@allows(*policies.PARTIES)
@blueprint.input(MessageInput, location="json", arg_name="body")
@blueprint.output(ClaimDetailAnswer)
@blueprint.doc(responses=problems(404, 409))
def send_message(claim_id: int, body: MessageInput) -> ClaimDetailAnswer:
    """Write to the other side."""
    service.send_message(current_actor(), claim_id, body.text)
    return _answer(claim_id)


@blueprint.post("/claims/<id:claim_id>/hand-over")
@allows(*policies.PARTIES)
@blueprint.input(HandOverInput, location="json", arg_name="body")
@blueprint.output(TransferAnswer, status_code=201)
@blueprint.doc(responses=problems(404, 409))
def hand_over(claim_id: int, body: HandOverInput) -> TransferAnswer:
    """Record that all that is outstanding, or some of it, changed hands."""
    actor = current_actor()
    transfer = ledger.hand_over(actor, claim_id, quantity=body.quantity, on=body.on, checked=body.checked)
    return transfer_answer(transfers.describe(actor, transfer), caller_language())


def _answer(claim_id: int) -> ClaimDetailAnswer:
    return claim_detail_answer(queries.get_detail(current_actor(), claim_id), caller_language())
