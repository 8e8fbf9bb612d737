"""How much memory an import takes: measured in a process of its own."""

import json
import subprocess
import sys

import pytest

from tests.inventory.spreadsheets import csv, many, xlsx

pytestmark = pytest.mark.once

MOST_MB = 300


@pytest.mark.parametrize(
    ("make", "filename", "count"), [(xlsx, "eiendeler.xlsx", 20_000), (csv, "eiendeler.csv", 100_000)]
)
def test_a_large_file_is_imported_within_bounded_memory(tmp_path, make, filename, count):
    file = tmp_path / filename
    file.write_bytes(make(many(count)))
    answer = subprocess.run(
        [sys.executable, "-m", "benchmarks.importing_process", str(tmp_path), str(file)],
        capture_output=True,
        text=True,
        check=True,
    )
    measured = json.loads(answer.stdout)
    assert (measured["state"], measured["rows_ok"], measured["rows_failed"]) == ("kept", count, 0)
    assert measured["peak_mb"] < MOST_MB
