"""What the pages of claims show: the one claim with its forms, its next step, and the words of states and steps."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from flask_babel import gettext
from flask_wtf import FlaskForm

from marketplace.catalogue.checks import checks_for
from marketplace.claims import queries, windows
from marketplace.claims.rows import ClaimDetail, ClaimRow, StepRow
from marketplace.claims.states import ClaimState, Otherwise, StepKind
from marketplace.foundation import clock
from marketplace.foundation.actor import Actor
from marketplace.listings import queries as listings
from marketplace.listings.states import Allocation
from marketplace.organisations import queries as organisations
from marketplace.transfers import lending, objections
from marketplace.transfers import queries as transfers
from marketplace.transfers.lending import LoanRow
from marketplace.web import run_page
from marketplace.web.formatting import day as day_of
from marketplace.web.forms.claims import AppointmentForm, ApproveForm, DeclineForm, HandOverForm, MessageForm
from marketplace.web.forms.listings import new_key
from marketplace.web.forms.loans import ExtendForm, GiveBackForm, LendForm
from marketplace.web.forms.pickups import ChoiceForm
from marketplace.web.forms.queues import MoreTimeForm
from marketplace.web.locale import reader_language
from marketplace.wording.claims import decline_reason

SETS_DEADLINE = (StepKind.ADVANCED, StepKind.REMINDED, StepKind.EXTENDED)


def gather(actor: Actor, claim_id: int, filled: Mapping[str, FlaskForm] | None = None) -> dict[str, Any]:
    """Everything that `claims/show.html` needs; `filled` are forms to show as they were sent."""
    detail = queries.get_detail(actor, claim_id)
    row = detail.row
    loan = lending.find_of_claim(actor, claim_id) if row.loan_days else None
    return {
        "loan": loan,
        "detail": detail,
        "claim": row,
        "checks": checks_for(row.category_code),
        "now": next_step(row),
        "opened": next(iter(filled), None) if filled else None,
        "forms": {**_forms(detail), **_loan_forms(row, loan), **(filled or {})},
        "photo": listings.photos_of([row.listing_id]).get(row.listing_id, []),
        "sees_listing": row.listing_id in listings.cards_of(actor, [row.listing_id]),
        "transfers": transfers.list_of_claim(actor, claim_id),
        "hand_overs": objections.list_hand_overs(actor, claim_id),
        **_windows(row),
        **run_page.of_claim(actor, row),
        "decline_reason": decline_reason(reader_language(), row.decline_reason),
        **words(),
    }


def messages(actor: Actor, claim_id: int, form: FlaskForm | None = None) -> dict[str, Any]:
    """Everything that `claims/_messages.html` needs."""
    detail = queries.get_detail(actor, claim_id)
    return {"detail": detail, "claim": detail.row, "forms": {"message": form or _message_form()}}


def next_step(row: ClaimRow) -> str:
    """What the reader's side should do next: decide, answer, agree, hand_over; or what it waits for; or ended."""
    if row.state == ClaimState.REQUESTED:
        return _next_of_requested(row)
    if row.state == ClaimState.QUEUED:
        return "wait_in_queue"
    if row.state == ClaimState.APPROVED:
        ready = row.appointment or row.handed_over_quantity
        return ("lend" if row.loan_days else "hand_over") if ready else "agree"
    if row.state == ClaimState.LAPSED and "restore" in row.actions:
        return "restore"
    return "bring_back" if row.state == ClaimState.ON_LOAN else "ended"


def _next_of_requested(row: ClaimRow) -> str:
    if row.is_owner and row.allocation == Allocation.OWNER:
        return "decide"
    if "accept" in row.actions:
        return "answer"
    return "wait_for_claimant" if row.answer_by else "wait_for_answer"


def words() -> dict[str, Any]:
    """What templates need to name states, steps and answers."""
    return {
        "state_label": state_label,
        "state_color": state_color,
        "step_heading": step_heading,
        "step_note": step_note,
        "otherwise_label": otherwise_label,
    }


def state_label(state: ClaimState) -> str:
    """A claim's state in words."""
    words: dict[ClaimState, str] = {
        ClaimState.REQUESTED: gettext("Venter på svar"),
        ClaimState.QUEUED: gettext("I kø"),
        ClaimState.APPROVED: gettext("Godkjent"),
        ClaimState.DECLINED: gettext("Avslått"),
        ClaimState.CANCELLED: gettext("Trukket"),
        ClaimState.HANDED_OVER: gettext("Overlevert"),
        ClaimState.LAPSED: gettext("Falt bort"),
        ClaimState.ON_LOAN: gettext("Utlånt"),
        ClaimState.GIVEN_BACK: gettext("Levert tilbake"),
    }
    return words[state]


def state_color(state: ClaimState) -> str:
    """The colour of a state's tag."""
    colors = {
        ClaimState.REQUESTED: "warning",
        ClaimState.QUEUED: "info",
        ClaimState.APPROVED: "success",
        ClaimState.HANDED_OVER: "success",
        ClaimState.ON_LOAN: "info",
    }
    return colors.get(state, "neutral")


def otherwise_label(otherwise: Otherwise) -> str:
    """What the claimant would otherwise have done."""
    words: dict[Otherwise, str] = {
        Otherwise.BUY_NEW: gettext("Kjøpt nytt"),
        Otherwise.BUY_USED: gettext("Kjøpt brukt"),
        Otherwise.DO_WITHOUT: gettext("Klart seg uten"),
        Otherwise.UNKNOWN: gettext("Vet ikke"),
    }
    return words[otherwise]


def step_heading(step: StepRow) -> str:
    """A line of the time line."""
    words: dict[StepKind, str] = {
        StepKind.REQUESTED: gettext("Ba om %(quantity)s stk.", quantity=step.quantity),
        StepKind.QUEUED: gettext("Satt i kø"),
        StepKind.ADVANCED: gettext("Fikk tur: %(quantity)s stk. holdes av", quantity=step.quantity),
        StepKind.APPROVED: gettext("Godkjent: %(quantity)s stk.", quantity=step.quantity),
        StepKind.DECLINED: gettext("Avslått"),
        StepKind.CANCELLED: gettext("Trukket: %(quantity)s stk.", quantity=step.quantity),
        StepKind.APPOINTED: gettext("Avtalte henting"),
        StepKind.UNAPPOINTED: gettext("Avlyste hentingen"),
        StepKind.HANDED_OVER: gettext("Overlevert: %(quantity)s stk.", quantity=step.quantity),
        StepKind.LENT: gettext("Lånt ut: %(quantity)s stk.", quantity=step.quantity),
        StepKind.LOAN_EXTENDED: gettext("Forlenget lånet"),
        StepKind.GIVEN_BACK: gettext("Levert tilbake: %(quantity)s stk.", quantity=step.quantity),
        StepKind.HANDED_ON: gettext("Tok over etter en kollega"),
        StepKind.RETURNED: gettext("Tatt tilbake: %(quantity)s stk.", quantity=step.quantity),
        StepKind.OBJECTED: gettext("Innvending mot overleveringen av %(quantity)s stk.", quantity=step.quantity),
        StepKind.SETTLED: gettext("Innvendingen er avklart"),
        StepKind.ACCEPTED: gettext("Sa ja til tilbudet"),
        StepKind.SENT_BACK: gettext("Tilbake i køen"),
        StepKind.DRAWN: gettext("Trukket ut som nummer %(number)s", number=step.quantity),
        StepKind.REMINDED: gettext("Minnet om fristen") if step.note else gettext("Eieren er minnet om å svare"),
        StepKind.EXTENDED: gettext("Fikk mer tid til å hente"),
        StepKind.LAPSED: gettext("Falt bort: %(quantity)s stk.", quantity=step.quantity),
        StepKind.RESTORED: gettext("Tatt opp igjen av eieren"),
    }
    return words[step.kind]


def step_note(step: StepRow) -> str:
    """What was written on a line of the time line, or the deadline that it set."""
    if step.kind in SETS_DEADLINE:
        return gettext("Frist: %(day)s", day=day_of(date.fromisoformat(step.note))) if step.note else ""
    if step.kind in (StepKind.LENT, StepKind.LOAN_EXTENDED):
        return str(gettext("Til og med %(day)s", day=day_of(date.fromisoformat(step.note))))
    return decline_reason(reader_language(), step.note)


def _forms(detail: ClaimDetail) -> dict[str, FlaskForm]:
    row, today = detail.row, clock.today()
    granted = min(row.quantity, detail.grantable_quantity) if row.state == ClaimState.QUEUED else row.quantity
    agreed = row.appointment
    return {
        "approve": ApproveForm(formdata=None, prefix="godkjenn", data={"quantity": granted}),
        "decline": DeclineForm(formdata=None, prefix="avsla"),
        "more_time": MoreTimeForm(formdata=None, prefix="frist"),
        "appointment": AppointmentForm(
            formdata=None,
            prefix="henting",
            data={
                "place": agreed.place if agreed else _place(row),
                "on": clock.local_date(agreed.from_at) if agreed else None,
                "from_time": agreed.from_at.astimezone(clock.OSLO).time() if agreed else None,
                "until_time": agreed.until_at.astimezone(clock.OSLO).time() if agreed else None,
            },
        ),
        "message": _message_form(),
        "hand_over": HandOverForm(
            formdata=None,
            prefix="overlevering",
            data={"quantity": row.outstanding_quantity, "on": today, "submission_key": new_key()},
        ),
    }


def _windows(row: ClaimRow) -> dict[str, Any]:
    offered = windows.list_to_choose(row.id) if "appointment" in row.actions else []
    chosen = row.appointment.window_id if row.appointment else None
    choice = ChoiceForm(formdata=None, prefix="hentetid", data={"window_id": str(chosen or "")})
    choice.offer(offered)
    return {"windows": offered, "choice": choice}


def _loan_forms(row: ClaimRow, loan: LoanRow | None) -> dict[str, FlaskForm]:
    until = clock.today() + timedelta(days=row.loan_days or 0)
    lent = {"quantity": row.outstanding_quantity, "due_on": until, "submission_key": new_key()}
    forms: dict[str, FlaskForm] = {"lend": LendForm(formdata=None, prefix="utlaan", data=lent)}
    if loan is not None:
        forms["give_back"] = GiveBackForm(formdata=None, prefix="retur", data={"quantity": loan.left_quantity})
        forms["extend_loan"] = ExtendForm(formdata=None, prefix="forleng", data={"due_on": loan.due_on})
    return forms


def _message_form() -> MessageForm:
    return MessageForm(formdata=None, prefix="melding", data={"submission_key": new_key()})


def _place(row: ClaimRow) -> str:
    if row.pickup_place_id is None:
        return ""
    places = organisations.list_pickup_places(row.owner.number, closed=True)
    found = next((place for place in places if place.id == row.pickup_place_id), None)
    return f"{found.name}, {found.address}".rstrip(", ") if found else ""
