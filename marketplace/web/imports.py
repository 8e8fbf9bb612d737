"""Imports of spreadsheets: hand in a file, see what was understood, mend the columns, keep the rows."""

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from marketplace.catalogue import queries as catalogue
from marketplace.foundation.errors import Conflict, FieldError, Invalid
from marketplace.inventory import policies, previews, uploading
from marketplace.inventory.models import AssetImport
from marketplace.inventory.spreadsheet import template
from marketplace.inventory.spreadsheet.titles import FIELDS, IGNORE
from marketplace.inventory.states import ImportState, Severity
from marketplace.web.access import allows, current_actor
from marketplace.web.errors import flash_refusal
from marketplace.web.forms.base import add_errors
from marketplace.web.forms.inventory import UploadForm
from marketplace.web.locale import reader_language
from marketplace.wording import inventory as words
from marketplace.wording.refusals import in_words

blueprint = Blueprint("imports", __name__)

UNDER_WAY = (ImportState.UPLOADED, ImportState.KEEPING)
PER_PAGE = 50
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.get("/eiendeler/import")
@allows("assets:manage")
def new() -> ResponseReturnValue:
    """Where to drop a file; and the imports so far."""
    return _upload_page(UploadForm())


@blueprint.post("/eiendeler/import")
@allows("assets:manage")
def upload() -> ResponseReturnValue:
    """Take in a file."""
    form = UploadForm()
    file = request.files.get("file")
    try:
        if file is None or not file.filename:
            raise Invalid(fields=(FieldError("file", "import-file-missing"),))
        found = uploading.upload_file(current_actor(), file.filename, file.stream)
    except Invalid as refusal:
        fields = refusal.fields or (FieldError("file", refusal.code, refusal.facts),)
        add_errors(form, Invalid(fields=fields))
        return _upload_page(form), 422
    return redirect(url_for("imports.show", import_id=found.id))


@blueprint.get("/eiendeler/import/mal.<any(xlsx, csv):kind>")
@allows("assets:manage")
def download_template(kind: str) -> Response:
    """A spreadsheet to fill in, in the reader's language."""
    language = reader_language()
    if kind == "xlsx":
        body: bytes = template.template_xlsx(language, catalogue.category_names(language))
    else:
        body = b"".join(template.template_csv(language))
    headers = {"Content-Disposition": f'attachment; filename="eiendeler-mal.{kind}"'}
    return Response(body, mimetype=_XLSX if kind == "xlsx" else "text/csv", headers=headers)


@blueprint.get("/eiendeler/import/<id:import_id>")
@allows("assets:manage")
def show(import_id: int) -> ResponseReturnValue:
    """How far an import has come; what was understood; what is wrong with which rows."""
    found = previews.get_import(current_actor(), import_id)
    if found.state in UNDER_WAY:
        return render_template("inventory/import_wait.html", found=found, words=words)
    return _import_page(found)


@blueprint.get("/eiendeler/import/<id:import_id>/framdrift")
@allows("assets:manage")
def progress(import_id: int) -> ResponseReturnValue:
    """How far it has come, for htmx; when it is done, the whole page is wanted."""
    found = previews.get_import(current_actor(), import_id)
    if found.state not in UNDER_WAY:
        return Response(status=200, headers={"HX-Redirect": url_for("imports.show", import_id=import_id)})
    return render_template("inventory/_progress.html", found=found)


@blueprint.post("/eiendeler/import/<id:import_id>/kolonner")
@allows("assets:manage")
def map_columns(import_id: int) -> ResponseReturnValue:
    """Decide by hand what the columns are, and look again."""
    wanted = {
        f"#{name.removeprefix('column-')}": field
        for name, field in request.form.items()
        if name.startswith("column-") and name.removeprefix("column-").isdecimal()
    }
    try:
        uploading.map_columns(current_actor(), import_id, wanted)
    except Invalid as refusal:
        known = words.FIELDS.get(str(refusal.facts.get("field")))
        flash_refusal(Invalid(refusal.code, field=gettext(known) if known else str(refusal.facts.get("field", ""))))
    except Conflict as refusal:
        flash_refusal(refusal)
    return redirect(url_for("imports.show", import_id=import_id))


@blueprint.post("/eiendeler/import/<id:import_id>/behold")
@allows("assets:manage")
def keep(import_id: int) -> ResponseReturnValue:
    """Keep the rows without errors."""
    try:
        uploading.accept_rows(current_actor(), import_id)
    except Conflict as refusal:
        flash_refusal(refusal)
    else:
        flash(gettext("Radene tas inn. Du kan lukke siden; det går av seg selv."))
    return redirect(url_for("imports.show", import_id=import_id))


def _upload_page(form: UploadForm) -> str:
    number = min(max(request.args.get("page", 1, type=int), 1), 100_000)
    earlier = previews.list_imports(current_actor(), number)
    return render_template("inventory/import_new.html", form=form, earlier=earlier, states=words.IMPORT_STATES)


def _import_page(found: AssetImport) -> str:
    counts = {
        severity: sum(entry["count"] for entry in found.summary.values() if entry["severity"] == severity)
        for severity in Severity
    }
    asked = request.args.get("type", "")
    severity = Severity(asked) if asked in list(Severity) else _first_with_any(counts)
    column = request.args.get("kolonne", "").replace("\x00", "")[:120] or None
    number = min(max(request.args.get("page", 1, type=int), 1), 100_000)
    language = reader_language()
    problems = previews.list_problems(
        found.id, language, severity=severity, column=column, page=number, per_page=PER_PAGE
    )
    return render_template(
        "inventory/import_show.html",
        found=found,
        counts=counts,
        severity=severity,
        column=column,
        columns_with_problems=previews.columns_with_problems(found.id, severity),
        problems=problems.map(lambda row: (row, in_words(language, row.code, row.facts))),
        unknown=[c["title"] or c["letters"] for c in found.columns if c["field"] is None and c["examples"]],
        fields=[(field, gettext(words.FIELDS[field])) for field in FIELDS],
        ignore=IGNORE,
        may_keep=policies.may_keep_import(current_actor(), found),
        failure=in_words(language, found.failure, found.failure_facts) if found.failure else None,
        words=words,
    )


def _first_with_any(counts: dict[Severity, int]) -> Severity:
    return Severity.ERROR if counts[Severity.ERROR] or not counts[Severity.NOTICE] else Severity.NOTICE
