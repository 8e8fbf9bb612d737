"""What a password must be, and how it is kept: rules without a database."""

import unicodedata

import pytest

from marketplace.accounts import passwords
from marketplace.foundation.errors import Invalid

EMAIL = "kari.nordmann@kommune.example"


def code_of(password):
    with pytest.raises(Invalid) as refusal:
        passwords.check(password, EMAIL)
    (error,) = refusal.value.fields
    assert error.field == "password"
    return error.code


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("", "password-too-short"),
        ("ni tegn!!", "password-too-short"),
        ("a" * 201, "password-too-long"),
        ("aaaaaaaaaaaa", "password-too-simple"),
        ("abababababab", "password-too-simple"),
        (" " * 12, "password-too-simple"),
        (EMAIL, "password-like-email"),
        (EMAIL.upper(), "password-like-email"),
        ("kari.nordmann123", "password-like-email"),
    ],
)
def test_what_is_easily_guessed_is_refused(password, code):
    assert code_of(password) == code


@pytest.mark.parametrize("password", ["riktig hest batteri", "æøå ÆØÅ 1234", "a" * 5 + "bcdefgh", "🙂🙃🙂🙃abcdef"])
def test_any_letters_will_do(password):
    passwords.check(password, EMAIL)


def test_it_is_kept_with_argon2id_and_salt():
    first, second = passwords.hash_password("riktig hest batteri"), passwords.hash_password("riktig hest batteri")
    assert first.startswith("$argon2id$")
    assert first != second
    assert passwords.verify(first, "riktig hest batteri")
    assert not passwords.verify(first, "riktig hest batterI")


def test_a_letter_written_in_two_ways_is_one():
    kept = passwords.hash_password(unicodedata.normalize("NFC", "blåbærsyltetøy"))
    assert passwords.verify(kept, unicodedata.normalize("NFD", "blåbærsyltetøy"))


def test_nobody_has_no_password():
    assert not passwords.verify(None, "nobody has this password")
    assert not passwords.verify("what is no hash", "riktig hest batteri")


def test_the_work_is_the_same_for_somebody_unknown(monkeypatch):
    tried = []

    class Hasher:
        def hash(self, _password):
            return "a hash"

        def verify(self, password_hash, password):
            tried.append((password_hash, password))
            return True

    monkeypatch.setattr(passwords, "_hasher", Hasher())
    passwords._nobodys_hash.cache_clear()
    assert passwords.verify("their hash", "guess")
    assert not passwords.verify(None, "guess")
    passwords._nobodys_hash.cache_clear()
    assert tried == [("their hash", "guess"), ("a hash", "guess")]
