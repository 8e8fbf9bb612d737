"""A mail server that keeps what it is sent."""

import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from typing import Any

from aiosmtpd.controller import Controller

from tests.journeys.server import until


class Letterbox:
    """The letters that came."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        body = message_from_bytes(envelope.content, policy=policy.default).get_body(("plain",))
        assert body is not None
        self.texts.append(body.get_content())
        return "250 OK"

    def link_to(self, place: str) -> str:
        """The path of the first link to such a place, a regular expression, once it has come."""
        pattern = re.compile(rf"https?://[^/\s]+({place}\S+)")
        return until(lambda: next((found[1] for text in self.texts if (found := pattern.search(text))), ""))


@contextmanager
def letterbox() -> Iterator[tuple[Letterbox, str]]:
    """An empty letterbox, and the address to send to as `OMBRUK_SMTP_URL`."""
    box = Letterbox()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield box, f"smtp://127.0.0.1:{port}"
    finally:
        controller.stop()
