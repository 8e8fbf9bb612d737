"""Files of many rows, made beside the request: ordered, made in the background with progress, fetched, swept."""

import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from tempfile import TemporaryFile
from typing import IO

from sqlalchemy import delete, func, select, update

from marketplace.accounts import queries as accounts
from marketplace.foundation import clock, outbox, ports
from marketplace.foundation.actor import Actor
from marketplace.foundation.database import db
from marketplace.foundation.errors import Conflict, Forbidden, NotFound, Refusal
from marketplace.foundation.pagination import DEFAULT_PER_PAGE, Page, offset
from marketplace.foundation.repeating import repeating
from marketplace.foundation.tabular.columns import Record
from marketplace.foundation.transaction import look_at_one_moment, transaction
from marketplace.organisations import queries as organisations
from marketplace.statistics import policies
from marketplace.statistics.events import FileOrdered
from marketplace.statistics.export import Format, filename
from marketplace.statistics.models import FileState, OrderedFile
from marketplace.statistics.periods import Period
from marketplace.statistics.rows import Scope, count_rows, stream
from marketplace.statistics.stamps import stamp_of
from marketplace.statistics.workbook import pieces_of, write_workbook

KEEP_FOR = timedelta(days=7)
MOST_AT_ONCE = 10_000
"""Rows of a workbook that are made while the reader waits; more are ordered."""

FOLDER = "exports"
TELL_EVERY_S = 1.0
MOST_TOLD = 3600


def order_file(
    actor: Actor, period: Period, municipality_number: str | None, category_code: str | None = None
) -> OrderedFile:
    """Have a workbook of the period's rows made in the background.

    Raises:
        Forbidden: as `policies.may_export_rows`.
        NotFound: no such category.
    """
    policies.may_export_rows(actor, municipality_number).enforce()
    rows = count_rows(Scope(actor, period, municipality_number, category_code))
    with transaction() as session:
        ordered = OrderedFile(
            person_id=actor.person_id,
            acting_for=actor.municipality_number,
            municipality_number=municipality_number,
            category_code=category_code,
            first_on=period.first,
            last_on=period.last,
            language=actor.language,
            state=FileState.ORDERED,
            rows_total=rows,
            ordered_at=clock.now(),
        )
        session.add(ordered)
        session.flush()
        outbox.record(FileOrdered(ordered.id))
        return ordered


def is_large(actor: Actor, period: Period, municipality_number: str | None, category_code: str | None = None) -> bool:
    """Whether a workbook of these rows is better ordered than waited for."""
    scope = Scope(actor, period, municipality_number, category_code)
    return count_rows(scope, most=MOST_AT_ONCE + 1) > MOST_AT_ONCE


def get_file(actor: Actor, file_id: int) -> OrderedFile:
    """A file of the actor's own.

    Raises:
        NotFound: there is none, or it is somebody else's.
    """
    found = db.session.get(OrderedFile, file_id)
    if found is None or found.person_id != actor.person_id:
        raise NotFound("ordered-file-not-found")
    return found


def list_files(actor: Actor, page: int = 1, per_page: int = DEFAULT_PER_PAGE) -> Page[OrderedFile]:
    """The actor's own files, newest first."""
    own = select(OrderedFile).where(OrderedFile.person_id == actor.person_id)
    total = db.session.scalar(select(func.count()).select_from(own.subquery())) or 0
    newest = own.order_by(OrderedFile.id.desc()).offset(offset(page, per_page)).limit(per_page)
    return Page(list(db.session.scalars(newest)), total, page, per_page)


def gone_at(ordered: OrderedFile) -> datetime:
    """When a file is swept."""
    return ordered.ordered_at + KEEP_FOR


def open_file(actor: Actor, file_id: int) -> Iterator[bytes]:
    """What a finished file holds, piece by piece.

    Raises:
        NotFound: as `get_file`, or it has been swept.
        Forbidden: whoever ordered it may no longer have these rows.
        Conflict: "ordered-file-not-ready".
    """
    found = get_file(actor, file_id)
    _check_still_may(found)
    if found.state != FileState.READY or found.file_key is None:
        raise Conflict("ordered-file-not-ready")
    source = ports.storage().open(found.file_key)
    return _closing(source)


def filename_of(ordered: OrderedFile) -> str:
    """What to call it."""
    period = Period(ordered.first_on, ordered.last_on)
    return filename(period, ordered.municipality_number, Format.XLSX, ordered.category_code)


def make_file(event: FileOrdered) -> None:
    """Make an ordered file. Does nothing when that has been done."""
    ordered = db.session.get(OrderedFile, event.file_id)
    if ordered is None or ordered.state != FileState.ORDERED:
        return
    key = f"{FOLDER}/{clock.today():%Y%m%d}{uuid.uuid4().hex}.xlsx"
    try:
        size = _make(ordered, key)
    except Refusal as refusal:
        _end(event.file_id, state=FileState.FAILED, failure=refusal.code)
        return
    if not _end(event.file_id, state=FileState.READY, file_key=key, bytes=size, made_at=clock.now()):
        ports.storage().delete(key)


def forget_old() -> int:
    """Remove files with what is known of them after `KEEP_FOR`. Answers how many."""
    oldest = clock.now() - KEEP_FOR
    with transaction() as session:
        old = session.execute(
            delete(OrderedFile).where(OrderedFile.ordered_at < oldest).returning(OrderedFile.file_key)
        ).all()
    for key in list(ports.storage().list(f"{FOLDER}/")):
        if key.rpartition("/")[2][:8] < f"{clock.local_date(oldest):%Y%m%d}":
            ports.storage().delete(key)
    return len(old)


def _make(ordered: OrderedFile, key: str) -> int:
    """Write the workbook, as things stand at one moment, to the storage, and answer how many bytes it has."""
    look_at_one_moment()
    actor = _reader(ordered)
    period, number, code = Period(ordered.first_on, ordered.last_on), ordered.municipality_number, ordered.category_code
    done, file_id = _Counted(), ordered.id
    scope, stamp = Scope(actor, period, number, code), stamp_of(actor, period, number, code)
    with TemporaryFile() as target, repeating(lambda: _tell(file_id, done.rows), TELL_EVERY_S, MOST_TOLD):
        write_workbook(scope, done.counting(stream(scope)), stamp, target)
        size = target.tell()
        target.seek(0)
        ports.storage().put(key, target)
    return size


def _reader(ordered: OrderedFile) -> Actor:
    """Who ordered it, as they may now."""
    person = accounts.get_person(ordered.person_id)
    actor = organisations.actor_of(person, ordered.acting_for, on=clock.today())
    return replace(actor, language=ordered.language)


def _check_still_may(ordered: OrderedFile) -> None:
    """A file holds what only the municipality that it was ordered for sees: whoever has left it leaves the file."""
    reader = _reader(ordered)
    if ordered.acting_for not in (None, reader.municipality_number):
        raise Forbidden("export-other-municipality")
    policies.may_export_rows(reader, ordered.municipality_number).enforce()


class _Counted:
    """How many rows have passed, for another thread to tell."""

    def __init__(self) -> None:
        self.rows = 0

    def counting(self, rows: Iterator[Record]) -> Iterator[Record]:
        for row in rows:
            self.rows += 1
            yield row


def _tell(file_id: int, rows: int) -> None:
    with transaction() as session:
        session.execute(
            update(OrderedFile)
            .where(OrderedFile.id == file_id, OrderedFile.state == FileState.ORDERED)
            .values(rows_done=rows)
        )


def _end(file_id: int, **values: object) -> bool:
    """Whether this call ended it; another worker may have been first."""
    with transaction() as session:
        ended = session.execute(
            update(OrderedFile)
            .where(OrderedFile.id == file_id, OrderedFile.state == FileState.ORDERED)
            .values(rows_done=OrderedFile.rows_total, **values)
            .returning(OrderedFile.id)
        )
        return ended.first() is not None


def _closing(source: IO[bytes]) -> Iterator[bytes]:
    with source as opened:
        yield from pieces_of(opened)
