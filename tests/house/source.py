"""The source tree as the house tests see it: its files, and their syntax trees."""

import ast
import re
import subprocess
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MARKETPLACE = ROOT / "marketplace"
FEATURES_LEAVE_OUT = {"foundation", "wording", "web", "api", "cli", "demo", "translations"}
FUNCTIONS = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def files() -> tuple[Path, ...]:
    """Every file that belongs to the repository, committed or about to be."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return tuple(sorted(path for name in listed.split("\0") if name and (path := ROOT / name).is_file()))


def python_files(*folders: str) -> list[Path]:
    """The Python files in some folders of the repository."""
    return [path for path in files() if path.suffix == ".py" and any(path.is_relative_to(ROOT / f) for f in folders)]


def templates() -> list[Path]:
    """The pages and fragments."""
    return [path for path in files() if path.suffix == ".html" and path.is_relative_to(MARKETPLACE)]


@cache
def tree(path: Path) -> ast.Module:
    """A file's syntax tree; every node knows its parent as `parent`."""
    module = ast.parse(path.read_text(encoding="utf-8"), filename=str(path))
    for node in ast.walk(module):
        for child in ast.iter_child_nodes(node):
            child.parent = node  # type: ignore[attr-defined]  # what ast leaves out
    return module


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function and method of a file."""
    return (node for node in ast.walk(tree(path)) if isinstance(node, FUNCTIONS))


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines from `def` to the last, docstring and blank lines counted, decorators not."""
    return (function.end_lineno or function.lineno) - function.lineno + 1


def features() -> list[str]:
    """The packages of the domain: everything that is neither foundation, wording nor an edge."""
    packages = {path.parent.name for path in python_files("marketplace") if path.parent.parent == MARKETPLACE}
    return sorted(packages - FEATURES_LEAVE_OUT)


def find(pattern: re.Pattern[str], paths: Iterable[Path]) -> list[str]:
    """Where a pattern occurs: file, line and what was found, one entry each."""
    return [
        f"{path.relative_to(ROOT)}:{number}: {match.group()}"
        for path in paths
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        for match in pattern.finditer(line)
    ]


def place(path: Path, node: ast.AST | None = None) -> str:
    """A file and line, as editors open it."""
    return f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 1)}"
