"""No test that silently never runs."""

import ast
import re
from collections import Counter

import pytest

from tests.house import source

pytestmark = pytest.mark.once

SENTENCE_WORDS = 5


def test_no_two_tests_of_a_file_share_a_name():
    """The later would silently replace the earlier."""
    shared = [
        f"{source.place(path, scope)} {name}"
        for path in source.python_files("tests")
        for scope in ast.walk(source.tree(path))
        if isinstance(scope, ast.Module | ast.ClassDef)
        for name, count in Counter(node.name for node in scope.body if isinstance(node, source.FUNCTIONS)).items()
        if count > 1
    ]
    assert shared == []


def test_no_test_lies_where_pytest_does_not_look():
    """A `test_…` within a function, or in a file or class whose name pytest passes by."""
    unseen = [
        source.place(path, function)
        for path in source.python_files("tests")
        for function in source.functions(path)
        if function.name.startswith("test_") and not _is_collected(path, function)
    ]
    assert unseen == []


def test_what_is_named_like_a_test_is_a_test():
    """A sentence of five words that nothing calls is a test that lost its `test_`."""
    forgotten = [
        source.place(path, function)
        for path in source.python_files("tests")
        if path.name.startswith("test_")
        for function in source.functions(path)
        if function.name.count("_") >= SENTENCE_WORDS - 1
        and not function.name.startswith("test_")
        and not function.decorator_list
        and isinstance(function.parent, ast.Module)
        and len(re.findall(rf"\b{function.name}\b", path.read_text(encoding="utf-8"))) == 1
    ]
    assert forgotten == []


def test_every_file_of_tests_has_a_name_that_pytest_finds():
    """A file with tests is called `test_….py`."""
    misnamed = [
        source.place(path)
        for path in source.python_files("tests")
        if not path.name.startswith("test_")
        and any(function.name.startswith("test_") for function in source.functions(path))
    ]
    assert misnamed == []


def test_no_test_is_skipped_or_expected_to_fail():
    """Neither `skip` nor `xfail` hides a promise; what cannot run is not written."""
    hidden = re.compile(r"pytest\.(?:mark\.)?(skip|skipif|xfail|importorskip)\b")
    found = [
        f"{source.place(path)} {match.group()}"
        for path in source.python_files("tests")
        for match in hidden.finditer(path.read_text(encoding="utf-8"))
        if path.name != "test_tests.py"
    ]
    assert found == []


def _is_collected(path, function):
    if not path.name.startswith("test_"):
        return False
    parent = function.parent
    if isinstance(parent, ast.ClassDef):
        return parent.name.startswith("Test") and isinstance(parent.parent, ast.Module)
    return isinstance(parent, ast.Module)
