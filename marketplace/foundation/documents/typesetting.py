"""Typesetting: a template and its data become a PDF that screen readers can read (PDF/UA-1, ISO 14289-1)."""

import json
import tempfile
from collections.abc import Mapping
from datetime import datetime
from importlib.resources import files as resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final

import typst

HOUSE = resources("marketplace.foundation.documents") / "house.typ"
STANDARD: Final = "ua-1"


class NotTypeset(Exception):
    """The template could not be set: a fault of the template, or of what it was given."""


def typeset(
    template: Traversable, data: Mapping[str, object], files: Mapping[str, bytes] | None = None, *, made_at: datetime
) -> bytes:
    """The template set with `data`, which it reads as `data.json`; `files` lie beside it under their names.

    `data` holds `title`, `language` and `footer` for the page that all documents share. The same template, data,
    files and `made_at` give the same bytes.

    Raises:
        NotTypeset: with what is wrong.
    """
    with tempfile.TemporaryDirectory(prefix="ombruk-document-") as name:
        folder = Path(name)
        (folder / "house.typ").write_bytes(HOUSE.read_bytes())
        (folder / "main.typ").write_bytes(template.read_bytes())
        (folder / "data.json").write_text(json.dumps(data, ensure_ascii=False), "utf-8")
        for own, content in (files or {}).items():
            (folder / own).write_bytes(content)
        try:
            made = typst.Compiler(folder / "main.typ", root=folder, ignore_system_fonts=True).compile(
                format="pdf", pdf_standards=STANDARD, timestamp=int(made_at.timestamp())
            )
        except typst.TypstError as error:
            raise NotTypeset(str(error)) from error
    if not isinstance(made, bytes):
        raise NotTypeset("the compiler gave no file")
    return made
