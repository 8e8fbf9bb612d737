"""Figures: what was handed over, what it saved, and how much of it is known."""

from dataclasses import replace
from typing import Any

from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from marketplace.catalogue.queries import category_names, list_categories
from marketplace.foundation import clock
from marketplace.foundation.actor import Actor
from marketplace.foundation.errors import NotFound
from marketplace.foundation.translation import LANGUAGES
from marketplace.organisations import queries as organisations
from marketplace.organisations.geography import place_of
from marketplace.statistics import export, facts, ordering, policies, whatif
from marketplace.statistics import queries as statistics
from marketplace.statistics.definitions import definitions
from marketplace.statistics.formulas import FORMULAS
from marketplace.statistics.rows import Scope
from marketplace.transfers.queries import TransferFilters
from marketplace.web import dashboard, fact_words, transfer_words
from marketplace.web.access import allows
from marketplace.web.errors import flash_refusal
from marketplace.web.figures import ENDS, MAIN, told
from marketplace.web.files import attached
from marketplace.web.forms.statistics import Choice, read_choice
from marketplace.web.ids import row_id
from marketplace.web.locale import reader_language, reading_actor
from marketplace.web.paging import page_number
from marketplace.wording.refusals import field_in_words

blueprint = Blueprint("statistics", __name__)


@blueprint.get("/statistikk")
@allows("statistics:view")
def show() -> ResponseReturnValue:
    """The figures of a period: over time, by category, site and municipality, and what went where."""
    actor, choice = reading_actor(), _choice()
    shown = dashboard.page(actor, choice)
    may_export = bool(policies.may_export_rows(actor, choice.municipality_number))
    now, before = shown["dashboard"].now.whole, shown["dashboard"].before.whole
    return render_template(
        "statistics/show.html",
        choice=choice,
        query=choice.query,
        whole=now,
        earlier=before,
        told=told(now, before),
        main=MAIN,
        ends=ENDS,
        definitions=definitions(reader_language()),
        municipalities=dashboard.municipalities(choice),
        categories=list_categories(),
        may_export=may_export,
        is_large=may_export
        and ordering.is_large(actor, choice.period, choice.municipality_number, choice.category_code),
        own_number=actor.municipality_number,
        formats=tuple(export.Format),
        behind=dashboard.behind_figure,
        compared=dashboard.compared_in_words,
        compared_label=dashboard.compared_label,
        most_in_chart=dashboard.SHOWN_IN_CHART,
        now=clock.now(),
        **shown,
    )


@blueprint.get("/statistikk/bak-tallene")
@allows("statistics:view")
def behind() -> ResponseReturnValue:
    """The hand-overs behind a number: those the reader may see row by row, and how many units the others are."""
    actor, choice = reading_actor(), _choice()
    giver, receiver = (_chosen_number(name) for name in ("giver", "mottaker"))
    side: dict[str, Any] = {"kommune": giver or receiver} if giver or receiver else {}
    site = request.args.get("sted", type=row_id)
    filters = TransferFilters(
        choice.period.first,
        choice.period.last,
        category=choice.category_code,
        giver=giver,
        receiver=receiver,
        site_id=site,
    )
    seen = statistics.list_behind(actor, filters, page_number())
    return render_template(
        "statistics/behind.html",
        choice=choice,
        giver=place_of(giver).name if giver else None,
        receiver=place_of(receiver).name if receiver else None,
        category=category_names(reader_language()).get(choice.category_code or ""),
        back=url_for("statistics.show", **choice.query | side),
        seen=seen,
        **transfer_words.words(),
    )


@blueprint.get("/statistikk/grunnlag/<string(maxlength=20):fact>")
@allows("statistics:view")
def facts_behind(fact: str) -> ResponseReturnValue:
    """The listings, claims or dispositions behind a figure: the reader's own one by one, those of others as sums."""
    if fact not in set(facts.Fact):
        raise NotFound("page-not-found")
    kind, choice = facts.Fact(fact), _choice()
    scope = Scope(reading_actor(), choice.period, choice.municipality_number, choice.category_code)
    return render_template(
        "statistics/facts.html",
        choice=choice,
        fact=kind,
        place=place_of(choice.municipality_number).name if choice.municipality_number else None,
        category=category_names(reader_language()).get(choice.category_code or ""),
        back=url_for("statistics.show", **choice.query),
        found=facts.list_facts(scope, kind, page_number()),
        words=fact_words.words_of(kind),
        kind_label=fact_words.kind_label,
        page_of=fact_words.page_of,
    )


@blueprint.get("/statistikk/eksport.<format>")
@allows("statistics:view")
def export_file(format: str) -> ResponseReturnValue:  # noqa: A002 - the name in the address
    """The rows and figures as a file."""
    if format not in export.MIMETYPES:
        raise NotFound("page-not-found")
    choice, kind = read_choice(request.args, clock.today()), export.Format(format)
    if choice.problem is not None:
        raise choice.problem
    period, number, code = choice.period, choice.municipality_number, choice.category_code
    table = export.Table.FACTS if "grunnlag" in request.args else export.Table.TRANSFERS
    pieces = export.export(_reader(), period, number, kind, category_code=code, table=table)
    return attached(pieces, export.MIMETYPES[kind], export.filename(period, number, kind, code, table))


@blueprint.get("/statistikk/hva-om")
@allows("statistics:view")
def what_if() -> ResponseReturnValue:
    """The period's CO2e as recorded, and beside it with the factors of today."""
    choice = _choice()
    number = choice.municipality_number
    return render_template(
        "statistics/what_if.html",
        choice=choice,
        found=whatif.what_if(
            reading_actor(),
            choice.period,
            clock.today(),
            municipality_number=number,
            category_code=choice.category_code,
        ),
        municipalities=dashboard.municipalities(choice),
        place=place_of(number).name if number else None,
        categories=list_categories(),
        definitions=definitions(reader_language()),
        formulas=FORMULAS,
    )


def _chosen_number(name: str) -> str | None:
    given = request.args.get(name)
    return given if given in {each.number for each in organisations.list_municipalities()} else None


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
