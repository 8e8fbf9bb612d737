"""A page of a longer list."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

MAX_PER_PAGE = 100
DEFAULT_PER_PAGE = 24

T = TypeVar("T")
U = TypeVar("U")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """`items` of page number `page` (from 1) of `total` things, `per_page` at a time."""

    items: Sequence[T]
    total: int
    page: int
    per_page: int

    @property
    def pages(self) -> int:
        """How many pages there are; at least one."""
        return max(1, -(-self.total // self.per_page))

    def map(self, change: Callable[[T], U]) -> "Page[U]":
        """The same page of changed items."""
        return Page([change(item) for item in self.items], self.total, self.page, self.per_page)


def offset(page: int, per_page: int) -> int:
    """How many items come before a page."""
    return (page - 1) * per_page
