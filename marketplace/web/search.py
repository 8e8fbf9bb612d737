"""Searching in everything the reader may see."""

from collections.abc import Sequence

from flask import Blueprint, jsonify, make_response, render_template, request
from flask.typing import ResponseReturnValue

from marketplace.catalogue import queries as catalogue
from marketplace.foundation.actor import Actor
from marketplace.search import policies, queries
from marketplace.search.criteria import Criteria
from marketplace.search.queries import Found, FoundListing
from marketplace.web import search_address, search_choices, search_reasons, search_suggestions, search_understood
from marketplace.web.access import allows, current_actor
from marketplace.web.locale import reader_language
from marketplace.web.search_address import Asked

blueprint = Blueprint("search", __name__)

MOST_ALTERNATIVES = 4


@blueprint.get("/sok")
@allows("listings:view")
def show() -> ResponseReturnValue:
    """What is found, with filters beside; only the parts that change when htmx asks."""
    actor = current_actor()
    asked = search_address.read(request.args, actor)
    found = queries.search_listings(actor, asked.criteria)
    template = "search/_answer.html" if _asks_for_part() else "search/show.html"
    page = render_template(
        template,
        asked=asked,
        criteria=asked.criteria,
        found=found,
        shown=search_reasons.shown(actor, asked.criteria, found, with_scores=_wants_scores(actor)),
        with_scores=_wants_scores(actor),
        may_see_scores=bool(policies.may_see_scores(actor)),
        **_offered(actor, asked, found),
    )
    response = make_response(page)
    response.vary.add("HX-Request")
    response.headers["HX-Push-Url"] = search_choices.address(asked.query)
    return response


def _alternatives(actor: Actor, asked: Asked) -> Sequence[FoundListing]:
    """What there would be without any filter."""
    criteria = asked.criteria
    alone = Criteria(q=criteria.q, near=criteria.near, verbatim=criteria.verbatim, per_page=MOST_ALTERNATIVES)
    return queries.search_listings(actor, alone, again=True).page.items


def _wants_scores(actor: Actor) -> bool:
    """Whether the score of each hit is asked for by somebody who may see it."""
    return request.args.get(search_address.EXPLAIN) == "1" and bool(policies.may_see_scores(actor))


def _offered(actor: Actor, asked: Asked, found: Found[FoundListing]) -> dict[str, object]:
    """What may be chosen beside the hits, and what is."""
    criteria, facets = asked.criteria, found.facets
    tree, groups = search_choices.categories(facets, criteria), search_choices.groups(facets, criteria)
    chips = search_choices.chips(tree, groups, criteria, asked.query)
    return {
        "tree": tree,
        "groups": groups,
        "prices": search_choices.prices(facets, criteria),
        "terms": search_choices.terms(facets, criteria),
        "distances": search_choices.distances(facets, criteria, found.page.total),
        "origins": search_choices.origins(criteria, actor),
        "chips": chips,
        "chosen": [(chip.text, chip.href) for chip in chips],
        "sorts": search_choices.sorts(criteria, asked.query, actor),
        "removals": search_choices.removals(chips, asked.query, facets) if not found.page.total else [],
        "alternatives": _alternatives(actor, asked) if chips and not found.page.total else [],
        "understood": search_understood.understood(found.plan, asked.query),
        "without_filters": search_choices.without_filters(asked.query),
    }


@blueprint.get("/sok/forslag")
@allows("listings:view")
def suggest() -> ResponseReturnValue:
    """What is being written, completed."""
    language = reader_language()
    found = queries.suggest(current_actor(), request.args.get("q", ""), language)
    return jsonify(search_suggestions.answer(found, catalogue.category_names(language)))


def _asks_for_part() -> bool:
    return "HX-Request" in request.headers and "HX-History-Restore-Request" not in request.headers
