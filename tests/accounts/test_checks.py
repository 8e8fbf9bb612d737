"""Texts from people in stored form: rules without a database."""

import pytest

from marketplace.accounts import checks
from marketplace.foundation.errors import Invalid


def code_of(check, *arguments):
    with pytest.raises(Invalid) as refusal:
        check(*arguments)
    return refusal.value.fields[0].code


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        (" Kari.Nordmann@Kommune.Example ", "kari.nordmann@kommune.example"),
        ("a@b.no", "a@b.no"),
        ("drift+bygg@gjovik.kommune.example", "drift+bygg@gjovik.kommune.example"),
    ],
)
def test_an_address_is_stored_in_one_form(written, stored):
    assert checks.checked_email(written) == stored


@pytest.mark.parametrize(
    "written",
    [
        "kari", "kari@", "@kommune.example", "kari@kommune", "kari nordmann@kommune.example", "a@b.no\nBcc: c@d.no",
        "a@b.no,c@d.no", "<a@b.no>", "a@b..no", "x" * 65 + "@kommune.example", "a@" + "x" * 250 + ".example",
    ],
)  # fmt: skip
def test_what_is_no_address_is_refused(written):
    assert code_of(checks.checked_email, written) == "email-wrong"


@pytest.mark.parametrize("written", ["", "   ", "\n"])
def test_an_address_is_needed(written):
    assert code_of(checks.checked_email, written) == "email-missing"


@pytest.mark.parametrize(
    ("written", "stored"),
    [("  Kari \t Nordmann\n", "Kari Nordmann"), ("<b>Kari</b>", "<b>Kari</b>"), ("../../etc", "../../etc")],
)
def test_a_name_is_on_one_line_and_otherwise_as_written(written, stored):
    assert checks.checked_name(written) == stored


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("", "name-missing"),
        (" \u00a0 ", "name-missing"),
        ("x" * 121, "text-too-long"),
        ("Kari\0", "text-has-control-characters"),
        ("Kari\x1b[31m", "text-has-control-characters"),
        ("Kari\x7f", "text-has-control-characters"),
        ("Kari\udcff", "text-has-control-characters"),
    ],
)
def test_what_is_no_name_is_refused(written, code):
    assert code_of(checks.checked_name, written) == code


def test_a_longer_text_keeps_its_lines():
    assert checks.checked_text("Dør B\r\nRing på\n", "directions", 100) == "Dør B\nRing på"


@pytest.mark.parametrize("language", ["", "sv", "NB", "nb_NO"])
def test_there_are_three_languages(language):
    assert code_of(checks.checked_language, language) == "language-unknown"
