"""Look, then keep: what an import does to the inventory, and what it leaves alone."""

import pytest

from marketplace.foundation import outbox, ports
from marketplace.foundation.clock import today
from marketplace.foundation.errors import Conflict
from marketplace.inventory import importing, moving, previews, queries, service, uploading
from marketplace.inventory.events import ImportAccepted, ImportUploaded
from marketplace.inventory.states import AssetState, ImportState
from tests.builders import GJOVIK, RINGERIKE, a_listing, an_actor, an_asset
from tests.inventory.imports import assets, errors, everything, keep, kept, looked, problems, the_asset
from tests.inventory.spreadsheets import HEADER, a_row, csv, ods, xlsx


def test_looking_stores_nothing_but_the_preview(app):
    found = looked(an_actor(), csv([HEADER, a_row("A-1"), a_row("A-2")]))
    assert found.state is ImportState.LOOKED
    assert (found.rows_total, found.rows_ok, found.rows_failed, found.rows_new) == (2, 2, 0, 2)
    assert assets() == []


def test_keeping_takes_the_rows_in(app):
    found = kept(an_actor(of=RINGERIKE), csv([HEADER, a_row("A-1"), a_row("A-2", "Skrivebord", Kategori="KON.SKRIV")]))
    assert found.state is ImportState.KEPT
    chair, desk = assets(RINGERIKE)
    assert (chair.inventory_number, chair.name, chair.category_code, chair.quantity) == (
        "A-1",
        "Kontorstol",
        "KON.STOL",
        4,
    )
    assert (chair.width_cm, chair.weight_g, chair.acquired_price_nok, chair.room) == (60, 16_000, 1200, "201")
    assert (chair.condition, chair.state, chair.unit_id) == ("good", AssetState.IN_USE, None)
    assert (chair.category_code, desk.category_code) == ("KON.STOL", "KON.SKRIV")
    assert [line.kind for line in queries.life_story(chair.id)] == ["imported"]
    assert list(ports.storage().list("imports")) == []


@pytest.mark.parametrize(("make", "filename"), [(csv, "a.csv"), (xlsx, "a.xlsx"), (ods, "a.ods")])
def test_the_same_file_twice_changes_nothing(app, make, filename):
    actor = an_actor()
    content = make([HEADER, a_row("A-1"), a_row("A-2")])
    kept(actor, content, filename)
    before = everything()[:2]
    again = kept(actor, content, filename)
    assert (again.rows_unchanged, again.rows_new, again.rows_changed) == (2, 0, 0)
    assert everything()[:2] == before


def test_the_same_rows_without_numbers_twice_change_nothing_in_any_format(app):
    actor = an_actor()
    rows = [("Navn", "Antall", "Pris"), ("Stol", 3, 1234.5), ("Stol", 3, 1234.5), ("Bord", 1, 900)]
    kept(actor, xlsx(rows), "a.xlsx")
    assert len(assets()) == 3
    before = everything()[:2]
    written = [("Navn", "Antall", "Pris"), ("Stol", "3", "1 234,50"), ("Stol", "3", "1234,5"), ("Bord", "1", "900")]
    again = kept(actor, csv(written))
    assert (again.rows_unchanged, again.rows_new) == (3, 0)
    assert everything()[:2] == before


def test_a_number_added_later_finds_the_asset_that_came_without_one(app):
    actor = an_actor()
    rows = [("Merkelapp", "Navn", "Antall"), ("M1", "Stol", "3")]
    kept(actor, csv(rows))
    again = kept(actor, csv(rows), wanted={"Merkelapp": "inventory_number"})
    assert (again.rows_changed, again.rows_new) == (1, 0)
    assert [asset.inventory_number for asset in assets()] == ["M1"]


def test_only_what_changed_since_the_last_import_is_changed(app):
    actor = an_actor()
    kept(actor, csv([HEADER, a_row("A-1"), a_row("A-2")]))
    asset = the_asset("A-1")
    service.change_asset(actor, asset.id, _with(asset, colour="rød", room="999"), asset.version)
    found = kept(actor, csv([HEADER, a_row("A-1", Tilstand="slitt"), a_row("A-2")]))
    assert (found.rows_changed, found.rows_unchanged) == (1, 1)
    asset = the_asset("A-1")
    assert (asset.condition, asset.colour, asset.room) == ("fair", "rød", "999")
    assert queries.life_story(asset.id)[-1].note == "condition"


def test_units_handed_over_do_not_come_back_with_the_same_file(app):
    actor = an_actor()
    content = csv([HEADER, a_row("A-1", Antall=30), a_row("A-2", Antall=2)])
    kept(actor, content)
    _hand_over("A-1", 10)
    _hand_over("A-2", 2)
    found = kept(actor, content)
    assert (found.rows_unchanged, found.rows_failed) == (2, 0)
    assert (the_asset("A-1").quantity, the_asset("A-2").quantity) == (20, 0)
    assert the_asset("A-2").state is AssetState.TRANSFERRED


def test_a_greater_number_after_a_hand_over_is_an_error_that_says_what_is_left(app):
    actor = an_actor()
    kept(actor, csv([HEADER, a_row("A-1", Antall=30)]))
    _hand_over("A-1", 10)
    found = looked(actor, csv([HEADER, a_row("A-1", Antall=28, Rom="7")]))
    assert errors(found) == [(2, "Antall", "import-quantity-after-hand-over")]
    assert previews.list_problems(found.id, severity="error").items[0].facts == {"read": 28, "now": 20, "left": 10}
    caught_up = kept(actor, csv([HEADER, a_row("A-1", Antall=20, Rom="7")]))
    assert caught_up.rows_changed == 1
    assert (the_asset("A-1").quantity, the_asset("A-1").room) == (20, "7")


def test_what_has_left_is_not_changed_and_that_is_told(app):
    actor = an_actor()
    kept(actor, csv([HEADER, a_row("A-1", Antall=2)]))
    _hand_over("A-1", 2)
    found = kept(actor, csv([HEADER, a_row("A-1", Antall=2, Rom="7"), a_row("A-2")]))
    assert (2, "Inventarnummer", "import-asset-has-left") in problems(found)
    assert the_asset("A-1").room == "201"


def test_fewer_than_are_listed_is_an_error(app, units_listed):
    actor = an_actor()
    kept(actor, csv([HEADER, a_row("A-1", Antall=30)]))
    units_listed[the_asset("A-1").id] = 12
    found = looked(actor, csv([HEADER, a_row("A-1", Antall=11)]))
    assert errors(found) == [(2, "Antall", "import-quantity-below-listed")]
    assert kept(actor, csv([HEADER, a_row("A-1", Antall=12)])).rows_changed == 1


def test_what_stands_in_a_published_listing_is_held(app):
    actor = an_actor()
    listed = an_asset(inventory_number="A-1", quantity=30).id
    a_listing(asset_id=listed, quantity=12)
    found = looked(actor, csv([HEADER, a_row("A-1", Antall=11)]))
    assert errors(found) == [(2, "Antall", "import-quantity-below-listed")]
    with pytest.raises(Conflict, match="asset-units-listed"):
        moving.dispose_of_units(listed, 19, on=today(), person_id=None)
    assert the_asset("A-1").quantity == 30


def test_what_became_impossible_between_looking_and_keeping_is_left_out(app, units_listed):
    actor = an_actor()
    kept(actor, csv([HEADER, a_row("A-1", Antall=30)]))
    found = looked(actor, csv([HEADER, a_row("A-1", Antall=11), a_row("A-2")]))
    assert found.rows_ok == 2
    units_listed[the_asset("A-1").id] = 12
    found = keep(actor, found)
    assert (found.rows_ok, found.rows_failed, found.rows_new) == (1, 1, 1)
    assert the_asset("A-1").quantity == 30


def test_a_number_twice_in_the_file_is_an_error_that_names_both_rows(app):
    found = kept(an_actor(), csv([HEADER, a_row("A-1"), a_row("A-2"), a_row("A-1", "Bord"), a_row("A-1", "Pult")]))
    assert errors(found) == [(row, "Inventarnummer", "import-number-twice") for row in (2, 4, 5)]
    facts = [problem.facts for problem in previews.list_problems(found.id, severity="error").items]
    assert [(fact["first"], fact["second"]) for fact in facts] == [(2, 4), (2, 4), (2, 5)]
    assert [asset.inventory_number for asset in assets()] == ["A-2"]


def test_an_asset_registered_by_hand_is_met_by_its_number(app):
    actor = an_actor()
    by_hand = an_asset(inventory_number="A-1", quantity=4, room="", state=AssetState.IN_STORE).id
    found = kept(actor, csv([HEADER, a_row("A-1")]))
    assert (found.rows_new, found.rows_changed) == (0, 1)
    asset = the_asset("A-1")
    assert (asset.id, asset.room, asset.state) == (by_hand, "201", AssetState.IN_STORE)


def test_a_handler_called_twice_acts_once(app):
    actor = an_actor()
    found = looked(actor, csv([HEADER, a_row("A-1"), ("", "", "", "x", "", "", "", "", "")]))
    looked_at = everything()
    importing.look_at_file(ImportUploaded(found.id))
    assert everything() == looked_at
    found = keep(actor, found)
    after = everything()
    importing.keep_rows(ImportAccepted(found.id, actor.person_id))
    assert everything() == after


def test_death_half_way_keeps_nothing_and_the_next_try_keeps_all(app, monkeypatch):
    actor = an_actor()
    found = looked(actor, csv([HEADER, *(a_row(f"A-{number}") for number in range(1200))]))
    uploading.accept_rows(actor, found.id)
    writing, calls = importing.writing.write_outcome, []

    def dies(outcome, occasion):
        writing(outcome, occasion)
        calls.append(1)
        if len(calls) == 2:
            raise SystemError("the power went")

    monkeypatch.setattr(importing.writing, "write_outcome", dies)
    with pytest.raises(SystemError):
        importing.keep_rows(ImportAccepted(found.id, actor.person_id))
    assert assets() == []
    assert previews.get_import(actor, found.id).state is ImportState.KEEPING
    outbox.deliver_all()
    assert len(assets()) == 1200


def test_a_late_look_is_not_taken_for_the_last(app):
    actor = an_actor()
    found = looked(actor, csv([("Hva", "Type"), ("Stol", "Bord")]))
    late = previews.find_ticket(found.id, ImportState.LOOKED)
    uploading.map_columns(actor, found.id, {"#0": "name", "#1": "notes"})
    assert importing._locked(late) is None
    outbox.deliver_all()
    assert previews.get_import(actor, found.id).mapping == {"0": "name", "1": "notes"}


def test_progress_is_told_row_by_row(app, monkeypatch):
    told = []
    real = importing._progress

    def listening(upload):
        tell = real(upload)

        def hear(done, total):
            tell(done, total)
            told.append((done, total))

        return hear

    monkeypatch.setattr(importing, "_progress", listening)
    found = looked(an_actor(), csv([HEADER, *(a_row(f"A-{number}") for number in range(1100))]))
    assert told == [(500, 1100), (1000, 1100), (1100, 1100)]
    assert (found.rows_done, found.rows_total) == (1100, 1100)


def test_rows_with_errors_are_left_out_and_counted(app):
    found = kept(an_actor(), csv([HEADER, a_row("A-1", Antall="mange"), a_row("A-2"), a_row("A-3", Tilstand="hmm")]))
    assert (found.rows_total, found.rows_ok, found.rows_failed) == (3, 1, 2)
    assert errors(found) == [(2, "Antall", "value-not-a-number"), (4, "Tilstand", "import-condition-unknown")]
    assert [asset.inventory_number for asset in assets()] == ["A-2"]


def test_a_file_that_is_gone_fails_the_import_in_words(app):
    actor = an_actor()
    found = looked(actor, csv([HEADER, a_row()]))
    ports.storage().delete(found.file_key)
    found = keep(actor, found)
    assert (found.state, found.failure) == (ImportState.FAILED, "file-not-found")
    assert assets() == []


def _hand_over(number, quantity):
    moving.move_units(
        the_asset(number).id, quantity, to_municipality=GJOVIK, to_unit_id=None, on=today(), person_id=None
    )


def _with(asset, **values):
    fields = service.fields_of(asset)
    return type(fields)(**{name: getattr(fields, name) for name in fields.__dataclass_fields__} | values)
