"""Where the parts of the source tree are, and how a finished step is remembered."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "build"
REQUIREMENTS = ROOT / "requirements"


def fingerprint(files: Iterable[Path]) -> str:
    """One digest of the names and contents of the files, in the order of their names."""
    digest = hashlib.sha256()
    for file in sorted(files):
        digest.update(file.name.encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()


def is_stamped(stamp: Path, mark: str) -> bool:
    """Whether the step that leaves this stamp was last finished with this mark."""
    return stamp.is_file() and stamp.read_text(encoding="utf-8").strip() == mark


def write_stamp(stamp: Path, mark: str) -> None:
    """Remember that the step was finished; write it last."""
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(mark + "\n", encoding="utf-8")
