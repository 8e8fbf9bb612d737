"""Calls about what left otherwise."""

from marketplace.api.access import allows, caller_language, current_actor
from marketplace.api.openapi import api_blueprint
from marketplace.api.problems import problems
from marketplace.api.schemas.dispositions import (
    DispositionAnswer,
    DispositionCorrectionInput,
    DispositionInput,
    DispositionList,
    DispositionsAnswer,
    DispositionsInput,
    DispositionsQuery,
    disposition_answer,
    grams,
)
from marketplace.transfers import disposing, dispositions
from marketplace.transfers.disposing import Line
from marketplace.transfers.dispositions import DispositionFilters
from marketplace.transfers.models import Disposition

blueprint = api_blueprint("dispositions", "Dispositions")


@blueprint.get("/dispositions")
@allows("transfers:view")
@blueprint.input(DispositionsQuery, location="query", arg_name="query")
@blueprint.output(DispositionList)
@blueprint.doc(responses=problems(404))
def list_dispositions(query: DispositionsQuery) -> DispositionList:
    """What left the caller's municipality otherwise, newest first."""
    filters = DispositionFilters(query.from_on, query.to_on, query.kind, query.category, query.asset_id, query.batch)
    page = dispositions.list_dispositions(current_actor(), filters, query.page, query.per_page)
    return DispositionList.of(page.map(lambda row: disposition_answer(row, caller_language())))


@blueprint.post("/dispositions")
@allows("dispositions:record")
@blueprint.input(DispositionInput, location="json", arg_name="body")
@blueprint.output(DispositionAnswer, status_code=201)
@blueprint.doc(responses=problems(404, 409))
def record_disposition(body: DispositionInput) -> DispositionAnswer:
    """Record what left otherwise, or found new use inside the municipality."""
    row = disposing.record_disposition(
        current_actor(),
        kind=body.kind,
        quantity=body.quantity,
        on=body.on,
        category_code=body.category,
        asset_id=body.asset_id,
        weight_g=grams(body.weight_kg),
        note=body.note,
    )
    return _answers([row])[0]


@blueprint.get("/dispositions/<id:disposition_id>")
@allows("transfers:view")
@blueprint.output(DispositionAnswer)
@blueprint.doc(responses=problems(404))
def show_disposition(disposition_id: int) -> DispositionAnswer:
    """One disposition."""
    return disposition_answer(dispositions.get_row(current_actor(), disposition_id), caller_language())


@blueprint.post("/dispositions/bulk")
@allows("dispositions:record")
@blueprint.input(DispositionsInput, location="json", arg_name="body")
@blueprint.output(DispositionsAnswer, status_code=201)
@blueprint.doc(responses=problems(404, 409))
def record_dispositions(body: DispositionsInput) -> DispositionsAnswer:
    """Record units of several assets that left in the same way on the same day: all of them, or none."""
    lines = [Line(line.asset_id, line.quantity, grams(line.weight_kg)) for line in body.lines]
    rows = disposing.record_dispositions(current_actor(), lines, kind=body.kind, on=body.on, note=body.note)
    return DispositionsAnswer(items=_answers(rows), batch=rows[0].batch)


@blueprint.post("/dispositions/<id:disposition_id>/corrections")
@allows("dispositions:record")
@blueprint.input(DispositionCorrectionInput, location="json", arg_name="body")
@blueprint.output(DispositionAnswer, status_code=201)
@blueprint.doc(responses=problems(404, 409))
def correct_disposition(disposition_id: int, body: DispositionCorrectionInput) -> DispositionAnswer:
    """Take back units of a disposition that was wrong with a new row that points at it."""
    row = disposing.correct_disposition(current_actor(), disposition_id, quantity=body.quantity, reason=body.reason)
    return _answers([row])[0]


def _answers(rows: list[Disposition]) -> list[DispositionAnswer]:
    return [disposition_answer(row, caller_language()) for row in dispositions.rows_of(current_actor(), rows)]
