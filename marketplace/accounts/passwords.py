"""Passwords: what is good enough, and how they are kept (argon2id)."""

import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from marketplace.foundation.errors import FieldError, Invalid

LEAST = 10
MOST = 200
_LEAST_DIFFERENT = 5
# OWASP's lower bound for argon2id: one try costs some 20 ms and 19 MiB, so that a burst of them fits a small server.
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


def check(password: str, email: str, field: str = "password") -> None:
    """Refuse a password that is easily guessed.

    Raises:
        Invalid: `field` is wrong with `password-too-short`, `password-too-long`, `password-too-simple` or
            `password-like-email`.
    """
    plain = password.casefold()
    rules = (
        (len(password) >= LEAST, FieldError(field, "password-too-short", {"least": LEAST})),
        (len(password) <= MOST, FieldError(field, "password-too-long", {"most": MOST})),
        (len(set(plain)) >= _LEAST_DIFFERENT and not plain.isspace(), FieldError(field, "password-too-simple")),
        (not _is_like(plain, email), FieldError(field, "password-like-email")),
    )
    for holds, error in rules:
        if not holds:
            raise Invalid(fields=(error,))


def hash_password(password: str) -> str:
    """What is stored instead of the password."""
    return _hasher.hash(_same_everywhere(password))


def verify(password_hash: str | None, password: str) -> bool:
    """Whether it is the password. The work is the same when there is no hash to compare with."""
    try:
        _hasher.verify(password_hash or _nobodys_hash(), _same_everywhere(password[: MOST + 1]))
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None


def is_outdated(password_hash: str) -> bool:
    """Whether it was made with other parameters than today's."""
    return _hasher.check_needs_rehash(password_hash)


def _same_everywhere(password: str) -> str:
    """One form for letters that keyboards write in several: å as one character or as a with a ring."""
    return unicodedata.normalize("NFC", password)


def _is_like(password: str, email: str) -> bool:
    name = email.partition("@")[0].casefold()
    bare = password.strip("0123456789!")
    return password in (email.casefold(), name * 2) or (len(name) >= LEAST // 2 and bare == name)


@cache
def _nobodys_hash() -> str:
    return _hasher.hash("nobody has this password")
