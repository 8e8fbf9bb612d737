"""What an index holds, document by document; and writers killed at a chosen step."""

import os
import signal
import sys

from marketplace.search.engine import EVERYBODY
from marketplace.search.whoosh.engine import WhooshEngine

STEPS = frozenset("open write flush close fsync replace rename unlink remove rmdir mkdir execute commit".split())  # noqa: SIM905 - reads better
"""The calls into the system and the database between which a process may be killed."""


def contents(path):
    """Each document of the index in a folder by its number, as a process that starts now finds it."""
    snapshot = WhooshEngine(path)._snapshot()
    found = {}
    for segment, alive in zip(snapshot.segments, snapshot.open_to(EVERYBODY), strict=True):
        facts = segment._postings.facts()
        numbers = {place: int(segment.ids[place]) for place in alive.nonzero()[0].tolist()}
        for place, number in numbers.items():
            assert number not in found, f"document {number} is there twice"
            found[number] = {"facts": facts[place].tobytes()}
        for field in ("text", "word"):
            for term, _ in segment._postings.terms(field):
                ids, weights = segment._postings.of(field, term)
                for place, weight in zip(ids.tolist(), weights.tolist(), strict=True):
                    if place in numbers:
                        found[numbers[place]][field, term] = weight
    return found


def killed_at(step, act):
    """Do something in a process that is killed at its n-th step (0: never); how many steps it came to.

    The process is a copy of this one: let nothing be open that two must not share.
    """
    reader, writer = os.pipe()
    process = os.fork()
    if not process:
        _end_at(step, act, writer)
    os.close(writer)
    with os.fdopen(reader) as told:
        taken = told.read()
    _, status = os.waitpid(process, 0)
    assert os.waitstatus_to_exitcode(status) in ({-signal.SIGKILL, 0} if step else {0})
    return int(taken or step)


def _end_at(step, act, writer):
    taken = 0

    def count(_frame, event, function):
        nonlocal taken
        if event == "c_call" and function.__name__ in STEPS:
            taken += 1
            if taken == step:
                os.kill(os.getpid(), signal.SIGKILL)

    try:
        sys.setprofile(count)
        act()
        sys.setprofile(None)
        os.write(writer, str(taken).encode())
        os._exit(0)
    except BaseException as error:
        sys.setprofile(None)
        os.write(2, repr(error).encode())
        os._exit(1)
