"""Imports of spreadsheets: hand in, look, keep. The same calls for each sort: assets, and what left otherwise."""

import json
from dataclasses import dataclass

from apiflask import APIBlueprint
from werkzeug.datastructures import FileStorage

from marketplace.api.access import allows, caller_language, current_actor
from marketplace.api.openapi import api_blueprint
from marketplace.api.problems import problems
from marketplace.api.schemas.assets import ColumnAnswer, FailureAnswer, ImportAnswer, ImportInput, ProblemAnswer
from marketplace.foundation.actor import Actor
from marketplace.foundation.errors import Invalid
from marketplace.inventory import policies, previews, uploading
from marketplace.inventory.models import AssetImport
from marketplace.inventory.spreadsheet.sheets import ASSETS, Sheet
from marketplace.inventory.states import Severity
from marketplace.transfers.sheet import SHEET as DISPOSITIONS
from marketplace.wording.refusals import in_words

MOST_PROBLEMS = 1000


@dataclass(frozen=True)
class Sort:
    """One sort of spreadsheet: root address, who may, what it is read as, what its first and last calls do."""

    name: str
    tag: str
    root: str
    permission: str
    sheet: Sheet
    upload: str
    commit: str


def _calls(sort: Sort) -> APIBlueprint:
    blueprint, sheet = api_blueprint(sort.name, sort.tag), sort.sheet

    @blueprint.post(sort.root)
    @allows(sort.permission)
    @blueprint.input(ImportInput, location="form_and_files", arg_name="body")
    @blueprint.output(ImportAnswer, status_code=202)
    @blueprint.doc(summary=sort.upload, responses=problems(413))
    def upload_file(body: ImportInput) -> ImportAnswer:
        actor = current_actor()
        file: FileStorage = body.file
        found = uploading.upload_file(actor, file.filename or "", file.stream, _mapping(body.mapping), sheet)
        return _answer(actor, found)

    @blueprint.get(f"{sort.root}/<id:import_id>")
    @allows(sort.permission)
    @blueprint.output(ImportAnswer)
    @blueprint.doc(responses=problems(404))
    def show_import(import_id: int) -> ImportAnswer:
        """How far an import has come, what was understood, and what is wrong with its rows."""
        actor = current_actor()
        return _answer(actor, previews.get_import(actor, import_id, sheet.purpose))

    @blueprint.post(f"{sort.root}/<id:import_id>/commit")
    @allows(sort.permission)
    @blueprint.output(ImportAnswer, status_code=202)
    @blueprint.doc(summary=sort.commit, responses=problems(404, 409))
    def commit_import(import_id: int) -> ImportAnswer:
        actor = current_actor()
        return _answer(actor, uploading.accept_rows(actor, import_id, sheet.purpose))

    return blueprint


def _mapping(text: str | None) -> dict[str, str] | None:
    """A mapping as JSON.

    Raises:
        Invalid: "import-mapping-not-understood".
    """
    if not text:
        return None
    try:
        mapping = json.loads(text)
    except (ValueError, RecursionError):
        mapping = None
    if not isinstance(mapping, dict) or not all(isinstance(field, str) for field in mapping.values()):
        raise Invalid("import-mapping-not-understood")
    return mapping


def _answer(actor: Actor, found: AssetImport) -> ImportAnswer:
    """An import with what was understood and what is wrong with its rows."""
    language = caller_language()
    said = {name: getattr(found, name) for name in ImportAnswer.model_fields if hasattr(found, name)}
    failure = None
    if found.failure:
        message = in_words(language, found.failure, found.failure_facts)
        failure = FailureAnswer(code=found.failure, message=message)
    return ImportAnswer(
        **said
        | {
            "errors": _problems(found.id, Severity.ERROR, language),
            "notices": _problems(found.id, Severity.NOTICE, language),
            "columns": [ColumnAnswer.model_validate(column) for column in found.columns],
            "failure": failure,
            "actions": ["commit"] if policies.may_keep_import(actor, found) else [],
        }
    )


def _problems(import_id: int, severity: Severity, language: str) -> list[ProblemAnswer]:
    page = previews.list_problems(import_id, language, severity=severity, per_page=MOST_PROBLEMS)
    return [
        ProblemAnswer(
            row=problem.row,
            column=problem.column,
            code=problem.code,
            message=in_words(language, problem.code, problem.facts),
        )
        for problem in page.items
    ]


ASSET_CALLS = _calls(
    Sort(
        name="asset_imports",
        tag="Assets",
        root="/assets/imports",
        permission="assets:manage",
        sheet=ASSETS,
        upload="Hand in a CSV, XLSX or ODS file; it is looked at in the background.",
        commit="Keep the rows without errors; that happens in the background, all of them or none.",
    )
)
DISPOSITION_CALLS = _calls(
    Sort(
        name="disposition_imports",
        tag="Dispositions",
        root="/dispositions/imports",
        permission="dispositions:record",
        sheet=DISPOSITIONS,
        upload="Hand in a CSV, XLSX or ODS file of what left otherwise; it is looked at in the background.",
        commit="Record the rows without errors; that happens in the background, all of them or none.",
    )
)
