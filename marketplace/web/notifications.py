"""What the reader is told: the list, what was read, and what goes by e-mail."""

from contextlib import suppress

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from marketplace.foundation.errors import Forbidden, NotFound
from marketplace.notifications import queries, service
from marketplace.notifications.queries import OPENED_BY
from marketplace.web.access import current_actor, current_person, signed_in
from marketplace.web.forms.notifications import PacesForm
from marketplace.web.forms.trying import trying
from marketplace.web.locale import reader_language
from marketplace.web.paging import page_number
from marketplace.web.profile import account_page
from marketplace.wording.notifications import KINDS

blueprint = Blueprint("notifications", __name__)
PER_PAGE = 20


@blueprint.before_app_request
def note_opening() -> None:
    """Who comes to a thing by a notification has read it."""
    opened = request.args.get(OPENED_BY, "")
    if request.method != "GET" or not (opened.isascii() and opened.isdecimal() and len(opened) < 16):
        return
    if current_person() is not None:
        with suppress(NotFound, Forbidden):
            service.mark_read(current_actor(), int(opened))


@blueprint.get("/varsler")
@signed_in
def index() -> ResponseReturnValue:
    """Unread first, then the newest."""
    actor = current_actor()
    number = page_number()
    page = queries.list_notifications(actor, reader_language(), number, PER_PAGE)
    return render_template("notifications/index.html", page=page, opening=queries.opening, kinds=KINDS)


@blueprint.post("/varsler/lest")
@signed_in
def read_all() -> ResponseReturnValue:
    """Nothing is unread any more."""
    count = service.mark_all_read(current_actor())
    flash(ngettext("%(num)s varsel er merket som lest.", "%(num)s varsler er merket som lest.", count))
    return redirect(url_for("notifications.index"))


@blueprint.post("/varsler/<id:notification_id>/lest")
@signed_in
def read(notification_id: int) -> ResponseReturnValue:
    """One is read without being opened."""
    service.mark_read(current_actor(), notification_id)
    return redirect(url_for("notifications.index", page=request.form.get("page", type=int)))


@blueprint.post("/konto/varsler")
@signed_in
def choose() -> ResponseReturnValue:
    """How soon each kind is told by e-mail."""
    form, actor = PacesForm(prefix="paces-"), current_actor()
    kept, status = trying(form, lambda: service.choose_paces(actor, form.chosen()))
    if kept is None:
        return account_page(paces=form), status
    flash(_("Valgene dine for e-post er lagret."))
    return redirect(url_for("profile.show", _anchor="varsler"))
