"""What can be said of a listing."""

from datetime import UTC, date, datetime, timedelta

import pytest

from marketplace.foundation.errors import Invalid
from marketplace.foundation.texts import clean
from marketplace.listings.fields import ListingFields, checked, errors_before_publishing

NOW = datetime(2026, 6, 15, 10, 0, tzinfo=UTC)

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Stol  ", "Stol"),
        ("Stol\x00\x07\x1b[31m", "Stol[31m"),
        ("Stol\u202egnp.exe", "Stolgnp.exe"),
        ("Grønn\u00a0stol\tmed\nhjul", "Grønn stol med hjul"),
        ("Sa\u030ar", "Sår"),
        ("\ud800stol", "stol"),
        ("<b>Stol</b>", "<b>Stol</b>"),
    ],
)
def test_a_title_is_one_line_without_control_characters(typed, kept):
    assert clean(typed) == kept


def test_a_description_keeps_its_lines():
    assert clean("En\r\nto\rtre\n\x08", lines=True) == "En\nto\ntre"


@pytest.mark.parametrize(
    ("wrong", "field", "code"),
    [
        ({"title": "a" * 121}, "title", "field-too-long"),
        ({"description": "a" * 4001}, "description", "field-too-long"),
        ({"colour": "a" * 61}, "colour", "field-too-long"),
        ({"quantity": 0}, "quantity", "field-out-of-range"),
        ({"quantity": 1_000_001}, "quantity", "field-out-of-range"),
        ({"width_cm": -1}, "width_cm", "field-out-of-range"),
        ({"weight_g": 100_000_001}, "weight_g", "listing-mass-out-of-range"),
        ({"acquired_year": 1066}, "acquired_year", "field-out-of-range"),
        ({"price_nok": -5}, "price_nok", "field-out-of-range"),
    ],
)
def test_what_is_too_long_or_out_of_range_is_named(wrong, field, code):
    with pytest.raises(Invalid) as refused:
        checked(ListingFields(**wrong))
    assert [(error.field, error.code) for error in refused.value.fields] == [(field, code)]


def test_all_that_is_wrong_is_told_at_once():
    with pytest.raises(Invalid) as refused:
        checked(ListingFields(title="a" * 500, quantity=0, height_cm=0))
    assert {error.field for error in refused.value.fields} == {"title", "quantity", "height_cm"}


@pytest.mark.parametrize(
    ("title", "available_from", "closes_at", "codes"),
    [
        ("Stol", None, None, []),
        ("", None, None, ["listing-title-missing"]),
        ("ab", None, None, ["listing-title-missing"]),
        ("Stol", None, NOW, ["listing-closes-in-past"]),
        ("Stol", None, NOW + timedelta(days=4 * 365), ["listing-closes-too-late"]),
        ("Stol", date(2026, 8, 1), NOW + timedelta(days=1), ["listing-closes-before-available"]),
        ("Stol", date(2026, 6, 16), NOW + timedelta(days=1), []),
    ],
)
def test_what_must_be_there_before_others_see_it(title, available_from, closes_at, codes):
    assert [error.code for error in errors_before_publishing(title, available_from, closes_at, NOW)] == codes
