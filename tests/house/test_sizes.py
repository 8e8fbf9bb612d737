"""Short files, short functions, and every import where all can see it."""

import ast

import pytest

from tests.house import source

pytestmark = pytest.mark.once

LONGEST_FILE = 300
LONGEST_FUNCTION = 40
CODE = ("marketplace", "scripts", "benchmarks", "tests")


def test_no_file_is_longer_than_three_hundred_lines():
    """Migrations are lists of tables and may be as long as they are."""
    lengths = {source.place(path): len(path.read_text(encoding="utf-8").splitlines()) for path in _code()}
    assert {place: lines for place, lines in lengths.items() if lines > LONGEST_FILE} == {}


def test_no_function_is_longer_than_forty_lines():
    too_long = {
        source.place(path, function): source.length(function)
        for path in _code()
        for function in source.functions(path)
        if source.length(function) > LONGEST_FUNCTION
    }
    assert too_long == {}


def test_no_import_hides_in_a_function_or_under_a_condition():
    hidden = [
        source.place(path, node)
        for path in _code()
        for node in ast.walk(source.tree(path))
        if isinstance(node, ast.Import | ast.ImportFrom) and not isinstance(node.parent, ast.Module)
    ]
    assert hidden == []


def _code():
    return source.python_files(*CODE)
