"""Building the index of so many listings, with compounds: what the engine itself does, without reading a database."""

from benchmarks.built import index, sizes, spoken
from benchmarks.measure import Row


def run() -> list[Row]:
    """Measure each size."""
    rows: list[Row] = []
    for size in sizes(10_000, 100_000):
        built, work = index(size), f"{spoken(size)}: rebuild"
        rows.append(Row(work, "rate", f"{size / built.seconds:.0f} listings/s"))
        rows.append(Row(work, "of processor time", f"{size / built.processor_seconds:.0f} listings/s"))
        files = sum(file.stat().st_size for file in built.folder.rglob("*") if file.is_file())
        rows.append(Row(work, "index on disk", f"{files / 1e6:.0f} MB"))
    return rows
