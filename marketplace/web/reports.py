"""Reports that come by e-mail: what the reader has asked for, one more, and no more of one."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from marketplace.foundation import clock
from marketplace.foundation.errors import Forbidden
from marketplace.organisations import queries as organisations
from marketplace.organisations.geography import place_of
from marketplace.statistics import sending
from marketplace.statistics.export import Format
from marketplace.statistics.models import ReportSubscription, Rhythm
from marketplace.web.access import allows, current_actor
from marketplace.web.forms.reports import SubscriptionForm
from marketplace.web.forms.trying import trying
from marketplace.web.locale import reader_language
from marketplace.wording import reports as words
from marketplace.wording.refusals import refusal_in_words

blueprint = Blueprint("reports", __name__)


@blueprint.route("/statistikk/rapporter", methods=["GET", "POST"])
@allows("statistics:view")
def index() -> ResponseReturnValue:
    """The reader's own, and a form for one more."""
    actor = current_actor()
    form = SubscriptionForm(
        municipality=request.args.get("kommune", actor.municipality_number or ""), language=reader_language()
    )
    form.offer(organisations.list_members(clock.today()))
    status = 200
    if form.validate_on_submit():
        number = form.municipality.data or None
        if number is not None:
            organisations.get_municipality(number)
        rhythm, kind = Rhythm(form.rhythm.data), Format(form.format.data)
        try:
            made, status = trying(form, lambda: sending.subscribe(actor, number, rhythm, kind, form.language.data))
        except Forbidden as refusal:
            form.form_errors.append(refusal_in_words(reader_language(), refusal))
            return _page(form), refusal.status
        if made is not None:
            flash(_("Den neste rapporten kommer %(day)s.", day=f"{sending.next_on(made):%d.%m.%Y}"))
            return redirect(url_for("reports.index"))
    elif form.is_submitted():
        status = 422
    return _page(form), status


def _page(form: SubscriptionForm) -> str:
    found = [(each, sending.next_on(each)) for each in sending.list_subscriptions(current_actor())]
    return render_template(
        "statistics/reports.html", form=form, found=found, name_of=_name, words=words, path_to_stop=sending.path_to_stop
    )


def _name(subscription: ReportSubscription) -> str:
    number = subscription.municipality_number
    return place_of(number).name if number else str(_("Hele nettverket"))
