"""Pages and reports of figures over a million hand-overs and 100 000 open listings, on SQLite and PostgreSQL.

Warm: the same page again and again in one process. Cold: the first one of a new process, once. The reference is DuckDB,
which adds up the same months from the exported CSV, read anew each time, to the same units and the same CO2e.
"""

import gc
import json
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from statistics import median, quantiles

import duckdb
from flask import Flask
from flask.testing import FlaskClient

from benchmarks import ledger
from benchmarks.built import scratch
from benchmarks.ledger import Told, child, rows_of
from benchmarks.measure import Row
from marketplace.accounts.queries import find_person_by_email
from marketplace.app import create_app
from marketplace.foundation import clock
from marketplace.organisations.queries import operator_actor
from marketplace.settings import from_environment
from marketplace.statistics import export, periods
from marketplace.statistics.figures import figures
from marketplace.statistics.grouping import GroupBy
from marketplace.statistics.periods import Period
from marketplace.statistics.queries import get_statistics
from marketplace.statistics.reading import Question, from_ledger

ROUNDS, LONG, FEW = 30, 0.5, 5
LEAD, MANAGER = "prosjektleder@ombruk.example", "forvalter@asker.example"
MUNICIPALITY, CATEGORY = "3203", "KON"
MONTHS = """
select "on"[1:7] as month, sum(quantity) filter (counts_as_given = 'ja') as units,
       sum(co2e_cautious_kg) filter (counts_as_received = 'ja') as co2e_kg
from read_csv(?, delim = ';', decimal_separator = ',', types = {
    'on': 'varchar', 'co2e_cautious_kg': 'decimal(18, 3)', 'counts_as_given': 'varchar', 'counts_as_received': 'varchar'
})
where "row" <> 'stamp' group by 1 order by 1
"""

Months = dict[str | None, tuple[int, Decimal]]


def run() -> list[Row]:
    """Each page on each database, the rebuild, and the same months by DuckDB."""
    rows = []
    for database, (settings, made) in ledger.filled().items():
        rows += rows_of(f"{database}: {ledger.TRANSFERS:,} hand-overs".replace(",", " "), made, "s")
        for page in addresses():
            told = child("dashboard", settings, "once", page) | child("dashboard", settings, "often", page)
            rows += rows_of(f"{database}: {page}", told)
        rows += rows_of(f"{database}: the year's months", child("dashboard", settings, "months"))
    return rows


def addresses() -> dict[str, str]:
    """The pages and reports by what they are called in the table."""
    today = clock.today()
    year = f"fra={today.year}-01-01&til={today.year}-12-31"
    odd = f"fra={today - timedelta(days=400)}&til={today - timedelta(days=17)}"
    figures_, whose, which = "/statistikk?", f"kommune={MUNICIPALITY}", f"kategori={CATEGORY}"
    return {
        "start": "/",
        "network": f"{figures_}{year}",
        "municipality": f"{figures_}{year}&{whose}",
        "network, odd days": f"{figures_}{odd}",
        "municipality, odd days": f"{figures_}{odd}&{whose}",
        "network, a category": f"{figures_}{year}&{which}",
        "municipality, a category": f"{figures_}{year}&{whose}&{which}",
        "network, a category, odd days": f"{figures_}{odd}&{which}",
        "municipality, a category, odd days": f"{figures_}{odd}&{whose}&{which}",
        "behind the network's number": f"/statistikk/bak-tallene?{year}",
        "open figures": "/apne-tall",
        "open figures as CSV": "/apne-tall/data.csv",
        "open figures as JSON": "/apne-tall/data.json",
        "reconciliation": "/avstemming",
        "what if": f"/statistikk/hva-om?{year}",
        "Klimasats": "/statistikk/klimasats",
        "Klimasats as PDF": "/statistikk/klimasats.pdf",
        "the year's report as PDF, network": f"/statistikk/eksport.pdf?{year}",
        "the year's report as PDF, municipality": f"/statistikk/eksport.pdf?{year}&{whose}",
    }


def _do(app: Flask, task: str, page: str = "") -> Told:
    if task == "months":
        return _months(app)
    client, address = _signed_in(app, MANAGER if page == "reconciliation" else LEAD), addresses()[page]
    gc.collect()
    gc.freeze()  # as `ombruk serve` does
    if task == "once":
        return {"cold": _timed(lambda: _answered(client, address))}
    first = _timed(lambda: _answered(client, address))
    times = [_timed(lambda: _answered(client, address)) for _ in range(FEW if first > LONG * 1000 else ROUNDS)]
    return {"p50": median(times), "p95": quantiles(times, n=20, method="inclusive")[-1]}


def _signed_in(app: Flask, email: str) -> FlaskClient:
    client = app.test_client()
    with app.app_context():
        person = find_person_by_email(email)
        assert person is not None, "the demo has a project lead and facility managers"
        with client.session_transaction() as session:
            session["_user_id"], session["_fresh"] = f"{person.id}.{person.session_key}", True
    return client


def _answered(client: FlaskClient, address: str) -> None:
    answer = client.get(address)
    answer.get_data()
    assert answer.status_code == 200, f"{address}: {answer.status}"


def _months(app: Flask) -> Told:
    """The same months by the summaries, by the ledger and by DuckDB, all equal to the gram."""
    with app.app_context():
        period = periods.this_year(clock.today())
        _check_months(period)
        file, reader = _exported(period, None), operator_actor(None)
        units, co2e_kg = (sum(column) for column in zip(*_by_duckdb(file).values(), strict=True))
        whole = figures(get_statistics(reader, period).whole)
        assert (units, co2e_kg) == (whole.units_handed_over, whole.co2e_cautious_kg), "the file adds up to the figures"
        ours = _middle(lambda: get_statistics(reader, period, group_by=GroupBy.MONTH))
        row_by_row = _middle(lambda: from_ledger(Question(period, None, GroupBy.MONTH)), 3)
        theirs = _middle(lambda: _by_duckdb(file), FEW)
    told = {"units": float(units), "summaries": ours, "ledger": row_by_row}
    return told | {"DuckDB over the CSV": theirs, "ratio": theirs / ours}


def _check_months(period: Period) -> None:
    """A municipality's file holds every row with its day; the network's sums up what stays within others."""
    found = _by_duckdb(_exported(period, MUNICIPALITY))
    own = get_statistics(operator_actor(MUNICIPALITY), period, municipality_number=MUNICIPALITY, group_by=GroupBy.MONTH)
    told = {group.key: figures(group.sums) for group in own.groups}
    assert found == {
        month: (each.units_handed_over, each.co2e_cautious_kg) for month, each in told.items() if month in found
    }, "DuckDB adds up each month to the same"


def _exported(period: Period, number: str | None) -> Path:
    file = scratch() / "rows.csv"
    with file.open("wb") as target:
        target.writelines(export.export(operator_actor(number), period, number, export.Format.CSV))
    return file


def _by_duckdb(file: Path) -> Months:
    rows = duckdb.execute(MONTHS, [str(file)]).fetchall()
    return {month: (int(units or 0), Decimal(co2e_kg or 0)) for month, units, co2e_kg in rows}


def _middle(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    return median(_timed(work) for _ in range(rounds))


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


if __name__ == "__main__":
    print(json.dumps(_do(create_app(from_environment()), *sys.argv[1:])))
