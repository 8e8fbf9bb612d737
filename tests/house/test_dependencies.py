"""What is declared is used, what is used is declared, and the locks hold both."""

import ast
import importlib.metadata
import json
import re
import sys
import tomllib

import pytest

from tests.house import source

pytestmark = pytest.mark.once

PROJECT = tomllib.loads((source.ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
# Used without an import: SQLAlchemy loads the driver, gunicorn the server, Flask-Limiter the store, Pydantic the check.
LOADED_BY_NAME = {"psycopg", "gunicorn", "redis", "email-validator"}
PINNED = re.compile(r"^([a-z0-9][a-z0-9._-]*)==", re.MULTILINE)


def test_every_declared_package_is_imported():
    """A package nobody imports is a burden without use."""
    assert _declared() - LOADED_BY_NAME - _imported() == set()


def test_every_imported_package_is_declared():
    """Nothing is used that happens to be there because another package wants it."""
    assert _imported() - _declared() == set()


@pytest.mark.parametrize("lock", ["runtime.txt", "dev.txt", "bench.txt", "node.txt"])
def test_every_locked_package_has_a_hash(lock):
    text = (source.ROOT / "requirements" / lock).read_text(encoding="utf-8")
    for entry in re.split(r"\n(?=[a-z0-9])", "\n".join(line for line in text.splitlines() if not line.startswith("#"))):
        assert not entry.strip() or "--hash=sha256:" in entry, entry.splitlines()[0]


def test_the_locks_hold_what_is_declared():
    runtime = _locked("runtime.txt")
    assert _declared() - runtime == set()
    for extra in ("dev", "bench"):
        locked = _locked(f"{extra}.txt")
        assert runtime - locked == set()
        assert {_normal(name) for name in PROJECT["optional-dependencies"][extra]} - locked == set()


def test_the_front_end_lock_names_versions_and_hashes_only():
    packages = json.loads((source.ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    fetched = {name: package for name, package in packages.items() if name}
    assert [name for name, package in fetched.items() if "integrity" not in package] == []
    assert [name for name, package in fetched.items() if "resolved" in package] == []


def _normal(requirement):
    return re.sub(r"[-_.]+", "-", re.match(r"[\w.-]+", requirement).group()).lower()


def _declared():
    return {_normal(requirement) for requirement in PROJECT["dependencies"]}


def _locked(name):
    return {_normal(pin) for pin in PINNED.findall((source.ROOT / "requirements" / name).read_text(encoding="utf-8"))}


def _imported():
    """The distributions that `marketplace` imports from."""
    modules = set()
    for path in source.python_files("marketplace"):
        for node in ast.walk(source.tree(path)):
            if isinstance(node, ast.Import):
                modules |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                modules.add(node.module.split(".")[0])
    homes = importlib.metadata.packages_distributions()
    third_party = modules - set(sys.stdlib_module_names) - {"marketplace", "__future__"}
    return {_normal(min(homes[module], key=len)) for module in third_party}
