"""What left otherwise."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from marketplace.foundation import outbox
from marketplace.foundation.database import db
from marketplace.foundation.errors import Conflict, Forbidden, Invalid, NotFound
from marketplace.inventory.models import Asset
from marketplace.inventory.states import AssetState
from marketplace.transfers import disposing, dispositions
from marketplace.transfers.dispositions import DispositionFilters
from marketplace.transfers.kinds import DispositionKind
from marketplace.transfers.models import Disposition
from tests.builders import GJOVIK, a_claim, a_listing, a_unit, an_actor, an_asset

pytestmark = pytest.mark.usefixtures("app")

TODAY = date(2026, 6, 15)
LEAVING = [kind for kind in DispositionKind if kind != DispositionKind.INTERNAL_REUSE]


def record(actor=None, **values):
    given = {"kind": DispositionKind.SOLD, "quantity": 2, "on": TODAY} | values
    return disposing.record_disposition(actor or an_actor(), **given)


def fresh(asset):
    db.session.rollback()
    return db.session.get(Asset, asset.id)


def refused(refusal, code, **values):
    db.session.rollback()
    counts = [select(func.count(model.id)) for model in (Disposition, outbox.Delivery)]
    before = [db.session.scalar(count) for count in counts]
    with pytest.raises(refusal) as caught:
        record(**values)
    assert caught.value.code == code
    assert [db.session.scalar(count) for count in counts] == before


@pytest.mark.parametrize("kind", LEAVING)
def test_what_leaves_leaves_the_inventory(kind):
    asset = an_asset(quantity=5, weight_g=4_000)
    row = record(kind=kind, asset_id=asset.id)
    assert (row.category_code, row.weight_g, row.municipality_number) == ("KON.STOL", 8_000, "3203")
    assert fresh(asset).quantity == 3


def test_the_last_unit_leaves_a_disposed_asset():
    asset = an_asset(quantity=2)
    record(asset_id=asset.id, kind=DispositionKind.WASTE)
    assert (fresh(asset).quantity, fresh(asset).state) == (0, AssetState.DISPOSED)


def test_what_is_reused_inside_stays():
    asset = an_asset(quantity=5)
    record(asset_id=asset.id, kind=DispositionKind.INTERNAL_REUSE, quantity=5)
    assert (fresh(asset).quantity, fresh(asset).state) == (5, AssetState.IN_STORE)
    refused(Conflict, "asset-too-few-left", asset_id=asset.id, kind=DispositionKind.INTERNAL_REUSE, quantity=6)


def test_what_was_never_registered_is_recorded_by_category():
    row = record(category_code="KON.SKRIV", quantity=12, weight_g=300_000, note=" Levert til mottak ")
    assert (row.asset_id, row.category_code, row.weight_g) == (None, "KON.SKRIV", 300_000)
    assert row.note == "Levert til mottak"


def test_a_form_sent_twice_is_recorded_once():
    actor, asset = an_actor(), an_asset(quantity=5)
    first = record(actor, asset_id=asset.id, submission_key="a form")
    assert record(actor, asset_id=asset.id, submission_key="a form").id == first.id
    assert fresh(asset).quantity == 3


def test_what_is_offered_or_promised_does_not_leave():
    asset = an_asset(quantity=6)
    a_listing(quantity=3, asset_id=asset.id)
    withdrawn = a_listing(quantity=2, asset_id=asset.id, state="withdrawn")
    a_claim(withdrawn, quantity=2, state="approved")
    refused(Conflict, "asset-units-listed", asset_id=asset.id, quantity=2)
    record(asset_id=asset.id, quantity=1)
    assert fresh(asset).quantity == 5


@pytest.mark.parametrize(
    ("code", "values"),
    [
        ("disposition-quantity-out-of-range", {"quantity": 0}),
        ("disposition-quantity-out-of-range", {"quantity": 10**15}),
        ("date-in-future", {"on": TODAY + timedelta(days=1)}),
        ("disposition-weight-out-of-range", {"weight_g": -1}),
        ("disposition-weight-out-of-range", {"weight_g": 10**15}),
        ("invalid-input", {"note": "a" * 1001}),
        ("field-required", {"category_code": None}),
    ],
)
def test_what_cannot_be_is_refused(code, values):
    refused(Invalid, code, **({"category_code": "KON.STOL"} | values))


def test_an_unknown_category_or_asset_is_not_found():
    refused(NotFound, "category-not-found", category_code="KON.FINNESIKKE")
    refused(NotFound, "asset-not-found", asset_id=10**9)
    refused(NotFound, "asset-not-found", asset_id=an_asset(of=GJOVIK).id)


def test_another_category_than_the_assets_is_refused():
    refused(Invalid, "disposition-other-category", asset_id=an_asset().id, category_code="KON.SKRIV")


def test_more_than_there_is_does_not_leave():
    refused(Conflict, "asset-too-few-left", asset_id=an_asset(quantity=1).id, quantity=2)


def test_only_those_who_may_record_it():
    for role in ("observer", "requester", "project_lead"):
        refused(Forbidden, "disposition-needs-permission", actor=an_actor(role), category_code="KON.STOL")
    asset = an_asset(unit_id=a_unit().id)
    refused(Forbidden, "disposition-other-unit", actor=an_actor(unit_id=a_unit().id), asset_id=asset.id)


def test_what_was_recorded_last_is_listed_for_the_own_municipality():
    early, late = record(category_code="KON.STOL", on=date(2026, 1, 2)), record(category_code="KON.STOL")
    record(an_actor(of=GJOVIK), category_code="KON.STOL")
    found = dispositions.list_dispositions(an_actor(), DispositionFilters())
    assert [row.id for row in found.items] == [late.id, early.id]
