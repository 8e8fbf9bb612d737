"""The server, and the worker as a process of its own."""

import gc
import signal
import socket
import threading
from typing import Any

import click
from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter
from gunicorn.http import message

from marketplace.cli.context import Service, service
from marketplace.foundation import health
from marketplace.search import planning
from marketplace.worker import Heartbeat, InlineWorker, run

REQUESTS_S = 120
LONGEST_ADDRESS = 65_536
"""So that a question of ten thousand letters is answered as any other. Gunicorn's own most is 8190 bytes."""


class Server(BaseApplication):
    """Gunicorn with threads, an outbox thread in each process unless workers are run beside it."""

    def __init__(self, service: Service, options: dict[str, Any]) -> None:
        self._service = service
        self._options = options | {"worker_exit": self._end}
        self._heartbeat: Heartbeat | None = None
        super().__init__()

    def load_config(self) -> None:
        """Hand gunicorn its options."""
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """The application of one process, its outbox thread begun."""
        app = self._service.create()
        if app.config["OMBRUK"].inline_worker:
            InlineWorker(app, self._service.schedule).start()
        self._heartbeat = Heartbeat(app, self._service.in_each_process)
        self._heartbeat.start()
        return app

    def _end(self, _server: object, _process: object) -> None:
        """A process is about to end: let nothing be lost that it has only in memory."""
        if self._heartbeat is not None:
            self._heartbeat.stop()


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535))
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 64), help="Processes.")
@click.option("--threads", default=4, show_default=True, type=click.IntRange(1, 256), help="Threads in each process.")
def serve(host: str, port: int, workers: int, threads: int) -> None:
    """Serve the pages and the API."""
    chosen = service()
    _try_to_listen(host, port)
    _refuse_what_cannot_work(chosen.create())
    planning.warm_up()
    gc.collect()
    gc.freeze()  # dictionaries and code are here to stay: looking through them for garbage stops a process for 60 ms
    message.MAX_REQUEST_LINE = LONGEST_ADDRESS
    options = {
        "bind": f"{host}:{port}",
        "workers": workers,
        "threads": threads,
        "worker_class": "gthread",
        "timeout": REQUESTS_S,
        "graceful_timeout": 20,
        "accesslog": None,
        "loglevel": "warning",
        "limit_request_line": LONGEST_ADDRESS,
    }
    click.echo(f"Ombruk at http://{host}:{port}")
    Arbiter(Server(chosen, options)).run()


def _refuse_what_cannot_work(app: Flask) -> None:
    """Stop here with a sentence, and not in a process further down."""
    with app.app_context():
        for trouble in health.troubles_before_serving():
            raise click.ClickException(trouble)


def _try_to_listen(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind((host, port))
        except OSError as error:
            raise click.ClickException(f"{host}:{port} cannot be listened on ({error.strerror}).") from None


@click.command("worker")
def worker() -> None:
    """Deliver what waits and run what is due, until told to stop."""
    chosen = service()
    app = chosen.create()
    _refuse_what_cannot_work(app)
    stop, wake = threading.Event(), threading.Event()

    def end(*_: object) -> None:
        stop.set()
        wake.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)
    click.echo("Ombruk's worker is at work.")
    heart = Heartbeat(app, chosen.in_each_process)
    heart.start()
    run(app, chosen.schedule, stop, wake)
    heart.stop()
