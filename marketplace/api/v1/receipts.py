"""Calls about receipts: the proof that one looked in the network before buying new."""

from flask import Response

from marketplace.api.access import allows, caller_language, current_actor
from marketplace.api.files import described
from marketplace.api.openapi import api_blueprint
from marketplace.api.problems import problems
from marketplace.api.schemas.base import Paged
from marketplace.api.schemas.receipts import ReceiptAnswer, ReceiptInput, ReceiptList, ReceiptQuery, receipt_answer
from marketplace.search.receipts import printing, queries, service

blueprint = api_blueprint("receipts", "Listings")


@blueprint.post("/search-receipts")
@allows("listings:view")
@blueprint.input(ReceiptQuery, location="query", arg_name="query")
@blueprint.input(ReceiptInput, location="json", arg_name="body")
@blueprint.output(ReceiptAnswer, status_code=201)
@blueprint.doc(responses=problems(409))
def make_receipt(query: ReceiptQuery, body: ReceiptInput) -> ReceiptAnswer:
    """Search now, and keep the question with its answer."""
    actor = current_actor()
    wanted = query.criteria(actor)
    return receipt_answer(queries.row_of(service.make_receipt(actor, wanted, body.reason)))


@blueprint.get("/search-receipts")
@allows("listings:view")
@blueprint.input(Paged, location="query", arg_name="query")
@blueprint.output(ReceiptList)
@blueprint.doc(responses=problems())
def list_receipts(query: Paged) -> ReceiptList:
    """The receipts of the caller's municipality, newest first."""
    page = queries.list_receipts(current_actor(), query.page, query.per_page)
    return ReceiptList.of(page.map(receipt_answer))


@blueprint.get("/search-receipts/<id:receipt_id>")
@allows("listings:view")
@blueprint.output(ReceiptAnswer)
@blueprint.doc(responses=problems(404))
def show_receipt(receipt_id: int) -> ReceiptAnswer:
    """One receipt."""
    return receipt_answer(queries.get_receipt(current_actor(), receipt_id))


@blueprint.get("/search-receipts/<id:receipt_id>/file")
@allows("listings:view")
@blueprint.doc(responses={200: described(printing.MIMETYPE), **problems(404)})
def give_receipt(receipt_id: int) -> Response:
    """The receipt as a PDF, in the caller's language."""
    row = queries.get_receipt(current_actor(), receipt_id)
    response = Response(printing.as_pdf(row, caller_language()), mimetype=printing.MIMETYPE)
    response.headers["Content-Disposition"] = f"attachment; filename={printing.filename(row.receipt)}"
    return response
