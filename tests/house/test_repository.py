"""What no file of the repository says."""

import ast
import re

import pytest

from tests.house import source

pytestmark = pytest.mark.once

CODE = ("marketplace", "scripts", "benchmarks", "tests", "migrations")
# Written in pieces, so that this file does not say it either.
HOSTS = re.compile("|".join([r"pypi\." + "org", "python" + "hosted", r"registry\." + "npmjs", r"deb\." + "debian"]))
FOLDERS = "|".join(["wo" + "rk", "ro" + "ot", "ho" + "me", "Us" + "ers"])
MACHINE_PATHS = re.compile(rf"(?<![\w.}}])/(?:{FOLDERS})/\w")
UNFINISHED = re.compile(r"(?:" + "|".join(["TO" + "DO", "FIX" + "ME", "# X" + "XX", "raise " + "NotImplemented"]) + ")")
SILENCED = re.compile(r"#\s*(?:type:\s*ignore(?:\[[^\]]+\])?|noqa(?::\s*[A-Z]+\d+(?:,\s*[A-Z]+\d+)*)?)(?!.*\w \w)")
ASKING = re.compile(r"\b(?:datetime\.(?:now|utcnow|today)|date\.today|time\.time|current_user)\b")
TEXT = {"", ".css", ".csv", ".html", ".in", ".js", ".json", ".md", ".po", ".py", ".sh", ".svg", ".toml", ".txt", ".typ"}
BINARIES = {".gif", ".jpeg", ".jpg", ".mo", ".ods", ".pdf", ".png", ".webp", ".whl", ".woff", ".woff2", ".xlsx", ".zip"}


@pytest.mark.parametrize("pattern", [HOSTS, MACHINE_PATHS], ids=["package registries", "paths of one machine"])
def test_no_file_names(pattern):
    assert source.find(pattern, (path for path in source.files() if path.suffix in TEXT)) == []


def test_nothing_is_left_for_later():
    assert source.find(UNFINISHED, source.python_files(*CODE)) == []


def test_there_is_one_place_that_commits():
    """Everything that is written goes through `foundation.transaction`; the index is a copy with a room of its own."""
    commits = [
        source.place(path, node)
        for path in source.python_files("marketplace")
        for node in ast.walk(source.tree(path))
        if isinstance(node, ast.Attribute) and node.attr == "commit" and isinstance(node.parent, ast.Call)
    ]
    database = [place for place in commits if not place.startswith("marketplace/search/whoosh/")]
    assert [place.split(":")[0] for place in database] == ["marketplace/foundation/transaction.py"]


def test_every_silenced_tool_gives_its_reason():
    """A comment that quiets mypy or ruff goes on to say why, in two words at least."""
    assert source.find(SILENCED, source.python_files(*CODE)) == []


def test_the_clock_and_the_actor_are_given():
    """No feature asks the machine for the time; `foundation.clock` does."""
    rooms = source.python_files(*(f"marketplace/{feature}" for feature in source.features()))
    assert source.find(ASKING, rooms) == []


def test_binaries_are_not_committed():
    """Pictures are drawn by code, fonts and scripts are fetched; compressed reference data is the exception."""
    assert [str(path.relative_to(source.ROOT)) for path in source.files() if path.suffix in BINARIES] == []


def test_every_decision_has_a_number_of_its_own_and_stands_in_the_index_by_its_title():
    folder = source.ROOT / "docs" / "decisions"
    index = [line for line in (folder / "README.md").read_text(encoding="utf-8").splitlines() if line[:1] == "-"]
    pages = sorted(path for path in source.files() if path.parent == folder and path.name != "README.md")
    titles = [path.read_text(encoding="utf-8").partition("\n")[0] for path in pages]
    assert index == [
        f"- [{path.name[:4]}]({path.name}) {title.removeprefix(f'# {path.name[:4]} · ')}"
        for path, title in zip(pages, titles, strict=True)
    ]
    assert [path.name[:4] for path in pages] == [f"{number:04}" for number in range(1, len(pages) + 1)]
