"""Figures: what was handed over, what it saved, and how much of it is known."""

from dataclasses import replace
from urllib.parse import quote

from flask import Blueprint, Response, flash, render_template, request, stream_with_context
from flask.typing import ResponseReturnValue

from marketplace.catalogue.queries import category_names
from marketplace.foundation import clock
from marketplace.foundation.actor import Actor
from marketplace.foundation.errors import NotFound
from marketplace.foundation.translation import LANGUAGES
from marketplace.organisations import queries as organisations
from marketplace.organisations.geography import place_of
from marketplace.statistics import export, ordering, policies, whatif
from marketplace.statistics import queries as statistics
from marketplace.statistics.definitions import definitions
from marketplace.statistics.figures import Figures, figures
from marketplace.statistics.grouping import GroupBy
from marketplace.web import formatting
from marketplace.web.access import allows
from marketplace.web.errors import flash_refusal
from marketplace.web.figures import ENDS, MAIN, told
from marketplace.web.forms.statistics import Choice, read_choice
from marketplace.web.locale import reader_language, reading_actor
from marketplace.wording.refusals import field_in_words

blueprint = Blueprint("statistics", __name__)

SPLITS = {"maaned": GroupBy.MONTH, "kategori": GroupBy.CATEGORY, "kommune": GroupBy.MUNICIPALITY}


@blueprint.get("/statistikk")
@allows("statistics:view")
def show() -> ResponseReturnValue:
    """The figures of a period, split by month, category and municipality."""
    actor, choice = reading_actor(), _choice()
    number = choice.municipality_number
    parts = {
        name: statistics.get_statistics(actor, choice.period, municipality_number=number, group_by=by)
        for name, by in SPLITS.items()
    }
    may_export = bool(policies.may_export_rows(actor, number))
    before = statistics.get_statistics(actor, choice.period.year_before(), municipality_number=number)
    return render_template(
        "statistics/show.html",
        choice=choice,
        whole=parts["maaned"].whole,
        told=told(parts["maaned"].whole, before.whole),
        main=MAIN,
        ends=ENDS,
        parts=parts,
        rows={name: _rows(part) for name, part in parts.items()},
        names=category_names(reader_language()),
        definitions=definitions(reader_language()),
        municipalities=organisations.list_members(clock.today()),
        may_export=may_export,
        own_number=actor.municipality_number,
        formats=tuple(export.Format),
        is_large=may_export and ordering.is_large(actor, choice.period, number),
    )


@blueprint.get("/statistikk/eksport.<format>")
@allows("statistics:view")
def export_file(format: str) -> ResponseReturnValue:  # noqa: A002 - the name in the address
    """The rows and figures as a file."""
    if format not in export.MIMETYPES:
        raise NotFound("page-not-found")
    choice, kind = _choice(), export.Format(format)
    pieces = export.export(_reader(), choice.period, choice.municipality_number, kind)
    name = export.filename(choice.period, choice.municipality_number, kind)
    return Response(
        stream_with_context(pieces),
        mimetype=export.MIMETYPES[kind],
        headers={"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}"},
    )


@blueprint.get("/statistikk/hva-om")
@allows("statistics:view")
def what_if() -> ResponseReturnValue:
    """The period's CO2e as recorded, and beside it with the factors of today."""
    choice = _choice()
    number = choice.municipality_number
    return render_template(
        "statistics/what_if.html",
        choice=choice,
        found=whatif.what_if(reading_actor(), choice.period, clock.today(), municipality_number=number),
        municipalities=organisations.list_members(clock.today()),
        place=place_of(number).name if number else None,
    )


def _rows(part: statistics.Statistics) -> list[tuple[str, Figures]]:
    """What the tables show: months in order, the rest with most units first and without what stood still."""
    rows = [(_group_name(part.group_by, group), figures(group.sums)) for group in part.groups]
    if part.group_by == GroupBy.MONTH:
        return rows
    moved = [row for row in rows if row[1].units_handed_over or row[1].units_received]
    return sorted(moved, key=lambda row: -row[1].units_handed_over - row[1].units_received)


def _group_name(by: GroupBy | None, group: statistics.Group) -> str:
    if by != GroupBy.MONTH:
        return group.name
    return formatting.month(group.key, reader_language())


def _reader() -> Actor:
    """Who reads, in the language that the address asks for."""
    asked = request.args.get("sprak", "")
    return replace(reading_actor(), language=asked) if asked in LANGUAGES else reading_actor()


def _choice() -> Choice:
    choice = read_choice(request.args, clock.today())
    if choice.problem is not None:
        for field in choice.problem.fields:
            flash(field_in_words(reader_language(), field), "danger")
        if not choice.problem.fields:
            flash_refusal(choice.problem)
    return choice
