"""Units that change hands, come back, or leave."""

from datetime import timedelta

import pytest

from marketplace.foundation.clock import today
from marketplace.foundation.errors import Conflict, NotFound
from marketplace.inventory import moving, queries
from marketplace.inventory.fields import AssetFields
from marketplace.inventory.states import AssetState
from tests.builders import ASKER, GJOVIK, RINGERIKE, a_unit, an_asset
from tests.inventory.imports import assets, everything


def move(asset_id, quantity, to=GJOVIK, unit_id=None):
    return moving.move_units(asset_id, quantity, to_municipality=to, to_unit_id=unit_id, on=today(), person_id=None).id


def test_the_receiver_has_a_new_asset_and_the_giver_fewer(app):
    asset = an_asset(quantity=5, weight_g=16_000, brand="Håg", room="201", inventory_number="A-1").id
    received = move(asset, 2)
    giver, receiver = assets()
    assert (giver.quantity, giver.state) == (3, AssetState.IN_STORE)
    assert (receiver.id, receiver.municipality_number, receiver.quantity) == (received, GJOVIK, 2)
    assert (receiver.origin_asset_id, receiver.weight_g, receiver.brand) == (asset, 16_000, "Håg")
    assert (receiver.inventory_number, receiver.room, receiver.state) == (None, "", AssetState.IN_USE)


def test_when_the_last_unit_moves_the_asset_is_transferred(app):
    asset = an_asset(quantity=2).id
    move(asset, 2)
    assert (assets()[0].quantity, assets()[0].state) == (0, AssetState.TRANSFERRED)


def test_units_move_between_units_of_one_municipality(app):
    school = a_unit().id
    received = move(an_asset(quantity=2).id, 1, to=ASKER, unit_id=school)
    assert next(asset for asset in assets() if asset.id == received).unit_id == school


@pytest.mark.parametrize("quantity", [0, -1, 6, 10**20])
def test_more_than_there_are_or_none_do_not_move(app, quantity):
    asset = an_asset(quantity=5).id
    before = everything()
    with pytest.raises(Conflict, match="asset-too-few-left") as refused:
        move(asset, quantity)
    assert refused.value.facts == {"left": 5}
    assert everything() == before


def test_units_come_back_to_what_was_transferred(app):
    asset = an_asset(quantity=2).id
    received = move(asset, 2)
    moving.take_back_units(asset, received, 1, on=today(), person_id=None, note="feil farge")
    giver, receiver = assets()
    assert (giver.quantity, giver.state) == (1, AssetState.SURPLUS)
    assert (receiver.quantity, receiver.state) == (1, AssetState.IN_USE)
    moving.take_back_units(asset, received, 1, on=today(), person_id=None)
    giver, receiver = assets()
    assert (giver.quantity, receiver.quantity, receiver.state) == (2, 0, AssetState.TRANSFERRED)


def test_what_was_passed_on_does_not_come_back(app):
    asset = an_asset(quantity=2).id
    received = move(asset, 2)
    move(received, 1, to=RINGERIKE)
    before = everything()
    with pytest.raises(Conflict, match="asset-too-few-left"):
        moving.take_back_units(asset, received, 2, on=today(), person_id=None)
    assert everything() == before


def test_units_are_disposed_of_but_not_those_in_listings(app, units_listed):
    asset = an_asset(quantity=5).id
    units_listed[asset] = 2
    moving.dispose_of_units(asset, 3, on=today(), person_id=None, note="ødelagt")
    before = everything()
    with pytest.raises(Conflict, match="asset-units-listed"):
        moving.dispose_of_units(asset, 1, on=today(), person_id=None)
    assert everything() == before
    units_listed.clear()
    moving.dispose_of_units(asset, 2, on=today(), person_id=None)
    assert (assets()[0].quantity, assets()[0].state) == (0, AssetState.DISPOSED)


def test_an_unknown_asset_is_not_moved(app):
    with pytest.raises(NotFound, match="asset-not-found"):
        move(999_999, 1)


def test_what_was_never_registered_is_registered_as_surplus(app):
    fields = AssetFields("Stol", "KON.STOL", quantity=3, state=AssetState.SURPLUS)
    asset = moving.register_surplus(ASKER, fields, on=today(), person_id=None)
    assert (asset.state, asset.quantity, asset.municipality_number) == (AssetState.SURPLUS, 3, ASKER)


def test_the_story_follows_the_units_and_leaves_others_out(app):
    asset = moving.register_surplus(
        ASKER, AssetFields("Stol", "KON.STOL", quantity=9), on=today() - timedelta(days=9), person_id=None
    ).id
    move(asset, 1, to=RINGERIKE)
    there = move(asset, 3, to=GJOVIK)
    onward = move(there, 2, to=RINGERIKE)
    story = [(line.kind, line.municipality_name, line.counterpart_name) for line in queries.life_story(onward)]
    assert story == [
        ("registered", "Asker", None),
        ("received", "Gjøvik", "Asker"),
        ("received", "Ringerike", "Gjøvik"),
    ]
    own = [line.kind for line in queries.life_story(asset)]
    assert own == ["registered", "handed_over", "handed_over"]
