"""Cards by HTTP: no redirect is followed, no answer is read, and nothing lasts longer than it may."""

import json
from collections.abc import Callable, Sequence
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any

import httpx

from marketplace.foundation import clock
from marketplace.foundation.deadlines import Watch, ended_after
from marketplace.foundation.posting.hosts import Host, host_of, refuse_private
from marketplace.foundation.posting.port import AddressRefused, Card, PostNotDelivered, PostRefused

STEP_S = 10.0
WHOLE_S = 20.0
_LATER = frozenset({408, 425, 429})
_CONNECTED = (".connect_tcp.complete", ".start_tls.complete")


class HttpPoster:
    """See `Poster`. `trusted` are whole addresses that the operator has set, wherever they lead."""

    def __init__(
        self,
        hosts: Sequence[Host],
        trusted: frozenset[str] = frozenset(),
        *,
        step_s: float = STEP_S,
        whole_s: float = WHOLE_S,
    ) -> None:
        self._hosts, self._trusted = hosts, trusted
        self._step_s, self._whole_s = step_s, whole_s

    def check(self, address: str) -> None:
        """See `Poster.check`."""
        if address not in self._trusted:
            host_of(address, self._hosts)

    def post(self, address: str, card: Card) -> None:
        """See `Poster.post`."""
        content = json.dumps(card, ensure_ascii=False).encode()
        try:
            if address not in self._trusted:
                refuse_private(host_of(address, self._hosts), address)
            status, retry_after = self._send(address, content)
        except AddressRefused:
            raise
        except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError) as error:
            raise PostNotDelivered(f"{type(error).__name__}: {error}") from error
        _judge(status, retry_after)

    def _send(self, address: str, content: bytes) -> tuple[int, str | None]:
        headers = {"Content-Type": "application/json; charset=utf-8", "User-Agent": "Ombruk"}
        with (
            ended_after(self._whole_s) as watch,
            httpx.Client(timeout=self._step_s, follow_redirects=False, trust_env=False) as client,
            client.stream(
                "POST", address, content=content, headers=headers, extensions={"trace": _noting(watch)}
            ) as answer,
        ):
            return answer.status_code, answer.headers.get("Retry-After")


def _noting(watch: Watch) -> Callable[[str, dict[str, Any]], None]:
    def note(event: str, facts: dict[str, Any]) -> None:
        if event.endswith(_CONNECTED):
            watch.note(facts["return_value"].get_extra_info("socket"))

    return note


def _judge(status: int, retry_after: str | None) -> None:
    if status in _LATER or status >= 500:
        raise PostNotDelivered(f"the receiver answered {status}", _seconds(retry_after))
    if not 200 <= status < 300:
        raise PostRefused(f"the receiver answered {status}")


def _seconds(retry_after: str | None) -> float | None:
    """How long the receiver asks us to wait: a number of seconds, or a moment."""
    written = (retry_after or "").strip()
    if written.isascii() and written.isdecimal():
        return float(written[:9])
    try:
        moment: datetime = parsedate_to_datetime(written)
    except ValueError:
        return None
    return max(0.0, (moment - clock.now()).total_seconds()) if moment.tzinfo else None
