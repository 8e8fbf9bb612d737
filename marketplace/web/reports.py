"""Reports that come by e-mail: what the reader has asked for, one more, another instead, and no more of one."""

from collections.abc import Callable

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
    form = _form(request.args.get("kommune", actor.municipality_number or ""), language=reader_language())
    if not form.is_submitted():
        return _page(form)
    made, status = _done(form, lambda: sending.subscribe(actor, *_wanted(form)))
    return _page(form, status) if made is None else _told(made)


@blueprint.route("/statistikk/rapporter/<id:subscription_id>", methods=["GET", "POST"])
@allows("statistics:view")
def change(subscription_id: int) -> ResponseReturnValue:
    """Another report instead of one of the reader's own."""
    actor = current_actor()
    found = sending.get_subscription(actor, subscription_id)
    form = _form(
        found.municipality_number or "", rhythm=found.rhythm.value, format=found.format, language=found.language
    )
    status, title = 200, _name(found)
    if form.is_submitted():
        made, status = _done(form, lambda: sending.change_subscription(actor, subscription_id, *_wanted(form)))
        if made is not None:
            return _told(made)
    return render_template("statistics/report_change.html", form=form, name=title), status


def _form(municipality: str, **values: str) -> SubscriptionForm:
    form = SubscriptionForm(municipality=municipality, **values)
    form.offer(organisations.list_members(clock.today()))
    return form


def _wanted(form: SubscriptionForm) -> tuple[str | None, Rhythm, Format, str]:
    number = form.municipality.data or None
    if number is not None:
        organisations.get_municipality(number)
    return number, Rhythm(form.rhythm.data), Format(form.format.data), form.language.data


def _done(form: SubscriptionForm, act: Callable[[], ReportSubscription]) -> tuple[ReportSubscription | None, int]:
    try:
        return trying(form, act)
    except Forbidden as refusal:
        form.form_errors.append(refusal_in_words(reader_language(), refusal))
        return None, refusal.status


def _told(subscription: ReportSubscription) -> ResponseReturnValue:
    flash(_("Den neste rapporten kommer %(day)s.", day=f"{sending.next_on(subscription):%d.%m.%Y}"))
    return redirect(url_for("reports.index"))


def _page(form: SubscriptionForm, status: int = 200) -> ResponseReturnValue:
    found = [(each, sending.next_on(each)) for each in sending.list_subscriptions(current_actor())]
    return render_template(
        "statistics/reports.html", form=form, found=found, name_of=_name, words=words, path_to_stop=sending.path_to_stop
    ), status


def _name(subscription: ReportSubscription) -> str:
    number = subscription.municipality_number
    return place_of(number).name if number else str(_("Hele nettverket"))
