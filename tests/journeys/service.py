"""The product as people run it: its own processes, the demo network, a free port."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

PATIENCE_S = 120


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@contextmanager
def demo_served(folder: Path) -> Iterator[str]:
    """Load the demo network into `folder`, serve it, and give its address; stop it in the end."""
    environment = os.environ | {
        "OMBRUK_DATABASE_URL": f"sqlite:///{folder / 'ombruk.sqlite'}",
        "OMBRUK_SEARCH_INDEX": str(folder / "search_index"),
        "OMBRUK_UPLOADS_URL": str(folder / "uploads"),
    }
    program = [sys.executable, "-m", "marketplace"]
    for task in (["db", "upgrade"], ["demo", "load"]):
        subprocess.run([*program, *task], env=environment, check=True, stdout=subprocess.DEVNULL)
    port = _free_port()
    address = f"http://127.0.0.1:{port}"
    server = subprocess.Popen([*program, "serve", "--port", str(port), "--workers", "1"], env=environment)
    try:
        _wait_for(address)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=30)


def _wait_for(address: str) -> None:
    for _ in range(PATIENCE_S * 4):
        if _is_ready(address):
            return
        time.sleep(0.25)
    raise TimeoutError(address)


def _is_ready(address: str) -> bool:
    try:
        return httpx.get(f"{address}/readyz").status_code == httpx.codes.OK
    except httpx.TransportError:
        return False
