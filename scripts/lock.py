"""Locks with hashes from what pyproject.toml asks for: ``python -m scripts.lock [--upgrade]``.

Versions already locked are kept unless ``--upgrade`` is given. No lock names the place packages come from.
"""

import os
import subprocess
import sys
from pathlib import Path

from scripts.paths import REQUIREMENTS, ROOT

OPTIONS = (
    "--generate-hashes",
    "--no-emit-index-url",
    "--no-emit-find-links",
    "--no-emit-trusted-host",
    "--no-annotate",
    "--strip-extras",
    "--allow-unsafe",
    "--quiet",
)
LOCKS: dict[str, tuple[str, ...]] = {
    "runtime.txt": ("--all-build-deps", "pyproject.toml"),
    "dev.txt": ("--all-build-deps", "--extra=dev", "--constraint=requirements/runtime.txt", "pyproject.toml"),
    "bench.txt": (
        "--all-build-deps",
        "--extra=bench",
        "--constraint=requirements/runtime.txt",
        "--constraint=requirements/dev.txt",
        "pyproject.toml",
    ),
    "node.txt": ("requirements/node.in",),
    "whoosh3.txt": ("requirements/whoosh3.in",),
}


def lock(name: str, *options: str) -> None:
    """Write one lock anew."""
    target = REQUIREMENTS / name
    command = [str(Path(sys.executable).with_name("pip-compile")), *OPTIONS, *options, *LOCKS[name]]
    environment = os.environ | {"CUSTOM_COMPILE_COMMAND": "make lock"}
    subprocess.run([*command, f"--output-file={target}"], cwd=ROOT, env=environment, check=True)


if __name__ == "__main__":
    for each in LOCKS:
        lock(each, *sys.argv[1:])
