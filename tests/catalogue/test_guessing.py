"""The category a name speaks of."""

import pytest

from marketplace.catalogue.guessing import guess_category
from marketplace.catalogue.terms import read_taxonomy, read_terms


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Kontorstol Håg Creed, svart", "KON.STOL"),
        ("KONTORSTOLER", "KON.STOL"),
        ("kontorstolar", "KON.STOL"),
        ("5 stk. Office chair", "KON.STOL"),
        ("RH Logic 400 arbeidsstol med nakkestøtte", "KON.STOL"),
        ("Elektrisk hev/senk-skrivebord 160x80, hvit plate", "KON.SKRIV"),
        ("Resepsjonsdisk med lav del for rullestolbrukere", "KON.RES"),
        ("Stellebord med hev/senk og trapp", "BHG.STELL"),
        ("kantinestoler", "SIT.KSTOL"),
        ("Innerdører hvite 9x21", "BYG.DOR"),
        ("2-seter sofa", "SIT.SOFA"),
        ("Personløftar", "HEL.LOFT"),
        ("PC-er", "IKT.PC"),
        ("Gule grensebord", "SIT.KBORD"),
    ],
)
def test_a_name_is_understood(name, code):
    assert guess_category(name) == code


@pytest.mark.parametrize("name", ["", "   ", "IKEA Billy", "Transport", "42", "\0", "—", "x" * 100_000])
def test_what_says_nothing_is_not_guessed_at(name):
    assert guess_category(name) is None


@pytest.mark.parametrize("row", read_terms(), ids=lambda row: row["term_nb"])
def test_every_term_is_its_category(row):
    assert guess_category(row["term_nb"]) == row["category"]


def test_every_guess_is_a_category():
    codes = {row["code"] for row in read_taxonomy()}
    assert {row["category"] for row in read_terms()} <= codes
