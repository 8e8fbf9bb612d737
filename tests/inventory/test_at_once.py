"""Several at the same moment: an import is kept once, units are moved once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from marketplace.foundation.clock import today
from marketplace.foundation.database import db
from marketplace.foundation.errors import Conflict, Invalid
from marketplace.inventory import importing, moving, service, uploading
from marketplace.inventory.events import ImportAccepted, ImportUploaded
from marketplace.inventory.fields import AssetFields
from tests.builders import GJOVIK, an_actor, an_asset
from tests.inventory.imports import as_it_stands, assets, keep, looked
from tests.inventory.spreadsheets import HEADER, a_row, csv

MANY = 6


def at_once(app, act, times=MANY):
    """What `act(number)` answers, or how it was refused, by so many threads that start together."""
    barrier = Barrier(times)
    db.session.remove()

    def run(number):
        with app.app_context():
            barrier.wait()
            try:
                return act(number)
            except (Conflict, Invalid) as refusal:
                return refusal
            finally:
                db.session.remove()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(run, range(times)))


def test_an_import_accepted_by_many_at_once_is_accepted_once(app):
    actors = [an_actor() for _ in range(MANY)]
    found = looked(actors[0], csv([HEADER, *(a_row(f"A-{number}") for number in range(50))]))
    answers = at_once(app, lambda number: uploading.accept_rows(actors[number], found.id).id)
    assert sum(isinstance(answer, int) for answer in answers) == 1
    assert {answer.code for answer in answers if isinstance(answer, Conflict)} == {"import-already-kept"}
    importing.keep_rows(ImportAccepted(found.id, None))
    assert len(assets()) == 50


def test_rows_kept_by_many_deliveries_at_once_are_kept_once(app):
    actor = an_actor()
    found = looked(actor, csv([HEADER, *(a_row(f"A-{number}") for number in range(700))]))
    uploading.accept_rows(actor, found.id)
    at_once(app, lambda _: importing.keep_rows(ImportAccepted(found.id, actor.person_id)))
    assert len(assets()) == 700
    assert as_it_stands(actor, found.id).state == "kept"


def test_a_file_looked_at_by_many_deliveries_at_once_is_looked_at_once(app):
    actor = an_actor()
    import_id = uploading.upload_file(actor, "a.csv", csv([HEADER, a_row("A-1", Antall="x"), a_row("A-2")])).id
    at_once(app, lambda _: importing.look_at_file(ImportUploaded(import_id)))
    found = as_it_stands(actor, import_id)
    assert (found.state, found.rows_failed, found.summary["value-not-a-number"]["count"]) == ("looked", 1, 1)


def test_two_imports_of_the_same_rows_at_once_make_them_once(app):
    actor = an_actor()
    content = csv([HEADER, *(a_row(f"A-{number}") for number in range(300))])
    ids = [looked(actor, content).id for _ in range(3)]
    for import_id in ids:
        uploading.accept_rows(actor, import_id)
    at_once(app, lambda number: importing.keep_rows(ImportAccepted(ids[number], actor.person_id)), times=3)
    counts = [as_it_stands(actor, import_id) for import_id in ids]
    assert sorted((found.rows_new, found.rows_unchanged) for found in counts) == [(0, 300), (0, 300), (300, 0)]
    assert len(assets()) == 300


def test_one_inventory_number_is_taken_once(app):
    actors = [an_actor() for _ in range(MANY)]
    fields = AssetFields("Stol", "KON.STOL", inventory_number="A-1")
    answers = at_once(app, lambda number: service.register_asset(actors[number], fields).id)
    assert sum(isinstance(answer, int) for answer in answers) == 1
    refused = [answer.fields[0].code for answer in answers if isinstance(answer, Invalid)]
    assert refused == ["asset-inventory-number-taken"] * (MANY - 1)
    assert len(assets()) == 1


def test_no_more_units_leave_than_there_are(app):
    asset = an_asset(quantity=4).id

    def take(_):
        return moving.move_units(asset, 1, to_municipality=GJOVIK, to_unit_id=None, on=today(), person_id=None).id

    answers = at_once(app, take)
    assert sum(isinstance(answer, int) for answer in answers) == 4
    assert [found.quantity for found in assets()] == [0, 1, 1, 1, 1]


def test_a_hand_over_during_an_import_is_not_undone(app):
    actor = an_actor()
    content = csv([HEADER, a_row("A-1", Antall=30)])
    keep(actor, looked(actor, content))
    found = looked(actor, csv([HEADER, a_row("A-1", Antall=30, Rom="9")]))
    uploading.accept_rows(actor, found.id)
    asset = assets()[0].id
    acts = (
        lambda: importing.keep_rows(ImportAccepted(found.id, None)),
        lambda: moving.move_units(asset, 10, to_municipality=GJOVIK, to_unit_id=None, on=today(), person_id=None).id,
    )
    at_once(app, lambda number: acts[number](), times=2)
    mine = assets()[0]
    assert (mine.quantity, mine.room) == (20, "9")
