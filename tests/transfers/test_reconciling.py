"""Every unit ever registered is in one place, whatever happens; what was tampered with shows up, and can be mended."""

from datetime import date

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import func, insert, select, text, update

from marketplace.claims.models import Claim
from marketplace.foundation import migrating
from marketplace.foundation.database import db
from marketplace.foundation.errors import Conflict, Forbidden, Invalid, NotFound
from marketplace.foundation.transaction import transaction
from marketplace.inventory import queries as inventory
from marketplace.inventory import service as assets
from marketplace.inventory.fields import AssetFields
from marketplace.inventory.models import Asset, AssetEntry
from marketplace.inventory.states import AssetState, EntryKind
from marketplace.transfers import disposing, reconciling, service
from marketplace.transfers.kinds import DispositionKind
from marketplace.transfers.models import Disposition, Transfer
from marketplace.transfers.places import ARE, CAME_IN, Account
from tests.builders import ASKER, GJOVIK, a_claim, a_listing, a_transfer, a_unit, an_actor

TODAY = date(2026, 6, 15)


def registered(actor, quantity=10, **values):
    fields = AssetFields(**{"name": "Kontorstol", "category_code": "KON.STOL", "quantity": quantity} | values)
    return assets.register_asset(actor, fields)


def handed_over(giver, asset, quantity, to=GJOVIK, **values):
    listing = a_listing(of=giver.municipality_number, quantity=quantity, asset_id=asset.id)
    claim = a_claim(listing, by=to, quantity=quantity, state="approved", **values)
    return service.hand_over(giver, claim.id)


def found(actor):
    db.session.expire_all()
    done = reconciling.reconcile(actor)
    return [(finding.code, finding.thing_id, finding.expected, finding.found) for finding in done.assets.items] + [
        (finding.code, finding.thing_id, finding.expected, finding.found) for finding in done.rows
    ]


@pytest.fixture
def admin(app):
    return an_actor("municipality_admin")


def test_every_place_is_counted_once_as_a_way_in_or_as_a_place_to_be():
    assert set(CAME_IN) | set(ARE) == set(Account.__dataclass_fields__)
    assert not set(CAME_IN) & set(ARE)
    assert Account(registered=5, in_inventory=2, waste=1).difference == 2
    assert Account(registered=5, in_inventory=2, waste=1).expected == 4


def test_units_are_followed_wherever_they_go(admin):
    gjovik = an_actor("municipality_admin", GJOVIK)
    asset = registered(admin, 20)
    assets.change_asset(admin, asset.id, AssetFields("Kontorstol", "KON.STOL", 22), asset.version)
    transfer = handed_over(admin, asset, 6)
    service.take_back(admin, transfer.id, quantity=2, reason="Passet ikke")
    for kind, units in ((DispositionKind.SOLD, 3), (DispositionKind.WASTE, 1), (DispositionKind.INTERNAL_REUSE, 2)):
        disposing.record_disposition(admin, kind=kind, quantity=units, on=TODAY, asset_id=asset.id)
    account = reconciling.account_of_asset(admin, asset.id)
    assert account == Account(registered=20, counted_up=2, in_inventory=14, handed_over=4, sold=3, waste=1)
    theirs = reconciling.reconcile(gjovik)
    assert theirs.account == Account(received=4, in_inventory=4)
    assert theirs.adds_up
    assert found(admin) == []


def test_units_between_two_units_of_a_municipality_are_moved_not_given_away(admin):
    asset = registered(admin, 5)
    unit = a_unit()
    handed_over(admin, asset, 3, to=ASKER, unit_id=unit.id)
    done = reconciling.reconcile(admin)
    assert done.account == Account(registered=5, in_inventory=5, moved_in=3, moved_out=3)
    assert done.adds_up


def a_small_history(admin):
    asset = registered(admin, 10)
    transfer = handed_over(admin, asset, 2)
    disposing.record_disposition(admin, kind=DispositionKind.SOLD, quantity=1, on=TODAY, asset_id=asset.id)
    return asset, transfer


@pytest.mark.parametrize(
    ("code", "statement", "expected", "now"),
    [
        ("asset-inventory-differs", "update asset set quantity = quantity + 3 where id = :asset", 7, 10),
        ("asset-inventory-differs", "update asset_entry set change = 4 where asset_id = :asset and change = 10", 1, 7),
        ("asset-inventory-differs", "delete from asset_entry where asset_id = :asset and change = 10", -3, 7),
        ("asset-state-differs", "update asset set state = 'disposed' where id = :asset", 7, 7),
    ],
)
def test_what_was_tampered_with_shows_up(admin, code, statement, expected, now):
    asset, _ = a_small_history(admin)
    assert found(admin) == []
    with transaction() as session:
        session.execute(text(statement), {"asset": asset.id})
    assert found(admin) == [(code, asset.id, expected, now)]


def test_stories_from_before_there_were_changes_are_told_anew(admin):
    asset, transfer = a_small_history(admin)
    assets.change_asset(
        admin, asset.id, AssetFields("Stol", "KON.STOL", 9), inventory.get_asset(admin, asset.id).version
    )
    service.take_back(admin, transfer.id, quantity=1, reason="Passet ikke")
    row_id = db.session.scalars(select(Disposition.id)).one()
    disposing.correct_disposition(admin, row_id, reason="Sto på lageret")
    before = db.session.execute(select(AssetEntry.id, AssetEntry.change).order_by(AssetEntry.id)).all()
    db.session.remove()
    scripts = ScriptDirectory(str(migrating.FOLDER)).walk_revisions()
    added = next(script for script in scripts if script.path.endswith("changes_in_life_stories.py"))
    migrating.downgrade(added.down_revision)
    migrating.upgrade()
    assert db.session.execute(select(AssetEntry.id, AssetEntry.change).order_by(AssetEntry.id)).all() == before
    assert found(admin) == []


def test_a_row_slipped_into_a_book_shows_up(admin):
    asset, transfer = a_small_history(admin)
    slipped = {column.key: getattr(transfer, column.key) for column in Transfer.__table__.columns if column.key != "id"}
    with transaction() as session:
        session.execute(insert(Transfer), [slipped | {"submission_key": None}])
    assert found(admin) == [
        ("asset-ledger-differs", asset.id, 5, 7),
        ("claim-ledger-differs", transfer.claim_id, 4, 2),
    ]


def test_a_disposition_slipped_in_shows_up(admin):
    asset, _ = a_small_history(admin)
    row = db.session.scalars(select(Disposition)).one()
    slipped = {column.key: getattr(row, column.key) for column in Disposition.__table__.columns if column.key != "id"}
    with transaction() as session:
        session.execute(insert(Disposition), [slipped])
        session.execute(insert(Disposition), [slipped | {"quantity": -5, "reverses_id": row.id}])
    assert found(admin) == [
        ("asset-dispositions-differ", asset.id, 11, 7),
        ("disposition-corrected-too-often", row.id, 1, 5),
    ]


def test_a_claim_that_says_otherwise_and_a_hand_over_taken_back_too_often_show_up(admin):
    _, transfer = a_small_history(admin)
    claim = db.session.get(Claim, transfer.claim_id)
    with transaction() as session:
        session.execute(update(Claim).where(Claim.id == claim.id).values(handed_over_quantity=1))
    back = {"from_municipality_number": ASKER, "reverses_id": transfer.id}
    row = a_transfer(claim, -3, **back)
    assert row.quantity == -3
    assert found(admin) == [
        ("transfer-taken-back-too-often", transfer.id, 2, 3),
        ("claim-ledger-differs", claim.id, -1, 1),
    ]


@pytest.mark.parametrize(
    ("counted", "state"), [(7, AssetState.IN_USE), (12, AssetState.IN_USE), (0, AssetState.DISPOSED)]
)
def test_a_count_mends_what_does_not_add_up(admin, counted, state):
    asset, _ = a_small_history(admin)
    with transaction() as session:
        session.execute(update(Asset).where(Asset.id == asset.id).values(quantity=9))
    reconciling.count_units(admin, asset.id, counted, "Talt i kjelleren")
    db.session.expire_all()
    mended = db.session.get(Asset, asset.id)
    assert (mended.quantity, mended.state) == (counted, state)
    assert found(admin) == []
    line = inventory.life_story(asset.id)[-1]
    assert (line.kind, line.quantity, line.note) == (EntryKind.COUNTED, counted, "Talt i kjelleren")
    account = reconciling.account_of_asset(admin, asset.id)
    assert account.counted_up - account.counted_down == counted - 7


def test_a_count_brings_back_what_was_thought_gone(admin):
    asset = registered(admin, 2)
    disposing.record_disposition(admin, kind=DispositionKind.WASTE, quantity=2, on=TODAY, asset_id=asset.id)
    reconciling.count_units(admin, asset.id, 1, "Den ene sto igjen")
    db.session.expire_all()
    assert db.session.get(Asset, asset.id).state == AssetState.IN_STORE
    assert found(admin) == []


def test_a_count_that_is_as_recorded_changes_nothing(admin):
    asset, _ = a_small_history(admin)
    before = db.session.scalar(select(func.count(AssetEntry.id)))
    reconciling.count_units(admin, asset.id, 7, "Talt")
    assert db.session.scalar(select(func.count(AssetEntry.id))) == before


def test_a_count_that_cannot_be_is_refused_and_changes_nothing(admin):
    asset = registered(admin, 5)
    a_listing(quantity=3, asset_id=asset.id)
    theirs = registered(an_actor(of=GJOVIK), 5)
    for refusal, code, actor, thing, quantity, reason in (
        (Conflict, "asset-units-listed", admin, asset, 2, "Talt"),
        (Invalid, "count-out-of-range", admin, asset, -1, "Talt"),
        (Invalid, "invalid-input", admin, asset, 4, " "),
        (NotFound, "asset-not-found", admin, theirs, 4, "Talt"),
        (Forbidden, "asset-needs-permission", an_actor("requester"), asset, 4, "Talt"),
        (Forbidden, "asset-other-unit", an_actor(unit_id=a_unit().id), asset, 4, "Talt"),
    ):
        with pytest.raises(refusal) as caught:
            reconciling.count_units(actor, thing.id, quantity, reason)
        assert caught.value.code == code
    db.session.expire_all()
    assert db.session.get(Asset, asset.id).quantity == 5
    assert db.session.scalar(select(func.count()).where(AssetEntry.kind == EntryKind.COUNTED)) == 0


def test_only_the_municipality_itself_looks_into_its_books(app):
    for role in ("observer", "requester", "project_lead", "operator"):
        with pytest.raises(Forbidden):
            reconciling.reconcile(an_actor(role))


def test_it_costs_the_same_however_much_there_is(admin, count_queries):
    costs = []
    for _ in range(2):
        for _ in range(4):
            a_small_history(admin)
        with transaction() as session:
            session.execute(update(Asset).values(quantity=Asset.quantity + 1))
        with count_queries() as sent:
            reconciling.reconcile(admin)
        costs.append(len(sent))
    assert costs[0] == costs[1] <= 8


def test_books_that_add_up_are_read_through_once(admin, count_queries):
    a_small_history(admin)
    with count_queries() as sent:
        assert reconciling.reconcile(admin).adds_up
    assert len([statement for statement in sent if "FROM asset_entry" in statement]) == 1
