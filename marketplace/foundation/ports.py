"""The outside world as the app chose it: where files lie, how letters leave, what address the service has."""

from dataclasses import dataclass

from marketplace.foundation.mail.port import Mailer
from marketplace.foundation.storage.port import Storage


@dataclass(frozen=True, slots=True)
class Ports:
    """The chosen fillings. `base_url` has no slash at its end; `secret_key` signs links."""

    storage: Storage
    mailer: Mailer
    base_url: str
    secret_key: str


_chosen: list[Ports] = []


def use(ports: Ports) -> None:
    """Choose the fillings for this process."""
    _chosen[:] = [ports]


def storage() -> Storage:
    """Where files lie."""
    return _chosen[0].storage


def mailer() -> Mailer:
    """How letters leave."""
    return _chosen[0].mailer


def base_url() -> str:
    """The service's own address."""
    return _chosen[0].base_url


def secret_key() -> str:
    """The key that signs links."""
    return _chosen[0].secret_key
