"""Calls about workbooks that take their time: ordered, followed and fetched; and about what the columns mean."""

from typing import Any

from flask import Response, request

from marketplace.api.access import allows, caller_language, current_actor, reading_actor
from marketplace.api.asking import municipality_asked, period_between
from marketplace.api.files import attached, described
from marketplace.api.openapi import api_blueprint
from marketplace.api.problems import problems
from marketplace.api.schemas.base import Paged
from marketplace.api.schemas.reports import (
    DictionaryFormat,
    DictionaryQuery,
    FileAnswer,
    FileInput,
    FileList,
    file_answer,
)
from marketplace.statistics import dictionary, export, ordering, policies

blueprint = api_blueprint("ordered_files", "Reports")
XLSX = export.MIMETYPES[export.Format.XLSX]
DICTIONARIES = {DictionaryFormat.JSON: dictionary.as_json, DictionaryFormat.CSV: dictionary.as_csv}
_COLUMN = {
    "type": "object",
    "properties": {column.key: {"type": "string"} for column in dictionary.FILE_COLUMNS},
    "required": [column.key for column in dictionary.FILE_COLUMNS],
}
_DICTIONARY: dict[str, Any] = {
    "description": "The columns of both tables of exported rows, in their order; in CSV one row for each.",
    "content": {
        "application/json": {
            "schema": {
                "type": "object",
                "properties": {"columns": {"type": "array", "items": _COLUMN}},
                "required": ["columns"],
            }
        },
        "text/csv": {"schema": {"type": "string"}},
    },
}


@blueprint.get("/statistics/files")
@allows("statistics:view")
@blueprint.input(Paged, location="query", arg_name="query")
@blueprint.output(FileList)
@blueprint.doc(responses=problems())
def list_files(query: Paged) -> FileList:
    """The caller's own files, newest first. They are kept for seven days."""
    page = ordering.list_files(current_actor(), query.page, query.per_page)
    return FileList.of(page.map(lambda each: file_answer(each, caller_language())))


@blueprint.post("/statistics/files")
@allows("statistics:view")
@blueprint.input(FileInput, location="json", arg_name="body")
@blueprint.output(FileAnswer, status_code=202)
@blueprint.doc(responses=problems(404))
def order_file(body: FileInput) -> FileAnswer:
    """Have a workbook of all rows of a period made in the background; ask for it until it is ready."""
    actor = reading_actor()
    number = municipality_asked(body.municipality) or policies.municipality_meant(actor)
    found = ordering.order_file(actor, period_between(body.first, body.last), number, body.category)
    return file_answer(found, actor.language)


@blueprint.get("/statistics/files/<id:file_id>")
@allows("statistics:view")
@blueprint.output(FileAnswer)
@blueprint.doc(responses=problems(404))
def show_file(file_id: int) -> FileAnswer:
    """How far a file has come."""
    return file_answer(ordering.get_file(current_actor(), file_id), caller_language())


@blueprint.get("/statistics/files/<id:file_id>/file")
@allows("statistics:view")
@blueprint.doc(responses={200: described(XLSX), **problems(404, 409)})
def fetch_file(file_id: int) -> Response:
    """The workbook itself."""
    found = ordering.get_file(current_actor(), file_id)
    return attached(ordering.open_file(current_actor(), file_id), XLSX, ordering.filename_of(found))


@blueprint.get("/statistics/dictionary")
@allows("statistics:view")
@blueprint.input(DictionaryQuery, location="query", arg_name="query")
@blueprint.doc(responses={200: _DICTIONARY, 304: {"description": "As it was when last asked for."}, **problems()})
def show_dictionary(query: DictionaryQuery) -> Response:
    """What each column of the exported rows is called, holds and means, and in which `table`. Answers an `ETag`."""
    content = b"".join(DICTIONARIES[query.format](caller_language()))
    response = Response(content, content_type=export.MIMETYPES[export.Format(query.format)])
    response.headers["Vary"] = "Accept-Language, Authorization"
    response.add_etag()
    response.make_conditional(request)
    return response
