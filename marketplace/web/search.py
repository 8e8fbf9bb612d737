"""Searching in everything the reader may see."""

from flask import Blueprint, jsonify, make_response, render_template, request
from flask.typing import ResponseReturnValue

from marketplace.catalogue import queries as catalogue
from marketplace.search import queries
from marketplace.web import search_address, search_choices, search_suggestions
from marketplace.web.access import allows, current_actor
from marketplace.web.locale import reader_language

blueprint = Blueprint("search", __name__)


@blueprint.get("/sok")
@allows("listings:view")
def show() -> ResponseReturnValue:
    """What is found, with filters beside; only the parts that change when htmx asks."""
    actor = current_actor()
    asked = search_address.read(request.args)
    criteria = asked.criteria
    found = queries.search_listings(actor, criteria)
    groups = search_choices.groups(found.facets, criteria)
    template = "search/_answer.html" if _asks_for_part() else "search/show.html"
    page = render_template(
        template,
        asked=asked,
        criteria=criteria,
        found=found,
        groups=groups,
        chips=search_choices.chips(groups, criteria, asked.query),
        sorts=search_choices.sorts(criteria, asked.query, actor),
        from_where=search_choices.from_where(criteria, actor),
        distances=search_choices.DISTANCES_KM,
    )
    response = make_response(page)
    response.vary.add("HX-Request")
    response.headers["HX-Push-Url"] = search_choices.address(asked.query)
    return response


@blueprint.get("/sok/forslag")
@allows("listings:view")
def suggest() -> ResponseReturnValue:
    """What is being written, completed."""
    language = reader_language()
    found = queries.suggest(current_actor(), request.args.get("q", ""), language)
    return jsonify(search_suggestions.answer(found, catalogue.category_names(language)))


def _asks_for_part() -> bool:
    return "HX-Request" in request.headers and "HX-History-Restore-Request" not in request.headers
