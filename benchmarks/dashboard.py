"""Pages and reports of figures over a million hand-overs and 100 000 open listings, on SQLite and PostgreSQL.

Warm: the same page again and again in one process. Cold: the first one of a new process, once. The reference is DuckDB,
which adds up the same months from the exported CSV, read anew each time, to the same units and the same CO2e.
"""

import gc
import json
import sys
from datetime import timedelta
from statistics import median, quantiles

from flask import Flask
from flask.testing import FlaskClient

from benchmarks import ledger
from benchmarks.ledger import Told, child, rows_of
from benchmarks.measure import Row, timed
from marketplace.accounts.queries import find_person_by_email
from marketplace.app import create_app
from marketplace.foundation import clock
from marketplace.settings import from_environment

ROUNDS, LONG, FEW = 24, 0.5, 5
"""Open figures may be asked for thirty times a minute."""
LEAD, MANAGER = "prosjektleder@ombruk.example", "forvalter@asker.example"
MUNICIPALITY, CATEGORY = "3203", "KON"


def run() -> list[Row]:
    """Each page on each database, the rebuild, and the same months by DuckDB."""
    rows = []
    for database, (settings, made) in ledger.filled().items():
        rows += rows_of(f"{database}: {ledger.TRANSFERS:,} hand-overs".replace(",", " "), made, "s")
        for page in addresses():
            told = child("dashboard", settings, "once", page) | child("dashboard", settings, "often", page)
            rows += rows_of(f"{database}: {page}", told)
        rows += rows_of(f"{database}: the year's months", child("references.months", settings))
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


def _do(app: Flask, task: str, page: str) -> Told:
    client, address = _signed_in(app, MANAGER if page == "reconciliation" else LEAD), addresses()[page]
    gc.collect()
    gc.freeze()  # as `ombruk serve` does
    if task == "once":
        return {"cold": 1000 * timed(_answered, client, address)}
    first = 1000 * timed(_answered, client, address)
    times = [1000 * timed(_answered, client, address) for _ in range(FEW if first > LONG * 1000 else ROUNDS)]
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


if __name__ == "__main__":
    print(json.dumps(_do(create_app(from_environment()), *sys.argv[1:])))
