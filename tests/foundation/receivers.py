"""Receivers of posts on this machine: one that answers as it is told, and such as misbehave on the wire."""

import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Receiver:
    """What came, and what is answered: `answers` one by one, then 202 for ever."""

    address: str = ""
    answers: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    taken: list[Any] = field(default_factory=list)
    asked: int = 0


@contextmanager
def receiving() -> Iterator[Receiver]:
    """A real HTTP server that keeps what it takes with 2xx."""
    receiver = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            receiver.asked += 1
            body = self.rfile.read(int(self.headers["Content-Length"]))
            status, headers = receiver.answers.pop(0) if receiver.answers else (202, {})
            if status < 300:
                receiver.taken.append(json.loads(body))
            self.send_response(status)
            for name, value in (headers | {"Content-Length": "0"}).items():
                self.send_header(name, value)
            self.end_headers()

        do_GET = do_POST  # noqa: N815 - the server's name

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    receiver.address = f"http://127.0.0.1:{server.server_port}"
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def speaking(say: Callable[[socket.socket, threading.Event], None]) -> Iterator[int]:
    """A server that says whatever `say` says to each that connects, until it is over; its port."""
    over = threading.Event()
    listening = socket.create_server(("127.0.0.1", 0))
    listening.settimeout(0.05)
    threads: list[threading.Thread] = []

    def talk(connection: socket.socket) -> None:
        with connection:
            try:
                say(connection, over)
            except OSError:
                return

    def listen() -> None:
        while not over.is_set():
            try:
                connection, _ = listening.accept()
            except TimeoutError:
                continue
            threads.append(threading.Thread(target=talk, args=(connection,), daemon=True))
            threads[-1].start()

    listener = threading.Thread(target=listen, daemon=True)
    listener.start()
    try:
        yield int(listening.getsockname()[1])
    finally:
        over.set()
        listener.join()
        for thread in threads:
            thread.join(5)
        listening.close()


def stall(_connection: socket.socket, over: threading.Event) -> None:
    """Says nothing."""
    over.wait(30)


def rubbish(connection: socket.socket, _over: threading.Event) -> None:
    """Says what is no protocol."""
    connection.recv(100)
    connection.sendall(b"\x00\xff\x13 nonsense \r\n\r\n" * 50)


def hang_up(_connection: socket.socket, _over: threading.Event) -> None:
    """Ends at once."""


def drip(said: bytes) -> Callable[[socket.socket, threading.Event], None]:
    """Says a little, again and again, and never comes to an end."""

    def talk(connection: socket.socket, over: threading.Event) -> None:
        while not over.wait(0.02):
            connection.sendall(said)

    return talk
