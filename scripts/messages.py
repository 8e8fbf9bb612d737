"""Every sentence of the interface, gathered into the catalogues: ``python -m scripts.messages [--missing LANGUAGE]``.

The message id is the bokmål sentence. Sentences are found in three places: calls of gettext in templates and Python,
calls of ``foundation.translation``, and the values of the tables in ``marketplace/wording``. What is new is added to
each catalogue without a translation, what is gone is taken out, what is translated stays.
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
        yield from _extracted("python", path, {})
        if path.parent.name == "wording":
            yield from _table_values(path)
    elif path.suffix in {".html", ".txt"} and "templates" in path.parts:
        yield from _extracted("jinja2", path, JINJA_OPTIONS)


def _extracted(method: str, path: Path, options: dict[str, str]) -> Iterator[Message]:
    for _, message, *_rest in extract_from_file(method, path, keywords=KEYWORDS, options=options):
        yield message


def _table_values(path: Path) -> Iterator[str]:
    """The strings that a table of words leads to."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Dict):
            for value in node.values:
                if isinstance(value, ast.Constant) and isinstance(value.value, str):
                    yield value.value


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


def update(language: str, messages: dict[Message, list[str]]) -> None:
    """Bring one catalogue up to date."""
    old = read(language)
    new = Catalog(locale=language, project="Ombruk", creation_date=SETTLED, revision_date=SETTLED, fuzzy=False)
    for message, places in messages.items():
        known = old.get(message[0] if isinstance(message, tuple) else message)
        same = known is not None and isinstance(known.string, tuple | list) == isinstance(message, tuple)
        new.add(message, known.string if known and same else None, locations=[(place, 0) for place in places])
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


if __name__ == "__main__":
    if "--missing" in sys.argv:
        print(json.dumps(missing(sys.argv[-1]), ensure_ascii=False, indent=1))
    else:
        everything = gather()
        for each in LANGUAGES:
            update(each, everything)
            print(f"{each}: {len(everything)} messages, {len(missing(each))} without a translation")
