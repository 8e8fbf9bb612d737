"""Cards kept in memory, for tests."""

from collections import deque
from collections.abc import Sequence

from marketplace.foundation.posting.hosts import Host, host_of, hosts_from
from marketplace.foundation.posting.port import Card
from marketplace.settings import WORKFLOWS

_KEPT = 1000


class MemoryPoster:
    """See `Poster`. Keeps the latest thousand cards."""

    def __init__(self, hosts: Sequence[Host] = hosts_from(WORKFLOWS), trusted: frozenset[str] = frozenset()) -> None:
        self._hosts, self._trusted = hosts, trusted
        self._kept: deque[tuple[str, Card]] = deque(maxlen=_KEPT)

    @property
    def posted(self) -> list[tuple[str, Card]]:
        """Addresses and cards, oldest first."""
        return list(self._kept)

    def check(self, address: str) -> None:
        """See `Poster.check`."""
        if address not in self._trusted:
            host_of(address, self._hosts)

    def post(self, address: str, card: Card) -> None:
        """See `Poster.post`."""
        self.check(address)
        self._kept.append((address, card))

    def clear(self) -> None:
        """Forget all cards."""
        self._kept.clear()
