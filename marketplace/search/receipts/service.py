"""Making receipts."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from marketplace.accounts.queries import take_turn
from marketplace.foundation import clock, codes
from marketplace.foundation.actor import Actor
from marketplace.foundation.errors import Conflict, FieldError, Invalid
from marketplace.foundation.pagination import Page
from marketplace.foundation.texts import clean
from marketplace.foundation.transaction import transaction
from marketplace.listings.drafting import kept_key
from marketplace.organisations.geography import place_of
from marketplace.search import queries as search
from marketplace.search.criteria import Criteria
from marketplace.search.queries import FoundListing
from marketplace.search.receipts import policies, queries, questions
from marketplace.search.receipts.models import SearchReceipt

MOST_HITS = 10
MOST_REASON = 1000


def make_receipt(
    actor: Actor, criteria: Criteria, reason: str = "", *, submission_key: str | None = None
) -> SearchReceipt:
    """Search now, and keep the question with its answer: the time, how many hits, the first of them, and why none fits.

    The same `submission_key` answers the receipt it made the first time.

    Raises:
        Forbidden: "receipt-needs-role".
        Invalid: nothing is asked for; there are hits and no `reason`, or it is longer than 1000 characters.
        Conflict: "submission-key-used"; "receipt-index-building": search answers only plainly just now.
    """
    policies.may_make_receipt(actor).enforce()
    assert actor.municipality_number is not None
    assert actor.person_id is not None
    key, why, question = kept_key(actor, submission_key), clean(reason, lines=True), questions.kept(criteria, actor)
    if not question:
        raise Invalid("receipt-needs-question")
    if len(why) > MOST_REASON:
        raise Invalid(fields=(FieldError("reason", "field-too-long", {"most": MOST_REASON}),))
    found = _found(actor, criteria, why)
    with transaction() as session:
        take_turn(actor.person_id)
        earlier = queries.find_by_submission_key(key) if key else None
        if earlier is not None:
            return _same(earlier, actor)
        receipt = SearchReceipt(
            code=codes.new_code(),
            municipality_number=actor.municipality_number,
            made_by=actor.person_id,
            made_at=clock.now(),
            question=question,
            total=found.total,
            hits=[_hit(item) for item in found.items],
            reason=why,
            submission_key=key,
        )
        session.add(receipt)
        session.flush()
        return receipt


def _found(actor: Actor, criteria: Criteria, why: str) -> Page[FoundListing]:
    found = search.search_listings(actor, replace(criteria, page=1, per_page=MOST_HITS), again=True)
    if found.is_plain:
        raise Conflict("receipt-index-building")
    if found.page.total and not why:
        raise Invalid(fields=(FieldError("reason", "receipt-needs-reason"),))
    return found.page


def _hit(item: FoundListing) -> Mapping[str, Any]:
    return {
        "id": item.card.id,
        "title": item.card.title,
        "municipality": place_of(item.card.municipality_number).name,
        "available_quantity": item.available_quantity,
    }


def _same(earlier: SearchReceipt, actor: Actor) -> SearchReceipt:
    if (earlier.made_by, earlier.municipality_number) != (actor.person_id, actor.municipality_number):
        raise Conflict("submission-key-used")
    return earlier
