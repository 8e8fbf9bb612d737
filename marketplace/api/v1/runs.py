"""Calls about shared runs."""

from datetime import time

from marketplace.api.access import allows, caller_language, current_actor
from marketplace.api.openapi import api_blueprint
from marketplace.api.problems import problems
from marketplace.api.schemas.runs import ProposalList, RunAnswer, RunInput, proposal_answer, run_answer
from marketplace.claims import policies
from marketplace.transfers import sharing

blueprint = api_blueprint("shared_runs", "Claims")


@blueprint.get("/shared-runs")
@allows(*policies.PARTIES)
@blueprint.output(ProposalList)
@blueprint.doc(responses=problems())
def propose_runs() -> ProposalList:
    """What of the caller's claims could be one trip in the same week, with the kilometres saved."""
    items = [proposal_answer(each, caller_language()) for each in sharing.propose_runs(current_actor())]
    return ProposalList.whole(items)


@blueprint.post("/shared-runs")
@allows(*policies.PARTIES)
@blueprint.input(RunInput, location="json", arg_name="body")
@blueprint.output(RunAnswer, status_code=201)
@blueprint.doc(responses=problems(404, 409))
def agree_on_run(body: RunInput) -> RunAnswer:
    """Fetch several claims on one trip: sets the appointments of all, or of none."""
    run = sharing.agree_on_run(current_actor(), body.claim_ids, on=body.on, begins=time.fromisoformat(body.begins))
    return run_answer(run)
