"""Memory of the service as it ships, four threads a process, idle and while it answers, the demo network loaded."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from benchmarks.measure import Row, hammer, memory_mb, served

CLIENTS, SECONDS, REST_SECONDS = 4, 15.0, 3.0
SEARCHES = ("kontorstol", "skrivebord", "whiteboard", "hylle", "stol", "lampe", "bord", "skap")
WORKERS = (1, 2)


def run() -> list[Row]:
    """Idle after a first answer, then under searching and paging; processes counted together, what they share once."""
    with tempfile.TemporaryDirectory() as folder:
        settings = {
            "OMBRUK_DATABASE_URL": f"sqlite:///{Path(folder) / 'ombruk.sqlite'}",
            "OMBRUK_SEARCH_INDEX": str(Path(folder) / "index"),
            "OMBRUK_UPLOADS_URL": str(Path(folder) / "uploads"),
        }
        _ombruk(settings, "demo", "load")
        token = _ombruk(settings, "tokens", "create", "innkjoper@gjovik.example", "--name", "measuring")
        return [row for workers in WORKERS for row in _measured(settings, token, workers)]


def _measured(settings: Mapping[str, str], token: str, workers: int) -> list[Row]:
    headers = {"Authorization": f"Bearer {token}"}
    work = f"the server with {workers} process{'es' if workers > 1 else ''}"
    with served(settings, "--workers", str(workers)) as (address, process_id):
        time.sleep(REST_SECONDS)
        idle = memory_mb(process_id)
        addresses = [f"{address}/api/v1/listings?q={word}&per_page=100" for word in SEARCHES]
        load = hammer([*addresses, f"{address}/api/v1/statistics?group_by=month"], headers, CLIENTS, SECONDS)
        loaded = memory_mb(process_id)
    return [
        Row(work, "idle", f"{idle:.0f} MB"),
        Row(work, f"after {SECONDS:.0f} s of {CLIENTS} clients", f"{loaded:.0f} MB"),
        Row(work, "answered meanwhile", f"{len(load.times)}, {load.failures} of them not 200"),
    ]


def _ombruk(settings: Mapping[str, str], *arguments: str) -> str:
    command = [sys.executable, "-m", "marketplace", *arguments]
    ended = subprocess.run(command, env={**os.environ, **settings}, check=True, stdout=subprocess.PIPE, text=True)
    return ended.stdout.strip()
