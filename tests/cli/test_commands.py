"""Every command ends in 0, or in one sentence on standard error that says what is wrong."""

import csv
import io
import json
import socket
import subprocess
import sys
import tarfile

import openpyxl
import pytest

from marketplace.cli.group import ombruk
from tests.builders import RINGERIKE
from tests.cli.running import command, is_one_sentence
from tests.house.source import ROOT
from tests.journeys.server import Installation

SHEET = ROOT / "docs" / "examples" / "ringerike-ungdomsskole.csv"
PERIOD = ("--from", "2026-01-01", "--to", "2026-12-31")
CONTRACT = {
    "serve": {"--host", "--port", "--workers", "--threads"},
    "worker": set(),
    "demo load": {"--scale"},
    "users create": {"--municipality", "--role", "--password-stdin"},
    "tokens create": {"--name"},
    "assets import": {"--municipality", "--mapping", "--dry-run"},
    "search rebuild": set(),
    "statistics export": {"--from", "--to", "--municipality", "--format", "--language", "--output"},
    "statistics verify": set(),
    "backup": set(),
    "restore": set(),
    "doctor": set(),
    "db upgrade": set(),
}
WRONG = {
    "DATABASE_URL": ["mysql://host/base", "sqlite://", "ombruk.sqlite", "sqlite:///:memory:"],
    "SEARCH": ["elastic"],
    "UPLOADS_URL": ["ftp://host", "s3://"],
    "SECRET_KEY": ["short"],
    "BASE_URL": ["ombruk.example", "ftp://ombruk.example", "https://ombruk.example"],
    "SMTP_URL": ["mail.example", "http://mail.example"],
    "TEAMS_WEBHOOK": ["teams.example"],
    "TEAMS_HOSTS": ["*", "*.com", "a b.example"],
    "OIDC_ISSUER": ["issuer.example"],
    "REDIS_URL": ["http://cache.example"],
    "INLINE_WORKER": ["perhaps"],
    "DATABSE_URL": ["sqlite:///ombruk.sqlite"],
}


@pytest.fixture
def run(app, monkeypatch, capsys, tmp_path):
    return command(monkeypatch, capsys, tmp_path)


@pytest.fixture
def ready(run):
    """The command, on a database that is up to date."""
    assert run("db", "upgrade").code == 0
    return run


def test_every_command_of_the_contract_is_there_with_its_options():
    for name, options in CONTRACT.items():
        found = ombruk
        for part in name.split():
            found = found.commands[part]
        assert options <= {option for parameter in found.params for option in parameter.opts}, name


def test_upgrading_twice_is_upgrading_once(run):
    assert [run("db", "upgrade").out for _ in range(2)] == ["The database is up to date.\n"] * 2


def test_the_doctor_says_what_is_wrong_and_when_all_is_well(run):
    sick = run("doctor")
    assert (sick.code, "run ombruk db upgrade" in sick.err) == (1, True)
    run("db", "upgrade")
    run("search", "rebuild")
    well = run("doctor")
    assert (well.code, well.err, well.out.splitlines()[-1]) == (0, "", "All is well.")


def test_the_index_is_built_anew(ready):
    assert ready("search", "rebuild").out == "0 listings are searchable.\n"


@pytest.mark.parametrize("kind", ["csv", "xlsx", "json", "pdf"])
def test_figures_are_written_to_a_file(ready, tmp_path, kind):
    target = tmp_path / f"figures.{kind}"
    ended = ready("statistics", "export", *PERIOD, "--format", kind, "--output", target)
    assert (ended.code, str(target) in ended.out) == (0, True)
    content = target.read_bytes()
    if kind == "csv":
        assert "quantity" in next(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    elif kind == "json":
        assert json.loads(content)["rows"] == []
    elif kind == "pdf":
        assert content.startswith(b"%PDF")
    else:
        assert "Rader" in openpyxl.load_workbook(io.BytesIO(content), read_only=True).sheetnames
    assert list(tmp_path.glob("*.part")) == []
    known = ready("statistics", "verify", target)
    assert (known.code, "is unchanged since it was made" in known.out) == (0, True)
    words = {"csv": b"quantity", "json": b"units_listed", "pdf": b"sha256=", "xlsx": b"PK"}
    target.write_bytes(content.replace(words[kind], b"something else"))
    assert is_one_sentence(ready("statistics", "verify", target))


@pytest.mark.parametrize(
    "arguments",
    [
        ("nonsense",),
        ("serve", "--port", "many"),
        ("serve", "--host", "nowhere.invalid"),
        ("demo", "load", "--scale", "huge"),
        ("users", "create", "nobody", "--municipality", RINGERIKE, "--role", "observer"),
        ("users", "create", "a@b.example", "--municipality", "9999", "--role", "observer"),
        ("users", "create", "a@b.example", "--municipality", RINGERIKE, "--role", "king"),
        ("users", "create", "a@b.example"),
        ("tokens", "create", "nobody@kommune.example", "--name", "x"),
        ("assets", "import", "nowhere.csv", "--municipality", RINGERIKE),
        ("assets", "import", SHEET, "--municipality", "9999"),
        ("statistics", "export", *PERIOD, "--format", "doc", "--output", "figures.doc"),
        ("statistics", "export", *PERIOD, "--format", "csv", "--output", "/nowhere/at/all.csv"),
        ("statistics", "export", *PERIOD, "--format", "csv", "--output", "x.csv", "--municipality", "9999"),
        ("statistics", "export", "--from", "2026-13-01", "--to", "2026-12-31", "--format", "csv", "--output", "x"),
        ("statistics", "export", "--from", "2026-12-31", "--to", "2026-01-01", "--format", "csv", "--output", "x"),
        ("statistics", "verify", "nowhere.csv"),
        ("statistics", "verify", SHEET),
        ("backup", "/nowhere/at/all.tar"),
        ("restore", "nowhere.tar"),
        ("restore", SHEET),
        ("db", "downgrade"),
    ],
    ids=lambda arguments: " ".join(map(str, arguments))[:60],
)
def test_what_cannot_be_done_ends_in_one_sentence(ready, arguments, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    before = {path.name for path in tmp_path.iterdir()}
    assert is_one_sentence(ready(*arguments))
    assert {path.name for path in tmp_path.iterdir()} - before <= {"index", "uploads"}


@pytest.mark.parametrize(
    "arguments",
    [
        ("users", "create", "a@b.example", "--municipality", RINGERIKE, "--role", "observer"),
        ("tokens", "create", "a@b.example", "--name", "x"),
        ("search", "rebuild"),
        ("serve", "--port", "0"),
        ("worker",),
        ("statistics", "export", *PERIOD, "--format", "csv", "--output", "x.csv"),
        ("backup", "x.tar"),
        ("assets", "import", SHEET, "--municipality", RINGERIKE),
    ],
    ids=lambda arguments: " ".join(map(str, arguments))[:60],
)
def test_a_database_without_tables_is_told_of_in_one_sentence(run, arguments, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    ended = run(*arguments)
    assert is_one_sentence(ended)
    assert "ombruk db upgrade" in ended.err


def test_a_database_that_does_not_answer_is_told_of_in_one_sentence(app, monkeypatch, capsys, tmp_path):
    nobody = "postgresql://ombruk:secret@127.0.0.1:1/ombruk"
    ended = command(monkeypatch, capsys, tmp_path, DATABASE_URL=nobody)("db", "upgrade")
    assert is_one_sentence(ended)
    assert "OMBRUK_DATABASE_URL" in ended.err
    assert "secret" not in ended.err


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in WRONG.items() for value in values])
def test_a_wrong_setting_stops_the_start_with_a_sentence_that_names_it(app, monkeypatch, capsys, tmp_path, name, value):
    ended = command(monkeypatch, capsys, tmp_path, **{name: value})("serve")
    assert is_one_sentence(ended)
    assert f"OMBRUK_{name}" in ended.err or (name, value) == ("BASE_URL", "https://ombruk.example")


@pytest.mark.once
def test_a_wrong_setting_and_a_taken_port_stop_a_real_server(tmp_path):
    wrong = Installation(tmp_path, settings={"SEARCH": "elastic"}).run("serve")
    assert (wrong.returncode, wrong.stdout) == (1, "")
    assert wrong.stderr == "OMBRUK_SEARCH is 'elastic'; it must be one of whoosh, postgres.\n"
    with socket.create_server(("127.0.0.1", 0)) as taken:
        refused = Installation(tmp_path).run("serve", "--port", str(taken.getsockname()[1]))
    assert (refused.returncode, refused.stderr.count("\n")) == (1, 1)


@pytest.mark.once
def test_both_ways_to_call_it_are_the_same():
    ways = ([sys.executable, "-m", "marketplace"], [str(ROOT / ".venv" / "bin" / "ombruk")])
    ways = [[*way, "--help"] for way in ways]
    told = [subprocess.run(way, capture_output=True, text=True, check=True).stdout for way in ways]
    assert told[0] == told[1]


@pytest.mark.parametrize("cut", [0.3, 0.9])
def test_a_broken_backup_throws_nothing_away(ready, tmp_path, cut):
    whole, broken = tmp_path / "whole.tar", tmp_path / "broken.tar"
    ready("users", "create", "a@b.example", "--municipality", RINGERIKE, "--role", "observer")
    assert ready("backup", whole).code == 0
    broken.write_bytes(whole.read_bytes()[: int(whole.stat().st_size * cut)])
    assert is_one_sentence(ready("restore", broken, "--replace"))
    assert ready("tokens", "create", "a@b.example", "--name", "still there").code == 0


def test_a_backup_whose_end_is_missing_is_refused(ready, tmp_path):
    whole, shorter = tmp_path / "whole.tar", tmp_path / "shorter.tar"
    ready("backup", whole)
    with tarfile.open(whole) as good, tarfile.open(shorter, "w:gz") as bad:
        for member in good.getmembers()[:-1]:
            bad.addfile(member, good.extractfile(member))
    assert is_one_sentence(ready("restore", shorter, "--replace"))


def test_a_backup_that_would_write_outside_is_refused(ready, tmp_path):
    whole, hostile = tmp_path / "whole.tar", tmp_path / "hostile.tar"
    ready("backup", whole)
    with tarfile.open(whole) as good, tarfile.open(hostile, "w:gz") as bad:
        for member in good.getmembers():
            bad.addfile(member, good.extractfile(member))
        bad.addfile(tarfile.TarInfo("files/../../outside"), io.BytesIO())
    assert is_one_sentence(ready("restore", hostile))
    assert not (tmp_path / "outside").exists()
