"""What a report is made of: its parts as the template sets them."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Tile:
    """One figure in large type, with what it says and what it rests on."""

    label: str
    value: str
    unit: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: what it is of, how long (0 to 1), and its value in words."""

    label: str
    share: float
    value: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars, and what the picture says to who does not see it."""

    title: str
    alt: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table: columns as (title, whether numbers, share of the width), rows of texts."""

    title: str
    columns: tuple[tuple[str, bool, int], ...]
    rows: tuple[tuple[str, ...], ...]
    small: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with what stands under it."""

    heading: str
    paragraphs: tuple[str, ...] = ()
    chart: Chart | None = None
    tables: tuple[Table, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """Everything a reader sees but for the stamp."""

    title: str
    subtitle: str
    lead: tuple[str, ...]
    tiles: tuple[Tile, ...]
    sections: tuple[Section, ...]

    def told(self) -> dict[str, object]:
        """As plain values."""
        return asdict(self)


def chart(title: str, alt: str, values: Sequence[tuple[str, float, str]]) -> Chart | None:
    """Bars as long as their values, in full width the largest; None where there is nothing to draw."""
    most = max((value for _, value, _ in values), default=0)
    if most <= 0:
        return None
    return Chart(title, alt, tuple(Bar(label, max(value, 0) / most, said) for label, value, said in values))
