"""Run what is measured, all or the modules named: ``python -m benchmarks [search_* claims …]``.

``BENCH_SIZES=10000,100000`` says with how many listings search is measured, ``BENCH_TRANSFERS`` with how many hand-
overs figures, ``BENCH_DAYS`` how many days the simulated network lives. All together take smaller sizes unless told.
"""

import importlib
import os
import pkgutil
import platform
import sys
import tempfile
import time
import traceback
from fnmatch import fnmatch
from types import ModuleType

import psutil

import benchmarks
from benchmarks.measure import Row

IN_ALL = {"BENCH_SIZES": "50000", "BENCH_DAYS": "30"}
"""So that everything is measured within an hour or two; the largest sizes are measured module by module."""


def modules(named: list[str]) -> list[ModuleType]:
    """The modules of this package that measure something, in order of the alphabet."""
    names = sorted(module.name for module in pkgutil.iter_modules(benchmarks.__path__) if module.name != "__main__")
    wanted = [name for name in names if not named or any(fnmatch(name, each) for each in named)]
    found = [importlib.import_module(f"benchmarks.{name}") for name in wanted]
    return [module for module in found if hasattr(module, "run")]


def table(rows: list[Row]) -> str:
    """The rows as Markdown, a line for each piece of work."""
    lines = []
    for work in dict.fromkeys(row.work for row in rows):
        figures = " · ".join(f"{row.figure} {row.value}" for row in rows if row.work == work)
        lines.append(f"| {work} | {figures} |")
    return "\n".join(lines)


def main() -> None:
    """Measure and print, each module as it is done; exit 1 when one of them failed."""
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.gettempdir())  # PostgreSQL warns when there is none
    if not sys.argv[1:]:
        for name, value in IN_ALL.items():
            os.environ.setdefault(name, value)
    memory = psutil.virtual_memory().total / 1e9
    print(f"Python {platform.python_version()}, {psutil.cpu_count()} processors, {memory:.0f} GB, {platform.system()}")
    failed = [module.__name__ for module in modules(sys.argv[1:]) if not _measured(module)]
    if failed:
        sys.exit(f"failed: {', '.join(failed)}")


def _measured(module: ModuleType) -> bool:
    """Whether it came to its end; what is wrong with one keeps no other from being measured."""
    print(f"\n## {module.__name__.removeprefix('benchmarks.')}\n\n{(module.__doc__ or '').strip()}\n", flush=True)
    began, loads = time.perf_counter(), [psutil.getloadavg()[0]]
    try:
        rows = module.run()
    except Exception:
        traceback.print_exc()
        return False
    loads.append(psutil.getloadavg()[0])
    print(f"| work | measured |\n|---|---|\n{table(rows)}")
    took = time.perf_counter() - began
    print(f"\n{took:.0f} s; the machine's load {loads[0]:.1f} before and {loads[1]:.1f} after", flush=True)
    return True


if __name__ == "__main__":
    main()
