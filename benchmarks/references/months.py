"""A year's months added up by DuckDB from the exported CSV, beside our summaries and our ledger: equal to the gram."""

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from statistics import median

import duckdb

from benchmarks.built import scratch
from benchmarks.ledger import Told
from benchmarks.measure import timed
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

ROUNDS, FEW = 30, 5
MUNICIPALITY = "3203"
MONTHS = """
select "on"[1:7] as month, sum(quantity) filter (counts_as_given = 'ja') as units,
       sum(co2e_cautious_kg) filter (counts_as_received = 'ja') as co2e_kg
from read_csv(?, delim = ';', decimal_separator = ',', types = {
    'on': 'varchar', 'co2e_cautious_kg': 'decimal(18, 3)', 'counts_as_given': 'varchar', 'counts_as_received': 'varchar'
})
where "row" <> 'stamp' group by 1 order by 1
"""

Months = dict[str | None, tuple[int, Decimal]]


def measured() -> Told:
    """The same months by the summaries, by the ledger and by DuckDB, all equal to the gram."""
    with create_app(from_environment()).app_context():
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
    return 1000 * median(timed(work) for _ in range(rounds))


if __name__ == "__main__":
    print(json.dumps(measured()))
