"""Files of figures that take their time: ordered, followed and fetched; and what their columns mean."""

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from marketplace.catalogue.queries import category_names
from marketplace.foundation import clock
from marketplace.foundation.errors import NotFound
from marketplace.organisations.geography import place_of
from marketplace.statistics import dictionary, export, ordering
from marketplace.statistics.models import FileState
from marketplace.web.access import allows, current_actor
from marketplace.web.files import attached
from marketplace.web.forms.statistics import read_choice
from marketplace.web.locale import reader_language, reading_actor
from marketplace.web.paging import page_number
from marketplace.wording.refusals import in_words

blueprint = Blueprint("exports", __name__)

DICTIONARY = {"csv": dictionary.as_csv, "json": dictionary.as_json}


@blueprint.get("/statistikk/filer")
@allows("statistics:view")
def index() -> ResponseReturnValue:
    """The reader's own files, and how to order one of the period chosen."""
    actor = current_actor()
    return render_template(
        "statistics/files.html",
        files=ordering.list_files(actor, page_number()),
        own_number=actor.municipality_number,
        place_of=place_of,
        categories=category_names(reader_language()),
        days=ordering.KEEP_FOR.days,
    )


@blueprint.post("/statistikk/filer")
@allows("statistics:view")
def order() -> ResponseReturnValue:
    """Have a workbook made in the background."""
    choice = read_choice(request.form, clock.today())
    if choice.problem is not None:
        raise choice.problem
    found = ordering.order_file(reading_actor(), choice.period, choice.municipality_number, choice.category_code)
    return redirect(url_for("exports.show", file_id=found.id))


@blueprint.get("/statistikk/filer/<id:file_id>")
@allows("statistics:view")
def show(file_id: int) -> ResponseReturnValue:
    """How far a file has come, or where to fetch it."""
    found = ordering.get_file(current_actor(), file_id)
    place = place_of(found.municipality_number).name if found.municipality_number else None
    failure = in_words(reader_language(), found.failure, {}) if found.failure else None
    return render_template(
        "statistics/file.html",
        found=found,
        place=place,
        category=category_names(reader_language()).get(found.category_code or ""),
        failure=failure,
        gone_at=ordering.gone_at(found),
    )


@blueprint.get("/statistikk/filer/<id:file_id>/framdrift")
@allows("statistics:view")
def progress(file_id: int) -> ResponseReturnValue:
    """How far it has come, for htmx; when it is done, the whole page is wanted."""
    found = ordering.get_file(current_actor(), file_id)
    if found.state != FileState.ORDERED:
        return Response(status=200, headers={"HX-Redirect": url_for("exports.show", file_id=file_id)})
    return render_template("statistics/_file_progress.html", found=found)


@blueprint.get("/statistikk/filer/<id:file_id>/fil")
@allows("statistics:view")
def fetch(file_id: int) -> ResponseReturnValue:
    """The file itself."""
    found = ordering.get_file(current_actor(), file_id)
    pieces = ordering.open_file(current_actor(), file_id)
    return attached(pieces, export.MIMETYPES[export.Format.XLSX], ordering.filename_of(found))


@blueprint.get("/statistikk/felter")
@allows("statistics:view")
def columns() -> ResponseReturnValue:
    """The data dictionary."""
    return render_template("statistics/columns.html", entries=dictionary.dictionary(reader_language()))


@blueprint.get("/statistikk/felter.<format>")
@allows("statistics:view")
def columns_file(format: str) -> ResponseReturnValue:  # noqa: A002 - the name in the address
    """The data dictionary as a file."""
    if format not in DICTIONARY:
        raise NotFound("page-not-found")
    pieces = DICTIONARY[format](reader_language())
    return attached(pieces, export.MIMETYPES[export.Format(format)], f"ombruk-felter.{format}")
