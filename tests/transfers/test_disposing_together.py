"""What left together, and what was recorded wrongly."""

from datetime import date
from threading import Barrier, Thread

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from marketplace.foundation import outbox
from marketplace.foundation.database import db
from marketplace.foundation.errors import Conflict, Forbidden, Invalid, NotFound, Refusal
from marketplace.foundation.transaction import transaction
from marketplace.inventory import queries as inventory
from marketplace.inventory.models import Asset
from marketplace.inventory.states import AssetState
from marketplace.statistics import queries
from marketplace.statistics.periods import Period
from marketplace.transfers import disposing, dispositions, policies
from marketplace.transfers.disposing import Line
from marketplace.transfers.dispositions import DispositionFilters
from marketplace.transfers.kinds import DispositionKind
from marketplace.transfers.models import Disposition
from tests.builders import ASKER, GJOVIK, a_listing, a_unit, an_actor, an_asset

pytestmark = pytest.mark.usefixtures("app")

TODAY = date(2026, 6, 15)


def together(actor, *lines, **values):
    given = {"kind": DispositionKind.RECYCLED, "on": TODAY} | values
    return disposing.record_dispositions(actor, [Line(*line) for line in lines], **given)


def one(actor, asset, quantity=2, **values):
    given = {"kind": DispositionKind.SOLD, "on": TODAY, "asset_id": asset.id} | values
    return disposing.record_disposition(actor, quantity=quantity, **given)


def left_in(asset):
    db.session.expire_all()
    found = db.session.get(Asset, asset.id)
    return found.quantity, found.state


def all_rows():
    counts = [select(func.count(model.id)) for model in (Disposition, outbox.Delivery)]
    units = select(func.sum(Asset.quantity))
    db.session.rollback()
    return [db.session.scalar(chosen) for chosen in (*counts, units)]


def nothing_changes(refusal, code, act):
    before = all_rows()
    with pytest.raises(refusal) as caught:
        act()
    assert caught.value.code == code
    assert all_rows() == before
    return caught.value


def test_several_assets_leave_in_one_go_each_with_its_own_number():
    actor, chairs, desks = an_actor(), an_asset(quantity=5, weight_g=4_000), an_asset(quantity=2)
    rows = together(actor, (chairs.id, 3), (desks.id, 2, 90_000), note="Tømt skole")
    assert [(row.asset_id, row.quantity, row.weight_g, row.note) for row in rows] == [
        (chairs.id, 3, 12_000, "Tømt skole"),
        (desks.id, 2, 90_000, "Tømt skole"),
    ]
    assert len({row.batch for row in rows}) == 1
    assert left_in(chairs) == (2, AssetState.IN_STORE)
    assert left_in(desks) == (0, AssetState.DISPOSED)


def test_a_form_sent_twice_records_once():
    actor, asset = an_actor(), an_asset(quantity=5)
    first = together(actor, (asset.id, 2), submission_key="a")
    assert [row.id for row in together(actor, (asset.id, 2), submission_key="a")] == [row.id for row in first]
    assert left_in(asset)[0] == 3


def test_one_wrong_line_keeps_all_out_and_every_wrong_line_is_named():
    actor, fine, few, held = an_actor(), an_asset(quantity=5), an_asset(quantity=1), an_asset(quantity=3)
    a_listing(quantity=3, asset_id=held.id)
    lines = [(fine.id, 2), (few.id, 2), (held.id, 1), (an_asset(of=GJOVIK).id, 1), (fine.id, 1), (few.id, 0)]
    refusal = nothing_changes(Invalid, "invalid-input", lambda: together(actor, *lines))
    assert sorted((error.field, error.code) for error in refusal.fields) == [
        ("lines.1.quantity", "asset-too-few-left"),
        ("lines.2.quantity", "asset-units-listed"),
        ("lines.3.asset_id", "asset-not-found"),
        ("lines.4.asset_id", "disposition-asset-twice"),
        ("lines.5.asset_id", "disposition-asset-twice"),
        ("lines.5.quantity", "disposition-quantity-out-of-range"),
    ]


def test_nothing_and_too_much_at_once_are_refused():
    actor = an_actor()
    for lines in ([], [(1, 1)] * (disposing.MOST_LINES + 1)):
        nothing_changes(Invalid, "disposition-lines-out-of-range", lambda lines=lines: together(actor, *lines))


def test_a_wrong_disposition_is_corrected_by_a_row_that_points_back():
    actor, asset = an_actor(), an_asset(quantity=2, weight_g=1_001)
    row = one(actor, asset)
    assert left_in(asset) == (0, AssetState.DISPOSED)
    back = disposing.correct_disposition(actor, row.id, quantity=1, reason="Den sto på lageret")
    assert (back.quantity, back.weight_g, back.reverses_id, back.kind) == (-1, -1_001, row.id, DispositionKind.SOLD)
    assert left_in(asset) == (1, AssetState.IN_STORE)
    assert dispositions.get_row(actor, row.id).left_quantity == 1
    disposing.correct_disposition(actor, row.id, reason="Den andre også")
    assert left_in(asset) == (2, AssetState.IN_STORE)
    nothing_changes(
        Conflict, "disposition-all-corrected", lambda: disposing.correct_disposition(actor, row.id, reason="Igjen")
    )
    assert [line.kind.value for line in inventory.life_story(asset.id)] == ["disposed", "restored", "restored"]
    assert db.session.scalar(select(func.sum(Disposition.weight_g))) == 0


def test_what_was_reused_inside_never_left_and_does_not_come_back():
    actor, asset = an_actor(), an_asset(quantity=5)
    row = one(actor, asset, kind=DispositionKind.INTERNAL_REUSE)
    disposing.correct_disposition(actor, row.id, reason="Det var et annet bord")
    assert left_in(asset) == (5, AssetState.IN_STORE)


def test_a_correction_takes_the_units_out_of_the_figures_on_its_own_day():
    actor = an_actor("municipality_admin")
    year = Period(date(2026, 1, 1), date(2026, 12, 31))
    told = lambda period: queries.get_statistics(actor, period, municipality_number=ASKER).whole  # noqa: E731 - asked often
    one(actor, an_asset(), 6, on=date(2026, 3, 1))
    waste = one(actor, an_asset(), 4, kind=DispositionKind.WASTE, on=date(2026, 3, 1))
    assert (told(year).units_reused_otherwise, told(year).units_discarded) == (6, 4)
    disposing.correct_disposition(actor, waste.id, reason="Den ble gjenvunnet", quantity=3)
    assert (told(year).units_reused_otherwise, told(year).units_discarded) == (6, 1)
    assert told(Period(date(2026, 3, 1), date(2026, 3, 31))).units_discarded == 4


def test_what_was_recorded_together_is_taken_back_together():
    actor, chairs, desks = an_actor(), an_asset(quantity=5), an_asset(quantity=2)
    rows = together(actor, (chairs.id, 3), (desks.id, 2))
    disposing.correct_disposition(actor, rows[0].id, quantity=1, reason="En var hel")
    assert len(disposing.correct_together(actor, rows[0].batch, "Angret")) == 2
    assert (left_in(chairs)[0], left_in(desks)[0]) == (5, 2)
    again = lambda: disposing.correct_together(actor, rows[0].batch, "Angret")  # noqa: E731 - what is tried
    nothing_changes(NotFound, "disposition-not-found", again)


@pytest.mark.parametrize(
    ("refusal", "code", "values"),
    [
        (Invalid, "invalid-input", {"reason": " "}),
        (Invalid, "invalid-input", {"reason": "a" * 1001}),
        (Invalid, "disposition-correction-out-of-range", {"quantity": 0}),
        (Invalid, "disposition-correction-out-of-range", {"quantity": 3}),
    ],
)
def test_a_correction_that_cannot_be_is_refused(refusal, code, values):
    actor, asset = an_actor(), an_asset()
    row, given = one(actor, asset), {"reason": "Feil"} | values
    nothing_changes(refusal, code, lambda: disposing.correct_disposition(actor, row.id, **given))


def test_a_correction_is_not_itself_corrected():
    actor = an_actor()
    back = disposing.correct_disposition(actor, one(actor, an_asset()).id, reason="Feil")
    nothing_changes(
        Conflict, "disposition-is-a-correction", lambda: disposing.correct_disposition(actor, back.id, reason="Feil")
    )


def test_who_may_correct_is_who_may_record():
    asset = an_asset(unit_id=a_unit().id)
    row = one(an_actor(), asset)
    for actor, refusal, code in (
        (an_actor("project_lead"), Forbidden, "disposition-needs-permission"),
        (an_actor("requester"), NotFound, "disposition-not-found"),
        (an_actor(of=GJOVIK), NotFound, "disposition-not-found"),
        (an_actor(unit_id=a_unit().id), Forbidden, "disposition-other-unit"),
    ):
        act = lambda actor=actor: disposing.correct_disposition(actor, row.id, reason="Feil")  # noqa: E731 - as above
        nothing_changes(refusal, code, act)


def test_a_correction_sent_twice_takes_back_once():
    actor, asset = an_actor(), an_asset(quantity=5)
    row = one(actor, asset)
    for _ in range(2):
        disposing.correct_disposition(actor, row.id, quantity=1, reason="Feil", submission_key="a")
    assert left_in(asset)[0] == 4


def test_corrections_at_the_same_moment_take_back_no_more_than_there_was(app):
    actor, asset = an_actor(), an_asset(quantity=5)
    row, start = one(actor, asset, quantity=3), Barrier(6)
    done, refused = [], []

    def correct():
        with app.app_context():
            start.wait()
            try:
                done.append(disposing.correct_disposition(actor, row.id, quantity=1, reason="Feil").id)
            except Refusal as refusal:
                refused.append(refusal.code)
            db.session.remove()

    threads = [Thread(target=correct) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(done), refused) == (3, ["disposition-all-corrected"] * 3)
    assert left_in(asset)[0] == 5


def test_what_is_sent_twice_at_the_same_moment_is_recorded_once_and_answered_alike(app):
    actor, ids = an_actor(), [an_asset(quantity=5).id for _ in range(2)]
    start, singles, together_made, failed = Barrier(6), [], [], []

    def send():
        with app.app_context():
            start.wait()
            try:
                said = {"kind": DispositionKind.WASTE, "on": TODAY}
                row = disposing.record_disposition(actor, quantity=2, asset_id=ids[0], submission_key="a", **said)
                singles.append(row.id)
                rows = together(actor, *((asset_id, 1) for asset_id in ids), submission_key="b")
                together_made.append(tuple(row.id for row in rows))
            except Exception as error:
                failed.append(error)
            db.session.remove()

    threads = [Thread(target=send) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert (len(set(singles)), len(set(together_made))) == (1, 1)
    assert db.session.scalar(select(func.count(Disposition.id))) == 3


@pytest.mark.parametrize("statement", ["update disposition set quantity = 99", "delete from disposition"])
def test_the_database_itself_refuses_to_change_what_was_recorded(statement):
    row_id = one(an_actor(), an_asset()).id
    with pytest.raises(DBAPIError, match="dispositions only grow"), transaction() as session:
        session.execute(text(statement))
    assert db.session.get(Disposition, row_id).quantity == 2


def test_the_list_is_chosen_from_and_costs_the_same_however_long(count_queries):
    actor, asset = an_actor(), an_asset(quantity=500)
    sold = one(actor, asset, on=date(2026, 1, 2))
    rows = together(actor, (asset.id, 4), (an_asset(category_code="SKO.TAVLE").id, 1))
    back = disposing.correct_disposition(actor, rows[0].id, reason="Feil")
    for found, filters in (
        ([back.id, rows[1].id, rows[0].id, sold.id], DispositionFilters()),
        ([sold.id], DispositionFilters(to_on=date(2026, 2, 1))),
        ([sold.id], DispositionFilters(kind=DispositionKind.SOLD)),
        ([rows[1].id], DispositionFilters(from_on=date(2026, 2, 1), category="SKO")),
        ([back.id, rows[0].id, sold.id], DispositionFilters(asset_id=asset.id)),
        ([back.id, rows[1].id, rows[0].id], DispositionFilters(batch=rows[0].batch)),
    ):
        assert [row.id for row in dispositions.list_dispositions(actor, filters).items] == found
    costs = []
    for _ in range(2):
        for _ in range(5):
            one(an_actor(), asset)
        with count_queries() as sent:
            dispositions.list_dispositions(actor, DispositionFilters())
        costs.append(len(sent))
    assert costs[0] == costs[1] <= 6


@pytest.mark.parametrize(
    ("role", "of", "sees"),
    [
        ("observer", ASKER, False),
        ("requester", ASKER, False),
        ("facility_manager", ASKER, True),
        ("municipality_admin", ASKER, True),
        ("municipality_admin", GJOVIK, False),
        ("project_lead", GJOVIK, False),
        ("operator", GJOVIK, False),
    ],
)
def test_a_municipalitys_dispositions_are_its_own(role, of, sees):
    actor, row = an_actor(role, of), one(an_actor(), an_asset())
    assert bool(policies.may_see_dispositions(actor, ASKER)) is sees
    if sees:
        assert dispositions.get_row(actor, row.id).id == row.id
    else:
        with pytest.raises(NotFound):
            dispositions.get_row(actor, row.id)
