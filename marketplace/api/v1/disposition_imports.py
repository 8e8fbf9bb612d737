"""Imports of spreadsheets of dispositions: hand in, look, keep."""

from werkzeug.datastructures import FileStorage

from marketplace.api.access import allows, current_actor
from marketplace.api.openapi import api_blueprint
from marketplace.api.problems import problems
from marketplace.api.schemas.assets import ImportAnswer, ImportInput
from marketplace.api.v1.asset_imports import answer, read_mapping
from marketplace.inventory import previews, uploading
from marketplace.inventory.states import ImportPurpose
from marketplace.transfers.sheet import SHEET

blueprint = api_blueprint("disposition_imports", "Dispositions")


@blueprint.post("/dispositions/imports")
@allows("dispositions:record")
@blueprint.input(ImportInput, location="form_and_files", arg_name="body")
@blueprint.output(ImportAnswer, status_code=202)
@blueprint.doc(responses=problems(413))
def upload_file(body: ImportInput) -> ImportAnswer:
    """Hand in a CSV, XLSX or ODS file of what left otherwise; it is looked at in the background."""
    actor = current_actor()
    file: FileStorage = body.file
    found = uploading.upload_file(actor, file.filename or "", file.stream, read_mapping(body.mapping), SHEET)
    return answer(actor, found)


@blueprint.get("/dispositions/imports/<id:import_id>")
@allows("dispositions:record")
@blueprint.output(ImportAnswer)
@blueprint.doc(responses=problems(404))
def show_import(import_id: int) -> ImportAnswer:
    """How far an import has come, what was understood, and what is wrong with its rows."""
    actor = current_actor()
    return answer(actor, previews.get_import(actor, import_id, ImportPurpose.DISPOSITIONS))


@blueprint.post("/dispositions/imports/<id:import_id>/commit")
@allows("dispositions:record")
@blueprint.output(ImportAnswer, status_code=202)
@blueprint.doc(responses=problems(404, 409))
def commit_import(import_id: int) -> ImportAnswer:
    """Record the rows without errors; that happens in the background, all of them or none."""
    actor = current_actor()
    return answer(actor, uploading.accept_rows(actor, import_id, ImportPurpose.DISPOSITIONS))
