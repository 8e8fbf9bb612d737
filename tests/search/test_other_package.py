"""Search keeps its promises on `whoosh3` too: the way out, should `whoosh-reloaded` break, stays open."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from marketplace.search.engine import EVERYBODY, EngineUnavailable, Health, SearchRequest
from marketplace.search.whoosh.engine import WhooshEngine
from tests.search.samples import random_documents

pytestmark = pytest.mark.once

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "build/whoosh3"
PROMISES = (
    "test_engines.py",
    "test_agreement.py",
    "test_whoosh.py",
    "test_hostile.py",
    "test_killed.py",
    "test_damage.py",
    "test_suggesting.py",
    "test_explaining.py",
)
RUN_TESTS = """
import sys, pytest, whoosh
assert whoosh.__version__[0] == 3, whoosh.__file__
sys.exit(pytest.main(["-q", "-p", "no:cacheprovider", "-p", "no:xdist", "-k", "not postgres", *sys.argv[1:]]))
"""
BUILD_AN_INDEX = """
import sys, pathlib
from marketplace.search.whoosh.engine import WhooshEngine
from tests.search.samples import random_documents
print(WhooshEngine(pathlib.Path(sys.argv[1])).rebuild(random_documents(40, seed=8)))
"""


@pytest.fixture(scope="module")
def on_whoosh3():
    """Run a program with the other package first on its path."""
    assert PACKAGE.is_dir(), f"{PACKAGE} is missing: make build/whoosh3/stamp"

    def run(program, *arguments):
        paths = os.pathsep.join(map(str, (PACKAGE, ROOT)))
        environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
        return subprocess.run(
            [sys.executable, "-c", program, *map(str, arguments)],
            cwd=ROOT,
            env=environment | {"PYTHONPATH": paths, "POINTS_TO_KILL_AT": "6"},
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
        )

    return run


def test_every_promise_of_the_engine_is_kept(on_whoosh3):
    ended = on_whoosh3(RUN_TESTS, *(Path(__file__).with_name(name) for name in PROMISES))
    assert ended.returncode == 0, ended.stdout[-5000:] + ended.stderr[-2000:]


def test_an_index_of_the_other_package_is_rebuilt_and_not_read(on_whoosh3, tmp_path):
    ended = on_whoosh3(BUILD_AN_INDEX, tmp_path)
    assert ended.stdout.strip() == "40", ended.stderr
    assert "by whoosh 3." in json.loads((tmp_path / "current.json").read_text())["format"]
    engine = WhooshEngine(tmp_path)
    assert engine.health() is Health.MISSING
    with pytest.raises(EngineUnavailable):
        engine.search(SearchRequest(audience=EVERYBODY))
    assert engine.rebuild(random_documents(30, seed=9), only_if_needed=True) == 30
    assert engine.search(SearchRequest(audience=EVERYBODY)).total == 30
    assert on_whoosh3(BUILD_AN_INDEX, tmp_path).returncode == 0
    assert engine.health() is Health.MISSING
