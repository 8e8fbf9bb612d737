"""Where every unit ever registered is: the definition that the books are held against. Pure, of whole units."""

from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class Account:
    """The units of one asset, or of many: how they came in, and where they are.

    Every unit came in one of these ways: typed in or listed (`registered`), read from a spreadsheet (`imported`),
    found at a later count (`counted_up`), received from another municipality (`received`) or from another unit of the
    same one (`moved_in`); what was taken back is not among them. And every unit that came in is in one place: still
    here (`in_inventory`), handed over to another municipality (`handed_over`) or unit (`moved_out`), left as one of
    four kinds, or counted away (`counted_down`). What is used again inside stays in the inventory.
    """

    registered: int = 0
    imported: int = 0
    counted_up: int = 0
    received: int = 0
    moved_in: int = 0
    in_inventory: int = 0
    handed_over: int = 0
    moved_out: int = 0
    sold: int = 0
    donated: int = 0
    recycled: int = 0
    waste: int = 0
    counted_down: int = 0

    @property
    def came_in(self) -> int:
        """All units that ever came in."""
        return sum(getattr(self, name) for name in CAME_IN)

    @property
    def accounted_for(self) -> int:
        """All units that are somewhere."""
        return sum(getattr(self, name) for name in ARE)

    @property
    def difference(self) -> int:
        """Units that came in and are nowhere; below zero, units that are somewhere and never came in."""
        return self.came_in - self.accounted_for

    @property
    def expected(self) -> int:
        """How many should be in the inventory."""
        return self.in_inventory + self.difference


CAME_IN = ("registered", "imported", "counted_up", "received", "moved_in")
ARE = tuple(field.name for field in fields(Account) if field.name not in CAME_IN)
