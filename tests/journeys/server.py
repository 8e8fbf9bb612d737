"""The product as an operator runs it: commands, servers and workers in processes of their own."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import TypeVar

import httpx

from marketplace.foundation.clock import OSLO

T = TypeVar("T")
PATIENCE_S = 120
PROGRAM = [sys.executable, "-m", "marketplace"]


def until(question: Callable[[], T], patience_s: float = PATIENCE_S) -> T:
    """The first answer that is not empty. Raises TimeoutError when none comes."""
    given_up_at = time.monotonic() + patience_s
    while time.monotonic() < given_up_at:
        if found := question():
            return found
        time.sleep(0.1)
    raise TimeoutError(question)


def today() -> date:
    """The day it is for processes of their own, whatever the clock of the test shows; asked when it is needed."""
    return datetime.now(OSLO).date()


@dataclass(frozen=True)
class Installation:
    """A database, an index and a folder of files, with the settings (without `OMBRUK_`) that name them."""

    folder: Path
    database_url: str = ""
    settings: dict[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        """What its processes are started with; nothing of the caller's own settings."""
        others = {name: value for name, value in os.environ.items() if not name.startswith("OMBRUK_")}
        own = {
            "DATABASE_URL": self.database_url or f"sqlite:///{self.folder / 'ombruk.sqlite'}",
            "SEARCH_INDEX": str(self.folder / "index"),
            "UPLOADS_URL": str(self.folder / "uploads"),
        }
        return others | {f"OMBRUK_{name}": value for name, value in (own | self.settings).items()}

    def run(self, *arguments: str | Path, stdin: str = "") -> subprocess.CompletedProcess[str]:
        """One command, ended; how it ended is for the caller to judge."""
        command = [*PROGRAM, *map(str, arguments)]
        return subprocess.run(
            command, env=self.environment, input=stdin, capture_output=True, text=True, timeout=600, check=False
        )

    def do(self, *arguments: str | Path, stdin: str = "") -> str:
        """What a command that must succeed says."""
        ended = self.run(*arguments, stdin=stdin)
        assert ended.returncode == 0, ended.stderr
        return ended.stdout.strip()

    @contextmanager
    def served(self, workers: int = 1, threads: int = 4, **settings: str) -> Iterator[str]:
        """Serve it on a free port; the address, once it is ready. `settings` are for this server alone."""
        port = _free_port()
        address = f"http://127.0.0.1:{port}"
        numbers = {"--port": port, "--workers": workers, "--threads": threads}
        command = ["serve", *(str(part) for pair in numbers.items() for part in pair)]
        with self._running(command, {"BASE_URL": address} | settings) as process:
            until(lambda: _is_ready(address, process))
            yield address

    @contextmanager
    def working(self, **settings: str) -> Iterator[None]:
        """Run `ombruk worker` beside whatever serves."""
        with self._running(["worker"], settings):
            yield

    @contextmanager
    def _running(self, command: list[str], settings: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
        environment = self.environment | {f"OMBRUK_{name}": value for name, value in settings.items()}
        with (self.folder / f"{command[0]}.log").open("ab") as log:
            process = subprocess.Popen([*PROGRAM, *command], env=environment, stdout=log, stderr=log)
            try:
                yield process
            finally:
                process.terminate()
                process.wait(60)


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _is_ready(address: str, process: subprocess.Popen[bytes]) -> bool:
    if process.poll() is not None:
        raise RuntimeError(f"the server ended with {process.returncode}")
    try:
        return httpx.get(f"{address}/readyz", timeout=10).status_code == httpx.codes.OK
    except httpx.TransportError:
        return False
