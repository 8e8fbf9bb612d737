"""Claims: asking from a listing, the list of both sides, and the page of one with all that can be done."""

import dataclasses
from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_wtf import FlaskForm

from marketplace.claims import appointing, policies, queries, service
from marketplace.claims.rows import ClaimRow
from marketplace.claims.states import ClaimState
from marketplace.foundation.errors import Conflict, Invalid, Refusal
from marketplace.listings import queries as listings
from marketplace.listings.models import Listing
from marketplace.transfers import service as ledger
from marketplace.web import claim_page, listing_page
from marketplace.web.access import allows, current_actor
from marketplace.web.forms.claims import (
    AppointmentForm,
    ApproveForm,
    ClaimForm,
    DeclineForm,
    HandOverForm,
    MessageForm,
)
from marketplace.web.forms.listings import new_key
from marketplace.web.forms.trying import trying
from marketplace.web.locale import reader_language
from marketplace.web.paging import page_number
from marketplace.wording.refusals import refusal_in_words

blueprint = Blueprint("claims", __name__)

SIDES = ("owner", "claimant")
_RENAMED = {"from": "from_time", "until": "until_time"}


@blueprint.app_context_processor
def box() -> dict[str, Any]:
    """What `claims/_box.html` asks for wherever it is included."""
    return {
        "claim_form": _blank_form,
        "own_claims_on": _own_claims_on,
        "claim_state_label": claim_page.state_label,
        "refusal_words": _refusal_words,
    }


@blueprint.post("/annonser/<id:listing_id>/foresporsler")
@allows("claims:request")
def request_claim(listing_id: int) -> ResponseReturnValue:
    """Ask for some of a listing, and say what happens now."""
    actor, form = current_actor(), ClaimForm()
    claim, status = trying(form, lambda: service.request_claim(actor, listing_id, **form.said()))
    if "HX-Request" in request.headers:
        listing = listings.get_listing(actor, listing_id)
        return render_template("claims/_box.html", **_box(listing, form, claim.id if claim else None)), status
    if claim is not None:
        flash(gettext("Forespørselen er sendt."))
        return redirect(url_for("claims.show", claim_id=claim.id))
    if status == Conflict.status:
        flash(_all_errors(form), "danger")
        return redirect(url_for("listings.show", listing_id=listing_id))
    listing = listings.get_listing(actor, listing_id)
    gathered = listing_page.gather(actor, listing)
    return render_template("listings/show.html", preview=False, box_form=form, **gathered), status


@blueprint.get("/foresporsler")
@allows(*policies.PARTIES)
def index() -> ResponseReturnValue:
    """The claims of both sides, or of one, in any state or one."""
    side = request.args.get("side")
    side = side if side in SIDES else None
    state = request.args.get("tilstand")
    chosen = ClaimState(state) if state in list(ClaimState) else None
    number = page_number()
    page = queries.list_claims(current_actor(), side, [chosen] if chosen else [], number)
    return render_template(
        "claims/index.html", page=page, side=side, state=chosen, states=list(ClaimState), **claim_page.words()
    )


@blueprint.get("/foresporsler/<id:claim_id>")
@allows(*policies.PARTIES)
def show(claim_id: int) -> ResponseReturnValue:
    """One claim, as both sides see it."""
    return render_template("claims/show.html", **claim_page.gather(current_actor(), claim_id))


@blueprint.post("/foresporsler/<id:claim_id>/godkjenn")
@allows(*policies.PARTIES)
def approve(claim_id: int) -> ResponseReturnValue:
    """Grant all, or less."""
    form = ApproveForm(prefix="godkjenn")
    return do(
        claim_id,
        lambda: service.approve_claim(current_actor(), claim_id, form.said()),
        gettext("Forespørselen er godkjent. Avtal når det hentes."),
        "approve",
        form,
    )


@blueprint.post("/foresporsler/<id:claim_id>/avsla")
@allows(*policies.PARTIES)
def decline(claim_id: int) -> ResponseReturnValue:
    """Say no, with a reason."""
    form = DeclineForm(prefix="avsla")
    return do(
        claim_id,
        lambda: service.decline_claim(current_actor(), claim_id, form.reason.data or ""),
        gettext("Forespørselen er avslått, og de som spurte, får vite hvorfor."),
        "decline",
        form,
    )


@blueprint.get("/foresporsler/<id:claim_id>/trekk")
@allows(*policies.PARTIES)
def confirm_cancellation(claim_id: int) -> ResponseReturnValue:
    """What is lost by giving it up, before it is done."""
    actor = current_actor()
    claim = queries.get_claim(actor, claim_id)
    policies.may_cancel(actor, claim).enforce()
    return render_template("claims/cancel.html", claim=queries.get_detail(actor, claim_id).row)


@blueprint.post("/foresporsler/<id:claim_id>/trekk")
@allows(*policies.PARTIES)
def cancel(claim_id: int) -> ResponseReturnValue:
    """Give up what is not handed over."""
    return do(
        claim_id,
        lambda: service.cancel_claim(current_actor(), claim_id),
        gettext("Forespørselen er trukket. Det som var holdt av, går til den neste."),
    )


@blueprint.post("/foresporsler/<id:claim_id>/henting")
@allows(*policies.PARTIES)
def make_appointment(claim_id: int) -> ResponseReturnValue:
    """Set where and when it is fetched."""
    form = AppointmentForm(prefix="henting")
    return do(
        claim_id,
        lambda: _appoint(claim_id, form),
        gettext("Hentetiden er satt. Den andre siden får beskjed."),
        "appointment",
        form,
    )


@blueprint.post("/foresporsler/<id:claim_id>/melding")
@allows(*policies.PARTIES)
def send_message(claim_id: int) -> ResponseReturnValue:
    """Write to the other side; the thread alone is answered where script asked."""
    actor, form = current_actor(), MessageForm(prefix="melding")
    key = form.submission_key.data
    sent, status = trying(form, lambda: service.send_message(actor, claim_id, form.text.data or "", key))
    if "HX-Request" in request.headers:
        shown = claim_page.messages(actor, claim_id, None if sent else form)
        return render_template("claims/_messages.html", **shown), status
    if sent is None:
        return render_template("claims/show.html", **claim_page.gather(actor, claim_id, {"message": form})), status
    flash(gettext("Meldingen er sendt."))
    return redirect(url_for("claims.show", claim_id=claim_id, _anchor="meldinger"))


@blueprint.post("/foresporsler/<id:claim_id>/overlevering")
@allows(*policies.PARTIES)
def hand_over(claim_id: int) -> ResponseReturnValue:
    """Record that some or all of it changed hands."""
    form = HandOverForm(prefix="overlevering")
    return do(
        claim_id,
        lambda: ledger.hand_over(current_actor(), claim_id, **form.said()),
        gettext("Overleveringen er registrert. Det som er overlevert, står nå i mottakerens inventar."),
        "hand_over",
        form,
    )


def do(
    claim_id: int, act: Callable[[], object], told: str, name: str = "", form: FlaskForm | None = None
) -> ResponseReturnValue:
    """Do it and tell; what is wrong in the form is shown on it, and what has changed meanwhile is told."""
    filled = FlaskForm() if form is None else form
    queries.get_claim(current_actor(), claim_id)
    done, status = trying(filled, act)
    if status == Invalid.status and form is not None:
        gathered = claim_page.gather(current_actor(), claim_id, {name: form})
        return render_template("claims/show.html", **gathered), status
    flash(told if done is not None else _all_errors(filled), _category(status))
    return redirect(url_for("claims.show", claim_id=claim_id))


def _all_errors(form: FlaskForm) -> str:
    return " ".join(str(error) for error in form.form_errors)


def _category(status: int) -> str:
    return "success" if status < Conflict.status else "danger"


def _appoint(claim_id: int, form: AppointmentForm) -> object:
    try:
        return appointing.make_appointment(current_actor(), claim_id, **form.said())
    except Invalid as refusal:
        fields = tuple(dataclasses.replace(e, field=_RENAMED.get(e.field, e.field)) for e in refusal.fields)
        raise Invalid(refusal.code, fields=fields) from refusal


def _blank_form(listing: Listing) -> ClaimForm:
    quantity = policies.whole_of(listing) if listing.indivisible else 1
    return ClaimForm(formdata=None, data={"quantity": quantity, "submission_key": new_key()})


def _own_claims_on(listing: Listing) -> list[ClaimRow]:
    return queries.list_own_open(current_actor(), listing.id)


def _refusal_words(refusal: Refusal) -> str:
    return refusal_in_words(reader_language(), refusal)


def _box(listing: Listing, form: ClaimForm, claim_id: int | None) -> dict[str, Any]:
    return {
        "listing": listing,
        "available": queries.available_quantities([listing.id])[listing.id],
        "queued": queries.count_queued(listing.id),
        "may_claim": policies.may_claim(current_actor(), listing),
        "box_form": None if claim_id else form,
        "new_claim_id": claim_id,
    }
