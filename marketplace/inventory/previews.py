"""Asking about imports: what was understood of a spreadsheet, and what is wrong with its rows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, select

from marketplace.catalogue.queries import category_names
from marketplace.foundation.actor import Actor
from marketplace.foundation.database import db
from marketplace.foundation.errors import NotFound
from marketplace.foundation.pagination import DEFAULT_PER_PAGE, Page, offset
from marketplace.inventory import policies
from marketplace.inventory.models import AssetImport, ImportProblem, RememberedMapping
from marketplace.inventory.spreadsheet.mapping import headers_hash
from marketplace.inventory.states import ImportPurpose, ImportState, Severity

Remembered = Callable[[list[str]], dict[str, str]]


@dataclass(frozen=True, slots=True)
class Ticket:
    """What a background reader needs to know of an import; plain values, so that no transaction stays open."""

    id: int
    municipality_number: str
    unit_id: int | None
    filename: str
    file_key: str
    state: ImportState
    round: int
    wanted: dict[str, str] | None
    columns: list[dict[str, Any]]

    @property
    def decided(self) -> dict[str, str] | None:
        """What was decided of the columns: when keeping, exactly what was looked at."""
        if self.state is ImportState.KEEPING:
            return {f"#{column['index']}": column["field"] or "" for column in self.columns}
        return self.wanted


@dataclass(frozen=True, slots=True)
class ProblemRow:
    """A problem as it stands in a list."""

    row: int
    column: str
    severity: Severity
    code: str
    facts: dict[str, Any]


@dataclass(frozen=True, slots=True)
class ImportRow:
    """An import as it stands in a list."""

    id: int
    filename: str
    state: ImportState
    rows_total: int
    rows_ok: int
    rows_failed: int
    uploaded_at: datetime
    kept_at: datetime | None


def get_import(actor: Actor, import_id: int, purpose: ImportPurpose = ImportPurpose.ASSETS) -> AssetImport:
    """An import for that purpose of the actor's municipality.

    Raises:
        NotFound: "import-not-found", also for one that the actor may not see.
    """
    found = db.session.get(AssetImport, import_id, populate_existing=True)
    if found is None or found.purpose is not purpose or not _may_see(actor, found):
        raise NotFound("import-not-found")
    return found


def get_for_update(actor: Actor, import_id: int, purpose: ImportPurpose = ImportPurpose.ASSETS) -> AssetImport:
    """As `get_import`, locked for the open transaction."""
    found = db.session.scalar(
        select(AssetImport)
        .where(AssetImport.id == import_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if found is None or found.purpose is not purpose or not _may_see(actor, found):
        raise NotFound("import-not-found")
    return found


def find_ticket(import_id: int, state: ImportState, purpose: ImportPurpose = ImportPurpose.ASSETS) -> Ticket | None:
    """The import for a background reader of that purpose, if it stands in that state. Ends the read transaction."""
    row = db.session.execute(
        select(
            AssetImport.id,
            AssetImport.municipality_number,
            AssetImport.unit_id,
            AssetImport.filename,
            AssetImport.file_key,
            AssetImport.state,
            AssetImport.round,
            AssetImport.wanted,
            AssetImport.columns,
        ).where(AssetImport.id == import_id, AssetImport.state == state, AssetImport.purpose == purpose)
    ).one_or_none()
    db.session.rollback()
    return None if row is None else Ticket(*row)


def list_imports(
    actor: Actor,
    page: int = 1,
    per_page: int = DEFAULT_PER_PAGE,
    purpose: ImportPurpose = ImportPurpose.ASSETS,
) -> Page[ImportRow]:
    """The imports of the actor's municipality (a person of one unit: of that unit), newest first. Two queries."""
    policies.may_import(actor, purpose).enforce()
    wanted = and_(AssetImport.municipality_number == actor.municipality_number, AssetImport.purpose == purpose)
    if actor.unit_id is not None:
        wanted = wanted & (AssetImport.unit_id == actor.unit_id)
    total = db.session.scalar(select(func.count()).select_from(AssetImport).where(wanted)) or 0
    rows = db.session.execute(
        select(
            AssetImport.id,
            AssetImport.filename,
            AssetImport.state,
            AssetImport.rows_total,
            AssetImport.rows_ok,
            AssetImport.rows_failed,
            AssetImport.uploaded_at,
            AssetImport.kept_at,
        )
        .where(wanted)
        .order_by(AssetImport.id.desc())
        .limit(per_page)
        .offset(offset(page, per_page))
    )
    return Page([ImportRow(*row) for row in rows], total, page, per_page)


def list_problems(
    import_id: int,
    language: str = "nb",
    *,
    severity: Severity | None = None,
    code: str | None = None,
    column: str | None = None,
    page: int = 1,
    per_page: int = DEFAULT_PER_PAGE,
) -> Page[ProblemRow]:
    """What is wrong with an import's rows, errors first, then by row. Two queries.

    A category among the facts is its name in `language`.
    """
    wanted = ImportProblem.import_id == import_id
    for field, value in (
        (ImportProblem.severity, severity),
        (ImportProblem.code, code),
        (ImportProblem.column, column),
    ):
        if value:
            wanted = wanted & (field == value)
    total = db.session.scalar(select(func.count()).select_from(ImportProblem).where(wanted)) or 0
    rows = db.session.execute(
        select(
            ImportProblem.row,
            ImportProblem.column,
            ImportProblem.severity,
            ImportProblem.code,
            ImportProblem.facts,
        )
        .where(wanted)
        .order_by(ImportProblem.severity, ImportProblem.row, ImportProblem.id)
        .limit(per_page)
        .offset(offset(page, per_page))
    )
    names = category_names(language)
    return Page([_problem_row(row, names) for row in rows], total, page, per_page)


def _problem_row(row: Sequence[Any], names: dict[str, str]) -> ProblemRow:
    found = ProblemRow(*row)
    if "category" not in found.facts:
        return found
    return replace(found, facts=found.facts | {"category": names.get(found.facts["category"], "")})


def columns_with_problems(import_id: int, severity: Severity) -> list[str]:
    """The columns in which an import has such problems, by name."""
    found = select(ImportProblem.column).where(
        ImportProblem.import_id == import_id, ImportProblem.severity == severity, ImportProblem.column != ""
    )
    return list(db.session.scalars(found.distinct().order_by(ImportProblem.column)))


def remembered_mapping(
    municipality_number: str, titles: Sequence[str], purpose: ImportPurpose = ImportPurpose.ASSETS
) -> dict[str, str]:
    """How the municipality last mapped these headers, by `mapping.title_keys`; empty when it never did."""
    return (
        db.session.scalar(
            select(RememberedMapping.mapping).where(
                RememberedMapping.municipality_number == municipality_number,
                RememberedMapping.headers_hash == headers_hash(titles, purpose),
            )
        )
        or {}
    )


def _may_see(actor: Actor, found: AssetImport) -> bool:
    own = actor.unit_id is None or actor.unit_id == found.unit_id
    return (
        bool(policies.may_import(actor, found.purpose))
        and actor.municipality_number == found.municipality_number
        and own
    )
