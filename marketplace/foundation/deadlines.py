"""An end to a conversation with another program: each step of it may be quick, and the end far away."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Timer


class Watch:
    """Holds the connection that is to be cut off."""

    def __init__(self) -> None:
        self._open: socket.socket | None = None

    def note(self, connection: socket.socket | None) -> None:
        """Watch over this connection from now on."""
        self._open = connection

    def cut_off(self) -> None:
        """End it; whoever waits for an answer meets a broken connection."""
        if self._open is not None:
            with suppress(OSError):
                socket.socket.shutdown(self._open, socket.SHUT_RDWR)


@contextmanager
def ended_after(seconds: float) -> Iterator[Watch]:
    """Cut off the connection that is noted if the block lasts longer."""
    watch = Watch()
    timer = Timer(seconds, watch.cut_off)
    timer.daemon = True
    timer.start()
    try:
        yield watch
    finally:
        timer.cancel()
