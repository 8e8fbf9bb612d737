"""The import contracts hold, and no feature has escaped them."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.house import source

pytestmark = pytest.mark.once

CONTRACTS = tomllib.loads((source.ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
    "contracts"
]
EDGES = ("web", "api", "cli")


def test_the_contracts_hold():
    # in a process of its own: it would silence this one's loggers
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    linted = subprocess.run(command, cwd=source.ROOT, capture_output=True, text=True, check=False)
    assert linted.returncode == 0, linted.stdout


def test_every_package_has_its_storey():
    named = {name.strip(" ()") for layer in _contract("storeys")["layers"] for name in layer.split("|")}
    packages = {
        path.parent.name for path in source.python_files("marketplace") if path.parent.parent == source.MARKETPLACE
    }
    assert packages - named == set()


@pytest.mark.parametrize("feature", source.features())
def test_the_rooms_of_every_feature_are_layers(feature):
    """An exhaustive contract per feature: a `helpers.py` breaks the build."""
    contract = _contract(f"rooms-of-{feature}")
    assert contract["type"] == "layers"
    assert contract["containers"] == [f"marketplace.{feature}"]
    assert contract["exhaustive"] is True


@pytest.mark.parametrize("feature", source.features())
def test_every_feature_is_kept_from_the_request(feature):
    contract = _contract("features-know-no-request")
    assert f"marketplace.{feature}" in contract["source_modules"]
    assert {"flask", "flask_login", "werkzeug"} <= set(contract["forbidden_modules"])


@pytest.mark.parametrize("edge", EDGES)
def test_every_edge_is_kept_from_the_database(edge):
    contract = _contract("edges-know-no-database")
    assert f"marketplace.{edge}" in contract["source_modules"]
    assert {"sqlalchemy", "marketplace.foundation.transaction"} <= set(contract["forbidden_modules"])


def test_no_contract_makes_an_exception():
    assert [contract["id"] for contract in CONTRACTS if contract.get("ignore_imports")] == []


def _contract(name):
    return next(contract for contract in CONTRACTS if contract["id"] == name)
