"""Texts from people as they are kept: in one form, on one line where one is meant, not longer than there is room."""

import unicodedata

from email_validator import EmailNotValidError, validate_email

from marketplace.foundation.errors import FieldError, Invalid
from marketplace.foundation.texts import clean
from marketplace.foundation.translation import LANGUAGES

MOST_NAME = 120


def normal_email(email: str) -> str:
    """The address in the one form it is stored and looked up in; not checked, but such that it can be looked for."""
    return unicodedata.normalize("NFC", email.replace("\0", "")).strip().lower()


def checked_email(email: str, field: str = "email") -> str:
    """The address in its stored form.

    Raises:
        Invalid: `email-missing` or `email-wrong` on `field`.
    """
    address = normal_email(email)
    if not address:
        raise Invalid(fields=(FieldError(field, "email-missing"),))
    try:
        found = validate_email(address, check_deliverability=False, allow_smtputf8=False, strict=True)
    except EmailNotValidError:
        raise Invalid(fields=(FieldError(field, "email-wrong"),)) from None
    return found.normalized.lower()


def checked_name(name: str, field: str = "name", most: int = MOST_NAME) -> str:
    """A name on one line.

    Raises:
        Invalid: `name-missing`, `text-too-long` (fact `most`) or `text-has-control-characters` on `field`.
    """
    found = checked_line(name, field, most)
    if not found:
        raise Invalid(fields=(FieldError(field, "name-missing"),))
    return found


def checked_line(text: str, field: str, most: int) -> str:
    """A text on one line, possibly empty: spaces joined.

    Raises:
        Invalid: `text-too-long` (fact `most`) or `text-has-control-characters` on `field`.
    """
    return " ".join(checked_text(text, field, most).split())


def checked_text(text: str, field: str, most: int) -> str:
    """A text of any number of lines, possibly empty, without tricks of direction.

    Raises:
        Invalid: `text-too-long` (fact `most`) or `text-has-control-characters` on `field`.
    """
    found = unicodedata.normalize("NFC", text.replace("\r\n", "\n")).strip()
    if any(unicodedata.category(character) in ("Cc", "Cs") and character not in "\t\n" for character in found):
        raise Invalid(fields=(FieldError(field, "text-has-control-characters"),))
    if len(found) > most:
        raise Invalid(fields=(FieldError(field, "text-too-long", {"most": most}),))
    return clean(found, lines=True)


def checked_language(language: str, field: str = "language") -> str:
    """One of the languages there are.

    Raises:
        Invalid: `language-unknown` on `field`.
    """
    if language not in LANGUAGES:
        raise Invalid(fields=(FieldError(field, "language-unknown"),))
    return language
