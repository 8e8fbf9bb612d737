"""A process that changes one listing after another in an index: ``committing_process FOLDER COUNT``.

Run by the benchmark of pauses: others search meanwhile. It prints how long each change took, in seconds.
"""

import json
import sys
import time
from pathlib import Path

from benchmarks.corpus import documents
from benchmarks.measure import timed
from marketplace.search.whoosh.engine import WhooshEngine

REST_SECONDS = 0.02


def main(folder: Path, count: int) -> None:
    """Change, rest, and so on."""
    engine = WhooshEngine(folder)
    times = []
    for document in documents(count):
        times.append(timed(engine.refresh, [document]))
        time.sleep(REST_SECONDS)
    print(json.dumps(times))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
