"""A process that imports one file into a fresh database and prints what it came to, as JSON.

Run by the tests and the benchmark of memory and speed: `python -m benchmarks.importing_process FOLDER FILE`.
"""

import json
import sys
import time
from pathlib import Path

from marketplace.app import create_app
from marketplace.cli.database import bring_up_to_date
from marketplace.inventory import importing, previews, uploading
from marketplace.inventory.events import ImportAccepted, ImportUploaded
from marketplace.organisations.queries import operator_actor
from marketplace.settings import Settings

MUNICIPALITY = "3305"


def peak_mb() -> float:
    """The most memory this process has held, in MB. (`ru_maxrss` would count the parent's too.)"""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def main(folder: Path, file: Path) -> None:
    """Import, and print the figures."""
    settings = Settings(
        database_url=f"sqlite:///{folder}/import.sqlite",
        uploads_url=str(folder),
        search_index=folder / "index",
        inline_worker=False,
    )
    with create_app(settings).app_context():
        bring_up_to_date()
        actor = operator_actor(MUNICIPALITY)
        idle, started = peak_mb(), time.perf_counter()
        with file.open("rb") as stream:
            import_id = uploading.upload_file(actor, file.name, stream).id
        importing.look_at_file(ImportUploaded(import_id))
        looked = time.perf_counter()
        uploading.accept_rows(actor, import_id)
        importing.keep_rows(ImportAccepted(import_id, None))
        kept = time.perf_counter()
        found = previews.get_import(actor, import_id)
        figures = {"state": found.state, "rows_ok": found.rows_ok, "rows_failed": found.rows_failed}
        times = {"look_s": looked - started, "keep_s": kept - looked}
        print(json.dumps({**figures, **times, "idle_mb": idle, "peak_mb": peak_mb()}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
