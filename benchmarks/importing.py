"""A spreadsheet into an empty inventory, look and keep, in a process of its own: rows a second and the most memory."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.measure import Row
from marketplace.foundation.tabular.columns import Column, Kind
from marketplace.foundation.tabular.csv_writing import write_csv
from marketplace.foundation.tabular.xlsx_writing import Sheet, write_xlsx

COLUMNS = (
    Column("number", "Inventarnummer"),
    Column("name", "Navn"),
    Column("category", "Kategori"),
    Column("quantity", "Antall", Kind.INTEGER),
    Column("condition", "Tilstand"),
    Column("width", "Bredde"),
    Column("weight", "Vekt (kg)", Kind.DECIMAL),
    Column("price", "Innkjøpspris"),
    Column("room", "Rom"),
)
CASES = (("xlsx", 20_000), ("csv", 20_000), ("csv", 100_000))


def run() -> list[Row]:
    """Measure each kind and size of file."""
    found: list[Row] = []
    for kind, count in CASES:
        with tempfile.TemporaryDirectory() as folder:
            found += _measure(kind, count, Path(folder))
    return found


def rows(count: int) -> Iterator[dict[str, str | int | float]]:
    """So many different assets, written as people write them."""
    for index in range(count):
        yield {
            "number": f"INV-{index:06}",
            "name": f"Kontorstol nr. {index}",
            "category": "KON.STOL",
            "quantity": index % 40 + 1,
            "condition": "god",
            "width": f"{40 + index % 90} cm",
            "weight": 10 + index % 200 / 10,
            "price": f"{1 + index % 9} 234,50",
            "room": str(index % 300),
        }


def _measure(kind: str, count: int, folder: Path) -> list[Row]:
    file = folder / f"eiendeler.{kind}"
    with file.open("wb") as target:
        if kind == "xlsx":
            write_xlsx([Sheet("Eiendeler", COLUMNS, rows(count))], target)
        else:
            target.writelines(write_csv(rows(count), COLUMNS))
    answer = subprocess.run(
        [sys.executable, "-m", "benchmarks.importing_process", str(folder), str(file)],
        capture_output=True,
        text=True,
        check=True,
    )
    measured = json.loads(answer.stdout)
    work = f"{count:,} rows of {kind.upper()}".replace(",", " ")
    return [
        Row(work, "look", f"{count / measured['look_s']:.0f} rows/s"),
        Row(work, "keep", f"{count / measured['keep_s']:.0f} rows/s"),
        Row(work, "most memory", f"{measured['peak_mb']:.0f} MB (idle {measured['idle_mb']:.0f} MB)"),
    ]
