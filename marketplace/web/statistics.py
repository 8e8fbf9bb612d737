"""Figures: what was handed over, what it saved, and how much of it is known."""

from dataclasses import asdict
from typing import Any
from urllib.parse import quote

from flask import Blueprint, Response, flash, render_template, request, stream_with_context
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from marketplace.catalogue.queries import category_names
from marketplace.foundation import clock
from marketplace.foundation.errors import NotFound
from marketplace.foundation.translation import text
from marketplace.impact import queries as impact
from marketplace.organisations import queries as organisations
from marketplace.statistics import export, policies
from marketplace.statistics import queries as statistics
from marketplace.statistics.definitions import definitions
from marketplace.statistics.figures import Figures, figures
from marketplace.statistics.grouping import GroupBy
from marketplace.statistics.labels import FIGURES
from marketplace.web import formatting
from marketplace.web.access import allows
from marketplace.web.errors import flash_refusal
from marketplace.web.forms.statistics import Choice, read_choice
from marketplace.web.locale import reader_language, reading_actor
from marketplace.wording.refusals import field_in_words

blueprint = Blueprint("statistics", __name__)

SPLITS = {"maaned": GroupBy.MONTH, "kategori": GroupBy.CATEGORY, "kommune": GroupBy.MUNICIPALITY}
SMALL_BASE = 5


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
    before = statistics.get_statistics(actor, choice.period.year_before(), municipality_number=number)
    return render_template(
        "statistics/show.html",
        choice=choice,
        whole=parts["maaned"].whole,
        shown=_figures(parts["maaned"].whole, before.whole),
        parts=parts,
        rows={name: _rows(part) for name, part in parts.items()},
        names=category_names(reader_language()),
        definitions=definitions(reader_language()),
        municipalities=organisations.list_members(clock.today()),
        may_export=bool(policies.may_export_rows(actor, number)),
        own_number=actor.municipality_number,
        formats=tuple(export.Format),
    )


@blueprint.get("/statistikk/eksport.<format>")
@allows("statistics:view")
def export_file(format: str) -> ResponseReturnValue:  # noqa: A002 - the name in the address
    """The rows and figures as a file."""
    if format not in export.MIMETYPES:
        raise NotFound("page-not-found")
    choice, kind = _choice(), export.Format(format)
    pieces = export.export(reading_actor(), choice.period, choice.municipality_number, kind)
    name = export.filename(choice.period, choice.municipality_number, kind)
    return Response(
        stream_with_context(pieces),
        mimetype=export.MIMETYPES[kind],
        headers={"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}"},
    )


@blueprint.get("/statistikk/faktorer")
@allows("statistics:view")
def factors() -> ResponseReturnValue:
    """The emission factors, with version, range and source."""
    return render_template(
        "statistics/factors.html", factors=impact.list_factors(), names=category_names(reader_language())
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


def _choice() -> Choice:
    choice = read_choice(request.args, clock.today())
    if choice.problem is not None:
        for field in choice.problem.fields:
            flash(field_in_words(reader_language(), field), "danger")
        if not choice.problem.fields:
            flash_refusal(choice.problem)
    return choice


def _figures(whole: Any, before: Any) -> list[dict[str, Any]]:
    now, then = asdict(figures(whole)), asdict(figures(before))
    language = reader_language()
    return [
        {
            "key": key,
            "label": text(language, label),
            "unit": text(language, unit) if unit and now[key] is not None else "",
            "value": _told(key, now[key], whole),
            "change": None if _is_rate(key) else _change(now[key], then[key]),
        }
        for key, (label, unit) in FIGURES.items()
    ]


def _is_rate(key: str) -> bool:
    return key.endswith(("rate", "share"))


def _told(key: str, value: Any, whole: Any) -> str:
    if value is None:
        return str(gettext("ikke grunnlag") if _is_rate(key) else gettext("ukjent"))
    if not _is_rate(key):
        return formatting.number(value, 0)
    part, base = _base(key, whole)
    if base < SMALL_BASE:
        return str(gettext("%(part)s av %(base)s", part=part, base=base))
    return formatting.percent(value)


def _base(key: str, whole: Any) -> tuple[int, int]:
    reused = whole.units_handed_over + whole.units_reused_otherwise
    return {
        "turnover_rate": (whole.units_handed_over_of_closed, whole.units_closed),
        "disposition_reuse_rate": (reused, reused + whole.units_discarded),
        "network_share": (whole.units_to_other_municipality, whole.units_handed_over),
    }[key]


def _change(now: Any, then: Any) -> dict[str, str] | None:
    if now is None or then is None or then <= 0:
        return None
    change = float(now) / float(then) - 1
    share = formatting.percent(abs(change))
    if round(change, 2) > 0:
        return {"trend": "up", "text": gettext("%(share)s mer enn året før", share=share)}
    if round(change, 2) < 0:
        return {"trend": "down", "text": gettext("%(share)s mindre enn året før", share=share)}
    return {"trend": "flat", "text": gettext("Som året før")}
