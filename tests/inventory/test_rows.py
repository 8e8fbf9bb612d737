"""What the words of a row mean, and what is assumed where it says nothing."""

import pytest

from marketplace.inventory import previews
from tests.builders import a_unit, an_actor
from tests.inventory.imports import assets, errors, kept, looked, problems
from tests.inventory.spreadsheets import csv


def test_a_row_without_a_name_is_an_error_unless_its_category_says_it_and_a_total_is_no_asset(app):
    header = ("Navn", "Kategori", "Antall")
    found = kept(an_actor(), csv([header, ("", "", "3"), ("", "Kontorstol", "3"), ("SUM:", "", "6")]))
    assert errors(found) == [(2, "Navn", "asset-name-missing"), (4, "Navn", "import-row-is-total")]
    assert (3, "Navn", "import-name-from-category") in problems(found)
    assert [(asset.name, asset.category_code) for asset in assets()] == [("Kontorstol", "KON.STOL")]


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("Ny", "new"),
        ("ubrukt", "new"),
        ("Som ny", "as_new"),
        ("lite brukt", "as_new"),
        ("God", "good"),
        ("i god stand", "good"),
        ("OK", "good"),
        ("bra!", "good"),
        ("brukbar", "fair"),
        ("Slitt", "fair"),
        ("brukt - hel", "fair"),
        ("god, noe slitt", "fair"),
        ("trenger reparasjon", "needs_repair"),
        ("Trenger_reparasjon", "needs_repair"),
        ("dårlig", "needs_repair"),
        ("øydelagd", "needs_repair"),
        ("God (mangler ett hjul)", "needs_repair"),
        ("as_new", "as_new"),
        ("fair", "fair"),
        ("TG2", "fair"),
        ("", "good"),
        ("ukjent", "good"),
    ],
)
def test_conditions_in_many_words(app, said, meant):
    kept(an_actor(), csv([("Navn", "Tilstand"), ("Stol", said)]))
    assert assets()[0].condition == meant


@pytest.mark.parametrize(
    ("said", "name", "meant"),
    [
        ("KON.STOL", "Ting", "KON.STOL"),
        ("kon.stol", "Ting", "KON.STOL"),
        ("Kontorstoler", "Ting", "KON.STOL"),
        ("Kontorstolar", "Ting", "KON.STOL"),
        ("Office chairs", "Ting", "KON.STOL"),
        ("Elevpult", "Ting", "SKO.PULT"),
        ("Kontormøbler", "Møtebord i eik", "KON.MOTE"),
        ("Kontormøbler", "Ting", "KON"),
        ("", "Høydejusterbart skrivebord", "KON.SKRIV"),
        ("Noe helt annet", "Kjøleskap", "KJO.KJOL"),
        ("", "Dingseboms", "ANN.DIV"),
    ],
)
def test_categories_by_code_by_name_or_by_guess(app, said, name, meant):
    kept(an_actor(), csv([("Navn", "Kategori"), (name, said)]))
    assert assets()[0].category_code == meant


def test_what_was_assumed_is_a_notice_and_no_error(app):
    header = ("Inventarnummer", "Navn", "Kategori", "Antall", "Tilstand", "Status", "Vekt")
    found = looked(an_actor(), csv([header, ("", "Elevpult", "", "", "", "hm", "0")]))
    assert errors(found) == []
    assert found.rows_ok == 1
    assert sorted(code for _, _, code in problems(found, "notice")) == [
        "import-category-guessed",
        "import-condition-assumed",
        "import-number-missing",
        "import-quantity-assumed",
        "import-state-unknown",
        "import-zero-is-nothing",
    ]
    guessed = next(row for row in previews.list_problems(found.id).items if row.code == "import-category-guessed")
    assert guessed.facts["category"] == "Elevpulter og elevbord"


def test_units_and_sites_are_met_by_name_and_unknown_ones_are_told(app):
    unit = a_unit(name="Borgen skole").id
    rows = [
        ("Navn", "Enhet", "Sted", "Bygning"),
        ("Stol", "borgen skole", "Kjelleren", "Bygg B"),
        ("Bord", "Hm", "", ""),
    ]
    found = kept(an_actor(), csv(rows))
    chair, table = assets()
    assert (chair.unit_id, chair.building, table.unit_id) == (unit, "Kjelleren, Bygg B", None)
    assert [problem for problem in problems(found) if problem[1] in ("Sted", "Enhet")] == [
        (2, "Sted", "import-site-unknown"),
        (3, "Enhet", "import-unit-unknown"),
    ]


def test_several_columns_of_notes_are_kept_together(app):
    kept(an_actor(), csv([("Navn", "Merknad", "Kommentar"), ("Stol", "rød", "blå")]))
    assert assets()[0].notes == "Merknad: rød\nKommentar: blå"
