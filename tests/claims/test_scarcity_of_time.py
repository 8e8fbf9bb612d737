"""What time sets off, with several at it at once: each step is taken once, and nothing is given twice."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from subprocess import run
from sys import executable

import pytest
from sqlalchemy import func, select

from marketplace.claims import drawing, lapsing, queries, reminding, service
from marketplace.claims.models import Claim, ClaimStep, Draw
from marketplace.claims.states import ClaimState, Otherwise, StepKind
from marketplace.foundation import clock
from marketplace.foundation.database import db
from marketplace.listings import service as listings
from marketplace.listings.models import Listing
from marketplace.listings.states import Allocation
from tests.builders import GJOVIK, RINGERIKE, a_claim, a_listing, an_actor
from tests.claims.asking import ask
from tests.claims.racing import at_once, refusals

pytestmark = pytest.mark.usefixtures("app")

AGO = timedelta(hours=1)
WORKERS = 4
ONE_PASS = """
from marketplace.app import create_app
from marketplace.settings import Settings
from marketplace.claims import drawing, lapsing, reminding
import sys
app = create_app(Settings(database_url=sys.argv[1], uploads_url="memory://", search_index=sys.argv[2]))
with app.app_context():
    for step in (drawing.draw_due, reminding.remind_due, lapsing.lapse_due):
        step()
"""


def taken():
    db.session.rollback()
    kinds = db.session.execute(select(ClaimStep.kind, func.count()).group_by(ClaimStep.kind))
    return {kind: count for kind, count in kinds if kind not in (StepKind.REQUESTED, StepKind.QUEUED)}


def overdue(listing, **values):
    return a_claim(listing, **{"answer_by": clock.now() - AGO, "state": "requested"} | values)


def asking(actor, listing):
    return partial(service.request_claim, actor, listing.id, quantity=1, otherwise=Otherwise.UNKNOWN)


def left(listing):
    db.session.rollback()
    return queries.available_quantity(db.session.get(Listing, listing.id))


def test_several_workers_lapse_each_offer_once_and_offer_each_unit_once():
    listing = a_listing(quantity=6, allocation=Allocation.FIRST_COME)
    for _ in range(6):
        overdue(listing)
    for _ in range(9):
        a_claim(listing, by=RINGERIKE, state="queued")
    at_once([lapsing.lapse_due] * WORKERS)
    assert taken() == {StepKind.LAPSED: 6, StepKind.ADVANCED: 6}
    assert left(listing) == 0


def test_several_workers_remind_each_once():
    for _ in range(8):
        a_claim(a_listing(), state="approved", collect_by=clock.now() + 2 * AGO, remind_at=clock.now() - AGO)
    at_once([reminding.remind_due] * WORKERS)
    assert taken() == {StepKind.REMINDED: 8}


def test_several_workers_make_a_draw_once():
    listing = a_listing(quantity=3, allocation=Allocation.DRAW, draw_at=clock.now(), draw_seed="5eed")
    for _ in range(7):
        a_claim(listing, state="queued", requested_at=clock.now() - AGO)
    at_once([drawing.draw_due] * WORKERS)
    assert taken() == {StepKind.DRAWN: 7, StepKind.APPROVED: 3}
    assert db.session.scalar(select(func.count(Draw.id))) == 1
    assert left(listing) == 0


def test_saying_yes_while_it_lapses_leaves_one_truth():
    for _ in range(6):
        listing = a_listing(quantity=1, allocation=Allocation.FIRST_COME)
        claim, following = overdue(listing), a_claim(listing, by=RINGERIKE, state="queued")
        at_once([partial(service.accept_offer, an_actor(of=GJOVIK), claim.id), lapsing.lapse_due])
        db.session.rollback()
        found = tuple(db.session.get(Claim, each.id).state for each in (claim, following))
        assert found in [
            (ClaimState.APPROVED, ClaimState.QUEUED),
            (ClaimState.LAPSED, ClaimState.REQUESTED),
        ]


def test_two_owners_giving_the_same_units_to_two_at_once_give_them_to_one():
    for _ in range(4):
        listing = a_listing(quantity=5)
        claims = [ask(an_actor(of=number), listing, 4) for number in (GJOVIK, RINGERIKE)]
        answers = at_once([partial(service.approve_claim, an_actor(), claim.id) for claim in claims])
        assert refusals(answers) == ["claim-more-than-left"]
        assert left(listing) == 1


def test_taking_up_again_what_the_next_gets_at_the_same_time_never_gives_it_twice():
    for _ in range(4):
        listing = a_listing(quantity=1, allocation=Allocation.FIRST_COME)
        claim = a_claim(listing, state="lapsed", approved_quantity=1)
        others = [asking(an_actor(of=RINGERIKE), listing)] * 2
        at_once([partial(service.restore_claim, an_actor(), claim.id), *others])
        assert left(listing) == 0


def test_approving_while_the_listing_is_withdrawn_leaves_one_truth():
    for _ in range(4):
        listing = a_listing(quantity=1)
        claim = ask(an_actor(of=GJOVIK), listing)
        owner = an_actor()
        answers = at_once(
            [partial(service.approve_claim, owner, claim.id), partial(listings.withdraw_listing, owner, listing.id)]
        )
        assert set(refusals(answers)) <= {"listing-not-open"}
        db.session.rollback()
        granted = db.session.get(Claim, claim.id).state == ClaimState.APPROVED
        assert granted != bool(refusals(answers))


def test_the_first_to_come_of_many_at_once_get_what_there_is():
    listing, actor = a_listing(quantity=5, allocation=Allocation.FIRST_COME), an_actor(of=GJOVIK)
    at_once([asking(actor, listing)] * 20)
    db.session.rollback()
    assert Counter(db.session.scalars(select(Claim.state))) == {ClaimState.APPROVED: 5, ClaimState.QUEUED: 15}


def test_two_processes_take_each_step_once(database, tmp_path):
    """Their clock is the real one, so everything here was due long before it."""
    due = {"answer_by": clock.now().replace(year=2020)}
    listing = a_listing(quantity=6, allocation=Allocation.FIRST_COME)
    for _ in range(6):
        a_claim(listing, **due)
    to_remind = [a_claim(a_listing(), state="approved", remind_at=due["answer_by"]).id for _ in range(6)]
    drawn = a_listing(quantity=2, allocation=Allocation.DRAW, draw_at=due["answer_by"], draw_seed="5eed")
    for _ in range(5):
        a_claim(drawn, state="queued", requested_at=due["answer_by"].replace(year=2019))
    db.session.remove()
    with ThreadPoolExecutor(2) as pool:
        command = [executable, "-W", "error", "-c", ONE_PASS, database.url]
        ended = list(pool.map(lambda number: run([*command, tmp_path / number], check=False).returncode, "ab"))
    assert ended == [0, 0]
    assert taken() == {StepKind.LAPSED: 6, StepKind.REMINDED: len(to_remind), StepKind.DRAWN: 5, StepKind.APPROVED: 2}
