"""Imports in two steps: look (nothing is stored but what we understood), then keep (all of it or nothing)."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from sqlalchemy import delete, select, update

from marketplace.catalogue.queries import list_categories
from marketplace.foundation import clock, outbox, ports
from marketplace.foundation.database import db
from marketplace.foundation.errors import Invalid, NotFound, Refusal, TooLarge
from marketplace.foundation.storage.copies import local_copy
from marketplace.foundation.tabular.table import column_letters
from marketplace.foundation.transaction import transaction
from marketplace.inventory import comparing, previews, writing
from marketplace.inventory.events import AssetsImported, ImportAccepted, ImportUploaded
from marketplace.inventory.examining import Examined, Progress, examine
from marketplace.inventory.models import AssetImport, ImportProblem, RememberedMapping
from marketplace.inventory.spreadsheet.mapping import headers_hash, title_keys
from marketplace.inventory.spreadsheet.reading import Surroundings
from marketplace.inventory.spreadsheet.sheets import ASSETS
from marketplace.inventory.spreadsheet.titles import IGNORE, key_of
from marketplace.inventory.states import ImportAction, ImportState
from marketplace.inventory.tasks import Preview, Scope, Task
from marketplace.inventory.uploading import FOLDER
from marketplace.inventory.writing import Occasion
from marketplace.organisations import queries as organisations
from marketplace.organisations.models import Municipality

KEEP_FOR = timedelta(days=90)
ABANDONED = (ImportState.UPLOADED, ImportState.LOOKED, ImportState.FAILED)


def look_at_file(event: ImportUploaded) -> None:
    """Read an uploaded sheet of assets and store what it would do. Does nothing when that has been done."""
    look(event, ASSETS_TASK)


def keep_rows(event: ImportAccepted) -> None:
    """Take the rows without errors into the inventory, in one transaction. Does nothing when that has been done."""
    keep(event, ASSETS_TASK)


def look(event: ImportUploaded, task: Task) -> None:
    """Read an uploaded file and store what it would do. Does nothing when that has been done, or for another task."""
    upload = previews.find_ticket(event.import_id, ImportState.UPLOADED, task.sheet.purpose)
    if upload is None:
        return
    try:
        with _examined(upload, task) as examined:
            preview = preview_of(examined, _scope(upload), task)
    except (Invalid, TooLarge, NotFound) as refusal:
        _fail(upload, refusal)
    else:
        _store_look(upload, preview, task)


def keep(event: ImportAccepted, task: Task) -> None:
    """Do what the rows without errors say, in one transaction. Does nothing when that has been done, or for another."""
    upload = previews.find_ticket(event.import_id, ImportState.KEEPING, task.sheet.purpose)
    if upload is None:
        return
    try:
        with _examined(upload, task) as examined:
            kept = _keep(upload, examined, event.person_id, task)
    except (Invalid, TooLarge, NotFound) as refusal:
        _fail(upload, refusal)
    else:
        if kept:
            ports.storage().delete(upload.file_key)


def try_out(municipality_number: str, source: Path, filename: str, wanted: dict[str, str] | None = None) -> Preview:
    """What keeping a file would do; nothing is stored.

    Raises:
        Invalid, TooLarge: the file cannot be read as a table.
    """
    around = surroundings(municipality_number, None)
    remembered = _remembered(municipality_number, ASSETS_TASK)
    with examine(source, filename, around, wanted=wanted, remembered=remembered) as examined:
        return preview_of(examined, Scope(municipality_number, None), ASSETS_TASK)


def forget_abandoned() -> int:
    """Remove what nobody kept within `KEEP_FOR`: imports with their problems, and files. Answers how many imports."""
    oldest = clock.now() - KEEP_FOR
    with transaction() as session:
        ids = session.scalars(
            select(AssetImport.id).where(AssetImport.state.in_(ABANDONED), AssetImport.uploaded_at < oldest)
        ).all()
        for import_id in ids:
            session.execute(delete(ImportProblem).where(ImportProblem.import_id == import_id))
            session.execute(delete(AssetImport).where(AssetImport.id == import_id))
    for key in list(ports.storage().list(f"{FOLDER}/")):
        if key.rpartition("/")[2][:8] < f"{clock.local_date(oldest):%Y%m%d}":
            ports.storage().delete(key)
    return len(ids)


def preview_of(examined: Examined, scope: Scope, task: Task, occasion: Occasion | None = None) -> Preview:
    """What the rows do; with an occasion they do it, in the open transaction."""
    preview = Preview(examined.header.row_number, _columns(examined), examined.rows_total, examined.problems)
    task.fill(preview, examined, scope, occasion)
    return preview


def _fill(preview: Preview, examined: Examined, scope: Scope, occasion: Occasion | None) -> None:
    number, unit_id = scope.municipality_number, scope.unit_id
    for rows in comparing.chunks(examined.rows()):
        outcome = comparing.compare(number, rows, examined.named, unit_id=unit_id, lock=occasion is not None)
        preview.problems.add(*outcome.problems)
        preview.rows_new += len(outcome.new)
        preview.rows_changed += len(outcome.changed)
        preview.rows_unchanged += outcome.unchanged
        if occasion is not None:
            writing.write_outcome(outcome, occasion)


def surroundings(municipality_number: str, unit_id: int | None) -> Surroundings:
    """The names that rows of a municipality's spreadsheets can refer to."""
    categories: dict[str, str] = {}
    for category in list_categories():
        for name in (category.name_en, category.name_nn, category.name_nb, category.code):
            categories[key_of(name)] = category.code
    return Surroundings(
        categories,
        {key_of(unit.name): unit.id for unit in organisations.list_units(municipality_number)},
        {key_of(site.name): site.id for site in organisations.list_sites(municipality_number)},
        unit_id,
    )


ASSETS_TASK = Task(ASSETS, surroundings, _fill, AssetsImported)


def _scope(upload: previews.Ticket) -> Scope:
    return Scope(upload.municipality_number, upload.unit_id)


def _store_look(upload: previews.Ticket, preview: Preview, task: Task) -> None:
    with transaction():
        found = _locked(upload)
        if found is None:
            return
        found.apply(ImportAction.LOOK)
        found.header_row = preview.header_row
        found.columns = preview.columns
        found.mapping = {str(column["index"]): str(column["field"]) for column in preview.columns if column["field"]}
        _store(found, preview)
        if upload.wanted:
            _remember(upload.municipality_number, preview, task)


def _keep(upload: previews.Ticket, examined: Examined, person_id: int | None, task: Task) -> bool:
    """Whether this call kept the rows; another may have been first."""
    with transaction():
        found = _locked(upload)
        if found is None:
            return False
        _let_others_wait(upload.municipality_number)
        occasion = Occasion(upload.municipality_number, clock.now(), clock.today(), person_id, upload.id)
        _store(found, preview_of(examined, _scope(upload), task, occasion))
        found.apply(ImportAction.FINISH)
        found.kept_at = occasion.at
        outbox.record(task.kept(found.id))
        return True


@contextmanager
def _examined(upload: previews.Ticket, task: Task) -> Iterator[Examined]:
    around = task.around(upload.municipality_number, upload.unit_id)
    remembered = _remembered(upload.municipality_number, task)
    with (
        local_copy(ports.storage(), upload.file_key) as path,
        examine(
            path,
            upload.filename,
            around,
            wanted=upload.decided,
            remembered=None if upload.state is ImportState.KEEPING else remembered,
            progress=_progress(upload),
            sheet=task.sheet,
        ) as examined,
    ):
        yield examined


def _remembered(municipality_number: str, task: Task) -> previews.Remembered:
    return lambda titles: previews.remembered_mapping(municipality_number, titles, task.sheet.purpose)


def _progress(upload: previews.Ticket) -> Progress:
    def tell(done: int, total: int) -> None:
        with transaction() as session:
            session.execute(
                update(AssetImport)
                .where(
                    AssetImport.id == upload.id,
                    AssetImport.round == upload.round,
                    AssetImport.state == upload.state,
                )
                .values(rows_done=done, rows_total=total)
            )

    return tell


def _locked(upload: previews.Ticket) -> AssetImport | None:
    """The import, locked, while it still stands as when its file was read."""
    return db.session.scalar(
        select(AssetImport)
        .where(AssetImport.id == upload.id, AssetImport.round == upload.round, AssetImport.state == upload.state)
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def _let_others_wait(municipality_number: str) -> None:
    """Take a lock that only imports of the same municipality wait for."""
    row = select(Municipality.number).where(Municipality.number == municipality_number)
    db.session.execute(row.with_for_update(key_share=True))


def _store(found: AssetImport, preview: Preview) -> None:
    found.rows_total = found.rows_done = preview.rows_total
    found.rows_ok, found.rows_failed = preview.rows_ok, preview.rows_failed
    found.rows_new, found.rows_changed = preview.rows_new, preview.rows_changed
    found.rows_unchanged = preview.rows_unchanged
    found.summary = preview.problems.summary()
    writing.replace_problems(found.id, preview.problems)


def _fail(upload: previews.Ticket, refusal: Refusal) -> None:
    with transaction():
        found = _locked(upload)
        if found is not None:
            found.apply(ImportAction.FAIL)
            found.failure, found.failure_facts = refusal.code, refusal.facts


def _remember(municipality_number: str, preview: Preview, task: Task) -> None:
    titles = [str(column["title"]) for column in preview.columns]
    mapping = {
        key: str(column["field"] or IGNORE)
        for key, column in zip(title_keys(titles), preview.columns, strict=True)
        if column["field"]
    }
    hashed = headers_hash(titles, task.sheet.purpose)
    known = db.session.scalar(
        select(RememberedMapping).where(
            RememberedMapping.municipality_number == municipality_number, RememberedMapping.headers_hash == hashed
        )
    )
    if known is None:
        known = RememberedMapping(municipality_number=municipality_number, headers_hash=hashed)
        db.session.add(known)
    known.mapping = mapping


def _columns(examined: Examined) -> list[dict[str, object]]:
    return [
        {
            "index": column.index,
            "letters": column_letters(column.index),
            "title": column.title,
            "field": column.field,
            "how": column.how,
            "examples": examined.examples.get(column.index, []),
        }
        for column in examined.columns
        if column.title or column.index in examined.examples
    ]
