"""Exporting a ledger of 100 000 hand-overs as CSV, JSON and XLSX, each in a process of its own, as the pages do."""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from random import Random

from flask import Flask

from benchmarks.measure import Row
from marketplace.app import create_app
from marketplace.cli.database import bring_up_to_date
from marketplace.demo import large, people
from marketplace.foundation import clock
from marketplace.organisations.queries import operator_actor
from marketplace.settings import from_environment
from marketplace.statistics import export, periods

LISTINGS, TRANSFERS = 1_000, 100_000
DAYS = 3 * 365


def run() -> list[Row]:
    """Rows a second and the most memory of each kind of file."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            **os.environ,
            "OMBRUK_DATABASE_URL": f"sqlite:///{Path(folder) / 'ombruk.sqlite'}",
            "OMBRUK_SEARCH_INDEX": str(Path(folder) / "index"),
            "OMBRUK_UPLOADS_URL": str(Path(folder) / "uploads"),
        }
        _child(environment, "fill")
        idle = _child(environment, "nothing")["memory_mb"]
        return [row for kind in export.Format for row in _rows(kind, _child(environment, kind.value), idle)]


def _rows(kind: export.Format, told: dict[str, float], idle: float) -> list[Row]:
    work = f"{TRANSFERS:,} hand-overs as {kind.value.upper()}".replace(",", " ")
    return [
        Row(work, "time", f"{told['seconds']:.1f} s"),
        Row(work, "rate", f"{TRANSFERS / told['seconds']:.0f} rows/s"),
        Row(work, "rate, of the processor's time", f"{TRANSFERS / told['processor_s']:.0f} rows/s"),
        Row(work, "size", f"{told['bytes'] / 1e6:.1f} MB"),
        Row(work, "memory at most", f"{told['memory_mb']:.0f} MB (of which {idle:.0f} MB before it began)"),
    ]


def _child(environment: dict[str, str], task: str) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.exporting", task]
    ended = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    return dict(json.loads(ended.stdout))


def _do(app: Flask, task: str) -> dict[str, float]:
    began, worked, size = time.perf_counter(), time.process_time(), 0
    with app.app_context():
        if task == "fill":
            bring_up_to_date()
            large.add_many(people.add_people(), Random(1), LISTINGS, TRANSFERS)
        elif task != "nothing":
            period = periods.period(clock.today() - timedelta(days=DAYS), clock.today())
            pieces = export.export(operator_actor(None), period, None, export.Format(task))
            size = sum(len(piece) for piece in pieces)
    seconds = time.perf_counter() - began
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    return {"seconds": seconds, "processor_s": time.process_time() - worked, "bytes": size, "memory_mb": memory}


if __name__ == "__main__":
    print(json.dumps(_do(create_app(from_environment()), sys.argv[1])))
