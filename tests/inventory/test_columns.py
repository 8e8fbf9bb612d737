"""Which field a column means, by guess, by hand and from memory; no database."""

import pytest

from marketplace.foundation.errors import Invalid
from marketplace.inventory.spreadsheet.mapping import check_wanted, headers_hash, map_columns, missing_keys, title_keys
from marketplace.inventory.spreadsheet.titles import ASSETS, FIELDS, unit_in

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("title", "field"),
    [
        ("Inventarnummer", "inventory_number"),
        ("INVENTARNR.", "inventory_number"),
        ("Inventar nr", "inventory_number"),
        ("Asset tag", "inventory_number"),
        ("Gjenstand", "name"),
        ("Namn", "name"),
        ("Item", "name"),
        ("Navn / Name", "name"),
        ("Kategori", "category"),
        ("Møbeltype", "category"),
        ("Antall (stk)", "quantity"),
        ("Antal", "quantity"),
        ("Qty", "quantity"),
        ("Tilstand*", "condition"),
        ("Breidde (cm)", "width_cm"),
        ("Bredde i mm", "width_cm"),
        ("Djupn", "depth_cm"),
        ("Høgd", "height_cm"),
        ("Vekt per stk. (kg)", "weight_kg"),
        ("Mål (BxDxH)", "dimensions"),
        ("Farge", "colour"),
        ("Produsent", "brand"),
        ("Innkjøpspris eks. mva.", "acquired_price_nok"),
        ("Innkjøpsdato", "acquired_year"),
        ("Year of purchase", "acquired_year"),
        ("CO₂e (kg)", "co2e_kg"),
        ("Rom nr.", "room"),
        ("Bygg", "building"),
        ("Lokasjon", "site"),
        ("Virksomhet", "unit"),
        ("Status", "state"),
        ("Kommentar", "notes"),
    ],
)
def test_titles_in_bokmal_nynorsk_and_english(title, field):
    found = ASSETS.meanings(title)
    assert max(found, key=found.get) == field


@pytest.mark.parametrize("title", ["Nr", "ID", "Løpenr", "#", "Tilhørighet", "Totalpris", "", "2019", "x" * 500])
def test_titles_that_mean_nothing_sure_are_left_to_people(title):
    assert ASSETS.meanings(title) == {}


@pytest.mark.parametrize("field", FIELDS)
def test_the_name_of_a_field_is_a_title_for_it(field):
    assert max(ASSETS.meanings(field), key=ASSETS.meanings(field).get) == field


def test_the_surest_meaning_wins_and_the_next_is_used():
    assert fields(["Beskrivelse", "Navn"]) == ["notes", "name"]
    assert fields(["Beskrivelse", "Antall"]) == ["name", "quantity"]
    assert fields(["Lengde", "Bredde", "Høyde"]) == ["depth_cm", "width_cm", "height_cm"]
    assert fields(["Merke", "Produsent"]) == ["brand", None]
    assert fields(["Merknad", "Kommentar"]) == ["notes", "notes"]


def test_by_hand_wins_over_memory_and_memory_over_guess():
    titles = ["Navn", "Ting", "Antall"]
    remembered = dict(zip(title_keys(titles), ["ignore", "name", "quantity"], strict=True))
    assert fields(titles, remembered=remembered) == ["ignore", "name", "quantity"]
    assert fields(titles, {"Navn": "name"}, remembered) == ["name", None, "quantity"]
    assert fields(titles, {"b": "name"}) == [None, "name", "quantity"]
    assert fields(titles, {"#2": "notes", "navn": ""}) == [None, "name", "notes"]


def test_a_key_that_no_column_has_is_told():
    assert missing_keys(["Navn"], {"Navn": "name", "Finnes ikke": "room", "#7": "notes"}) == ["Finnes ikke", "#7"]


def test_headers_are_recognised_in_any_order():
    assert headers_hash(["Navn", "Antall", ""]) != headers_hash(["Navn", "Antall"])
    assert headers_hash(["Navn", "Antall"]) == headers_hash(["ANTALL ", "navn"])
    assert title_keys(["Merknad", "merknad", ""]) == ["merknad", "merknad#2", "#2"]


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        ({"A": "smell"}, "import-mapping-field-unknown"),
        ({"A": "name", "B": "name"}, "import-mapping-field-twice"),
    ],
)
def test_a_wrong_mapping_is_refused(wanted, code):
    with pytest.raises(Invalid, match=code):
        check_wanted(wanted)


def test_notes_and_ignored_columns_may_be_many():
    check_wanted({"A": "notes", "B": "notes", "C": "ignore", "D": "ignore", "E": "", "F": ""})


@pytest.mark.parametrize(
    ("title", "field", "unit"),
    [
        ("Bredde (mm)", "width_cm", "mm"),
        ("Bredde", "width_cm", None),
        ("Vekt i gram", "weight_kg", "g"),
        ("Høyde m", "height_cm", "m"),
        ("Pris (kr)", "acquired_price_nok", None),
    ],
)
def test_a_unit_in_a_title_is_read(title, field, unit):
    assert unit_in(title, field) == unit


def fields(titles, wanted=None, remembered=None):
    return [column.field for column in map_columns(titles, wanted, remembered)]
