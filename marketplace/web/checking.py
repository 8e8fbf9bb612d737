"""What a code on paper stands for: a transfer note, or a receipt of a search."""

from datetime import date

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from marketplace.foundation import codes
from marketplace.foundation.errors import NotFound
from marketplace.organisations.geography import place_of
from marketplace.search.receipts import policies as receipt_policies
from marketplace.search.receipts import queries as receipts
from marketplace.search.receipts import questions
from marketplace.transfers import notes, policies, queries
from marketplace.web.access import current_actor, public
from marketplace.web.limits import limiter
from marketplace.web.locale import reader_language

blueprint = Blueprint("checking", __name__)


@blueprint.get("/kontroll")
@public
def ask() -> ResponseReturnValue:
    """Where the code of a note is written in."""
    code = request.args.get("kode", "").strip()
    return redirect(url_for("checking.check", code=code)) if code else render_template("transfers/check.html", code="")


@blueprint.get("/kontroll/<string(maxlength=40):code>")
@public
@limiter.limit("30/minute")
def check(code: str) -> ResponseReturnValue:
    """Whether a note or receipt is true, and how it stands today. Whoever holds the code has read as much on paper."""
    try:
        note, transfer = notes.find_by_code(code)
    except NotFound:
        return _check_receipt(code)
    return render_template(
        "transfers/check.html",
        code=codes.spaced(note.code),
        note=note,
        facts=note.facts,
        note_day=date.fromisoformat(note.facts["on"]),
        left=notes.left_of(note),
        objected=transfer.id in queries.objected_to([transfer.id]),
        transfer_id=transfer.id if policies.may_view_transfer(current_actor(), transfer) else None,
    )


def _check_receipt(code: str) -> ResponseReturnValue:
    try:
        receipt = receipts.find_by_code(code)
    except NotFound:
        return render_template("transfers/check.html", code=code, wrong=True), NotFound.status
    return render_template(
        "receipts/check.html",
        code=codes.spaced(receipt.code),
        receipt=receipt,
        place=place_of(receipt.municipality_number).name,
        question=questions.in_words(receipt.question, reader_language()),
        is_own=bool(receipt_policies.may_view_receipt(current_actor(), receipt)),
    )
