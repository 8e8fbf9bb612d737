"""Every sentence of the interface, gathered into the catalogues: ``python -m scripts.messages``.

``--missing LANGUAGE`` shows what has no translation as JSON; ``--fill LANGUAGE FILE`` takes translations in from JSON,
an object from the bokmål sentence to its translation (for a plural: from its first form to the list of forms).

The message id is the bokmål sentence. Sentences are found in three places: calls of gettext in templates and Python,
calls of ``foundation.translation``, and the values of the tables in ``marketplace/wording`` and of figures. What is new
is added to each catalogue without a translation, what is gone is taken out, what is translated stays.
"""

import ast
import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po, write_po

from scripts.paths import ROOT
from scripts.translations import TRANSLATIONS

MARKETPLACE = ROOT / "marketplace"
LANGUAGES = ("nn", "en")
TABLES = {MARKETPLACE / "statistics" / "definitions.py", MARKETPLACE / "statistics" / "labels.py"}
KEYWORDS: dict[str, tuple[int, ...] | None] = {
    "_": None,
    "gettext": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
    "lazy_ngettext": (1, 2),
    "text": (2,),
    "plural": (2, 3),
}
JINJA_OPTIONS = {"trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}
# A header that does not change from one run to the next.
SETTLED = datetime(2026, 1, 1, tzinfo=UTC)

Message = str | tuple[str, ...]


def gather() -> dict[Message, list[str]]:
    """Each message with the files it occurs in; a plural is a tuple of its forms."""
    found: dict[Message, list[str]] = {}
    for path in sorted(MARKETPLACE.rglob("*")):
        name = str(path.relative_to(ROOT))
        for message in _messages(path):
            places = found.setdefault(message, [])
            if name not in places:
                places.append(name)
    return found


def _messages(path: Path) -> Iterator[Message]:
    if path.suffix == ".py":
        yield from _called(path)
        if path.parent.name == "wording" or path in TABLES:
            yield from _table_values(path)
    elif path.suffix in {".html", ".txt"} and "templates" in path.parts:
        for _, message, *_rest in extract_from_file("jinja2", path, keywords=KEYWORDS, options=JINJA_OPTIONS):
            yield message


def _called(path: Path) -> Iterator[Message]:
    """What is written out in calls. Babel's own reading would take a key that a sentence is looked up by for one."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        name = getattr(node.func, "attr", getattr(node.func, "id", None)) if isinstance(node, ast.Call) else None
        if name in KEYWORDS and isinstance(node, ast.Call):
            places = KEYWORDS[name] or (1,)
            forms = [_written(node.args[place - 1]) for place in places if place <= len(node.args)]
            if len(places) == 1:
                yield from forms[0] if forms else ()
            elif all(len(form) == 1 for form in forms):
                yield tuple(form[0] for form in forms)


def _written(node: ast.expr) -> list[str]:
    if isinstance(node, ast.IfExp):
        return _written(node.body) + _written(node.orelse)
    return [node.value] if isinstance(node, ast.Constant) and isinstance(node.value, str) else []


def _table_values(path: Path) -> Iterator[str]:
    """The strings that a table of words leads to."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Dict):
            for value in node.values:
                for words in value.elts if isinstance(value, ast.Tuple) else [value]:
                    if isinstance(words, ast.Constant) and isinstance(words.value, str) and words.value:
                        yield words.value


def catalogue_file(language: str) -> Path:
    """Where a language's catalogue lies."""
    return TRANSLATIONS / language / "LC_MESSAGES" / "messages.po"


def read(language: str) -> Catalog:
    """A language's catalogue; an empty one when there is none yet."""
    file = catalogue_file(language)
    if not file.is_file():
        return Catalog(locale=language)
    with file.open("rb") as source:
        return read_po(source, locale=language, abort_invalid=True)


def update(language: str, messages: dict[Message, list[str]], given: dict[str, str | list[str]] | None = None) -> None:
    """Bring one catalogue up to date; what is `given` replaces what was there."""
    old, given = read(language), given or {}
    new = Catalog(
        locale=language,
        header_comment=f"# Ombruk: {language}. The message id is the bokmål sentence.",
        project="Ombruk",
        version="1",
        msgid_bugs_address="post@ombruk.example",
        last_translator="Ombruk <post@ombruk.example>",
        language_team="Ombruk <post@ombruk.example>",
        creation_date=SETTLED,
        revision_date=SETTLED,
        fuzzy=False,
    )
    for message, places in messages.items():
        first = message[0] if isinstance(message, tuple) else message
        known = old.get(first)
        string = given.get(first, known.string if known else None)
        fits = isinstance(string, tuple | list) == isinstance(message, tuple)
        new.add(message, string if fits else None, locations=[(place, 0) for place in places])
    file = catalogue_file(language)
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("wb") as target:
        write_po(target, new, sort_output=True, include_lineno=False, width=120)


def missing(language: str) -> list[Message]:
    """The messages without a translation."""
    catalogue = read(language)
    return [message for message in gather() if not is_translated(catalogue, message)]


def is_translated(catalogue: Catalog, message: Message) -> bool:
    """Whether every form has words and no one has marked them as doubtful."""
    entry = catalogue.get(message[0] if isinstance(message, tuple) else message)
    if entry is None or entry.fuzzy or not entry.string:
        return False
    return all(entry.string) if isinstance(entry.string, tuple | list) else True


def main(arguments: list[str]) -> None:
    """Gather, show what is missing, or fill in."""
    if arguments[:1] == ["--missing"]:
        print(json.dumps(missing(arguments[1]), ensure_ascii=False, indent=1))
        return
    everything = gather()
    if arguments[:1] == ["--fill"]:
        update(arguments[1], everything, json.loads(Path(arguments[2]).read_text(encoding="utf-8")))
    else:
        for language in LANGUAGES:
            update(language, everything)
    for language in LANGUAGES:
        print(f"{language}: {len(everything)} messages, {len(missing(language))} without a translation")


if __name__ == "__main__":
    main(sys.argv[1:])
