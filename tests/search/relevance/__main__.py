"""How well search ranks: `python -m tests.search.relevance [--engine NAME|all] [--half tune|report|both]`.

The half `tune` is what ranking may be tuned on; of the half `report` only these figures are looked at.
"""

import argparse
import sys

from tests.search.relevance.asking import BASELINE, ENGINES, asker
from tests.search.relevance.judged import HALVES, queries
from tests.search.relevance.scoring import Figures, empty_handed, figures, table

EVERY = "all"
BOTH = "both"


def main() -> None:
    """Print a table for each half."""
    parser = argparse.ArgumentParser(prog="python -m tests.search.relevance", description=__doc__)
    parser.add_argument("--engine", choices=[*ENGINES, EVERY], default=EVERY)
    parser.add_argument("--half", choices=[*HALVES, BOTH], default=BOTH)
    chosen = parser.parse_args()
    engines = list(ENGINES) if chosen.engine == EVERY else [chosen.engine]
    halves = list(HALVES) if chosen.half == BOTH else [chosen.half]
    found: dict[str, dict[str, list[Figures]]] = {half: {} for half in halves}
    for name in (BASELINE, *engines):
        with asker(name) as ask:
            for half in halves:
                found[half][name] = figures(ask, queries(half))
    for half, columns in found.items():
        lines = [f"Half {half}", "", *table(columns), "", *empty_handed(columns), ""]
        sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
