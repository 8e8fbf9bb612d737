"""Hours: what the reader has recorded, one more, and all as a file."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from marketplace.foundation import clock
from marketplace.foundation.errors import NotFound
from marketplace.hours import export, policies, queries, service
from marketplace.hours.kinds import HoursKind
from marketplace.hours.queries import HoursFilters
from marketplace.web.access import allows, current_actor
from marketplace.web.files import attached
from marketplace.web.forms.hours_log import HoursForm
from marketplace.web.forms.listings import new_key
from marketplace.web.forms.trying import trying
from marketplace.web.locale import reader_language
from marketplace.web.paging import page_number
from marketplace.wording.hours import KINDS

blueprint = Blueprint("hours", __name__)

OWN, MUNICIPALITY, NETWORK = "mine", "kommunen", "nettverket"


@blueprint.route("/timer", methods=["GET", "POST"])
@allows("statistics:view")
def index() -> ResponseReturnValue:
    """The reader's own hours, and a form for more."""
    actor = current_actor()
    form = HoursForm(on=clock.today(), kind=HoursKind.EXCHANGE.value, submission_key=new_key())
    form.offer()
    status = 200
    if form.is_submitted():
        made, status = trying(form, lambda: service.record_hours(actor, form.said(), form.submission_key.data))
        if made is not None:
            flash(_("Timene er ført."))
            return redirect(url_for("hours.index"))
    return _page(form), status


@blueprint.post("/timer/<id:entry_id>/fjern")
@allows("statistics:view")
def remove(entry_id: int) -> ResponseReturnValue:
    """Take back what was wrong."""
    service.remove_hours(current_actor(), entry_id)
    flash(_("Timene er fjernet og teller ikke lenger."))
    return redirect(url_for("hours.index"))


@blueprint.get("/timer/<any(mine, kommunen, nettverket):whose>.<format>")
@allows("statistics:view")
def export_file(whose: str, format: str) -> ResponseReturnValue:  # noqa: A002 - the name in the address
    """Hours as a file: one's own, the municipality's or the network's."""
    if format not in export.MIMETYPES:
        raise NotFound("page-not-found")
    actor, kind = current_actor(), export.HoursFormat(format)
    number = actor.municipality_number if whose == MUNICIPALITY else None
    rows = queries.rows_of(actor, HoursFilters(everybody=whose != OWN, municipality_number=number))
    content = export.file_of(rows, kind, reader_language())
    return attached(content, export.MIMETYPES[kind], f"timer-{whose}.{format}")


def _page(form: HoursForm) -> str:
    actor = current_actor()
    number = page_number()
    scopes = [OWN]
    if actor.municipality_number and policies.may_see_all_hours(actor, actor.municipality_number):
        scopes.append(MUNICIPALITY)
    if policies.may_see_all_hours(actor, None):
        scopes.append(NETWORK)
    return render_template(
        "hours/index.html",
        form=form,
        entries=queries.list_hours(actor, HoursFilters(), number).map(lambda row: row.entry),
        years=queries.hours_by_year(None, person_id=actor.person_id),
        in_hours=queries.in_hours,
        kinds=KINDS,
        scopes=scopes,
        may_record=policies.may_record_hours(actor),
    )
