"""Columns mapped to fields: by hand, as remembered, or by guess."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from marketplace.foundation.errors import Invalid
from marketplace.foundation.tabular.table import column_letters
from marketplace.inventory.spreadsheet.titles import ASSETS, IGNORE, Vocabulary, key_of
from marketplace.inventory.states import ImportPurpose

BY_HAND, REMEMBERED, GUESSED, UNKNOWN = "hand", "remembered", "guess", "unknown"


@dataclass(frozen=True, slots=True)
class Column:
    """A column and what it means: `field` None is unknown, "ignore" left out on purpose. `how` says who decided."""

    index: int
    title: str
    field: str | None
    how: str

    @property
    def shown(self) -> str:
        """What the reader sees above the column: its title, else its letters."""
        return self.title or column_letters(self.index)


def check_wanted(wanted: Mapping[str, str], vocabulary: Vocabulary = ASSETS) -> None:
    """Make sure that a mapping by hand names fields that exist, each once.

    Raises:
        Invalid: "import-mapping-field-unknown", "import-mapping-field-twice".
    """
    seen: set[str] = set()
    for field in wanted.values():
        if field not in vocabulary.fields and field not in (IGNORE, ""):
            raise Invalid("import-mapping-field-unknown", field=field[:80])
        if field in seen:
            raise Invalid("import-mapping-field-twice", field=field)
        if field in vocabulary.fields and field not in vocabulary.several:
            seen.add(field)


def map_columns(
    titles: Sequence[str],
    wanted: Mapping[str, str] | None = None,
    remembered: Mapping[str, str] | None = None,
    vocabulary: Vocabulary = ASSETS,
) -> list[Column]:
    """Every column with its field.

    `wanted` is keyed by title, by letters as `B`, or by position as `#1`, and wins; `remembered` by `title_keys`.
    """
    decided: dict[int, tuple[str, str]] = {}
    for index, field in _decided_by_hand(titles, wanted or {}).items():
        decided[index] = (field, BY_HAND)
    keys = title_keys(titles)
    for index, key in enumerate(keys):
        if index not in decided and key in (remembered or {}):
            _settle(decided, index, (remembered or {})[key], REMEMBERED, vocabulary)
    for index, field in _guesses(titles, decided, vocabulary):
        _settle(decided, index, field, GUESSED, vocabulary)
    return [_column(index, title, decided.get(index)) for index, title in enumerate(titles)]


def missing_keys(titles: Sequence[str], wanted: Mapping[str, str]) -> list[str]:
    """The keys of a mapping by hand for which the file has no column."""
    return [key for key in wanted if _position(titles, key) is None]


def title_keys(titles: Sequence[str]) -> list[str]:
    """A key for each column that stays when columns change places; equal titles are counted."""
    seen: dict[str, int] = {}
    keys = []
    for index, title in enumerate(titles):
        key = key_of(title) or f"#{index}"
        seen[key] = seen.get(key, 0) + 1
        keys.append(key if seen[key] == 1 else f"{key}#{seen[key]}")
    return keys


def headers_hash(titles: Sequence[str], purpose: ImportPurpose = ImportPurpose.ASSETS) -> str:
    """What a set of headers is remembered by, whatever their order; for each purpose apart."""
    apart = [] if purpose is ImportPurpose.ASSETS else [purpose.value]
    return hashlib.sha256("\n".join([*sorted(title_keys(titles)), *apart]).encode()).hexdigest()


def _decided_by_hand(titles: Sequence[str], wanted: Mapping[str, str]) -> dict[int, str]:
    found: dict[int, str] = {}
    for key, field in wanted.items():
        position = _position(titles, key)
        if position is not None:
            found[position] = field
    return found


def _position(titles: Sequence[str], key: str) -> int | None:
    if key.startswith("#") and key[1:].isdecimal() and len(key) < 6:
        return int(key[1:]) if int(key[1:]) < len(titles) else None
    folded = key_of(key)
    for index, title in enumerate(titles):
        if title.strip().casefold() == key.strip().casefold() or (folded and key_of(title) == folded):
            return index
    return next((index for index in range(len(titles)) if column_letters(index) == key.strip().upper()), None)


def _settle(decided: dict[int, tuple[str, str]], index: int, field: str, how: str, vocabulary: Vocabulary) -> None:
    taken = {settled for settled, _ in decided.values()}
    if field not in taken or field in vocabulary.several or field in (IGNORE, ""):
        decided[index] = (field, how)


def _guesses(
    titles: Sequence[str], decided: Mapping[int, tuple[str, str]], vocabulary: Vocabulary
) -> list[tuple[int, str]]:
    """The surest meaning first; among equals the leftmost column. A column gets its next meaning where one is taken."""
    found: list[tuple[int, str]] = []
    used: set[int] = set()
    offers = sorted(
        (-score, index, field)
        for index, title in enumerate(titles)
        if index not in decided
        for field, score in vocabulary.meanings(title).items()
    )
    taken = {field for field, _ in decided.values()}
    for _, index, field in offers:
        if index not in used and (field not in taken or field in vocabulary.several):
            used.add(index)
            taken.add(field)
            found.append((index, field))
    return found


def _column(index: int, title: str, settled: tuple[str, str] | None) -> Column:
    if settled is None or settled[0] == "":
        return Column(index, title, None, settled[1] if settled else UNKNOWN)
    return Column(index, title, *settled)
