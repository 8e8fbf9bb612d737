"""Calls about targets."""

from marketplace.api.access import allows, current_actor
from marketplace.api.openapi import api_blueprint
from marketplace.api.problems import problems
from marketplace.api.schemas.targets import (
    ChangedTargetInput,
    FollowedTargetList,
    FollowedTargetsQuery,
    TargetAnswer,
    TargetInput,
    TargetList,
    TargetsQuery,
    WithdrawalInput,
    followed_answers,
    target_answer,
)
from marketplace.foundation import clock
from marketplace.organisations import queries as organisations
from marketplace.statistics import following, policies, targets

blueprint = api_blueprint("targets", "Targets")


@blueprint.get("/targets")
@allows("statistics:view")
@blueprint.input(TargetsQuery, location="query", arg_name="query")
@blueprint.output(TargetList)
@blueprint.doc(responses=problems(404))
def list_targets(query: TargetsQuery) -> TargetList:
    """A municipality's targets of a year, each with progress and forecast."""
    actor, today = current_actor(), clock.today()
    number = organisations.get_municipality(query.municipality or actor.municipality_number or "").number
    year = query.year or today.year
    histories = targets.list_histories(year, number)
    held = targets.hold_against(actor, number, year, histories) if histories else {}
    may_set = bool(policies.may_set_target(actor, number))
    items = [target_answer(history, held.get(history.id), may_set, today) for history in histories]
    return TargetList.whole(items)


@blueprint.get("/targets/overview")
@allows("statistics:view")
@blueprint.input(FollowedTargetsQuery, location="query", arg_name="query")
@blueprint.output(FollowedTargetList)
@blueprint.doc(responses=problems())
def follow_targets(query: FollowedTargetsQuery) -> FollowedTargetList:
    """The targets of all municipalities in a year, each beside how far it has come; forecasts are told one by one."""
    items = followed_answers(following.follow_targets(current_actor(), query.year or clock.today().year))
    return FollowedTargetList.whole(items)


@blueprint.get("/targets/<id:target_id>")
@allows("statistics:view")
@blueprint.output(TargetAnswer)
@blueprint.doc(responses=problems(404))
def show_target(target_id: int) -> TargetAnswer:
    """One target with its history."""
    return _told(target_id)


@blueprint.post("/targets")
@allows("targets:manage")
@blueprint.input(TargetInput, location="json", arg_name="body")
@blueprint.output(TargetAnswer, status_code=201)
@blueprint.doc(responses=problems(404, 409))
def set_target(body: TargetInput) -> TargetAnswer:
    """Set a target for a figure and a year."""
    made = targets.set_target(
        current_actor(), body.municipality, body.year, body.figure.value, body.fields(), seen=body.seen
    )
    return _told(made.id)


@blueprint.post("/targets/<id:target_id>/versions")
@allows("targets:manage")
@blueprint.input(ChangedTargetInput, location="json", arg_name="body")
@blueprint.output(TargetAnswer, status_code=201)
@blueprint.doc(responses=problems(404, 409))
def change_target(target_id: int, body: ChangedTargetInput) -> TargetAnswer:
    """Change a target; what it was stays in its history."""
    newest = targets.get_history(target_id).newest
    made = targets.set_target(
        current_actor(), newest.municipality_number, newest.year, newest.figure, body.fields(), seen=body.seen
    )
    return _told(made.id)


@blueprint.post("/targets/<id:target_id>/withdraw")
@allows("targets:manage")
@blueprint.input(WithdrawalInput, location="json", arg_name="body")
@blueprint.output(TargetAnswer)
@blueprint.doc(responses=problems(404, 409))
def withdraw_target(target_id: int, body: WithdrawalInput) -> TargetAnswer:
    """Withdraw a target; what it was stays in its history."""
    return _told(targets.withdraw_target(current_actor(), target_id, body.reason, seen=body.seen).id)


def _told(target_id: int) -> TargetAnswer:
    actor, history = current_actor(), targets.get_history(target_id)
    newest = history.newest
    held = targets.hold_against(actor, newest.municipality_number, newest.year, [history])
    may_set = bool(policies.may_set_target(actor, newest.municipality_number))
    return target_answer(history, held.get(history.id), may_set, clock.today())
