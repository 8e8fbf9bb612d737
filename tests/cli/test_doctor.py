"""What the doctor says of deliveries that did not get through."""

import sqlite3
from datetime import timedelta

import pytest

from tests.cli.running import command
from tests.conftest import NOW

pytestmark = pytest.mark.once

LETTER = "notifications.mailing.send_letter"


@pytest.fixture
def run(app, monkeypatch, capsys, tmp_path):
    made = command(monkeypatch, capsys, tmp_path)
    made("db", "upgrade")
    made("search", "rebuild")
    return made


@pytest.fixture
def delivery(tmp_path):
    """Put a delivery into the database of the command, recorded some minutes ago."""

    def put(minutes, given_up=False, error="marketplace.foundation.retrying.InVain: refused: [550]\n"):
        at = NOW - timedelta(minutes=minutes)
        moment = at.strftime("%Y-%m-%d %H:%M:%S.%f")
        values = (
            "LetterDue",
            '{"notification_id": 1}',
            LETTER,
            moment,
            moment,
            12,
            moment if given_up else None,
            error,
        )
        with sqlite3.connect(tmp_path / "ombruk.sqlite") as connection:
            connection.execute(
                "insert into outbox_delivery (event, facts, handler, recorded_at, due_at, attempts, given_up_at, "
                "last_error) values (?, ?, ?, ?, ?, ?, ?, ?)",
                values,
            )
        return at

    return put


def test_what_was_given_up_and_what_is_late_is_told_with_its_reason(run, delivery):
    since = delivery(90, given_up=True)
    delivery(20)
    delivery(1)
    ended = run("doctor")
    assert ended.code == 1
    line = f"! {LETTER}: 1 given up, 1 late, since {since:%Y-%m-%d %H:%M} UTC: refused: [550]"
    assert line in ended.err.splitlines()
    assert "ombruk doctor --retry" in ended.err
    assert "2 waiting, 1 given up" in ended.out


def test_what_nobody_has_tried_asks_for_a_worker(run, delivery):
    delivery(20, error=None)
    ended = run("doctor")
    assert (ended.code, "no answer yet; is a worker running?" in ended.err) == (1, True)


def test_what_was_just_recorded_is_no_trouble(run, delivery):
    delivery(1, error=None)
    assert run("doctor").code == 0


def test_what_was_given_up_is_taken_up_again(run, delivery):
    delivery(1, given_up=True)
    ended = run("doctor", "--retry")
    assert (ended.code, "taken up      1 deliveries" in ended.out) == (0, True)
