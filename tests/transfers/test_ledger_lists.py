"""Reading the ledger."""

from datetime import UTC, date, datetime
from itertools import product

import pytest
from sqlalchemy import select

from marketplace.foundation.database import db
from marketplace.foundation.errors import NotFound
from marketplace.transfers import policies, queries, service
from marketplace.transfers.models import Transfer
from marketplace.transfers.queries import TransferFilters
from tests.builders import ASKER, GJOVIK, HAMAR, RINGERIKE, a_claim, a_listing, a_unit, an_actor

pytestmark = pytest.mark.usefixtures("app")

ALL = TransferFilters()


def a_transfer(giver=ASKER, taker=GJOVIK, on=None, quantity=1, **listing):
    unit_id = a_unit(giver).id if giver == taker else None
    published = a_listing(of=giver, quantity=quantity, unit_id=unit_id, **listing)
    claim = a_claim(published, by=taker, quantity=quantity, state="approved")
    return service.hand_over(an_actor(of=giver), claim.id, on=on)


def ids(actor, filters=ALL):
    return [row.id for row in queries.list_transfers(actor, filters).items]


def test_a_municipality_sees_what_it_gave_and_got_newest_first():
    gave, got = a_transfer(), a_transfer(RINGERIKE, ASKER)
    a_transfer(RINGERIKE, GJOVIK)
    within = a_transfer(ASKER, ASKER)
    assert ids(an_actor()) == [within.id, got.id, gave.id]


def test_the_project_lead_sees_what_went_between_municipalities():
    between = a_transfer(RINGERIKE, GJOVIK)
    a_transfer(RINGERIKE, RINGERIKE)
    assert ids(an_actor("project_lead")) == [between.id]


@pytest.mark.parametrize("role", ["observer", "requester", "operator"])
def test_others_see_nothing(role):
    a_transfer()
    assert ids(an_actor(role)) == []


def test_sql_and_policy_agree_on_who_sees_what():
    for giver, taker in product((ASKER, GJOVIK, RINGERIKE), repeat=2):
        a_transfer(giver, taker)
    rows = db.session.scalars(select(Transfer)).all()
    for role, of in product(("facility_manager", "requester", "project_lead", "operator"), (ASKER, GJOVIK, HAMAR)):
        actor = an_actor(role, of)
        found = set(db.session.scalars(select(Transfer.id).where(queries.visible_to(actor))))
        assert found == {row.id for row in rows if policies.may_view_transfer(actor, row)}


def test_rows_are_chosen_by_day_municipality_and_category():
    early = a_transfer(on=date(2026, 6, 1), published_at=datetime(2026, 5, 1, tzinfo=UTC))
    desk = a_transfer(RINGERIKE, ASKER, category_code="KON.SKRIV")
    lamp = a_transfer(category_code="INT.LAMPE")
    actor = an_actor()
    assert ids(actor, TransferFilters(to_on=date(2026, 6, 14))) == [early.id]
    assert ids(actor, TransferFilters(from_on=date(2026, 6, 2))) == [lamp.id, desk.id]
    assert ids(actor, TransferFilters(municipality=RINGERIKE)) == [desk.id]
    assert ids(actor, TransferFilters(category="KON")) == [desk.id, early.id]
    assert ids(actor, TransferFilters(category="INT.LAMPE")) == [lamp.id]
    assert ids(actor, TransferFilters(municipality=HAMAR)) == []
    with pytest.raises(NotFound):
        queries.list_transfers(actor, TransferFilters(category="FINNES.IKKE"))


def test_a_row_tells_what_is_left_of_it_and_what_may_be_done():
    admin, original = an_actor("municipality_admin"), a_transfer(quantity=5)
    service.take_back(admin, original.id, quantity=2, reason="Retur")
    row = queries.get_row(admin, original.id)
    assert (row.left_quantity, row.actions) == (3, ("correction", "return"))
    assert queries.get_row(an_actor(), original.id).actions == ("return",)
    assert [back.quantity for back in queries.list_reversals(admin, original.id)] == [-2]
    assert [back.actions for back in queries.list_reversals(admin, original.id)] == [()]
    assert [row.quantity for row in queries.list_of_claim(admin, original.claim_id)] == [5, -2]


def test_an_unknown_or_foreign_row_is_not_found():
    original = a_transfer(RINGERIKE, GJOVIK)
    for actor, key in ((an_actor(), original.id), (an_actor(of=GJOVIK), 10**9)):
        with pytest.raises(NotFound):
            queries.get_row(actor, key)


def test_a_page_of_the_ledger_costs_a_fixed_number_of_queries(count_queries):
    def cost():
        actor = an_actor()
        queries.list_transfers(actor, ALL)
        with count_queries() as sent:
            queries.list_transfers(actor, ALL)
        return len(sent)

    def some():
        a_transfer(GJOVIK, ASKER)
        a_transfer(ASKER, ASKER)

    some()
    few = cost()
    for _ in range(5):
        some()
    assert cost() == few
    assert few <= 7
