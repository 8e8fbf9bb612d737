"""E-mail addresses and names as they are kept."""

import unicodedata

from email_validator import EmailNotValidError, validate_email

from marketplace.foundation.errors import FieldError, Invalid
from marketplace.foundation.translation import LANGUAGES

MOST_NAME = 120
MOST_EMAIL = 254


def normal_email(email: str) -> str:
    """The address in the one form it is stored and looked up in; not checked."""
    return unicodedata.normalize("NFC", email).strip().lower()


def checked_email(email: str, field: str = "email") -> str:
    """The address in its stored form.

    Raises:
        Invalid: `email-missing` or `email-wrong` on `field`.
    """
    address = normal_email(email)
    if not address:
        raise Invalid(fields=(FieldError(field, "email-missing"),))
    try:
        found = validate_email(address, check_deliverability=False, allow_smtputf8=False).normalized.lower()
    except EmailNotValidError:
        raise Invalid(fields=(FieldError(field, "email-wrong"),)) from None
    if len(found) > MOST_EMAIL:
        raise Invalid(fields=(FieldError(field, "email-wrong"),))
    return found


def checked_name(name: str, field: str = "name", most: int = MOST_NAME) -> str:
    """A name on one line: spaces joined, no control characters.

    Raises:
        Invalid: `name-missing`, `name-too-long` (fact `most`) or `text-has-control-characters` on `field`.
    """
    text = unicodedata.normalize("NFC", name).strip()
    if any(unicodedata.category(character) in ("Cc", "Cs") and character not in "\t\r\n" for character in text):
        raise Invalid(fields=(FieldError(field, "text-has-control-characters"),))
    text = " ".join(text.split())
    if not text:
        raise Invalid(fields=(FieldError(field, "name-missing"),))
    if len(text) > most:
        raise Invalid(fields=(FieldError(field, "name-too-long", {"most": most}),))
    return text


def checked_language(language: str, field: str = "language") -> str:
    """One of the languages there are.

    Raises:
        Invalid: `language-unknown` on `field`.
    """
    if language not in LANGUAGES:
        raise Invalid(fields=(FieldError(field, "language-unknown"),))
    return language
