"""Imports of spreadsheets: hand in a file, see what was understood, mend the columns, keep the rows.

The same pages for each sort of spreadsheet: assets, and what left otherwise.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from marketplace.catalogue import queries as catalogue
from marketplace.foundation.errors import Conflict, FieldError, Invalid
from marketplace.inventory import policies, previews, uploading
from marketplace.inventory.models import AssetImport
from marketplace.inventory.spreadsheet import template
from marketplace.inventory.spreadsheet.sheets import ASSETS, Sheet
from marketplace.inventory.spreadsheet.titles import IGNORE
from marketplace.inventory.states import ImportState, Severity
from marketplace.transfers import template as disposition_template
from marketplace.transfers.importing import batch_of
from marketplace.transfers.sheet import SHEET as DISPOSITIONS
from marketplace.web.access import allows, current_actor
from marketplace.web.errors import flash_refusal
from marketplace.web.forms.base import add_errors
from marketplace.web.forms.inventory import UploadForm
from marketplace.web.locale import reader_language
from marketplace.web.paging import page_number
from marketplace.wording import dispositions as disposition_words
from marketplace.wording import inventory as words
from marketplace.wording.refusals import in_words

UNDER_WAY = (ImportState.UPLOADED, ImportState.KEEPING)
PER_PAGE = 50
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Sort:
    """One sort of spreadsheet as the pages know it: name of the blueprint, root address, who may, what it is read as.

    `fields` are the words for its fields, `template` a spreadsheet to fill in, by ending and language.
    """

    name: str
    root: str
    permission: str
    sheet: Sheet
    fields: Mapping[str, str]
    template: Callable[[str, str], bytes]
    filename: str

    @property
    def blueprint(self) -> Blueprint:
        """The pages of this sort."""
        made, pages = Blueprint(self.name, __name__), Pages(self)
        for rule, method, view in (
            ("", "GET", pages.new),
            ("", "POST", pages.upload),
            ("/mal.<any(xlsx, csv):kind>", "GET", pages.download_template),
            ("/<id:import_id>", "GET", pages.show),
            ("/<id:import_id>/framdrift", "GET", pages.progress),
            ("/<id:import_id>/kolonner", "POST", pages.map_columns),
            ("/<id:import_id>/behold", "POST", pages.keep),
        ):
            guarded = allows(self.permission)(view)
            made.add_url_rule(self.root + rule, view.__name__, guarded, methods=[method])
        return made


class Pages:
    """The views of one sort."""

    def __init__(self, sort: Sort) -> None:
        self._sort = sort

    def new(self) -> ResponseReturnValue:
        """Where to drop a file; and the imports so far."""
        return self._upload_page(UploadForm())

    def upload(self) -> ResponseReturnValue:
        """Take in a file."""
        form = UploadForm()
        file = request.files.get("file")
        try:
            if file is None or not file.filename:
                raise Invalid(fields=(FieldError("file", "import-file-missing"),))
            found = uploading.upload_file(current_actor(), file.filename, file.stream, sheet=self._sort.sheet)
        except Invalid as refusal:
            fields = refusal.fields or (FieldError("file", refusal.code, refusal.facts),)
            add_errors(form, Invalid(fields=fields))
            return self._upload_page(form), 422
        return redirect(url_for(".show", import_id=found.id))

    def download_template(self, kind: str) -> Response:
        """A spreadsheet to fill in, in the reader's language."""
        body = self._sort.template(kind, reader_language())
        headers = {"Content-Disposition": f'attachment; filename="{self._sort.filename}.{kind}"'}
        return Response(body, mimetype=_XLSX if kind == "xlsx" else "text/csv", headers=headers)

    def show(self, import_id: int) -> ResponseReturnValue:
        """How far an import has come; what was understood; what is wrong with which rows."""
        found = self._get(import_id)
        if found.state in UNDER_WAY:
            return render_template("inventory/import_wait.html", found=found, sort=self._sort)
        return self._import_page(found)

    def progress(self, import_id: int) -> ResponseReturnValue:
        """How far it has come, for htmx; when it is done, the whole page is wanted."""
        found = self._get(import_id)
        if found.state not in UNDER_WAY:
            return Response(status=200, headers={"HX-Redirect": url_for(".show", import_id=import_id)})
        return render_template("inventory/_progress.html", found=found)

    def map_columns(self, import_id: int) -> ResponseReturnValue:
        """Decide by hand what the columns are, and look again."""
        wanted = {
            f"#{name.removeprefix('column-')}": field
            for name, field in request.form.items()
            if name.startswith("column-") and name.removeprefix("column-").isdecimal()
        }
        try:
            uploading.map_columns(current_actor(), import_id, wanted, self._sort.sheet)
        except Invalid as refusal:
            known = self._sort.fields.get(str(refusal.facts.get("field")))
            told = gettext(known) if known else str(refusal.facts.get("field", ""))
            flash_refusal(Invalid(refusal.code, field=told))
        except Conflict as refusal:
            flash_refusal(refusal)
        return redirect(url_for(".show", import_id=import_id))

    def keep(self, import_id: int) -> ResponseReturnValue:
        """Keep the rows without errors."""
        try:
            uploading.accept_rows(current_actor(), import_id, self._sort.sheet.purpose)
        except Conflict as refusal:
            flash_refusal(refusal)
        else:
            flash(gettext("Radene tas inn. Du kan lukke siden; det går av seg selv."))
        return redirect(url_for(".show", import_id=import_id))

    def _get(self, import_id: int) -> AssetImport:
        return previews.get_import(current_actor(), import_id, self._sort.sheet.purpose)

    def _upload_page(self, form: UploadForm) -> str:
        number = page_number()
        earlier = previews.list_imports(current_actor(), number, purpose=self._sort.sheet.purpose)
        return render_template(
            "inventory/import_new.html", form=form, earlier=earlier, states=words.IMPORT_STATES, sort=self._sort
        )

    def _import_page(self, found: AssetImport) -> str:
        counts = {
            severity: sum(entry["count"] for entry in found.summary.values() if entry["severity"] == severity)
            for severity in Severity
        }
        asked = request.args.get("type", "")
        severity = Severity(asked) if asked in list(Severity) else _first_with_any(counts)
        column = request.args.get("kolonne", "").replace("\x00", "")[:120] or None
        number = page_number()
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
            fields=[(field, gettext(words)) for field, words in self._sort.fields.items()],
            ignore=IGNORE,
            may_keep=policies.may_keep_import(current_actor(), found),
            failure=in_words(language, found.failure, found.failure_facts) if found.failure else None,
            sort=self._sort,
            batch=batch_of(found.id),
        )


def _first_with_any(counts: dict[Severity, int]) -> Severity:
    return Severity.ERROR if counts[Severity.ERROR] or not counts[Severity.NOTICE] else Severity.NOTICE


def _asset_template(kind: str, language: str) -> bytes:
    if kind == "xlsx":
        return template.template_xlsx(language, catalogue.category_names(language))
    return b"".join(template.template_csv(language))


blueprint = Sort(
    name="imports",
    root="/eiendeler/import",
    permission="assets:manage",
    sheet=ASSETS,
    fields=words.FIELDS,
    template=_asset_template,
    filename="eiendeler-mal",
).blueprint
of_dispositions = Sort(
    name="disposition_imports",
    root="/avhendinger/import",
    permission="dispositions:record",
    sheet=DISPOSITIONS,
    fields=disposition_words.FIELDS,
    template=disposition_template.made,
    filename="avhendinger-mal",
).blueprint
