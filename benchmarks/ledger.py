"""A ledger of a million hand-overs and 100 000 open listings on SQLite and PostgreSQL, filled once in a run.

``BENCH_TRANSFERS`` says how many hand-overs.
"""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from random import Random

from flask import Flask

from benchmarks.built import scratch
from benchmarks.copying import copy_into_postgres
from benchmarks.measure import Row, timed
from benchmarks.references.postgres import served
from marketplace.app import create_app
from marketplace.cli.database import bring_up_to_date
from marketplace.demo import large, people
from marketplace.settings import from_environment
from marketplace.statistics import summaries
from marketplace.statistics.public import telling

LISTINGS = 100_000
TRANSFERS = int(os.environ.get("BENCH_TRANSFERS", "1000000"))
DATABASES = ("SQLite", "PostgreSQL")

Told = dict[str, float]


@cache
def filled() -> Mapping[str, tuple[dict[str, str], Told]]:
    """By database: the settings of a service on it, and what making all summaries took."""
    folder = scratch()
    file = folder / "ombruk.sqlite"
    addresses = {"SQLite": f"sqlite:///{file}", "PostgreSQL": _served_in_folder()}
    made = {}
    for database in DATABASES:
        settings = {
            "OMBRUK_DATABASE_URL": addresses[database],
            "OMBRUK_SEARCH_INDEX": str(folder / database / "index"),
            "OMBRUK_UPLOADS_URL": str(folder / database / "uploads"),
            "OMBRUK_SECRET_KEY": "the same for all processes of this benchmark",
        }
        made[database] = settings, child("ledger", settings, "add" if database == "SQLite" else "copy", str(file))
    return made


def child(module: str, settings: Mapping[str, str], *task: str) -> Told:
    """What a module's own task tells, done in a process of its own."""
    command = [sys.executable, "-m", f"benchmarks.{module}", *task]
    environment = {**os.environ, **settings}
    ended = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    return dict(json.loads(ended.stdout.splitlines()[-1]))


def rows_of(work: str, told: Mapping[str, float], unit: str = "ms") -> list[Row]:
    """A row for each figure, in a unit unless its name says what it counts."""
    units = {"ratio": "", "units": ""}
    return [
        Row(work, name.removesuffix("_mb"), f"{value:.1f}{units.get(name, f' {unit}')}") for name, value in told.items()
    ]


def _served_in_folder() -> str:
    # As root the server runs as a user of its own, who must be let into the folder it lies in.
    folder = scratch()
    folder.chmod(0o755)
    return served(folder).replace("postgresql://", "postgresql+psycopg://")


def _fill(app: Flask, task: str, file: str) -> Told:
    with app.app_context():
        bring_up_to_date()
        if task == "add":
            large.add_many(people.add_people(), Random(1), LISTINGS, TRANSFERS)
            people.add_network_people()
        else:
            copy_into_postgres(Path(file))
        made = {"summaries of all months": timed(summaries.rebuild)}
        return made | {"open figures of all months": timed(telling.tell_due)}


if __name__ == "__main__":
    print(json.dumps(_fill(create_app(from_environment()), *sys.argv[1:])))
