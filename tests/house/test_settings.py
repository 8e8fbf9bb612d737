"""Every setting is written down for operators, and nothing is written down that is no setting."""

import re

import pytest

from marketplace.settings import Settings
from tests.house import source

pytestmark = pytest.mark.once

INTERNAL = {"testing"}


def test_every_setting_is_documented_and_no_other():
    text = (source.ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
    known = {f"OMBRUK_{name.upper()}" for name in set(Settings.__dataclass_fields__) - INTERNAL}
    assert set(re.findall(r"^\| `(OMBRUK_[A-Z_]+)`", text, re.MULTILINE)) == known


def test_no_document_names_a_setting_that_is_not_there():
    known = {f"OMBRUK_{name.upper()}" for name in set(Settings.__dataclass_fields__) - INTERNAL}
    named = {
        name
        for path in source.files()
        if path.suffix == ".md"
        for name in re.findall(r"\bOMBRUK_[A-Z]+(?:_[A-Z]+)*", path.read_text(encoding="utf-8"))
    }
    assert named - known == set()
