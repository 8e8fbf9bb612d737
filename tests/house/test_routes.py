"""Every route declares who may use it; the routes and the API's description are kept, so that a change is seen."""

import ast
import json
import re
import subprocess
import sys
from collections import Counter

import pytest

from scripts.kept import OPENAPI, ROUTES, UNDECLARED
from tests.house import source

pytestmark = pytest.mark.once

MEND = "look at the difference, then keep the new one with: make kept"
PUBLIC_WRITES = re.compile(
    r"^/(logg-inn|logg-ut|sprak|invitasjon|passord|glemt|nytt|varsler/(avmeld|stopp)|frivillige/<string\(maxlength=400\):sealed>/)"
)


@pytest.fixture(scope="module")
def present():
    """Asked of an application in a process of its own, so that no other test's ports and handlers are replaced."""
    command = [sys.executable, "-m", "scripts.kept", "--print"]
    return json.loads(subprocess.run(command, cwd=source.ROOT, capture_output=True, text=True, check=True).stdout)


def test_every_route_declares_who_may_use_it(present):
    assert [route for route in present["routes"] if route.endswith(UNDECLARED)] == []


def test_nobody_changes_anything_without_being_known(present):
    """What anybody may send to is signing in and what leads there, and what signed links lead to."""
    public = [route.split("  ") for route in present["routes"] if route.endswith("  public")]
    assert [path for path, methods, _ in public if methods != "GET" and not PUBLIC_WRITES.match(path)] == []


def test_the_routes_are_the_kept_ones(present):
    assert present["routes"] == ROUTES.read_text(encoding="utf-8").splitlines(), MEND


def test_the_description_of_the_api_is_the_kept_one(present):
    assert present["openapi"] == OPENAPI.read_text(encoding="utf-8"), MEND


def test_no_answer_of_the_api_is_left_undescribed(present):
    """Each call describes its success and, if it can refuse, that a refusal is a problem."""
    calls = [
        (f"{method.upper()} {path}", operation["responses"])
        for path, item in json.loads(present["openapi"])["paths"].items()
        for method, operation in item.items()
        if isinstance(operation, dict) and "responses" in operation
    ]
    assert calls
    assert [name for name, responses in calls if not any(status.startswith("2") for status in responses)] == []


def test_no_two_schemas_of_the_api_share_a_name():
    """The description knows them by their names alone."""
    paths = source.python_files("marketplace/api/schemas")
    classes = [node.name for path in paths for node in source.tree(path).body if isinstance(node, ast.ClassDef)]
    assert [name for name, times in Counter(classes).items() if times > 1] == []
