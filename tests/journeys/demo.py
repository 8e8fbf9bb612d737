"""The demo network, loaded once in a run and copied for whoever wants one."""

import fcntl
import os
import shutil
import signal
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest

from tests.journeys.server import PROGRAM, Installation, until

SAID = "said"


def copied(factory: pytest.TempPathFactory, settings: dict[str, str] | None = None) -> Installation:
    """The demo in a folder of its own. The file `said` in it holds what loading said."""
    folder = factory.mktemp("copied") / "demo"
    shutil.copytree(_loaded(factory), folder)
    return Installation(folder, settings=settings or {})


def ask(installation: Installation, question: str) -> list[tuple[object, ...]]:
    """The rows of a question to its database, asked from outside."""
    with closing(sqlite3.connect(installation.folder / "ombruk.sqlite")) as connection:
        return connection.execute(question).fetchall()


def _loaded(factory: pytest.TempPathFactory) -> Path:
    """The one that is copied; whoever comes first loads it, and the other workers of the run wait."""
    mine = factory.getbasetemp()
    whole_run = mine.parent if "PYTEST_XDIST_WORKER" in os.environ else mine
    folder = whole_run / "demo-to-copy"
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / SAID).exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            (folder / SAID).write_text(_load(Installation(folder)), encoding="utf-8")
    return folder


def _load(demo: Installation) -> str:
    """What loading says; it is broken off a first time, and begun anew."""
    demo.do("db", "upgrade")
    begun = subprocess.Popen([*PROGRAM, "demo", "load"], env=demo.environment, stdout=subprocess.DEVNULL)
    until(lambda: ask(demo, "select count(*) from listing")[0][0] > 3)
    begun.send_signal(signal.SIGKILL)
    begun.wait()
    return demo.do("demo", "load")
