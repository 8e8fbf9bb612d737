"""Where the header is, beneath titles and notes, and what each column is called."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from marketplace.foundation.tabular.table import CellError, Row

IsKnown = Callable[[str], bool]

_NUMERIC = re.compile(r"[\d\s.,:/%+-]*")
_LONGEST_TITLE = 120


@dataclass(frozen=True, slots=True)
class Header:
    """The titles by column, "" where there is none. Data are the rows whose number is above `row_number`."""

    row_number: int
    titles: tuple[str, ...]


def find_header(rows: Iterable[Row], is_known: IsKnown, *, look_at: int = 30) -> Header | None:
    """The header among the first `look_at` rows that hold something; None when no row has any text.

    The row with most titles that `is_known` recognises wins, the first of equals. Two rows make one header when they
    recognise more together than either alone: a title merged over several columns, with their own titles below.
    When nothing is recognised, it is the first row with nearly as many different texts as any.
    """
    candidates = list(islice(rows, look_at + 1))
    best: Header | None = None
    best_score = 0
    for index, row in enumerate(candidates[:look_at]):
        single = _titles(row)
        choices = [(row.number, single)]
        if index + 1 < len(candidates) and _may_continue(row, candidates[index + 1]):
            below = candidates[index + 1]
            choices.append((below.number, _joined(single, _titles(below), is_known)))
        for number, titles in choices:
            score = _known(titles, is_known)
            if score > best_score:
                best, best_score = Header(number, _trimmed(titles)), score
    return best or _most_texts(candidates[:look_at])


def _titles(row: Row) -> tuple[str, ...]:
    return tuple(
        "" if cell is None or isinstance(cell, CellError) else " ".join(str(cell).split())[:_LONGEST_TITLE]
        for cell in row.cells
    )


def _known(titles: Sequence[str], is_known: IsKnown) -> int:
    """How many different titles are recognised."""
    return len({title.casefold() for title in titles if title and is_known(title)})


def _may_continue(upper: Row, lower: Row) -> bool:
    """Whether the lower row may be the rest of a header: only words, some where the upper row has nothing."""
    if lower.number != upper.number + 1 or upper.is_blank:
        return False
    words = [(column, cell) for column, cell in enumerate(lower.cells) if cell is not None]
    if any(not isinstance(cell, str) or _NUMERIC.fullmatch(cell) for _, cell in words):
        return False
    return any(upper.cell(column) is None for column, _ in words)


def _joined(upper: Sequence[str], lower: Sequence[str], is_known: IsKnown) -> tuple[str, ...]:
    titles: list[str] = []
    merged = ""
    for column in range(max(len(upper), len(lower))):
        above = upper[column] if column < len(upper) else ""
        below = lower[column] if column < len(lower) else ""
        merged = above or merged
        if not below:
            titles.append(above)
        elif is_known(below) or not merged:
            titles.append(below)
        else:
            titles.append(f"{merged} {below}")
    return tuple(titles)


def _trimmed(titles: Sequence[str]) -> tuple[str, ...]:
    kept = list(titles)
    while kept and not kept[-1]:
        kept.pop()
    return tuple(kept)


def _most_texts(rows: Sequence[Row]) -> Header | None:
    texts = [len({title for title in _titles(row) if not _NUMERIC.fullmatch(title)}) for row in rows]
    most = max(texts, default=0)
    for row, count in zip(rows, texts, strict=True):
        if most and count * 10 >= most * 7:
            return Header(row.number, _trimmed(_titles(row)))
    return None
