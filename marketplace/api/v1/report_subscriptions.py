"""Calls about reports that come by e-mail when a month, quarter or year is over."""

from flask import Response

from marketplace.api.access import allows, caller_language, current_actor
from marketplace.api.asking import municipality_asked
from marketplace.api.openapi import api_blueprint
from marketplace.api.problems import problems
from marketplace.api.schemas.reports import (
    SubscriptionAnswer,
    SubscriptionChange,
    SubscriptionInput,
    SubscriptionList,
    subscription_answer,
)
from marketplace.statistics import sending
from marketplace.statistics.export import Format

blueprint = api_blueprint("report_subscriptions", "Reports")


@blueprint.get("/report-subscriptions")
@allows("statistics:view")
@blueprint.output(SubscriptionList)
@blueprint.doc(responses=problems())
def list_subscriptions() -> SubscriptionList:
    """The caller's own that go on, oldest first."""
    return SubscriptionList.whole(map(subscription_answer, sending.list_subscriptions(current_actor())))


@blueprint.post("/report-subscriptions")
@allows("statistics:view")
@blueprint.input(SubscriptionInput, location="json", arg_name="body")
@blueprint.output(SubscriptionAnswer, status_code=201)
@blueprint.doc(responses=problems(404, 409))
def subscribe(body: SubscriptionInput) -> SubscriptionAnswer:
    """Have a report sent to the caller's own address, on the second of the month after each period.

    The figures as a PDF are for everybody; rows are for their own municipality, the network's for whoever leads it.
    """
    language = body.language or caller_language()
    number, kind = municipality_asked(body.municipality), Format(body.format)
    return subscription_answer(sending.subscribe(current_actor(), number, body.rhythm, kind, language))


@blueprint.get("/report-subscriptions/<id:subscription_id>")
@allows("statistics:view")
@blueprint.output(SubscriptionAnswer)
@blueprint.doc(responses=problems(404))
def show_subscription(subscription_id: int) -> SubscriptionAnswer:
    """One of the caller's that goes on."""
    return subscription_answer(sending.get_subscription(current_actor(), subscription_id))


@blueprint.patch("/report-subscriptions/<id:subscription_id>")
@allows("statistics:view")
@blueprint.input(SubscriptionChange, location="json", arg_name="body")
@blueprint.output(SubscriptionAnswer)
@blueprint.doc(responses=problems(404, 409))
def change_subscription(subscription_id: int, body: SubscriptionChange) -> SubscriptionAnswer:
    """Have another report instead. With another rhythm, the next is of the month, quarter or year under way."""
    actor = current_actor()
    found = sending.get_subscription(actor, subscription_id)
    is_moved = "municipality" in body.model_fields_set
    number = municipality_asked(body.municipality) if is_moved else found.municipality_number
    rhythm, language = body.rhythm or found.rhythm, body.language or found.language
    kind = Format(body.format or found.format)
    return subscription_answer(sending.change_subscription(actor, subscription_id, number, rhythm, kind, language))


@blueprint.delete("/report-subscriptions/<id:subscription_id>")
@allows("statistics:view")
@blueprint.doc(responses={204: {"description": "No more are sent."}, **problems(404)})
def stop_subscription(subscription_id: int) -> Response:
    """Have no more of it."""
    sending.stop_subscription(current_actor(), subscription_id)
    return Response(status=204)
