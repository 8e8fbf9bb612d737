"""Calls about the windows that owners hand out in, and about choosing one."""

from marketplace.api.access import allows, caller_language, current_actor
from marketplace.api.openapi import api_blueprint
from marketplace.api.problems import problems
from marketplace.api.schemas.claims import ClaimDetailAnswer, claim_detail_answer
from marketplace.api.schemas.windows import ChoiceInput, WindowInput, WindowList, WindowsQuery, window_list
from marketplace.claims import appointing, policies, queries, windows

blueprint = api_blueprint("pickup_windows", "Claims")


@blueprint.get("/pickup-windows")
@allows("claims:decide")
@blueprint.input(WindowsQuery, location="query", arg_name="query")
@blueprint.output(WindowList)
@blueprint.doc(responses=problems())
def list_windows(query: WindowsQuery) -> WindowList:
    """The windows that the caller's side offers and that are not over; at most 200, all on one page."""
    return window_list(windows.list_offered(current_actor(), query.listing_id))


@blueprint.post("/pickup-windows")
@allows("claims:decide")
@blueprint.input(WindowInput, location="json", arg_name="body")
@blueprint.output(WindowList, status_code=201)
@blueprint.doc(responses=problems(404))
def offer_windows(body: WindowInput) -> WindowList:
    """Offer a window, or the same hours of one weekday for some weeks; answers all that the side offers."""
    windows.offer_windows(
        current_actor(),
        place=body.place,
        from_at=body.from_at,
        until_at=body.until_at,
        capacity=body.capacity,
        listing_id=body.listing_id,
        weeks=body.weeks,
    )
    return window_list(windows.list_offered(current_actor(), body.listing_id))


@blueprint.post("/pickup-windows/<id:window_id>/close")
@allows("claims:decide")
@blueprint.output(WindowList)
@blueprint.doc(responses=problems(404))
def close_window(window_id: int) -> WindowList:
    """Offer a window no more; what was agreed in it stands. Answers what is still offered."""
    windows.close_window(current_actor(), window_id)
    return window_list(windows.list_offered(current_actor()))


@blueprint.get("/claims/<id:claim_id>/pickup-windows")
@allows(*policies.PARTIES)
@blueprint.output(WindowList)
@blueprint.doc(responses=problems(404))
def list_to_choose(claim_id: int) -> WindowList:
    """The windows that the claim may choose now."""
    claim = queries.get_claim(current_actor(), claim_id)
    return window_list(windows.list_to_choose(claim.id))


@blueprint.post("/claims/<id:claim_id>/pickup-windows")
@allows(*policies.PARTIES)
@blueprint.input(ChoiceInput, location="json", arg_name="body")
@blueprint.output(ClaimDetailAnswer)
@blueprint.doc(responses=problems(404, 409))
def choose_window(claim_id: int, body: ChoiceInput) -> ClaimDetailAnswer:
    """Agree that the claim is fetched in a window."""
    windows.choose_window(current_actor(), claim_id, body.window_id)
    return _answer(claim_id)


@blueprint.post("/claims/<id:claim_id>/appointment/cancel")
@allows(*policies.PARTIES)
@blueprint.output(ClaimDetailAnswer)
@blueprint.doc(responses=problems(404, 409))
def cancel_appointment(claim_id: int) -> ClaimDetailAnswer:
    """Call off the time that was agreed; the claim stands."""
    appointing.cancel_appointment(current_actor(), claim_id)
    return _answer(claim_id)


def _answer(claim_id: int) -> ClaimDetailAnswer:
    return claim_detail_answer(queries.get_detail(current_actor(), claim_id), caller_language())
