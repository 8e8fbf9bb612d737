"""Loans: what is away and until when, and recording that it goes out, is put off or comes back."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_wtf import FlaskForm

from marketplace.claims import policies
from marketplace.claims import queries as claims
from marketplace.foundation.errors import Conflict, Invalid
from marketplace.transfers import lending, loans
from marketplace.web import claim_page
from marketplace.web.access import allows, current_actor
from marketplace.web.forms.loans import ExtendForm, GiveBackForm, LendForm
from marketplace.web.forms.trying import trying
from marketplace.web.paging import page_number

blueprint = Blueprint("loans", __name__)

SIDES = ("owner", "claimant")


@blueprint.get("/utlaan")
@allows(*policies.PARTIES)
def index() -> ResponseReturnValue:
    """What is away, the soonest due first; or what is back."""
    side = request.args.get("side")
    side = side if side in SIDES else None
    ended = request.args.get("levert") == "1"
    number = page_number()
    page = lending.list_loans(current_actor(), side, ended, number)
    return render_template("loans/index.html", page=page, side=side, ended=ended)


@blueprint.post("/foresporsler/<id:claim_id>/utlaan")
@allows(*policies.PARTIES)
def lend(claim_id: int) -> ResponseReturnValue:
    """Record that it was taken out."""
    form = LendForm(prefix="utlaan")
    claims.get_claim(current_actor(), claim_id)
    told = gettext("Utlånet er registrert. Vi minner om det før siste dag.")
    return _do(claim_id, lambda: loans.lend(current_actor(), claim_id, **form.said()), told, "lend", form)


@blueprint.post("/utlaan/<id:loan_id>/retur")
@allows(*policies.PARTIES)
def give_back(loan_id: int) -> ResponseReturnValue:
    """Record that some or all is back."""
    form = GiveBackForm(prefix="retur")
    loan = lending.get_loan(current_actor(), loan_id)
    told = gettext("Det er registrert som levert tilbake, og er ledig for den neste.")
    return _do(loan.claim.id, lambda: loans.give_back(current_actor(), loan_id, **form.said()), told, "give_back", form)


@blueprint.post("/utlaan/<id:loan_id>/forleng")
@allows(*policies.PARTIES)
def extend(loan_id: int) -> ResponseReturnValue:
    """Put off the last day."""
    form = ExtendForm(prefix="forleng")
    loan = lending.get_loan(current_actor(), loan_id)
    told = gettext("Lånet er forlenget. Den andre siden får beskjed.")
    return _do(loan.claim.id, lambda: loans.extend(current_actor(), loan_id, form.said()), told, "extend_loan", form)


def _do(claim_id: int, act: Callable[[], object], told: str, name: str, form: FlaskForm) -> ResponseReturnValue:
    """Do it and tell, or show the claim's page with what is wrong on the form."""
    done, status = trying(form, act)
    if status == Invalid.status:
        return render_template("claims/show.html", **claim_page.gather(current_actor(), claim_id, {name: form})), status
    words = told if done is not None else " ".join(str(error) for error in form.form_errors)
    flash(words, "success" if status < Conflict.status else "danger")
    return redirect(url_for("claims.show", claim_id=claim_id))
