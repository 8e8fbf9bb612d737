"""A worker killed just when the mail server has taken a letter: the next worker sends no second one."""

import os
import signal
import socket
import sqlite3
import subprocess
from contextlib import contextmanager

import pytest
from aiosmtpd.controller import Controller

from tests.journeys.server import PROGRAM, Installation, until

pytestmark = pytest.mark.once

READER = "leser@asker.example"
TOLD = """
insert into notification (person_id, key, kind, occasion, facts, link, at, pace)
select id, 'claim_cancelled-1', 'cancellation', 'claim_cancelled',
  '{"title": "Pult", "owner": "Asker", "claimant": "Gjøvik"}', '/foresporsler/1', :now, 'at_once'
from person where email = :reader
"""
DUE = """
insert into outbox_delivery (event, facts, handler, recorded_at, due_at, attempts)
values ('LetterDue', '{"notification_id": 1}', 'notifications.mailing.send_letter', :now, :now, 0)
"""


class Killer:
    """A mail server that kills whoever sends, once it has all of the letter and before it says so."""

    def __init__(self):
        self.taken = 0
        self.victim = None

    async def handle_DATA(self, _server, _session, _envelope):  # noqa: N802 - aiosmtpd's name
        self.taken += 1
        if self.victim is not None:
            os.kill(self.victim, signal.SIGKILL)
            self.victim = None
        return "250 OK"


@contextmanager
def mail_server(killer):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(killer, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield f"smtp://127.0.0.1:{port}"
    finally:
        controller.stop()


@contextmanager
def a_worker(installation):
    process = subprocess.Popen([*PROGRAM, "worker"], env=installation.environment, stdout=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(60)


def test_a_worker_killed_between_sending_and_noting_it_sends_one_letter(tmp_path):
    killer = Killer()
    with mail_server(killer) as post:
        service = Installation(tmp_path, settings={"SMTP_URL": post})
        service.do("db", "upgrade")
        service.do("users", "create", READER, "--municipality", "3203", "--role", "requester")
        database = sqlite3.connect(tmp_path / "ombruk.sqlite", isolation_level=None, timeout=30)
        with a_worker(service) as first:
            killer.victim = first.pid
            for statement in (TOLD, DUE):
                database.execute(statement, {"now": "2026-01-01 00:00:00.000000", "reader": READER})
            assert until(first.wait) == -signal.SIGKILL
        assert killer.taken == 1
        assert database.execute("select begun_at is not null, sent_at from notification").fetchone() == (1, None)
        database.execute("update outbox_delivery set due_at = '2026-01-01 00:00:00.000000'")  # the lease has run out
        with a_worker(service):
            until(lambda: database.execute("select count(*) = 0 from outbox_delivery").fetchone()[0])
        database.close()
    assert killer.taken == 1
