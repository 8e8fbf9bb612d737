"""Calls about holding the books against each other."""

from marketplace.api.access import allows, caller_language, current_actor
from marketplace.api.openapi import api_blueprint
from marketplace.api.problems import problems
from marketplace.api.schemas.reconciling import (
    AccountAnswer,
    CountAnswer,
    CountInput,
    FindingAnswer,
    ReconciliationAnswer,
    ReconciliationQuery,
)
from marketplace.foundation.translation import text
from marketplace.transfers import reconciling
from marketplace.transfers.reconciling import Finding
from marketplace.wording import reconciling as words

blueprint = api_blueprint("reconciling", "Dispositions")


@blueprint.get("/reconciliation")
@allows("transfers:view")
@blueprint.input(ReconciliationQuery, location="query", arg_name="query")
@blueprint.output(ReconciliationAnswer)
@blueprint.doc(responses=problems())
def reconcile(query: ReconciliationQuery) -> ReconciliationAnswer:
    """Where every unit of the caller's municipality is, and what does not add up."""
    done = reconciling.reconcile(current_actor(), query.page, query.per_page)
    return ReconciliationAnswer(
        municipality=done.municipality_number,
        adds_up=done.adds_up,
        account=AccountAnswer.model_validate(done.account),
        inventory_by_state=done.by_state,
        items=[_finding(finding) for finding in done.assets.items],
        rows=[_finding(finding) for finding in done.rows],
        total=done.assets.total,
        page=done.assets.page,
        per_page=done.assets.per_page,
    )


@blueprint.post("/assets/<id:asset_id>/counts")
@allows("assets:manage")
@blueprint.input(CountInput, location="json", arg_name="body")
@blueprint.output(CountAnswer, status_code=201)
@blueprint.doc(responses=problems(404, 409))
def count_units(asset_id: int, body: CountInput) -> CountAnswer:
    """Say how many of an asset there are, counted by hand."""
    actor = current_actor()
    asset = reconciling.count_units(actor, asset_id, body.quantity, body.reason)
    account = AccountAnswer.model_validate(reconciling.account_of_asset(actor, asset_id))
    return CountAnswer(asset_id=asset.id, quantity=asset.quantity, state=asset.state, account=account)


def _finding(finding: Finding) -> FindingAnswer:
    facts = {"expected": finding.expected, "found": finding.found}
    return FindingAnswer(
        code=finding.code,
        thing_id=finding.thing_id,
        name=finding.name,
        inventory_number=finding.inventory_number,
        **facts,
        message=text(caller_language(), words.FINDINGS[finding.code], **facts),
        mend=text(caller_language(), words.MENDS[finding.code]),
        actions=list(finding.actions),
    )
