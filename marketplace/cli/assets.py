"""Commands about assets."""

import json
from pathlib import Path

import click

from marketplace.cli.context import in_app
from marketplace.cli.errors import LANGUAGE, plainly
from marketplace.foundation.actor import Actor
from marketplace.foundation.errors import Invalid
from marketplace.inventory import importing, previews, uploading
from marketplace.inventory.events import ImportAccepted, ImportUploaded
from marketplace.inventory.examining import Problems
from marketplace.inventory.spreadsheet.mapping import check_wanted
from marketplace.inventory.spreadsheet.reading import Problem
from marketplace.inventory.states import ImportState, Severity
from marketplace.organisations import queries as organisations
from marketplace.wording.refusals import in_words

MOST_SHOWN = 20


@click.group("assets")
def assets() -> None:
    """Assets of a municipality."""


@assets.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--municipality", required=True, metavar="NUMBER", help="Whose assets they are, as 3305.")
@click.option(
    "--mapping",
    "mapping_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help='A JSON file from column title (or letters) to field, as {"Hva": "name"}.',
)
@click.option("--dry-run", is_flag=True, help="Only tell what would happen.")
@plainly
@in_app
def import_assets(file: Path, municipality: str, mapping_file: Path | None, dry_run: bool) -> None:
    """Take a spreadsheet (CSV, XLSX, ODS) into a municipality's inventory. Rows with errors are told and left out."""
    actor = organisations.operator_actor(municipality)
    wanted = _read_mapping(mapping_file)
    if dry_run:
        preview = importing.try_out(municipality, file, uploading.shown_name(file.name), wanted)
        _tell(preview.problems.kept, preview.problems, f"{preview.rows_ok} of {preview.rows_total} rows would be kept")
        click.echo(_counts(preview.rows_new, preview.rows_changed, preview.rows_unchanged, preview.rows_failed))
        return
    _import(actor, file, wanted)


def _import(actor: Actor, file: Path, wanted: dict[str, str] | None) -> None:
    with file.open("rb") as stream:
        import_id = uploading.upload_file(actor, file.name, stream, wanted).id
    importing.look_at_file(ImportUploaded(import_id))
    found = previews.get_import(actor, import_id)
    if found.state is ImportState.LOOKED:
        uploading.accept_rows(actor, import_id)
        importing.keep_rows(ImportAccepted(import_id, actor.person_id))
        found = previews.get_import(actor, import_id)
    if found.state is ImportState.FAILED:
        raise Invalid(found.failure or "unexpected-error", **found.failure_facts)
    page = previews.list_problems(import_id, LANGUAGE, per_page=MOST_SHOWN)
    shown = [Problem(row.row, row.column, row.severity, row.code, row.facts) for row in page.items]
    _tell(shown, None, f"{found.rows_ok} of {found.rows_total} rows were kept")
    click.echo(_counts(found.rows_new, found.rows_changed, found.rows_unchanged, found.rows_failed))


def _read_mapping(path: Path | None) -> dict[str, str] | None:
    if path is None:
        return None
    try:
        mapping = json.loads(path.read_text(encoding="utf-8-sig"))
    except (ValueError, RecursionError):
        mapping = None
    if not isinstance(mapping, dict) or not all(isinstance(field, str) for field in mapping.values()):
        raise Invalid("import-mapping-not-understood")
    check_wanted(mapping)
    return mapping


def _tell(problems: list[Problem], all_of_them: Problems | None, sentence: str) -> None:
    click.echo(f"{sentence}.")
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    for problem in [*errors, *(problem for problem in problems if problem.severity is Severity.NOTICE)][:MOST_SHOWN]:
        where = f"row {problem.row}" + (f", {problem.column}" if problem.column else "")
        click.echo(f"  {problem.severity.value}: {where}: {in_words(LANGUAGE, problem.code, problem.facts)}")
    counted = sum(all_of_them.counts.values()) if all_of_them else len(problems)
    if counted > MOST_SHOWN:
        click.echo(f"  … and {counted - MOST_SHOWN} more.")


def _counts(new: int, changed: int, unchanged: int, failed: int) -> str:
    return f"New: {new}. Changed: {changed}. Unchanged: {unchanged}. Left out: {failed}."
