"""Calls about queues: offers, time, taking up again, claims side by side, draws and a municipality's times."""

from marketplace.api.access import allows, caller_language, current_actor
from marketplace.api.asking import own_municipality
from marketplace.api.openapi import api_blueprint
from marketplace.api.problems import problems
from marketplace.api.schemas.claims import ClaimDetailAnswer, claim_detail_answer
from marketplace.api.schemas.queues import (
    DrawAnswer,
    ExtendInput,
    SideBySideAnswer,
    TimesAnswer,
    TimesInput,
    draw_answer,
    side_by_side_answer,
    times_answer,
)
from marketplace.claims import comparing, draws, policies, queries, rules, service

blueprint = api_blueprint("queues", "Claims")


@blueprint.post("/claims/<id:claim_id>/accept")
@allows(*policies.PARTIES)
@blueprint.output(ClaimDetailAnswer)
@blueprint.doc(responses=problems(404, 409))
def accept_offer(claim_id: int) -> ClaimDetailAnswer:
    """Say yes to what became free; it is granted at once unless the owner chooses."""
    service.accept_offer(current_actor(), claim_id)
    return _answer(claim_id)


@blueprint.post("/claims/<id:claim_id>/extend")
@allows(*policies.PARTIES)
@blueprint.input(ExtendInput, location="json", arg_name="body")
@blueprint.output(ClaimDetailAnswer)
@blueprint.doc(responses=problems(404, 409))
def extend_claim(claim_id: int, body: ExtendInput) -> ClaimDetailAnswer:
    """Give more time to fetch what is granted: the claimant once, the owner whenever."""
    service.extend_claim(current_actor(), claim_id, body.until)
    return _answer(claim_id)


@blueprint.post("/claims/<id:claim_id>/restore")
@allows(*policies.PARTIES)
@blueprint.output(ClaimDetailAnswer)
@blueprint.doc(responses=problems(404, 409))
def restore_claim(claim_id: int) -> ClaimDetailAnswer:
    """Take up again what lapsed: as it was while enough is free, else first in the queue."""
    service.restore_claim(current_actor(), claim_id)
    return _answer(claim_id)


@blueprint.get("/listings/<id:listing_id>/claims")
@allows("claims:decide")
@blueprint.output(SideBySideAnswer)
@blueprint.doc(responses=problems(404))
def compare_claims(listing_id: int) -> SideBySideAnswer:
    """All claims on one of the caller's listings side by side."""
    return side_by_side_answer(comparing.compare_claims(current_actor(), listing_id), caller_language())


@blueprint.get("/listings/<id:listing_id>/draw")
@allows("listings:view")
@blueprint.output(DrawAnswer)
@blueprint.doc(responses=problems(404))
def show_draw(listing_id: int) -> DrawAnswer:
    """The draw of a listing, to come or made, with all it takes to check it."""
    return draw_answer(draws.get_draw(current_actor(), listing_id))


@blueprint.get("/deadlines")
@allows("listings:view")
@blueprint.output(TimesAnswer)
@blueprint.doc(responses=problems(404))
def show_times() -> TimesAnswer:
    """How many days the caller's municipality gives others."""
    return times_answer(rules.times_of(own_municipality()))


@blueprint.put("/deadlines")
@allows("sites:manage")
@blueprint.input(TimesInput, location="json", arg_name="body")
@blueprint.output(TimesAnswer)
@blueprint.doc(responses=problems(404))
def set_times(body: TimesInput) -> TimesAnswer:
    """Give others so many days from now on."""
    return times_answer(rules.set_times(current_actor(), own_municipality(), body.said()))


def _answer(claim_id: int) -> ClaimDetailAnswer:
    return claim_detail_answer(queries.get_detail(current_actor(), claim_id), caller_language())
