"""Who may hand in a file and say yes to it, and for whom."""

from datetime import timedelta

import pytest

from marketplace.foundation import clock, outbox, ports
from marketplace.foundation.errors import Conflict, Forbidden, Invalid, NotFound
from marketplace.inventory import importing, previews, queries, uploading
from tests.builders import ASKER, GJOVIK, a_unit, an_actor, an_asset
from tests.inventory.imports import assets, errors, everything, kept, looked
from tests.inventory.spreadsheets import HEADER, a_row, csv


def test_the_same_number_in_another_municipality_is_another_asset(app):
    asker, gjovik = an_actor(of=ASKER), an_actor(of=GJOVIK)
    mine = kept(asker, csv([HEADER, a_row("A-1")]))
    kept(gjovik, csv([HEADER, a_row("A-1", "Bord")]))
    assert len(assets()) == 2
    with pytest.raises(NotFound, match="import-not-found"):
        previews.get_import(gjovik, mine.id)
    with pytest.raises(NotFound, match="asset-not-found"):
        queries.get_asset(gjovik, assets(ASKER)[0].id)
    assert previews.list_imports(gjovik).total == 1


def test_two_who_keep_at_once_keep_once(app):
    actor, colleague = an_actor(), an_actor()
    found = looked(actor, csv([HEADER, a_row("A-1")]))
    uploading.accept_rows(actor, found.id)
    with pytest.raises(Conflict, match="import-already-kept"):
        uploading.accept_rows(colleague, found.id)
    outbox.deliver_all()
    with pytest.raises(Conflict, match="import-already-kept"):
        uploading.accept_rows(colleague, found.id)
    assert len(assets()) == 1


def test_nothing_that_can_be_kept_is_a_refusal(app):
    actor = an_actor()
    found = looked(actor, csv([HEADER, a_row("A-1", Antall="mange")]))
    before = everything()
    with pytest.raises(Conflict, match="import-nothing-to-keep"):
        uploading.accept_rows(actor, found.id)
    assert everything() == before


@pytest.mark.parametrize("role", ["observer", "requester"])
def test_only_who_manages_assets_may_import(app, role):
    before = everything()
    with pytest.raises(Forbidden, match="asset-needs-permission"):
        uploading.upload_file(an_actor(role), "a.csv", b"Navn\nStol\n")
    assert everything() == before
    assert list(ports.storage().list()) == []


def test_an_empty_file_is_refused_at_once(app):
    with pytest.raises(Invalid, match="file-empty"):
        uploading.upload_file(an_actor(), "a.csv", b"")
    assert list(ports.storage().list()) == []


def test_a_person_of_one_unit_imports_for_that_unit_only(app):
    own, other = a_unit(name="Borgen skole").id, a_unit(name="Hvalstad skole").id
    elsewhere = an_asset(inventory_number="A-9", unit_id=other, quantity=4).id
    actor = an_actor(unit_id=own)
    header = ("Inventarnummer", "Navn", "Enhet")
    rows = [
        ("A-1", "Stol", ""),
        ("A-2", "Stol", "Hvalstad skole"),
        ("A-3", "Bord", "borgen SKOLE"),
        ("A-9", "Pult", ""),
    ]
    found = kept(actor, csv([header, *rows]))
    assert errors(found) == [(3, "Enhet", "import-other-unit"), (5, "Inventarnummer", "import-asset-of-other-unit")]
    assert [asset.unit_id for asset in assets() if asset.id != elsewhere] == [own, own]
    with pytest.raises(NotFound):
        previews.get_import(an_actor(unit_id=other), found.id)


def test_what_nobody_kept_is_forgotten_after_ninety_days(app):
    actor = an_actor()
    done = kept(actor, csv([HEADER, a_row("A-1")])).id
    abandoned = looked(actor, csv([HEADER, a_row("A-2", Antall="x")])).id
    with clock.standing_still(clock.now() + timedelta(days=89)):
        young = looked(actor, csv([HEADER, a_row("A-3")])).id
        assert importing.forget_abandoned() == 0
        assert len(list(ports.storage().list("imports/"))) == 2
    with clock.standing_still(clock.now() + timedelta(days=91)):
        assert importing.forget_abandoned() == 1
    assert len(list(ports.storage().list("imports/"))) == 1
    assert [row.id for row in previews.list_imports(actor).items] == [young, done]
    assert previews.list_problems(abandoned).total == 0
    assert len(assets()) == 1
