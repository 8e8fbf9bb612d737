"""Targets: what a municipality will reach this year, how far it has come, and what it takes."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from marketplace.foundation import clock
from marketplace.foundation.actor import Actor
from marketplace.organisations import queries as organisations
from marketplace.organisations.geography import place_of
from marketplace.statistics import policies, targets
from marketplace.statistics.definitions import definitions
from marketplace.statistics.following import follow_targets
from marketplace.statistics.formulas import FORMULAS
from marketplace.statistics.models import Target
from marketplace.statistics.outlook import DRAWS
from marketplace.statistics.periods import EARLIEST, LATEST
from marketplace.web import target_words
from marketplace.web.access import allows, current_actor
from marketplace.web.forms.targets import TargetForm, WithdrawForm, values_of_target
from marketplace.web.forms.trying import trying
from marketplace.web.locale import reader_language, reading_actor

blueprint = Blueprint("targets", __name__)

ALL = "alle"


@blueprint.get("/statistikk/maal")
@allows("statistics:view")
def index() -> ResponseReturnValue:
    """A municipality's targets of a year, each with progress, forecast and what it takes; or those of all."""
    actor, year, number = reading_actor(), _year(), _number(current_actor())
    chosen = {
        "year": year,
        "number": number,
        "municipalities": organisations.list_members(clock.today()),
        "years": range(clock.today().year - 3, clock.today().year + 4),
    }
    if number is None:
        may_set = current_actor().may("targets:manage")
        return _page("targets/index.html", followed=follow_targets(actor, year), may_set=may_set, **chosen)
    histories = targets.list_histories(year, number)
    return _page(
        "targets/index.html",
        place=place_of(number).name,
        histories=histories,
        held=targets.hold_against(actor, number, year, histories) if histories else {},
        may_set=bool(policies.may_set_target(current_actor(), number)),
        is_over=year < clock.today().year,
        **chosen,
    )


@blueprint.get("/statistikk/maal/<id:target_id>")
@allows("statistics:view")
def show(target_id: int) -> ResponseReturnValue:
    """One target with its progress, its definition and its history."""
    history = targets.get_history(target_id)
    target = history.newest
    number = target.municipality_number
    held = targets.hold_against(reading_actor(), number, target.year, [history])
    return _page(
        "targets/show.html",
        history=history,
        held=held.get(history.id),
        place=place_of(number).name,
        definition=definitions(reader_language())[target.figure],
        formula=FORMULAS[target.figure],
        may_set=bool(policies.may_set_target(current_actor(), number)) and target.year >= clock.today().year,
    )


@blueprint.route("/statistikk/maal/nytt", methods=["GET", "POST"])
@allows("targets:manage")
def new() -> ResponseReturnValue:
    """Set a target."""
    actor, today = current_actor(), clock.today()
    form = TargetForm(
        municipality=request.args.get("kommune") or actor.municipality_number,
        year=today.year,
        baseline_year=today.year - 1,
    )
    form.offer([one for one in organisations.list_members(today) if policies.may_set_target(actor, one.number)])
    if not form.is_submitted():
        return _page("targets/edit.html", form=form, history=None, place="")
    made, status = trying(form, lambda: _set(actor, form))
    if made is None:
        return _page("targets/edit.html", form=form, history=None, place=""), status
    return _done(made, _("Målet er satt."))


@blueprint.route("/statistikk/maal/<id:target_id>/endre", methods=["GET", "POST"])
@allows("targets:manage")
def edit(target_id: int) -> ResponseReturnValue:
    """Change a target; what it was stays in its history."""
    actor, history = current_actor(), targets.get_history(target_id)
    policies.may_set_target(actor, history.newest.municipality_number).enforce()
    form = TargetForm(data=values_of_target(history))
    form.keep_to_its_figure()
    place = place_of(history.newest.municipality_number).name
    if not form.is_submitted():
        return _page("targets/edit.html", form=form, history=history, place=place)
    made, status = trying(form, lambda: _change(actor, history.newest, form))
    if made is None:
        return _page("targets/edit.html", form=form, history=history, place=place), status
    return _done(made, _("Målet er endret."))


@blueprint.route("/statistikk/maal/<id:target_id>/trekk", methods=["GET", "POST"])
@allows("targets:manage")
def withdraw(target_id: int) -> ResponseReturnValue:
    """Withdraw a target."""
    actor, history = current_actor(), targets.get_history(target_id)
    policies.may_set_target(actor, history.newest.municipality_number).enforce()
    form = WithdrawForm(seen=str(history.newest.version))
    if not form.is_submitted():
        return _page("targets/withdraw.html", form=form, history=history)
    made, status = trying(
        form,
        lambda: targets.withdraw_target(actor, target_id, form.reason.data or "", seen=form.seen_version()),
    )
    if made is None:
        return _page("targets/withdraw.html", form=form, history=history), status
    return _done(made, _("Målet er trukket tilbake."))


def _set(actor: Actor, form: TargetForm) -> Target:
    figure = form.figure.data or ""
    number = form.municipality.data or ""
    return targets.set_target(actor, number, form.year.data or 0, figure, form.fields(figure), seen=form.seen_version())


def _change(actor: Actor, target: Target, form: TargetForm) -> Target:
    number, figure = target.municipality_number, target.figure
    return targets.set_target(actor, number, target.year, figure, form.fields(figure), seen=form.seen_version())


def _done(made: Target, sentence: str) -> ResponseReturnValue:
    flash(sentence)
    return redirect(url_for("targets.show", target_id=made.id))


def _page(template: str, **facts: object) -> str:
    return render_template(template, draws=DRAWS, today_=clock.today(), **target_words.words(), **facts)


def _year() -> int:
    told = request.args.get("aar", "")
    year = int(told) if told.isascii() and told.isdecimal() and len(told) == 4 else clock.today().year
    return year if EARLIEST.year <= year <= LATEST.year else clock.today().year


def _number(actor: Actor) -> str | None:
    """The municipality asked for, else the reader's own; None for all, which whoever leads the network begins with."""
    told = request.args.get("kommune", policies.municipality_meant(actor) or ALL)
    return None if told == ALL else organisations.get_municipality(told).number
