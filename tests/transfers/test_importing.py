"""Dispositions from spreadsheets: looked at, then recorded, once however often the file comes."""

import io
from datetime import date

import pytest
from openpyxl import Workbook
from sqlalchemy import func, select

from marketplace.foundation import outbox
from marketplace.foundation.database import db
from marketplace.foundation.errors import Forbidden, Invalid, NotFound
from marketplace.foundation.translation import LANGUAGES, text
from marketplace.inventory import previews, uploading
from marketplace.inventory import service as assets
from marketplace.inventory.fields import AssetFields
from marketplace.inventory.models import Asset
from marketplace.inventory.states import AssetState, ImportPurpose, ImportState
from marketplace.transfers import disposing, dispositions, reconciling, template
from marketplace.transfers.importing import batch_of
from marketplace.transfers.kinds import DispositionKind
from marketplace.transfers.models import Disposition
from marketplace.transfers.sheet import SHEET, kind_in
from marketplace.wording.dispositions import KINDS
from tests.builders import ASKER, GJOVIK, a_listing, a_unit, an_actor

pytestmark = pytest.mark.usefixtures("app")

HEAD = "Inventarnr;Kategori;Antall;Avhending;Dato;Samlet vekt (kg);Merknad\n"


@pytest.fixture
def manager(app):
    return an_actor("municipality_admin")


def an_asset(actor, number, quantity=10, **values):
    fields = AssetFields("Stol", "KON.STOL", quantity, inventory_number=number, weight_g=4_000, **values)
    return assets.register_asset(actor, fields).id


def looked(actor, content, filename="avhendet.csv", wanted=None):
    body = content.encode() if isinstance(content, str) else content
    import_id = uploading.upload_file(actor, filename, body, wanted, SHEET).id
    outbox.deliver_all()
    return stands(actor, import_id)


def kept(actor, content, **values):
    found = looked(actor, content, **values)
    uploading.accept_rows(actor, found.id, ImportPurpose.DISPOSITIONS)
    outbox.deliver_all()
    return stands(actor, found.id)


def stands(actor, import_id):
    found = previews.get_import(actor, import_id, ImportPurpose.DISPOSITIONS)
    db.session.expunge(found)
    return found


def problems(found, severity="error"):
    page = previews.list_problems(found.id, severity=severity, per_page=100)
    return [(problem.row, problem.column, problem.code) for problem in page.items]


def recorded():
    db.session.expire_all()
    rows = db.session.scalars(select(Disposition).order_by(Disposition.id)).all()
    return [(row.asset_id, row.category_code, row.quantity, row.kind.value, row.on.isoformat()) for row in rows]


def left_in(asset_id):
    db.session.expire_all()
    found = db.session.get(Asset, asset_id)
    return found.quantity, found.state


def test_a_file_is_looked_at_and_then_recorded(manager):
    chairs, desks = an_asset(manager, "A-1"), an_asset(manager, "A-2", 2)
    sheet = (
        HEAD
        + "A-1;;3;Solgt;31.01.2026;;Til en skole\nA-2;;2;Restavfall;2026-02-01;50;\n;Tavle;4;Gitt bort;1.3.2026;;\n"
    )
    found = looked(manager, sheet)
    assert (found.state, found.rows_new, found.rows_failed) == (ImportState.LOOKED, 3, 0)
    assert recorded() == []
    done = kept(manager, sheet)
    assert (done.state, done.rows_ok) == (ImportState.KEPT, 3)
    assert recorded() == [
        (chairs, "KON.STOL", 3, "sold", "2026-01-31"),
        (desks, "KON.STOL", 2, "waste", "2026-02-01"),
        (None, "SKO.TAVLE", 4, "donated", "2026-03-01"),
    ]
    weights = db.session.scalars(select(Disposition.weight_g).order_by(Disposition.id)).all()
    assert weights == [12_000, 50_000, None]
    assert left_in(chairs) == (7, AssetState.IN_USE)
    assert left_in(desks) == (0, AssetState.DISPOSED)
    assert reconciling.reconcile(manager).adds_up


def test_the_same_file_twice_changes_nothing_also_when_notes_changed(manager):
    chairs = an_asset(manager, "A-1")
    rows = "A-1;;2;Solgt;31.01.2026;;{}\nA-1;;2;Solgt;31.01.2026;;\n"
    kept(manager, HEAD + rows.format("Skole"))
    again = looked(manager, HEAD + rows.format("Skolen i bygda") + "A-1;;1;Solgt;31.01.2026;;\n")
    assert (again.rows_unchanged, again.rows_new) == (2, 1)
    assert left_in(chairs)[0] == 6


def test_what_was_corrected_does_not_come_back_with_the_file(manager):
    chairs = an_asset(manager, "A-1")
    done = kept(manager, HEAD + "A-1;;2;Solgt;31.01.2026;;\n")
    assert len(disposing.correct_together(manager, batch_of(done.id), "Feil fil")) == 1
    assert looked(manager, HEAD + "A-1;;2;Solgt;31.01.2026;;\n").rows_unchanged == 1
    assert left_in(chairs)[0] == 10


def test_each_wrong_cell_is_named_and_the_other_rows_are_recorded(manager):
    an_asset(manager, "A-1", 5)
    listed = an_asset(manager, "A-2", 3, state=AssetState.SURPLUS)
    a_listing(quantity=2, asset_id=listed)
    sheet = HEAD + (
        "A-1;;1;Forsvunnet;31.01.2026;;\n"
        "A-1;;1;;31.01.2026;;\n"
        "A-1;;1;Solgt;;;\n"
        "A-1;;1;Solgt;31.12.2026;;\n"
        "A-1;;1;Solgt;32.01.2026;;\n"
        "A-1;;mange;Solgt;31.01.2026;;\n"
        "A-1;;0;Solgt;31.01.2026;;\n"
        "A-9;;1;Solgt;31.01.2026;;\n"
        ";;1;Solgt;31.01.2026;;\n"
        "A-1;;4;Solgt;31.01.2026;;\n"
        "A-1;;2;Solgt;31.01.2026;;\n"
        "A-2;;2;Solgt;31.01.2026;;\n"
        "A-1;;5;Ombrukt internt;31.01.2026;;\n"
        "A-1;;1;Ombrukt internt;31.01.2026;;\n"
    )
    found = kept(manager, sheet)
    assert problems(found) == [
        (2, "Avhending", "disposition-import-kind-unknown"),
        (3, "Avhending", "disposition-import-no-kind"),
        (4, "Dato", "disposition-import-no-date"),
        (5, "Dato", "date-in-future"),
        (6, "Dato", "value-date-impossible"),
        (7, "Antall", "value-not-a-number"),
        (8, "Antall", "disposition-quantity-out-of-range"),
        (9, "Inventarnr", "disposition-import-unknown"),
        (10, "Kategori", "disposition-import-no-category"),
        (12, "Antall", "asset-too-few-left"),
        (13, "Antall", "asset-units-listed"),
        (14, "Antall", "asset-too-few-left"),
    ]
    assert [(quantity, kind) for _, _, quantity, kind, _ in recorded()] == [(4, "sold"), (1, "internal_reuse")]


def test_a_workbook_is_read_too_and_columns_are_mapped_by_hand_and_remembered(manager):
    chairs = an_asset(manager, "A-1")
    book = Workbook()
    book.active.append(["Merkelapp", "Hvor mange", "Hvor ble det av det", "Dag", "Antall"])
    book.active.append(["A-1", 3, "donert", date(2026, 1, 31), 3])
    body = io.BytesIO()
    book.save(body)
    found = looked(manager, body.getvalue(), filename="a.xlsx")
    assert found.rows_failed == 1
    uploading.map_columns(manager, found.id, {"A": "inventory_number", "C": "kind"}, SHEET)
    outbox.deliver_all()
    assert stands(manager, found.id).rows_new == 1
    kept(manager, body.getvalue(), filename="b.xlsx")
    assert recorded() == [(chairs, "KON.STOL", 3, "donated", "2026-01-31")]


def test_fields_of_other_sheets_are_refused(manager):
    with pytest.raises(Invalid) as caught:
        uploading.upload_file(manager, "a.csv", b"A\n1\n", {"A": "condition"}, SHEET)
    assert caught.value.code == "import-mapping-field-unknown"


def test_an_import_of_one_sort_is_no_import_of_the_other(manager):
    an_asset(manager, "A-1")
    found = looked(manager, HEAD + "A-1;;1;Solgt;31.01.2026;;\n")
    with pytest.raises(NotFound):
        previews.get_import(manager, found.id)
    with pytest.raises(NotFound):
        uploading.accept_rows(manager, found.id)
    assert previews.list_imports(manager).total == 0
    assert previews.list_imports(manager, purpose=ImportPurpose.DISPOSITIONS).total == 1


def test_a_person_of_one_unit_disposes_of_that_units_assets_only(manager):
    unit, other = a_unit(), a_unit()
    an_asset(manager, "A-1", unit_id=unit.id)
    an_asset(manager, "A-2", unit_id=other.id)
    found = looked(an_actor(unit_id=unit.id), HEAD + "A-1;;1;Solgt;31.01.2026;;\nA-2;;1;Solgt;31.01.2026;;\n")
    assert (found.rows_new, problems(found)) == (1, [(3, "Inventarnr", "disposition-other-unit")])


def test_others_assets_are_unknown_and_others_imports_not_found(manager):
    an_asset(an_actor("municipality_admin", GJOVIK), "G-1")
    found = looked(manager, HEAD + "G-1;;1;Solgt;31.01.2026;;\n")
    assert problems(found) == [(2, "Inventarnr", "disposition-import-unknown")]
    with pytest.raises(NotFound):
        previews.get_import(an_actor(of=GJOVIK), found.id, ImportPurpose.DISPOSITIONS)
    with pytest.raises(Forbidden):
        uploading.upload_file(an_actor("requester"), "a.csv", b"x", None, SHEET)


def test_what_the_database_did_not_keep_is_not_half_recorded(manager, monkeypatch):
    chairs = an_asset(manager, "A-1")
    found = looked(manager, HEAD + "A-1;;1;Solgt;31.01.2026;;\nA-1;;2;Solgt;31.01.2026;;\n")
    uploading.accept_rows(manager, found.id, ImportPurpose.DISPOSITIONS)
    db.session.remove()
    with monkeypatch.context() as patched:
        patched.setattr("marketplace.inventory.moving.enter", None)
        outbox.deliver_pending()
    assert recorded() == []
    assert left_in(chairs)[0] == 10


def test_a_long_file_costs_few_queries_a_row(manager, count_queries):
    an_asset(manager, "A-1", 5_000)
    body = HEAD + "".join(f"A-1;;1;Solgt;{day:02}.01.2026;;\n" for day in range(1, 29)) * 40
    found = looked(manager, body)
    assert found.rows_new == 1_120
    with count_queries() as sent:
        looked(manager, body)
    assert len(sent) < 60


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_the_template_is_understood_whole(manager, language, ending):
    found = looked(manager, template.made(ending, language), filename=f"mal.{ending}")
    assert (found.rows_new, found.rows_failed) == (5, 0)
    assert problems(found) == []
    assert {column["field"] for column in found.columns} == set(SHEET.vocabulary.fields)


def test_every_kind_has_its_own_word():
    for word, kind in zip(template.KINDS["nb"], DispositionKind, strict=True):
        assert kind_in(word) is kind
        assert kind_in(kind.value) is kind
    assert kind_in("tull") is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_that_people_are_told_to_write_are_understood(language):
    for kind, words in KINDS.items():
        assert kind_in(text(language, words)) is DispositionKind(kind)


def test_what_came_from_a_file_is_listed_together(manager):
    an_asset(manager, "A-1")
    done = kept(manager, HEAD + "A-1;;1;Solgt;31.01.2026;;\n;Stol;1;Solgt;31.01.2026;;\n")
    filters = dispositions.DispositionFilters(batch=batch_of(done.id))
    assert dispositions.list_dispositions(manager, filters).total == 2
    assert db.session.scalar(select(func.count()).where(Disposition.municipality_number == ASKER)) == 2
