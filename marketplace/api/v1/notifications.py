"""Calls about what the caller is told, and how soon by e-mail."""

from marketplace.api.access import caller_language, current_actor, signed_in
from marketplace.api.openapi import api_blueprint
from marketplace.api.problems import problems
from marketplace.api.schemas.notifications import (
    NotificationAnswer,
    NotificationList,
    NotificationsQuery,
    PacesAnswer,
    PacesInput,
    ReadAnswer,
    notification_answer,
    paces_answer,
)
from marketplace.notifications import queries, service

blueprint = api_blueprint("notifications", "Notifications")


@blueprint.get("/notifications")
@signed_in
@blueprint.input(NotificationsQuery, location="query", arg_name="query")
@blueprint.output(NotificationList)
@blueprint.doc(responses=problems())
def list_notifications(query: NotificationsQuery) -> NotificationList:
    """What the caller is told: unread first, then the newest."""
    actor = current_actor()
    found = queries.list_notifications(actor, caller_language(), query.page, query.per_page, unread=query.unread)
    return NotificationList(
        items=[notification_answer(told) for told in found.items],
        total=found.total,
        page=found.page,
        per_page=found.per_page,
        unread=queries.count_unread(actor),
    )


@blueprint.post("/notifications/<id:notification_id>/read")
@signed_in
@blueprint.output(NotificationAnswer)
@blueprint.doc(responses=problems(404))
def read(notification_id: int) -> NotificationAnswer:
    """One is read; read twice is read."""
    row = service.mark_read(current_actor(), notification_id)
    return notification_answer(queries.in_words(row, caller_language()))


@blueprint.post("/notifications/read")
@signed_in
@blueprint.output(ReadAnswer)
@blueprint.doc(responses=problems())
def read_all() -> ReadAnswer:
    """All are read."""
    return ReadAnswer(read=service.mark_all_read(current_actor()))


@blueprint.get("/notifications/choices")
@signed_in
@blueprint.output(PacesAnswer)
@blueprint.doc(responses=problems())
def show_choices() -> PacesAnswer:
    """How soon each kind is told by e-mail: at once, in a letter of the day, or not."""
    return paces_answer(queries.own_paces(current_actor()))


@blueprint.patch("/notifications/choices")
@signed_in
@blueprint.input(PacesInput, location="json", arg_name="body")
@blueprint.output(PacesAnswer)
@blueprint.doc(responses=problems())
def choose(body: PacesInput) -> PacesAnswer:
    """Choose for some kinds; the others stay as they are."""
    return paces_answer(service.choose_paces(current_actor(), body.chosen()))
