"""How things are measured: repeated calls, clients at once, memory, and rows of a table."""

import http.client
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from urllib.parse import urlsplit

import psutil

START_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Row:
    """One figure: what was done, what of it was measured, and the value with its unit."""

    work: str
    figure: str
    value: str


@dataclass(frozen=True, slots=True)
class Load:
    """What clients met: seconds of each answer, all in the time `seconds`, and how many answers were not 200."""

    times: Sequence[float]
    seconds: float
    failures: int

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.times) / self.seconds


def percentile(times: Sequence[float], share: float) -> float:
    """The time that this share of calls keeps within."""
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def milliseconds(times: Sequence[float], share: float) -> str:
    """A percentile as a figure."""
    return f"{percentile(times, share) * 1000:.2f} ms"


def latency(work: str, times: Sequence[float]) -> list[Row]:
    """The rows for repeated calls: half and nineteen of twenty."""
    return [Row(work, "p50", milliseconds(times, 0.5)), Row(work, "p95", milliseconds(times, 0.95))]


def throughput(work: str, load: Load) -> list[Row]:
    """The rows for clients at once."""
    rows = [*latency(work, load.times), Row(work, "rate", f"{load.rate:.1f}/s")]
    return [*rows, Row(work, "failures", str(load.failures))] if load.failures else rows


def timed(call: Callable[..., object], *arguments: object) -> float:
    """Seconds that a call takes."""
    began = time.perf_counter()
    call(*arguments)
    return time.perf_counter() - began


def memory_mb(process_id: int | None = None) -> float:
    """Memory of a process and those it started, in megabytes; what they share counts once."""
    process = psutil.Process(process_id)
    return sum(_own_bytes(each) for each in [process, *process.children(recursive=True)]) / 1e6


def _own_bytes(process: psutil.Process) -> int:
    full = process.memory_full_info()
    return int(getattr(full, "pss", full.rss))


@contextmanager
def served(settings: Mapping[str, str], *options: str) -> Iterator[tuple[str, int]]:
    """The service run as it ships; gives its address and process."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "marketplace", "serve", "--port", str(port), *options]
    server = subprocess.Popen(command, env={**os.environ, **settings}, stdout=subprocess.DEVNULL)
    try:
        _wait_for(port)
        yield f"http://127.0.0.1:{port}", server.pid
    finally:
        server.terminate()
        server.wait(30)


def _wait_for(port: int) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/healthz")
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(f"the service did not start on port {port}")


def hammer(addresses: Sequence[str], headers: Mapping[str, str], clients: int, seconds: float) -> Load:
    """Let clients ask for the addresses in turn, each waiting for its answer before it asks again."""
    times: list[float] = []
    failures: list[int] = []
    turn = count()
    until = time.perf_counter() + seconds

    def ask() -> None:
        parts = urlsplit(addresses[0])
        connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=60)
        while time.perf_counter() < until:
            address = urlsplit(addresses[next(turn) % len(addresses)])
            began = time.perf_counter()
            connection.request("GET", f"{address.path}?{address.query}", headers=dict(headers))
            answer = connection.getresponse()
            answer.read()
            times.append(time.perf_counter() - began)
            if answer.status != 200:
                failures.append(answer.status)
        connection.close()

    began = time.perf_counter()
    threads = [threading.Thread(target=ask) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Load(times, time.perf_counter() - began, len(failures))
