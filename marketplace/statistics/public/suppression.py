"""Which rows of a table are hidden, so that nothing about fewer than five units can be read or worked out.

Hiding the small rows is not enough. Where the total is shown beside its rows, one hidden row is the total less the
others, and two hidden rows of one and two units together are three. So:

1. **Primary.** A row is hidden when fewer than `FEWEST` units stand behind its number, none included: a hidden row then
   does not even tell that there was something.
2. **Complementary.** What is hidden is only told as the total less the shown rows. That difference has to be about at
   least two rows and at least `FEWEST` units (or about none at all). While it is not, the smallest row still shown is
   hidden too. Larger rows hidden so look like the others: nobody can tell which was small.
3. **Total.** A total of fewer than `FEWEST` units is hidden with all its rows.

A share is two counts, the part and the rest; each of them has to hold by itself, since with a known base either tells
the other. There a count of none tells of no unit, and is not hidden.

A figure that is drawn from the same units as another (kilograms from the units received) begins from what is hidden of
that one, and hides more where needed: else the ratio between the two would give the hidden row away.

One table at a time. What keeps anybody from subtracting one day's table from another's is in `steps`.
"""

from collections.abc import Mapping, Sequence, Set

FEWEST = 5

Counts = Sequence[int]
"""The units behind a number: one count for an amount, the part and the rest for a share."""


def is_hidden_whole(counts: Counts) -> bool:
    """Whether a number that stands alone is about too few: an amount of fewer than five, a share with a small side."""
    return _is_few(counts)


def hidden(rows: Mapping[str, Counts], beginning_with: Set[str] = frozenset()) -> frozenset[str]:
    """The keys of the rows to hide in a table whose total is shown; `beginning_with` are hidden for another reason."""
    found = {key for key, counts in rows.items() if _is_few(counts)} | (beginning_with & rows.keys())
    while (wanting := _wanting(rows, found)) is not None:
        shown = [key for key in rows if key not in found]
        if not shown:
            break
        useful = [key for key in shown if rows[key][wanting] > 0] or shown
        found.add(min(useful, key=lambda key: (rows[key][wanting], key)))
    return frozenset(found)


def _is_few(counts: Counts) -> bool:
    if len(counts) == 1:
        return counts[0] < FEWEST
    return sum(counts) < FEWEST or any(0 < count < FEWEST or count < 0 for count in counts)


def _wanting(rows: Mapping[str, Counts], found: Set[str]) -> int | None:
    """The place of a count that could be worked out from what is shown; None when all is well."""
    places = len(next(iter(rows.values()), ()))
    for place in range(places):
        together = sum(rows[key][place] for key in found)
        if together != 0 and (together < FEWEST or len(found) < 2):
            return place
    return None
