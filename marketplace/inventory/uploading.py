"""Handing in a spreadsheet, deciding what its columns mean, and saying yes to its rows."""

import re
import uuid
from collections.abc import Mapping
from typing import IO

from marketplace.foundation import clock, outbox, ports
from marketplace.foundation.actor import Actor
from marketplace.foundation.database import db
from marketplace.foundation.errors import Invalid
from marketplace.foundation.transaction import transaction
from marketplace.inventory import policies, previews
from marketplace.inventory.events import ImportAccepted, ImportUploaded
from marketplace.inventory.models import AssetImport
from marketplace.inventory.spreadsheet.mapping import check_wanted
from marketplace.inventory.spreadsheet.sheets import ASSETS, Sheet
from marketplace.inventory.states import ImportAction, ImportPurpose

FOLDER = "imports"
MOST_COLUMNS_WANTED = 2_000
_FILENAME_LENGTH = 200


def upload_file(
    actor: Actor,
    filename: str,
    content: bytes | IO[bytes],
    wanted: Mapping[str, str] | None = None,
    sheet: Sheet = ASSETS,
) -> AssetImport:
    """Take in a spreadsheet to be looked at in the background. `wanted` maps titles or letters to fields by hand.

    The name of the file is only shown, never used as a path.

    Raises:
        Forbidden: as `policies.may_import`.
        Invalid: "file-empty", or a mapping to a field that does not exist or to one twice.
    """
    policies.may_import(actor, sheet.purpose).enforce()
    assert actor.municipality_number is not None
    _check(wanted, sheet)
    shown = shown_name(filename)
    if _is_empty(content):
        raise Invalid("file-empty", filename=shown)
    key = f"{FOLDER}/{actor.municipality_number}/{clock.today():%Y%m%d}{uuid.uuid4().hex}"
    ports.storage().put(key, content)
    found = AssetImport(
        municipality_number=actor.municipality_number,
        unit_id=actor.unit_id,
        uploaded_by=actor.person_id,
        filename=shown,
        file_key=key,
        purpose=sheet.purpose,
        wanted=dict(wanted) if wanted else None,
        uploaded_at=clock.now(),
    )
    try:
        return _await_look(found)
    except BaseException:
        ports.storage().delete(key)
        raise


def map_columns(actor: Actor, import_id: int, wanted: Mapping[str, str], sheet: Sheet = ASSETS) -> AssetImport:
    """Decide by hand what the columns mean, and look again. The decision is remembered for files with these headers.

    Raises:
        NotFound: no such import for this actor.
        Conflict: "import-not-looked-at" while it is read, kept or has failed.
        Invalid: a field that does not exist, or one twice.
    """
    _check(wanted, sheet)
    with transaction():
        found = previews.get_for_update(actor, import_id, sheet.purpose)
        policies.may_map_import(actor, found).enforce()
        found.apply(ImportAction.LOOK_AGAIN)
        found.wanted = dict(wanted)
        found.round += 1
        found.rows_done = 0
        outbox.record(ImportUploaded(found.id))
        db.session.flush()
        return found


def accept_rows(actor: Actor, import_id: int, purpose: ImportPurpose = ImportPurpose.ASSETS) -> AssetImport:
    """Say that the rows without errors shall be kept; that happens in the background, once.

    Raises:
        NotFound: no such import for this actor.
        Conflict: "import-already-kept", "import-not-looked-at", "import-nothing-to-keep".
    """
    with transaction():
        found = previews.get_for_update(actor, import_id, purpose)
        policies.may_keep_import(actor, found).enforce()
        found.apply(ImportAction.KEEP)
        found.kept_by = actor.person_id
        found.rows_done = 0
        outbox.record(ImportAccepted(found.id, actor.person_id))
        db.session.flush()
        return found


def _await_look(found: AssetImport) -> AssetImport:
    with transaction() as session:
        session.add(found)
        session.flush()
        outbox.record(ImportUploaded(found.id))
        return found


def shown_name(filename: str) -> str:
    """A file's name as it may be shown: without folders and control characters, not too long."""
    last = re.split(r"[/\\]", filename)[-1]
    printable = "".join(letter for letter in last if letter.isprintable()).strip(" .")
    return printable[-_FILENAME_LENGTH:] or "regneark"


def _check(wanted: Mapping[str, str] | None, sheet: Sheet) -> None:
    if wanted:
        if len(wanted) > MOST_COLUMNS_WANTED:
            raise Invalid("import-mapping-too-long", most=MOST_COLUMNS_WANTED)
        check_wanted(wanted, sheet.vocabulary)


def _is_empty(content: bytes | IO[bytes]) -> bool:
    if isinstance(content, bytes):
        return not content
    start = content.tell()
    empty = not content.read(1)
    content.seek(start)
    return empty
