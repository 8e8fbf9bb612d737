"""Calls about the ledger."""

from flask import Response

from marketplace.api.access import allows, caller_language, current_actor
from marketplace.api.files import BYTES
from marketplace.api.openapi import api_blueprint
from marketplace.api.problems import problems
from marketplace.api.schemas.transfers import (
    CorrectionInput,
    NoteQuery,
    TransferAnswer,
    TransferList,
    TransfersQuery,
    transfer_answer,
)
from marketplace.transfers import printing, queries, service
from marketplace.transfers.kinds import TransferKind
from marketplace.transfers.queries import TransferFilters

blueprint = api_blueprint("transfers", "Transfers")
NOTE = {
    "description": "The file.",
    "content": {
        name: {"schema": {"type": "object"} if kind is printing.NoteFormat.JSON else BYTES}
        for kind, name in printing.MIMETYPES.items()
    },
}


@blueprint.get("/transfers")
@allows("transfers:view")
@blueprint.input(TransfersQuery, location="query", arg_name="query")
@blueprint.output(TransferList)
@blueprint.doc(responses=problems(404))
def list_transfers(query: TransfersQuery) -> TransferList:
    """The rows of the ledger that the caller may see, newest first."""
    filters = TransferFilters(query.from_on, query.to_on, query.municipality, query.category)
    page = queries.list_transfers(current_actor(), filters, query.page, query.per_page)
    return TransferList.of(page.map(lambda row: transfer_answer(row, caller_language())))


@blueprint.get("/transfers/<id:transfer_id>")
@allows("transfers:view")
@blueprint.output(TransferAnswer)
@blueprint.doc(responses=problems(404))
def show_transfer(transfer_id: int) -> TransferAnswer:
    """One row of the ledger."""
    return transfer_answer(queries.get_row(current_actor(), transfer_id), caller_language())


@blueprint.get("/transfers/<id:transfer_id>/note")
@allows("transfers:view")
@blueprint.input(NoteQuery, location="query", arg_name="query")
@blueprint.doc(responses={200: NOTE, **problems(404, 409)})
def give_note(transfer_id: int, query: NoteQuery) -> Response:
    """The transfer note of a hand-over: PDF, JSON, or both with its pictures as ZIP."""
    language = query.language or caller_language()
    name, content = printing.file_of(current_actor(), transfer_id, query.format, language)
    return Response(
        content,
        mimetype=printing.MIMETYPES[query.format],
        headers={"Content-Disposition": f"attachment; filename={name}"},
    )


@blueprint.post("/transfers/<id:transfer_id>/corrections")
@allows("transfers:record", "transfers:correct")
@blueprint.input(CorrectionInput, location="json", arg_name="body")
@blueprint.output(TransferAnswer, status_code=201)
@blueprint.doc(responses=problems(404, 409))
def take_back(transfer_id: int, body: CorrectionInput) -> TransferAnswer:
    """Take back units of a hand-over with a new row that points at it."""
    actor = current_actor()
    row = service.take_back(
        actor,
        transfer_id,
        quantity=body.quantity,
        reason=body.reason,
        kind=TransferKind(body.kind),
        offer_again=body.offer_again,
    )
    return transfer_answer(queries.describe(actor, row), caller_language())
