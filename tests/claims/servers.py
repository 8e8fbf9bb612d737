"""Server processes of their own on the test's database, as an operator starts them."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx

START_S = 60


@contextmanager
def servers(database_url: str, folder: Path, number: int) -> Iterator[list[str]]:
    """So many processes of `ombruk serve`; their addresses. They end with the block."""
    with ExitStack() as stack:
        addresses = [stack.enter_context(_server(database_url, folder / str(index))) for index in range(number)]
        for address in addresses:
            _wait_for(address)
        yield addresses


@contextmanager
def _server(database_url: str, folder: Path) -> Iterator[str]:
    folder.mkdir()
    port = _free_port()
    environment = {name: value for name, value in os.environ.items() if not name.startswith("OMBRUK_")} | {
        "OMBRUK_DATABASE_URL": database_url,
        "OMBRUK_SEARCH_INDEX": str(folder / "index"),
        "OMBRUK_UPLOADS_URL": "memory://",
        "OMBRUK_INLINE_WORKER": "0",
    }
    command = [sys.executable, "-m", "marketplace", "serve", "--port", str(port), "--workers", "1", "--threads", "16"]
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(30)


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _wait_for(address: str) -> None:
    for _ in range(START_S * 10):
        try:
            httpx.get(f"{address}/healthz")
            return
        except httpx.TransportError:
            time.sleep(0.1)
    raise TimeoutError(address)
