"""Signed links: what they carry cannot be changed, and a link for one purpose is none for another."""

from collections.abc import Mapping
from hashlib import sha256

from itsdangerous import BadSignature, URLSafeSerializer

from marketplace.accounts.models import Person
from marketplace.foundation import ports

Carried = Mapping[str, str | int]


def seal(purpose: str, carried: Carried) -> str:
    """`carried` as a piece of an address. It can be read by anybody and altered by nobody."""
    return str(_serializer(purpose).dumps(dict(carried)))


def unseal(purpose: str, sealed: str) -> Carried | None:
    """What was sealed for that purpose; None for anything else."""
    try:
        carried = _serializer(purpose).loads(sealed)
    except BadSignature:
        return None
    return carried if isinstance(carried, dict) else None


def fingerprint(person: Person) -> str:
    """Changes with the password, so that a link which holds it works once."""
    return sha256(person.session_key.encode()).hexdigest()[:24]


def _serializer(purpose: str) -> URLSafeSerializer:
    return URLSafeSerializer(
        ports.secret_key(), salt=f"ombruk-{purpose}", signer_kwargs={"key_derivation": "hmac", "digest_method": sha256}
    )
