"""Letters kept in memory: for tests, and where no server is set, so that nothing is sent by mistake."""

import logging
from collections import deque

from marketplace.foundation.mail.port import Message, check_address

_KEPT = 1000

log = logging.getLogger(__name__)


class MemoryMailer:
    """See `Mailer`. Keeps the latest thousand letters."""

    def __init__(self) -> None:
        self._kept: deque[Message] = deque(maxlen=_KEPT)

    @property
    def sent(self) -> list[Message]:
        """The letters, oldest first."""
        return list(self._kept)

    def send(self, message: Message) -> None:
        """See `Mailer.send`."""
        check_address(message.to)
        self._kept.append(message)
        log.info("kept a letter that no server is set to send: %s", message.identity or "without identity")

    def clear(self) -> None:
        """Forget all letters."""
        self._kept.clear()
