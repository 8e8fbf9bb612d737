"""The outside world as the app chose it: where files lie, how letters and cards leave, what address the service has."""

from dataclasses import dataclass, field

from marketplace.foundation.mail.port import Mailer
from marketplace.foundation.posting.memory import MemoryPoster
from marketplace.foundation.posting.port import Poster
from marketplace.foundation.storage.port import Storage


@dataclass(frozen=True, slots=True)
class Ports:
    """The chosen fillings. `base_url` has no slash at its end; `secret_key` signs links.

    `teams_webhook` is where cards go for municipalities that have no channel of their own; None for nowhere.
    """

    storage: Storage
    mailer: Mailer
    base_url: str
    secret_key: str
    poster: Poster = field(default_factory=MemoryPoster)
    teams_webhook: str | None = None


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


def poster() -> Poster:
    """How cards leave."""
    return _chosen[0].poster


def teams_webhook() -> str | None:
    """Where cards go for municipalities that have no channel of their own."""
    return _chosen[0].teams_webhook
