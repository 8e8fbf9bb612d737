"""Every row of a ledger of a million hand-overs as CSV, and as an ordered workbook with its progress; 100 000 as JSON.

Each in a process of its own. Rows a second are by the clock and by the processor's time of the process that writes.
"""

import json
import resource
import sys
import time
from collections.abc import Callable
from datetime import timedelta

from flask import Flask

from benchmarks import ledger
from benchmarks.ledger import Told, child
from benchmarks.measure import Row
from benchmarks.network import actor
from marketplace.app import create_app
from marketplace.demo.large import DAYS
from marketplace.foundation import clock
from marketplace.foundation.database import db
from marketplace.foundation.repeating import repeating
from marketplace.organisations.queries import operator_actor
from marketplace.settings import from_environment
from marketplace.statistics import export, ordering, periods
from marketplace.statistics.events import FileOrdered
from marketplace.statistics.models import FileState, OrderedFile
from marketplace.statistics.periods import Period

LEAD = "prosjektleder@ombruk.example"
SOME = 100_000
BEFORE_DAYS = 10
"""The newest hand-overs of the large ledger are so old."""
LOOK_EVERY_S, MOST_LOOKS = 0.5, 100_000
TASKS = {
    "SQLite": ("csv all", "json some", "xlsx some", "xlsx all"),
    "PostgreSQL": ("csv all", "xlsx some"),
}


def run() -> list[Row]:
    """Rows a second and the most memory of each kind of file."""
    rows = []
    for database, (settings, _) in ledger.filled().items():
        idle = child("exporting", settings, "nothing", "all")["memory_mb"]
        for task in TASKS[database]:
            rows += _rows(database, task, child("exporting", settings, *task.split()), idle)
    return rows


def _rows(database: str, task: str, told: Told, idle: float) -> list[Row]:
    kind = task.partition(" ")[0].upper()
    work = f"{database}: {told['rows']:,.0f} hand-overs as {kind}".replace(",", " ")
    rows = [
        Row(work, "time", f"{told['seconds']:.1f} s"),
        Row(work, "rate", f"{told['rows'] / told['seconds']:.0f} rows/s"),
        Row(work, "rate, of the processor's time", f"{told['rows'] / told['processor_s']:.0f} rows/s"),
        Row(work, "size", f"{told['bytes'] / 1e6:.1f} MB"),
        Row(work, "memory at most", f"{told['memory_mb']:.0f} MB (of which {idle:.0f} MB before it began)"),
    ]
    return [*rows, Row(work, "progress", f"told {told['steps']:.0f} times")] if "steps" in told else rows


def _do(app: Flask, task: str, how_many: str) -> Told:
    work: dict[str, Callable[[Period], Told]] = {"nothing": lambda _: {}, "xlsx": _ordered}
    with app.app_context():
        began, worked = time.perf_counter(), time.process_time()
        told = work.get(task, lambda period: _streamed(period, export.Format(task)))(_period(how_many))
        took = {"seconds": time.perf_counter() - began, "processor_s": time.process_time() - worked}
    return told | took | {"memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3}


def _period(how_many: str) -> Period:
    today = clock.today()
    days = DAYS if how_many == "all" else DAYS * SOME // max(ledger.TRANSFERS, SOME)
    return periods.period(today - timedelta(days=days + BEFORE_DAYS), today)


def _streamed(period: Period, kind: export.Format) -> Told:
    size = lines = 0
    for piece in export.export(operator_actor(None), period, None, kind):
        size += len(piece)
        lines += piece.count(b"\n")
    return {"bytes": size, "rows": lines}


def _ordered(period: Period) -> Told:
    """A workbook as the page has it made, and how many steps of its progress somebody saw who looked twice a second."""
    ordered = ordering.order_file(actor(LEAD), period, None)
    seen: set[int] = set()

    def look() -> None:
        found = db.session.get(OrderedFile, ordered.id)
        seen.update([found.rows_done] if found is not None else [])

    with repeating(look, LOOK_EVERY_S, MOST_LOOKS):
        ordering.make_file(FileOrdered(ordered.id))
    db.session.refresh(ordered)
    assert ordered.state == FileState.READY, ordered.failure
    return {"bytes": ordered.bytes or 0, "rows": ordered.rows_total, "steps": len(seen)}


if __name__ == "__main__":
    print(json.dumps(_do(create_app(from_environment()), *sys.argv[1:])))
