"""The command `ombruk` in this process: what it says, and how it ends."""

import sys
from dataclasses import dataclass

from marketplace import __main__ as program


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str


def command(monkeypatch, capsys, folder, **settings):
    """A function that runs a command with only these settings (named without `OMBRUK_`) on a database in `folder`."""
    own = {
        "DATABASE_URL": f"sqlite:///{folder / 'ombruk.sqlite'}",
        "SEARCH_INDEX": str(folder / "index"),
        "UPLOADS_URL": str(folder / "uploads"),
    }
    for name, value in (own | settings).items():
        monkeypatch.setenv(f"OMBRUK_{name}", value)

    def run(*arguments):
        monkeypatch.setattr(sys, "argv", ["ombruk", *map(str, arguments)])
        capsys.readouterr()
        try:
            program.main()
            code = 0
        except SystemExit as ended:
            code = ended.code or 0
        said = capsys.readouterr()
        if isinstance(code, str):  # the interpreter would print it and end in 1
            return Ended(1, said.out, said.err + code + "\n")
        return Ended(code, said.out, said.err)

    return run


def is_one_sentence(ended):
    """Whether it failed as promised: not 0, one line on standard error, nothing of Python's."""
    return ended.code != 0 and ended.err.strip().count("\n") == 0 and ended.err.strip() and "Traceback" not in ended.err
