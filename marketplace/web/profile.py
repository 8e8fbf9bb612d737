"""One's own account: name, language, password, tokens, and which municipality one acts for."""

from flask import Blueprint, flash, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import login_user

from marketplace.accounts import service
from marketplace.foundation import clock
from marketplace.foundation.errors import Forbidden
from marketplace.notifications import queries as notifications
from marketplace.organisations import administration, tokens
from marketplace.organisations.queries import actor_of, roles_of
from marketplace.organisations.tokens import NewToken
from marketplace.web.access import MUNICIPALITY, SignedIn, current_actor, current_person, signed_in
from marketplace.web.addresses import safe_next
from marketplace.web.forms.accounts import ChangePasswordForm, ProfileForm, TokenForm
from marketplace.web.forms.notifications import PacesForm, pace_names, paces_as_values
from marketplace.web.forms.trying import trying
from marketplace.web.locale import LANGUAGE
from marketplace.wording.notifications import KINDS_EXPLAINED
from marketplace.wording.organisations import ROLES

blueprint = Blueprint("profile", __name__)


@blueprint.get("/konto")
@signed_in
def show() -> ResponseReturnValue:
    """Everything about oneself on one page."""
    return account_page()


@blueprint.post("/konto")
@signed_in
def change() -> ResponseReturnValue:
    """Change name and language."""
    form, actor = ProfileForm(prefix="profile-"), current_actor()
    person, status = trying(
        form, lambda: service.change_account(actor, name=form.name.data or "", language=form.language.data or "")
    )
    if person is None:
        return account_page(profile=form), status
    session.pop(LANGUAGE, None)
    flash(_("Lagret."))
    return redirect(url_for("profile.show"))


@blueprint.post("/konto/passord")
@signed_in
def change_password() -> ResponseReturnValue:
    """Change the password; this session goes on, all others end."""
    form, actor = ChangePasswordForm(prefix="password-"), current_actor()
    person, status = trying(form, lambda: service.change_password(actor, form.current.data or "", form.chosen()))
    if person is None:
        return account_page(password=form), status
    login_user(SignedIn(person))
    flash(_("Passordet er endret, og du er logget ut overalt ellers."))
    return redirect(url_for("profile.show"))


@blueprint.post("/konto/nokler")
@signed_in
def create_token() -> ResponseReturnValue:
    """Make a token and show it, this once."""
    form, actor = TokenForm(prefix="token-"), current_actor()
    token, status = trying(form, lambda: tokens.create_token(actor, form.name.data or ""))
    if token is None:
        return account_page(token=form), status
    return account_page(made=token), 201


@blueprint.post("/konto/nokler/<id:token_id>/trekk-tilbake")
@signed_in
def revoke_token(token_id: int) -> ResponseReturnValue:
    """Make a token useless."""
    tokens.revoke_token(current_actor(), token_id)
    flash(_("Nøkkelen er trukket tilbake og virker ikke lenger."))
    return redirect(url_for("profile.show"))


@blueprint.get("/velg-kommune")
@signed_in
def choose() -> ResponseReturnValue:
    """Ask which municipality to act for."""
    return render_template(
        "accounts/choose.html", places=_places(), going=safe_next(request.args.get("next")), roles=ROLES
    )


@blueprint.post("/velg-kommune")
@signed_in
def act_for() -> ResponseReturnValue:
    """Act for one of one's municipalities from now on."""
    number, person = request.form.get("municipality", ""), current_person()
    assert person is not None
    if actor_of(person, number, on=clock.today()).municipality_number != number:
        raise Forbidden("municipality-not-yours")
    session[MUNICIPALITY] = number
    g.pop("actor", None)
    return redirect(safe_next(request.form.get("next")))


def _places() -> dict[str, list[object]]:
    person = current_person()
    assert person is not None
    places: dict[str, list[object]] = {}
    for role in roles_of(person.id):
        places.setdefault(role.municipality_number, []).append(role)
    return places


def account_page(
    profile: ProfileForm | None = None,
    password: ChangePasswordForm | None = None,
    token: TokenForm | None = None,
    made: NewToken | None = None,
    paces: PacesForm | None = None,
) -> str:
    """The page about oneself, with a form as it was sent."""
    person = current_person()
    assert person is not None
    return render_template(
        "accounts/show.html",
        me=person,
        profile=profile or ProfileForm(formdata=None, prefix="profile-", name=person.name, language=person.language),
        password=password or ChangePasswordForm(formdata=None, prefix="password-"),
        token=token or TokenForm(formdata=None, prefix="token-"),
        paces=paces
        or PacesForm(formdata=None, prefix="paces-", **paces_as_values(notifications.own_paces(current_actor()))),
        pace_names=pace_names(),
        kinds_explained=KINDS_EXPLAINED,
        tokens=administration.list_tokens(person.id),
        made=made,
        places=_places(),
        roles=ROLES,
    )
