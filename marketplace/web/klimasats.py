"""The report to Klimasats: what is stated on top, the report below, and both files."""

from dataclasses import replace

from flask import Blueprint, flash, render_template, request
from flask.typing import ResponseReturnValue

from marketplace.foundation import clock
from marketplace.foundation.errors import NotFound
from marketplace.foundation.translation import LANGUAGES
from marketplace.hours.queries import hours_by_year
from marketplace.organisations import queries as organisations
from marketplace.statistics.klimasats import files, gathering
from marketplace.statistics.klimasats.assumptions import hourly_cap
from marketplace.statistics.klimasats.report import report_of
from marketplace.web.access import allows
from marketplace.web.errors import flash_refusal
from marketplace.web.files import attached
from marketplace.web.forms.klimasats import Asked, read_assumptions
from marketplace.web.locale import reader_language, reading_actor
from marketplace.wording.refusals import field_in_words

blueprint = Blueprint("klimasats", __name__)


@blueprint.get("/statistikk/klimasats")
@allows("statistics:view")
def show() -> ResponseReturnValue:
    """The form, and the report as it will be."""
    asked = _asked()
    actor = reading_actor()
    report = report_of(gathering.gather(actor, asked.stated)) if _is_sound(asked) else None
    return render_template(
        "statistics/klimasats.html",
        asked=asked,
        report=report,
        municipalities=organisations.list_members(clock.today()),
        caps={year: hourly_cap(year) for year in asked.years},
    ), 200


@blueprint.get("/statistikk/klimasats.<format>")
@allows("statistics:view")
def export(format: str) -> ResponseReturnValue:  # noqa: A002 - the name in the address
    """The report as a file, in the language that the address asks for."""
    if format not in files.MIMETYPES:
        raise NotFound("page-not-found")
    asked, kind = _asked(told=False), files.KlimasatsFormat(format)
    if asked.problem is not None:
        raise asked.problem
    language = request.args.get("sprak", "")
    actor = replace(reading_actor(), language=language if language in LANGUAGES else reader_language())
    content = files.file_of(actor, asked.stated, kind)
    return attached(content, files.MIMETYPES[kind], files.filename(asked.stated, kind))


def _asked(*, told: bool = True) -> Asked:
    asked = read_assumptions(request.args, clock.today(), hours_by_year)
    for field in asked.problem.fields if asked.problem and told else ():
        flash(field_in_words(reader_language(), field), "danger")
    if told and asked.problem and not asked.problem.fields:
        flash_refusal(asked.problem)
    return asked


def _is_sound(asked: Asked) -> bool:
    return asked.problem is None
