"""`ombruk assets import`."""

import json

import pytest
from click.testing import CliRunner

from marketplace.cli import group
from marketplace.cli.context import Service
from tests.builders import RINGERIKE
from tests.inventory.imports import assets, everything
from tests.inventory.spreadsheets import HEADER, a_row, csv, xlsx


@pytest.fixture
def run(app):
    """Run the command in the test's application."""

    def command(*arguments):
        return CliRunner().invoke(
            group.ombruk, ["assets", "import", *map(str, arguments)], obj=Service(lambda: app, ())
        )

    return command


@pytest.fixture
def file(tmp_path):
    """A file with one row that can be kept and one that cannot."""
    path = tmp_path / "eiendeler.xlsx"
    path.write_bytes(xlsx([HEADER, a_row("A-1"), a_row("A-2", Antall="mange")]))
    return path


def test_a_file_is_imported_and_what_was_left_out_is_told(run, file):
    answer = run(file, "--municipality", RINGERIKE)
    assert answer.exit_code == 0, answer.output
    assert "1 of 2 rows were kept." in answer.output
    assert "error: row 3, Antall: " in answer.output
    assert "New: 1. Changed: 0. Unchanged: 0. Left out: 1." in answer.output
    assert [asset.inventory_number for asset in assets(RINGERIKE)] == ["A-1"]
    again = run(file, "--municipality", RINGERIKE)
    assert "New: 0. Changed: 0. Unchanged: 1. Left out: 1." in again.output
    assert len(assets()) == 1


def test_a_dry_run_tells_and_stores_nothing(run, file):
    before = everything()
    answer = run(file, "--municipality", RINGERIKE, "--dry-run")
    assert answer.exit_code == 0, answer.output
    assert "1 of 2 rows would be kept." in answer.output
    assert "New: 1. Changed: 0. Unchanged: 0. Left out: 1." in answer.output
    assert everything() == before


def test_a_mapping_says_what_columns_mean(run, tmp_path):
    file, mapping = tmp_path / "a.csv", tmp_path / "mapping.json"
    file.write_bytes(csv([("Dings", "Tall"), ("Kontorstol", "3")]))
    mapping.write_text(json.dumps({"Dings": "name", "B": "quantity"}), encoding="utf-8")
    answer = run(file, "--municipality", RINGERIKE, "--mapping", mapping)
    assert answer.exit_code == 0, answer.output
    assert [(asset.name, asset.quantity) for asset in assets()] == [("Kontorstol", 3)]


@pytest.mark.parametrize(
    ("content", "mapping", "municipality"),
    [
        (b"Navn\nStol\n", None, "9999"),
        (b"Navn\nStol\n", None, "x"),
        (b"Navn\nStol\n", b"{", RINGERIKE),
        (b"Navn\nStol\n", b'{"A": "smell"}', RINGERIKE),
        (b"Navn\nStol\n", b"\xff\xfe\x00", RINGERIKE),
        (b"", None, RINGERIKE),
        (b"\xff\xd8\xff\xe0" + bytes(100), None, RINGERIKE),
        (b"Navn;Antall\nStol;mange\n", None, RINGERIKE),
    ],
)
@pytest.mark.parametrize("options", [(), ("--dry-run",)])
def test_what_cannot_be_imported_ends_in_one_sentence(run, tmp_path, content, mapping, municipality, options):
    file, mapping_file = tmp_path / "a.csv", tmp_path / "mapping.json"
    file.write_bytes(content)
    if mapping is not None:
        mapping_file.write_bytes(mapping)
        options = (*options, "--mapping", mapping_file)
    answer = run(file, "--municipality", municipality, *options)
    if b"mange" in content and "--dry-run" in options:
        assert "0 of 1 rows would be kept." in answer.output
    else:
        assert answer.exit_code == 1
        assert answer.stderr.startswith("Error: ")
        assert answer.stderr.count("\n") == 1
        assert "Traceback" not in answer.output
    assert assets() == []


def test_a_file_that_is_not_there_is_named(run, tmp_path):
    answer = run(tmp_path / "nei.csv", "--municipality", RINGERIKE)
    assert answer.exit_code == 2
    assert "nei.csv" in answer.stderr
