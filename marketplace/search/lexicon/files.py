"""The word files that ship with the package; see data/README.md for their sources."""

import csv
import gzip
import io
from functools import cache
from importlib.resources import files

_DATA = files("marketplace.search.lexicon") / "data"
_REFERENCE = files("marketplace.catalogue") / "reference"


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a CSV file, by its header's names. A name ending in `.gz` is unpacked."""
    content = (_DATA / name).read_bytes()
    return parsed(gzip.decompress(content) if name.endswith(".gz") else content)


@cache
def terms() -> list[dict[str, str]]:
    """The terms for furniture and equipment that the catalogue ships."""
    return parsed((_REFERENCE / "furniture_terms_nb.csv").read_bytes())


@cache
def taxonomy() -> list[dict[str, str]]:
    """The categories that the catalogue ships."""
    return parsed((_REFERENCE / "taxonomy.csv").read_bytes())


def parsed(content: bytes) -> list[dict[str, str]]:
    """The rows of a CSV file's content, by its header's names."""
    return list(csv.DictReader(io.StringIO(content.decode("utf-8"))))


@cache
def words_of_kind(kind: str) -> frozenset[str]:
    """The words of one kind in `word_lists.csv`."""
    found: set[str] = set()
    for row in rows("word_lists.csv"):
        if row["kind"] == kind:
            found.update(row["words"].split())
    return frozenset(found)
