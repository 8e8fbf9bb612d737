"""Nothing about fewer than five units can be read, nor worked out from the total and the rows that are shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.statistics.public.suppression import FEWEST, hidden, is_hidden_whole

amounts = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 12).map(lambda units: (units,)), max_size=8)
shares = st.dictionaries(st.sampled_from("abcdefgh"), st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=8)


@pytest.mark.parametrize(
    ("rows", "concealed"),
    [
        ({}, ""),
        ({"a": 9, "b": 7}, ""),
        ({"a": 9, "b": 3}, "ab"),  # one alone is the total less the other
        ({"a": 9, "b": 3, "c": 6}, "bc"),  # the smallest of the others goes with it
        ({"a": 9, "b": 3, "c": 2}, "bc"),  # together five: told only as five
        ({"a": 9, "b": 1, "c": 2, "d": 8}, "bcd"),  # together three: still too few
        ({"a": 9, "b": 0, "c": 7}, "b"),  # that there was nothing gives nobody away
        ({"a": 9, "b": 0, "c": 3, "d": 6}, "bcd"),  # none does not hide three
        ({"a": 9, "b": -2, "c": 7}, "bc"),  # more came back than went
    ],
)
def test_what_is_hidden(rows, concealed):
    assert hidden({key: (units,) for key, units in rows.items()}) == frozenset(concealed)


@pytest.mark.parametrize(
    ("rows", "concealed"),
    [
        ({"a": (5, 5), "b": (0, 8)}, ""),
        ({"a": (5, 5), "b": (3, 8)}, "ab"),
        ({"a": (5, 5), "b": (8, 3), "c": (6, 6)}, "ab"),
        ({"a": (20, 20), "b": (2, 2)}, "ab"),
        ({"a": (20, 20), "b": (2, 9), "c": (9, 2), "d": (7, 7)}, "bc"),
    ],
)
def test_of_a_share_both_sides_are_guarded(rows, concealed):
    assert hidden(rows) == frozenset(concealed)


def test_what_is_drawn_from_hidden_units_begins_hidden():
    assert hidden({"a": (9,), "b": (8,), "c": (7,)}, frozenset("b")) == frozenset("bc")


@pytest.mark.parametrize(
    ("counts", "few"),
    [
        ((4,), True),
        ((5,), False),
        ((0,), True),
        ((4, 9), True),
        ((0, 9), False),
        ((0, 4), True),
        ((5, 5), False),
        ((-1, 9), True),
    ],
)
def test_a_number_that_stands_alone(counts, few):
    assert is_hidden_whole(counts) is few


def together(rows, keys, place):
    return sum(rows[key][place] for key in keys)


@given(amounts)
def test_no_amount_of_fewer_than_five_can_be_worked_out(rows):
    found = hidden(rows)
    assert all(rows[key][0] >= FEWEST for key in rows.keys() - found)
    rest = together(rows, found, 0)
    told = together(rows, rows, 0) >= FEWEST  # else the total is hidden too
    assert not told or rest == 0 or (rest >= FEWEST and len(found) >= 2)


@given(shares)
def test_no_side_of_a_share_of_fewer_than_five_can_be_worked_out(rows):
    found = hidden(rows)
    for place in (0, 1):
        assert all(rows[key][place] == 0 or rows[key][place] >= FEWEST for key in rows.keys() - found)
        rest = together(rows, found, place)
        assert rest == 0 or (rest >= FEWEST and len(found) >= 2) or found == rows.keys()


@given(amounts, amounts)
def test_what_begins_hidden_stays_hidden(rows, other):
    beginning = hidden(other)
    assert beginning & rows.keys() <= hidden(rows, beginning)
