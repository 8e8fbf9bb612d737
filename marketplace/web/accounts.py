"""Signing in and out, a forgotten password, and the answer to an invitation."""

from flask import Blueprint, flash, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import login_user, logout_user

from marketplace.accounts import queries, service
from marketplace.accounts.models import Person
from marketplace.foundation.errors import Conflict, Forbidden
from marketplace.foundation.translation import LANGUAGES
from marketplace.organisations import invitations
from marketplace.organisations.geography import place_of
from marketplace.organisations.queries import roles_of
from marketplace.web.access import MUNICIPALITY, SignedIn, current_actor, current_person, public, signed_in
from marketplace.web.addresses import safe_next
from marketplace.web.errors import flash_refusal
from marketplace.web.forms.accounts import AcceptForm, ForgottenForm, NewPasswordForm, SignInForm
from marketplace.web.forms.trying import trying
from marketplace.web.limits import limiter
from marketplace.web.locale import LANGUAGE, reader_language
from marketplace.wording.organisations import ROLES, ROLES_EXPLAINED
from marketplace.wording.refusals import refusal_in_words

blueprint = Blueprint("accounts", __name__)


@blueprint.get("/logg-inn")
@public
def sign_in() -> ResponseReturnValue:
    """Ask who it is."""
    going = safe_next(request.args.get("next"))
    if current_person() is not None:
        return redirect(going)
    form = SignInForm(formdata=None, next=going)
    return render_template("accounts/sign_in.html", form=form)


@blueprint.post("/logg-inn")
@public
@limiter.limit("60/minute")
def enter() -> ResponseReturnValue:
    """Let in whoever knows the password."""
    form = SignInForm()
    address = request.remote_addr or ""
    try:
        person, status = trying(form, lambda: service.sign_in(form.email.data or "", form.password.data or "", address))
    except Forbidden as refusal:
        form.form_errors.append(refusal_in_words(reader_language(), refusal))
        person, status = None, 422
    if person is None:
        return render_template("accounts/sign_in.html", form=form), status
    return begin_session(person, safe_next(form.next.data))


@blueprint.post("/logg-ut")
@public
def sign_out() -> ResponseReturnValue:
    """End this session; that of nobody ends well too."""
    logout_user()
    session.clear()
    flash(_("Du er logget ut."))
    return redirect(url_for("accounts.sign_in"))


@blueprint.post("/sprak")
@public
def choose_language() -> ResponseReturnValue:
    """Show the pages in another language, for this session."""
    wanted = request.form.get("language", "")
    if wanted in LANGUAGES:
        session[LANGUAGE] = wanted
    return redirect(safe_next(request.form.get("next")))


@blueprint.get("/glemt-passord")
@public
def forgotten() -> ResponseReturnValue:
    """Ask where to send the link."""
    return render_template("accounts/forgotten.html", form=ForgottenForm(formdata=None), sent=False)


@blueprint.post("/glemt-passord")
@public
@limiter.limit("10/minute;60/hour")
def ask_for_link() -> ResponseReturnValue:
    """Send the link to whoever has that address, and say the same to all."""
    form = ForgottenForm()
    _done, status = trying(form, lambda: service.request_password_reset(form.email.data or ""))
    return render_template("accounts/forgotten.html", form=form, sent=status == 200), status


@blueprint.get("/nytt-passord/<token>")
@public
def new_password(token: str) -> ResponseReturnValue:
    """Ask for the new password of whom the link was sent to."""
    person = service.person_of_link(token)
    return render_template("accounts/new_password.html", form=NewPasswordForm(formdata=None), email=person.email)


@blueprint.post("/nytt-passord/<token>")
@public
@limiter.limit("30/minute")
def set_new_password(token: str) -> ResponseReturnValue:
    """Set it, which spends the link and ends older sessions."""
    form, email = NewPasswordForm(), service.person_of_link(token).email
    person, status = trying(form, lambda: service.set_password_by_link(token, form.chosen()))
    if person is None:
        return render_template("accounts/new_password.html", form=form, email=email), status
    logout_user()
    session.clear()
    flash(_("Passordet er endret. Logg inn med det nye."))
    return redirect(url_for("accounts.sign_in"))


@blueprint.get("/invitasjon/<token>")
@public
def invitation(token: str) -> ResponseReturnValue:
    """Show what is offered, and how to take it."""
    return _show_invitation(token, AcceptForm(formdata=None, language=reader_language()))


@blueprint.post("/invitasjon/<token>")
@public
@limiter.limit("30/minute")
def accept_invitation(token: str) -> ResponseReturnValue:
    """Become somebody the service knows."""
    form = AcceptForm()
    person, status = trying(
        form,
        lambda: invitations.accept_as_new(
            token, name=form.name.data or "", password=form.chosen(), language=form.language.data or ""
        ),
    )
    if person is None:
        return _show_invitation(token, form, status)
    flash(_("Velkommen. Du er logget inn."))
    return begin_session(person)


@blueprint.post("/invitasjon/<token>/ta-imot")
@signed_in
def take_on_role(token: str) -> ResponseReturnValue:
    """Gain the role as somebody the service knows already."""
    number = invitations.invitation_of_link(token).municipality_number
    invitations.accept_as_oneself(current_actor(), token)
    session[MUNICIPALITY] = number
    flash(_("Du har fått rollen, og handler nå for %(place)s.", place=place_of(number).name))
    return redirect("/")


def begin_session(person: Person, going: str = "/") -> ResponseReturnValue:
    """Sign a person in, in a session of its own, and send them on; by way of a choice when they have several roles."""
    person_id = person.id
    session.clear()
    session.permanent = True
    login_user(SignedIn(person))
    g.pop("actor", None)
    places = {role.municipality_number for role in roles_of(person_id)}
    return redirect(url_for("profile.choose", next=going) if len(places) > 1 else going)


def _show_invitation(token: str, form: AcceptForm, status: int = 200) -> ResponseReturnValue:
    try:
        offered = invitations.invitation_of_link(token)
    except Conflict as refusal:
        flash_refusal(refusal)
        return redirect("/" if current_person() else url_for("accounts.sign_in"))
    known = queries.find_person_by_email(offered.email)
    shown = render_template(
        "accounts/invitation.html",
        form=form,
        token=token,
        email=offered.email,
        place=place_of(offered.municipality_number).name,
        role=ROLES[offered.role.value],
        explained=ROLES_EXPLAINED[offered.role.value],
        is_known=known is not None,
        is_reader=known is not None and known.id == current_actor().person_id,
    )
    return shown, status
