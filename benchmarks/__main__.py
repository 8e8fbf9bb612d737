"""Run what is measured, all or the modules named: ``python -m benchmarks [search_* claims …]``.

``BENCH_SIZES=10000,100000`` says with how many listings search is measured.
"""

import importlib
import os
import pkgutil
import platform
import sys
import tempfile
from fnmatch import fnmatch
from types import ModuleType

import psutil

import benchmarks
from benchmarks.measure import Row


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
    """Measure and print, each module as it is done."""
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.gettempdir())  # PostgreSQL warns when there is none
    memory = psutil.virtual_memory().total / 1e9
    print(f"Python {platform.python_version()}, {psutil.cpu_count()} processors, {memory:.0f} GB, {platform.system()}")
    for module in modules(sys.argv[1:]):
        print(f"\n## {module.__name__.removeprefix('benchmarks.')}\n\n{(module.__doc__ or '').strip()}\n")
        print("| work | measured |\n|---|---|")
        print(table(module.run()), flush=True)


if __name__ == "__main__":
    main()
