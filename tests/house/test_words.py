"""Every refusal has words in three languages, and every sentence of the interface a translation."""

import ast
import re
from importlib import import_module

import pytest

from scripts import messages
from tests.house import source

pytestmark = pytest.mark.once

REFUSALS = {"Refusal", "Conflict", "Forbidden", "Invalid", "NotFound", "Throttled", "TooLarge", "Unauthenticated"}
KEBAB = re.compile(r"[a-z0-9]+(-[a-z0-9]+)+")
PLACEHOLDER = re.compile(r"%\((\w+)\)")
LANGUAGES = messages.LANGUAGES


def test_every_refusal_has_words():
    without = {code: places for code, places in _raised().items() if code not in _words()}
    assert without == {}


def test_words_need_no_fact_that_a_refusal_does_not_bring():
    """A sentence with `%(most)s` where the code is raised without `most` could not be told."""
    short = {}
    for code, places in _raised().items():
        needed = set(PLACEHOLDER.findall(_words().get(code, "")))
        for place, facts in places.items():
            if facts is not None and needed - facts:
                short[f"{place} {code}"] = needed - facts
    assert short == {}


def test_no_words_are_kept_for_a_refusal_that_is_gone():
    used = {
        node.value
        for path in source.python_files("marketplace")
        if path.parent.name != "wording"
        for node in ast.walk(source.tree(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert set(_words()) - used == set()


def test_a_code_has_one_sentence_in_one_place():
    codes = [code for module in _wording_modules() for code in getattr(module, "REFUSALS", {})]
    assert sorted(codes) == sorted(set(codes))


def test_a_sentence_is_calm_and_ends():
    """Klarspråk: whole sentences, no exclamation marks but the one in the name of a spreadsheet's error."""
    loud = {code for code, words in _words().items() if "!" in words.replace("#VERDI!", "")}
    unended = {code for code, words in _words().items() if words[-1] not in ".?»"}
    assert loud | unended == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_is_translated(language):
    assert messages.missing(language) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_keeps_the_placeholders(language):
    changed = {}
    for entry in messages.read(language):
        ids, strings = (value if isinstance(value, tuple | list) else (value,) for value in (entry.id, entry.string))
        wanted = {name for form in ids for name in PLACEHOLDER.findall(form)}
        for string in strings if entry.id else ():
            found = set(PLACEHOLDER.findall(string))
            if string and (found - wanted or (len(ids) == 1 and found != wanted)):
                changed[ids[0]] = string
    assert changed == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_catalogue_holds_nothing_that_is_gone(language):
    known = {message[0] if isinstance(message, tuple) else message for message in messages.gather()}
    held = {entry.id[0] if isinstance(entry.id, tuple | list) else entry.id for entry in messages.read(language)}
    assert held - known - {""} == set()


def _wording_modules():
    paths = [path for path in source.python_files("marketplace/wording") if path.name != "__init__.py"]
    return [import_module(f"marketplace.wording.{path.stem}") for path in paths]


def _words():
    return {code: words for module in _wording_modules() for code, words in getattr(module, "REFUSALS", {}).items()}


def _raised():
    """Code -> where it is made -> the names of its facts, None where they cannot be read off the source."""
    found = {}
    for path in source.python_files("marketplace"):
        for node in ast.walk(source.tree(path)):
            if isinstance(node, ast.Call):
                for argument, facts in _codes(node):
                    for code in _strings(argument):
                        found.setdefault(code, {})[source.place(path, node)] = facts
    return found


def _codes(call):
    """The arguments of a call that hold refusal codes, with the facts given."""
    name = getattr(call.func, "id", getattr(call.func, "attr", ""))
    keywords = {keyword.arg: keyword.value for keyword in call.keywords}
    if name in REFUSALS and call.args:
        yield call.args[0], None if None in keywords else set(keywords) - {"fields"}
    elif name == "FieldError":
        facts = call.args[2] if len(call.args) > 2 else keywords.get("facts", ast.Dict([], []))
        literal = isinstance(facts, ast.Dict) and all(isinstance(key, ast.Constant) for key in facts.keys)
        yield (
            keywords.get("code", call.args[1] if len(call.args) > 1 else call),
            ({key.value for key in facts.keys} if literal else None),
        )
    elif name == "first_refusal":
        yield from ((rule.elts[1], set()) for rule in call.args if isinstance(rule, ast.Tuple))
    elif name == "follow" and call.args:
        yield call.args[-1], {"state", "action"}
    elif name == "in_words" and len(call.args) > 1:
        yield call.args[1], None


def _strings(argument):
    """The codes in an argument that is a code, or a choice between codes; a call in it is looked at by itself."""
    if isinstance(argument, ast.IfExp):
        return [*_strings(argument.body), *_strings(argument.orelse)]
    if isinstance(argument, ast.Constant) and isinstance(argument.value, str) and KEBAB.fullmatch(argument.value):
        return [argument.value]
    return []
