"""Queues: answering an offer, more time, taking up again, claims side by side, draws, and a municipality's times."""

from dataclasses import asdict
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_wtf import FlaskForm

from marketplace.claims import comparing, draws, policies, rules, service
from marketplace.foundation.errors import Invalid
from marketplace.web import claim_page
from marketplace.web.access import allows, current_actor
from marketplace.web.claims import do
from marketplace.web.forms.claims import ApproveForm, DeclineForm
from marketplace.web.forms.queues import MoreTimeForm, TimesForm
from marketplace.web.forms.trying import trying
from marketplace.web.organisations import wanted_municipality

blueprint = Blueprint("queues", __name__)


@blueprint.post("/foresporsler/<id:claim_id>/ja")
@allows(*policies.PARTIES)
def accept(claim_id: int) -> ResponseReturnValue:
    """Say yes to what became free."""
    return do(
        claim_id,
        lambda: service.accept_offer(current_actor(), claim_id),
        gettext("Dere har sagt ja. Eieren har fått beskjed."),
    )


@blueprint.post("/foresporsler/<id:claim_id>/mer-tid")
@allows(*policies.PARTIES)
def extend(claim_id: int) -> ResponseReturnValue:
    """Put off by when it is to be fetched."""
    form = MoreTimeForm(prefix="frist")
    return do(
        claim_id,
        lambda: service.extend_claim(current_actor(), claim_id, form.until.data),
        gettext("Fristen er utsatt. Den andre siden får beskjed."),
        "more_time",
        form,
    )


@blueprint.post("/foresporsler/<id:claim_id>/ta-opp-igjen")
@allows(*policies.PARTIES)
def restore(claim_id: int) -> ResponseReturnValue:
    """Take up again what lapsed."""
    return do(
        claim_id,
        lambda: service.restore_claim(current_actor(), claim_id),
        gettext("Forespørselen er tatt opp igjen. De som spurte, får beskjed."),
    )


@blueprint.get("/annonser/<id:listing_id>/foresporsler")
@allows("claims:decide")
def compare(listing_id: int) -> ResponseReturnValue:
    """All claims on a listing side by side."""
    return _comparison(listing_id)


@blueprint.post("/annonser/<id:listing_id>/foresporsler/<id:claim_id>/godkjenn")
@allows("claims:decide")
def approve(listing_id: int, claim_id: int) -> ResponseReturnValue:
    """Grant all of one, or less."""
    form = ApproveForm(prefix=f"godkjenn-{claim_id}")
    comparing.find_compared(comparing.compare_claims(current_actor(), listing_id), claim_id)
    done, status = trying(form, lambda: service.approve_claim(current_actor(), claim_id, form.said()))
    return _answer(listing_id, claim_id, form, status, gettext("Forespørselen er godkjent.") if done else "")


@blueprint.post("/annonser/<id:listing_id>/foresporsler/<id:claim_id>/avsla")
@allows("claims:decide")
def decline(listing_id: int, claim_id: int) -> ResponseReturnValue:
    """Say no to one, with a reason."""
    form = DeclineForm(prefix=f"avsla-{claim_id}")
    comparing.find_compared(comparing.compare_claims(current_actor(), listing_id), claim_id)
    done, status = trying(form, lambda: service.decline_claim(current_actor(), claim_id, form.reason.data or ""))
    return _answer(listing_id, claim_id, form, status, gettext("Forespørselen er avslått.") if done else "")


@blueprint.get("/annonser/<id:listing_id>/trekning")
@allows("listings:view")
def draw(listing_id: int) -> ResponseReturnValue:
    """A draw, and how anybody can check it."""
    return render_template("queues/draw.html", draw=draws.get_draw(current_actor(), listing_id))


@blueprint.route("/kommune/frister", methods=["GET", "POST"])
@allows("sites:manage")
def times() -> ResponseReturnValue:
    """How long the municipality gives others."""
    actor = current_actor()
    municipality = wanted_municipality(actor)
    form, status = TimesForm(data=asdict(rules.times_of(municipality.number))), 200
    if form.is_submitted():
        kept, status = trying(form, lambda: rules.set_times(actor, municipality.number, form.said()))
        if kept is not None:
            flash(gettext("Fristene er lagret. De gjelder fra nå av."))
            return redirect(url_for("organisations.show", kommune=municipality.number))
    return render_template("queues/times.html", form=form, municipality=municipality), status


def _answer(listing_id: int, claim_id: int, form: FlaskForm, status: int, told: str) -> ResponseReturnValue:
    if status == Invalid.status:
        return _comparison(listing_id, {claim_id: form}, status)
    flash(told or " ".join(str(error) for error in form.form_errors), "success" if told else "danger")
    return redirect(url_for("queues.compare", listing_id=listing_id))


def _comparison(listing_id: int, filled: dict[int, FlaskForm] | None = None, status: int = 200) -> ResponseReturnValue:
    comparison = comparing.compare_claims(current_actor(), listing_id)
    forms = {
        one.row.id: _forms(one, comparison.grantable_quantity, (filled or {}).get(one.row.id))
        for one in comparison.claims
    }
    return render_template("queues/compare.html", compared=comparison, forms=forms, **claim_page.words()), status


def _forms(one: comparing.Compared, most: int, filled: FlaskForm | None) -> dict[str, Any]:
    number, asked = one.row.id, one.row.quantity
    granted = asked if one.row.indivisible else min(asked, max(most, 1))
    approving = ApproveForm(formdata=None, prefix=f"godkjenn-{number}", data={"quantity": granted})
    declining = DeclineForm(formdata=None, prefix=f"avsla-{number}")
    return {
        "approve": filled if isinstance(filled, ApproveForm) else approving,
        "decline": filled if isinstance(filled, DeclineForm) else declining,
        "filled": filled,
    }
