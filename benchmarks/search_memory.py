"""Memory of a searcher, in a process of its own, above the same process idle with its dictionaries read."""

import json
import subprocess
import sys

from benchmarks.built import index, sizes, spoken
from benchmarks.measure import Row


def run() -> list[Row]:
    """Measure each size."""
    rows: list[Row] = []
    for size in sizes(50_000, 100_000):
        command = [sys.executable, "-m", "benchmarks.searcher_process", str(index(size).folder)]
        told = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
        figures: dict[str, float] = json.loads(told)
        idle = figures["idle, dictionaries read"]
        work = f"{spoken(size)}: memory of a searcher"
        rows += [Row(work, step, f"{memory:.0f} MB ({memory - idle:+.0f})") for step, memory in figures.items()]
    return rows
