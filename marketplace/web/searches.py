"""What is searched for, counted without persons."""

from collections.abc import Iterator
from datetime import timedelta

from flask import Blueprint, Response, render_template, request, stream_with_context
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from marketplace.foundation import clock
from marketplace.foundation.actor import Actor
from marketplace.foundation.tabular.columns import Column, Kind, Record
from marketplace.foundation.tabular.csv_writing import write_csv
from marketplace.search.searches import queries
from marketplace.search.searches.queries import FEWEST, Shown
from marketplace.statistics.periods import Period
from marketplace.web.access import allows, current_actor
from marketplace.web.paging import page_number

blueprint = Blueprint("searches", __name__)

DAYS = (7, 30, 90, 365)
USUAL_DAYS = 30
ROWS_AT_A_TIME = 500


@blueprint.get("/sok/oversikt")
@allows("search:manage")
def show() -> ResponseReturnValue:
    """Frequent searches, or those without results, of some days."""
    actor, days, shown = current_actor(), _days(), _shown()
    number = page_number()
    return render_template(
        "searches/show.html",
        page=queries.list_searches(actor, _period(days), shown, number),
        sums=queries.totals(actor, _period(days)),
        days=days,
        all_days=DAYS,
        empty=shown is Shown.EMPTY,
        fewest=FEWEST,
    )


@blueprint.get("/sok/oversikt.csv")
@allows("search:manage")
def export() -> ResponseReturnValue:
    """The same, all of it, as a file."""
    actor, days, shown = current_actor(), _days(), _shown()
    period = _period(days)
    columns = (
        Column("words", gettext("Søk")),
        Column("times", gettext("Ganger"), Kind.INTEGER),
        Column("times_before", gettext("Ganger perioden før"), Kind.INTEGER),
        Column("empty", gettext("Uten treff"), Kind.INTEGER),
        Column("median_hits", gettext("Treff, median"), Kind.INTEGER),
    )
    name = f"ombruk-sok-{period.first}-{period.last}.csv"
    return Response(
        stream_with_context(write_csv(_rows(actor, period, shown), columns)),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f"attachment; filename={name}"},
    )


def _rows(actor: Actor, period: Period, shown: Shown) -> Iterator[Record]:
    number = 1
    while True:
        page = queries.list_searches(actor, period, shown, number, ROWS_AT_A_TIME)
        for row in page.items:
            yield {
                "words": row.words,
                "times": row.times,
                "times_before": row.times_before,
                "empty": row.empty,
                "median_hits": row.median_hits,
            }
        if number >= page.pages:
            return
        number += 1


def _days() -> int:
    wanted = request.args.get("dager", USUAL_DAYS, type=int)
    return wanted if wanted in DAYS else USUAL_DAYS


def _shown() -> Shown:
    return Shown.EMPTY if request.args.get("vis") == "uten-treff" else Shown.FREQUENT


def _period(days: int) -> Period:
    today = clock.today()
    return Period(today - timedelta(days=days - 1), today)
