"""The search page and the search API as they ship, twelve questions in turn, over HTTP.

The nearest open-source peer, measured elsewhere on two processors at 50 000 adverts: p50 111 ms, p95 145 ms with one
client; 9.9 requests/s and p50 328 ms with four (unranked, without counts).
"""

import tempfile
from pathlib import Path
from urllib.parse import quote

from benchmarks.built import sizes, spoken
from benchmarks.corpus import QUERIES
from benchmarks.measure import Row, hammer, memory_mb, served, throughput
from benchmarks.network import READER, filled, settings_in, signed_in

SECONDS = 8.0


def run() -> list[Row]:
    """Measure each size."""
    rows: list[Row] = []
    for size in sizes(10_000, 50_000):
        with tempfile.TemporaryDirectory() as folder:
            rows += _measure(size, Path(folder))
    return rows


def _measure(size: int, folder: Path) -> list[Row]:
    settings = settings_in(folder)
    tokens, building = filled(settings, size)
    name = spoken(size)
    rows = [Row(f"{name}: rebuild from the database", "rate", f"{size / building:.0f} listings/s")]
    with served(settings) as (address, process):
        cookie = signed_in(address)
        pages = [f"{address}/sok?q={quote(query)}" for query in QUERIES]
        calls = [f"{address}/api/v1/listings?q={quote(query)}" for query in QUERIES]
        rows.append(Row(f"{name}: memory of the service", "idle", f"{memory_mb(process):.0f} MB"))
        hammer(pages, {"Cookie": cookie}, 4, 2.0)
        for clients in (1, 4):
            load = hammer(pages, {"Cookie": cookie}, clients, SECONDS)
            rows += throughput(f"{name}: page, {clients} client{'s'[: clients > 1]}", load)
        for clients in (1, 4):
            load = hammer(calls, {"Authorization": f"Bearer {tokens[READER]}"}, clients, SECONDS)
            rows += throughput(f"{name}: API, {clients} client{'s'[: clients > 1]}", load)
        rows.append(Row(f"{name}: memory of the service", "loaded", f"{memory_mb(process):.0f} MB"))
    return rows
