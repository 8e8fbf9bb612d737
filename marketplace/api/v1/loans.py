"""Calls about loans."""

from marketplace.api.access import allows, current_actor
from marketplace.api.openapi import api_blueprint
from marketplace.api.problems import problems
from marketplace.api.schemas.loans import (
    ExtendLoanInput,
    GiveBackInput,
    LendInput,
    LoanAnswer,
    LoanList,
    LoansQuery,
    loan_answer,
)
from marketplace.claims import policies
from marketplace.transfers import lending, loans

blueprint = api_blueprint("loans", "Loans")


@blueprint.get("/loans")
@allows(*policies.PARTIES)
@blueprint.input(LoansQuery, location="query", arg_name="query")
@blueprint.output(LoanList)
@blueprint.doc(responses=problems())
def list_loans(query: LoansQuery) -> LoanList:
    """The loans of the caller's side: what is away, the soonest due first, or what is back."""
    page = lending.list_loans(current_actor(), query.side, query.ended, query.page, query.per_page)
    return LoanList.of(page.map(loan_answer))


@blueprint.get("/loans/<id:loan_id>")
@allows(*policies.PARTIES)
@blueprint.output(LoanAnswer)
@blueprint.doc(responses=problems(404))
def show_loan(loan_id: int) -> LoanAnswer:
    """One loan."""
    return _answer(loan_id)


@blueprint.post("/claims/<id:claim_id>/lend")
@allows(*policies.PARTIES)
@blueprint.input(LendInput, location="json", arg_name="body")
@blueprint.output(LoanAnswer, status_code=201)
@blueprint.doc(responses=problems(404, 409))
def lend(claim_id: int, body: LendInput) -> LoanAnswer:
    """Record that what was approved, or some of it, was taken out on loan today."""
    return _answer(loans.lend(current_actor(), claim_id, quantity=body.quantity, due_on=body.due_on).id)


@blueprint.post("/loans/<id:loan_id>/return")
@allows(*policies.PARTIES)
@blueprint.input(GiveBackInput, location="json", arg_name="body")
@blueprint.output(LoanAnswer)
@blueprint.doc(responses=problems(404, 409))
def give_back(loan_id: int, body: GiveBackInput) -> LoanAnswer:
    """Record that all that is away, or some of it, is back."""
    loans.give_back(current_actor(), loan_id, body.quantity, body.note)
    return _answer(loan_id)


@blueprint.post("/loans/<id:loan_id>/extend")
@allows(*policies.PARTIES)
@blueprint.input(ExtendLoanInput, location="json", arg_name="body")
@blueprint.output(LoanAnswer)
@blueprint.doc(responses=problems(404, 409))
def extend(loan_id: int, body: ExtendLoanInput) -> LoanAnswer:
    """Put off the last day."""
    loans.extend(current_actor(), loan_id, body.due_on)
    return _answer(loan_id)


def _answer(loan_id: int) -> LoanAnswer:
    return loan_answer(lending.get_loan(current_actor(), loan_id))
