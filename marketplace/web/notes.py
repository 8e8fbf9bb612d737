"""Transfer notes, given out to those who see the row."""

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue

from marketplace.foundation.errors import NotFound
from marketplace.foundation.translation import LANGUAGES
from marketplace.transfers import printing
from marketplace.transfers.printing import NoteFormat
from marketplace.web.access import allows, current_actor
from marketplace.web.locale import reader_language

blueprint = Blueprint("notes", __name__)


@blueprint.get("/overforinger/<id:transfer_id>/notat.<string(maxlength=4):format>")
@allows("transfers:view")
def show(transfer_id: int, format: str) -> ResponseReturnValue:  # noqa: A002 - the name in the address
    """The note as a file, in the reader's language or the one asked for."""
    if format not in set(NoteFormat):
        raise NotFound("page-not-found")
    asked = request.args.get("sprak", "")
    language = asked if asked in LANGUAGES else reader_language()
    name, content = printing.file_of(current_actor(), transfer_id, NoteFormat(format), language)
    placed = "inline" if format == NoteFormat.PDF else "attachment"
    response = Response(content, mimetype=printing.MIMETYPES[NoteFormat(format)])
    response.headers["Content-Disposition"] = f"{placed}; filename={name}"
    return response
