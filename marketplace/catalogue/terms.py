"""The shipped tables of categories and terms, row by row; see `reference/README.md` for the sources."""

import csv
from pathlib import Path

FOLDER = Path(__file__).with_name("reference")


def read_taxonomy() -> list[dict[str, str]]:
    """The rows of the category tree."""
    return _read("taxonomy.csv")


def read_terms() -> list[dict[str, str]]:
    """The rows of the list of furniture terms."""
    return _read("furniture_terms_nb.csv")


def _read(file: str) -> list[dict[str, str]]:
    with (FOLDER / file).open(encoding="utf-8", newline="") as source:
        return list(csv.DictReader(source))
