"""How long to wait: a table without a database."""

from datetime import UTC, datetime, timedelta

import pytest

from marketplace.accounts.throttling import WINDOW, seconds_to_wait

NOW = datetime(2026, 6, 15, 10, 0, tzinfo=UTC)


def ago(*minutes):
    return [NOW - timedelta(minutes=each) for each in minutes]


@pytest.mark.parametrize(
    ("failures", "most", "seconds"),
    [
        ([], 5, 0),
        (ago(1, 2, 3, 4), 5, 0),
        (ago(1, 2, 3, 4, 5), 5, 10 * 60),
        (ago(0, 0, 0, 0, 0), 5, 15 * 60),
        (ago(1, 2, 3, 4, 14), 5, 60),
        (ago(1, 2, 3, 4, 15), 5, 0),
        (ago(1, 2, 3, 4, 5, 6, 7), 5, 10 * 60),
        (ago(5), 1, 10 * 60),
    ],
)
def test_one_waits_until_fewer_failures_are_recent(failures, most, seconds):
    assert seconds_to_wait(failures, most, NOW) == seconds
    assert seconds_to_wait(list(reversed(failures)), most, NOW) == seconds
    if seconds:
        assert seconds_to_wait(failures, most, NOW + timedelta(seconds=seconds)) == 0


def test_the_window_is_a_quarter_of_an_hour():
    assert timedelta(minutes=15) == WINDOW
