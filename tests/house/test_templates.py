"""Every word on a page can be translated, and every icon on a page is in the sprite."""

import ast
import re
from html.parser import HTMLParser

import pytest
from jinja2 import Environment, nodes

from scripts.vendor import wanted_icons
from tests.house import source

pytestmark = pytest.mark.once

# The same in all three languages: names, units and marks.
SAME_EVERYWHERE = {"Ombruk", "kg", "CO₂e", "NOK", "kr", "cm", "km", "API", "CSV", "XLSX", "JSON", "PDF", "ODS", "QR"}
OWN_NAMES = {"Bokmål", "Nynorsk", "English"}
SHOWN_ATTRIBUTES = {"alt", "aria-label", "aria-description", "placeholder", "title", "data-tooltip", "label"}
SILENT_TAGS = {"script", "style", "code", "kbd", "samp"}
GETTEXT = {"_", "gettext", "ngettext", "text"}
JINJA = re.compile(r"\{#.*?#\}|\{% raw %\}.*?\{% endraw %\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
TRANS = re.compile(r"\{%-?\s*trans\b.*?\{%-?\s*endtrans\s*-?%\}", re.DOTALL)
CLASS_BLOCK = re.compile(r"\{%-?\s*block \w*class\w*\s*-?%\}.*?\{%-?\s*endblock\s*\w*\s*-?%\}", re.DOTALL)
LETTERS = re.compile(r"[A-Za-zÆØÅæøåÄÖäö₂]{2,}")
SENTENCE = re.compile(r"[A-ZÆØÅ][a-zæøå]+([ ,.:-].*)?", re.DOTALL)
ICON_USES = re.compile(r"""(?:\bicon\(\s*|\bicon\s*=\s*|\bicon_name\s*=\s*|icons\.svg#)["']?([A-Z]\w+)""")


def test_no_page_has_text_that_cannot_be_translated():
    bare = [f"{source.place(path)}: {text}" for path in source.templates() for text in _bare_text(path)]
    assert bare == []


def test_no_expression_of_a_page_has_text_that_cannot_be_translated():
    """`ui.button('Lagre')` would say «Lagre» in English too."""
    bare = [f"{source.place(path)}: {text}" for path in source.templates() for text in _bare_strings(path)]
    assert bare == []


def test_no_label_or_message_in_python_escapes_translation():
    """The first argument of a form's field and of `flash` is what people read."""
    bare = [
        f"{source.place(path, call)}: {call.args[0].value}"
        for path in source.python_files("marketplace/web")
        for call in ast.walk(source.tree(path))
        if isinstance(call, ast.Call) and _shows_its_first_argument(call)
        if call.args and isinstance(call.args[0], ast.Constant) and call.args[0].value
    ]
    assert bare == []


def test_every_icon_that_is_used_is_in_the_sprite_and_no_other():
    used = _icons_used()
    assert used - set(wanted_icons()) == set()
    assert set(wanted_icons()) - used == set()


def test_the_list_of_icons_is_in_order():
    assert wanted_icons() == sorted(set(wanted_icons()))


def test_no_page_asks_another_host_for_anything():
    """Links may lead away; pictures, scripts, styles and frames may not."""
    asking = re.compile(
        r"""(?:\bsrc|\bsrcset|\baction|\bdata)\s*=\s*["']?(?:https?:)?//|<link[^>]+href=["'](?:https?:)?//"""
    )
    sheets = [path for path in source.files() if path.suffix == ".css" and path.is_relative_to(source.MARKETPLACE)]
    assert source.find(asking, source.templates()) == []
    assert source.find(re.compile(r"url\(\s*[\"']?(?:https?:)?//|@import"), sheets) == []


def test_no_page_has_script_or_style_within():
    """The content policy allows neither, so it would silently not work."""
    within = re.compile(
        r"""<style\b|\sstyle\s*=|\son[a-z]+\s*=\s*["']|<script(?![^>]*\bsrc=)(?![^>]*type=["']application/json)"""
    )
    assert source.find(within, source.templates()) == []


class _Text(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found = []
        self.silent = []

    def handle_starttag(self, tag, attributes):
        if tag in SILENT_TAGS:
            self.silent.append(tag)
        for name, value in attributes:
            if name in SHOWN_ATTRIBUTES and value:
                self.found += _untranslated(value)

    def handle_endtag(self, tag):
        if self.silent and self.silent[-1] == tag:
            self.silent.pop()

    def handle_data(self, data):
        if not self.silent:
            self.found += _untranslated(data)


def _untranslated(text):
    words = [word for word in LETTERS.findall(text) if word not in SAME_EVERYWHERE | OWN_NAMES]
    return [" ".join(text.split())] if words else []


def _bare_text(path):
    parser = _Text()
    text = path.read_text(encoding="utf-8")
    for left_out in (TRANS, CLASS_BLOCK, JINJA):
        text = left_out.sub("", text)
    parser.feed(text)
    return parser.found


def _bare_strings(path):
    template = Environment(extensions=["jinja2.ext.i18n", "jinja2.ext.do"]).parse(path.read_text(encoding="utf-8"))
    translated = {
        id(const)
        for call in template.find_all(nodes.Call)
        if _name(call) in GETTEXT
        for const in call.find_all(nodes.Const)
    }
    known = set(wanted_icons()) | SAME_EVERYWHERE | OWN_NAMES
    for const in template.find_all(nodes.Const):
        shown = isinstance(const.value, str) and SENTENCE.fullmatch(const.value)
        if shown and id(const) not in translated and const.value not in known:
            yield const.value


def _name(call):
    return getattr(call.node, "name", getattr(call.node, "attr", ""))


def _shows_its_first_argument(call):
    name = getattr(call.func, "id", getattr(call.func, "attr", ""))
    return name == "flash" or (name.endswith("Field") and name[0].isupper())


def _icons_used():
    paths = [*source.templates(), *source.python_files("marketplace/web")]
    texts = [path.read_text(encoding="utf-8") for path in paths]
    named = {name for text in texts for name in ICON_USES.findall(text)}
    quoted = {name for text in texts for name in re.findall(r"""["']([A-Z]\w+)["']""", text)}
    return named - {"None"} | (quoted & set(wanted_icons()))
