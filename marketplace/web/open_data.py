"""What anybody may see without signing in: open figures as a page, an embeddable figure, data and their description.

Every answer is the same for everybody: no cookie is set or read, and anybody may keep it for an hour.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from flask import Blueprint, Response, current_app, request, url_for
from flask_babel import gettext

from marketplace.foundation import ports
from marketplace.foundation.errors import NotFound
from marketplace.foundation.translation import text
from marketplace.statistics.definitions import definitions
from marketplace.statistics.formulas import FORMULAS
from marketplace.statistics.grouping import GroupBy
from marketplace.statistics.labels import FIGURES
from marketplace.statistics.public import dataset, describing, opening
from marketplace.statistics.public.opening import OpenRow, OpenYear
from marketplace.statistics.public.steps import KEYS, RUNNING
from marketplace.statistics.public.telling import TELLING_DAY
from marketplace.web import cookies
from marketplace.web.access import public
from marketplace.web.figures import ENDS, interval_in_words, value_in_words
from marketplace.web.jinja import url_with
from marketplace.web.limits import limiter
from marketplace.web.locale import ask_for_language, reader_language
from marketplace.web.open_tables import tables
from marketplace.wording.open_data import MEANINGS

blueprint = Blueprint("open_data", __name__)

KEPT_FOR_S = 3600
EMBEDDED = (
    "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self' data:; base-uri 'none'; "
    "form-action 'none'; frame-ancestors *"
)
"""The figure alone may stand in anybody's page: it has no script, no form and no session that could be abused there."""

FIRST = "co2e_cautious_kg"


@dataclass(frozen=True, slots=True)
class Shown:
    """One figure in the reader's words; `hidden` when it is about too few."""

    key: str
    label: str
    value: str
    unit: str
    interval: str
    hidden: bool
    definition: str
    formula: str


def _for_all(view: Callable[[], Response]) -> Callable[[], Response]:
    """Let a view answer everybody alike: without cookie, in the language that the address or the browser asks for."""

    @wraps(view)
    def answered() -> Response:
        cookies.go_without()
        ask_for_language()
        return view()

    return answered


@blueprint.get("/apne-tall")
@public
@_for_all
@limiter.limit("60/minute")
def show() -> Response:
    """A year's figures for the network, with their definitions, and by municipality, category and month."""
    told_years, chosen = _years()
    told = opening.open_year(chosen, reader_language()) if chosen else None
    before = opening.open_year(chosen - 1, reader_language()) if chosen and chosen - 1 in told_years else None
    page = _page(
        "open_data/show.html",
        years=[(str(year), url_with(aar=year), year == chosen) for year in told_years],
        told=told,
        shown=[_shown(told.whole, key) for key in _keys(told) if key not in ENDS] if told else [],
        tables=tables(told, before) if told else [],
        last_whole=opening.last_whole_year(),
        telling_day=TELLING_DAY,
        meanings={key: text(reader_language(), meaning) for key, meaning in MEANINGS.items()},
        figures=[(key, text(reader_language(), FIGURES[key][0])) for key in KEYS if key not in ENDS],
        embedded=ports.base_url() + url_for("open_data.figure", tall=FIRST, lang=reader_language()),
    )
    return _for_everybody(Response(page, mimetype="text/html"))


@blueprint.get("/apne-tall/figur")
@public
@_for_all
@limiter.limit("120/minute")
def figure() -> Response:
    """One figure to stand in another page: `tall` says which, `aar` of which year, `kommune` of which municipality."""
    key = request.args.get("tall", FIRST)
    if key not in KEYS:
        raise NotFound("open-figure-not-found")
    told_years, chosen = _years()
    if told_years and _wants_whole_year(key) and not _year():
        chosen = opening.last_whole_year()
    told = opening.open_year(chosen, reader_language()) if chosen else None
    if told and key not in _keys(told):
        raise NotFound("open-figure-of-whole-years")
    row = _row_of(told) if told else None
    page = _page("open_data/figure.html", told=told, row=row, shown=_shown(row, key) if row else None)
    response = _for_everybody(Response(page, mimetype="text/html"))
    response.headers["Content-Security-Policy"] = EMBEDDED
    return response


@blueprint.get("/apne-tall/data.csv")
@public
@_for_all
@limiter.limit("30/minute")
def data_csv() -> Response:
    """Every fact as a row of CSV."""
    facts = dataset.rows(reader_language(), _year())
    return _data(dataset.as_csv(facts), "text/csv; charset=utf-8; header=present", "apne-tall.csv")


@blueprint.get("/apne-tall/data.json")
@public
@_for_all
@limiter.limit("30/minute")
def data_json() -> Response:
    """Every fact as JSON, with licence, dictionary and definitions."""
    facts = dataset.rows(reader_language(), _year())
    return _data(dataset.as_json(facts, reader_language()), "application/json", "apne-tall.json")


@blueprint.get("/apne-tall/ordbok.json")
@public
@_for_all
@limiter.limit("60/minute")
def dictionary() -> Response:
    """What each column and each figure means."""
    told = json.dumps(dataset.dictionary(reader_language()), ensure_ascii=False).encode()
    return _data(told, "application/json", None)


@blueprint.get("/apne-tall/beskrivelse.jsonld")
@public
@_for_all
@limiter.limit("60/minute")
def description() -> Response:
    """The description of the data for catalogues of data: DCAT-AP-NO."""
    return _data(describing.describe(ports.base_url()), "application/ld+json", None)


def _page(template: str, **facts: Any) -> str:
    """Drawn without what other pages know of their reader."""
    return current_app.jinja_env.get_template(template).render(
        licence=dataset.LICENCE, licence_url=dataset.LICENCE_URL, **facts
    )


def _data(body: bytes, mimetype: str, filename: str | None) -> Response:
    response = Response(body, content_type=mimetype)
    response.headers["Access-Control-Allow-Origin"] = "*"
    if filename:
        response.headers["Content-Disposition"] = f"inline; filename={filename}"
    return _for_everybody(response)


def _for_everybody(response: Response) -> Response:
    """Kept by anybody for an hour, and asked for again by its mark."""
    response.cache_control.public = True
    response.cache_control.max_age = KEPT_FOR_S
    if "lang" not in request.args:
        response.vary.add("Accept-Language")
    response.add_etag()
    response.make_conditional(request)
    return response


def _years() -> tuple[list[int], int | None]:
    """The years that are told, and the one asked for: the newest unless another is.

    Raises:
        NotFound: nothing is told of the year asked for.
    """
    told, asked = opening.years(), _year()
    if asked is not None and asked not in told:
        raise NotFound("open-year-not-found")
    return told, asked or (told[0] if told else None)


def _year() -> int | None:
    asked = request.args.get("aar", "")
    return int(asked) if asked.isdecimal() and len(asked) == 4 else None


def _keys(told: OpenYear) -> tuple[str, ...]:
    """The figures of the network that a year is told by."""
    return KEYS if told.is_over else RUNNING


def _wants_whole_year(key: str) -> bool:
    return key not in RUNNING or bool(request.args.get("kommune"))


def _row_of(told: OpenYear) -> OpenRow:
    number = request.args.get("kommune")
    if not number:
        return told.whole
    if not told.is_over:
        raise NotFound("open-figure-of-whole-years")
    for row in told.parts[GroupBy.MUNICIPALITY]:
        if row.key == number:
            return row
    raise NotFound("open-figure-not-found")


def _value(row: OpenRow, key: str) -> str:
    return value_in_words(key, row.values[key], None)


def _shown(row: OpenRow, key: str) -> Shown:
    language = reader_language()
    label, unit = FIGURES[key]
    hidden = key in row.hidden
    return Shown(
        key=key,
        label=text(language, label),
        value=gettext("Færre enn fem") if hidden else _value(row, key),
        unit=text(language, unit) if unit and row.values[key] is not None else "",
        interval="" if hidden else interval_in_words(key, row.values),
        hidden=hidden,
        definition=definitions(language)[key],
        formula=FORMULAS[key],
    )
