"""Searching in all listings that the caller may see."""

from dataclasses import asdict

from marketplace.api.access import allows, caller_language, current_actor
from marketplace.api.openapi import api_blueprint
from marketplace.api.problems import problems
from marketplace.api.schemas.listings import NamedCode, NamedNumber, photo_answer
from marketplace.api.schemas.search import (
    Choice,
    ExplanationAnswer,
    FacetsAnswer,
    FoundAnswer,
    HighlightAnswer,
    SearchAnswer,
    SearchQuery,
    SuggestionAnswer,
    SuggestionsAnswer,
    SuggestionsQuery,
    UnderstoodAnswer,
)
from marketplace.api.v1.listings import actions_of
from marketplace.catalogue import queries as catalogue
from marketplace.foundation.actor import Actor
from marketplace.organisations.geography import place_of
from marketplace.search import choices, policies, queries
from marketplace.search.asking import Explanation, Plan
from marketplace.search.engine import Facets, SuggestionKind
from marketplace.search.highlighting import Mark, marked, understood
from marketplace.search.queries import WholeListing

blueprint = api_blueprint("search", "Listings")


@blueprint.get("/listings")
@allows("listings:view")
@blueprint.input(SearchQuery, location="query", arg_name="query")
@blueprint.output(SearchAnswer)
@blueprint.doc(responses=problems())
def list_listings(query: SearchQuery) -> SearchAnswer:
    """Search the listings, with counts of what may be chosen further; without a question the newest come first."""
    actor = current_actor()
    wanted = query.criteria(actor)
    if query.explain:
        policies.may_see_scores(actor).enforce()
    found = queries.search_whole_listings(actor, wanted)
    ids = [item.listing.id for item in found.page.items] if query.explain else []
    explained = queries.explain(actor, wanted, ids)
    names = catalogue.category_names(caller_language())
    return SearchAnswer(
        items=[_item(actor, item, names, found.plan, explained.get(item.listing.id)) for item in found.page.items],
        total=found.page.total,
        page=found.page.page,
        per_page=found.page.per_page,
        facets=_facets(found.facets),
        did_you_mean=found.plan.did_you_mean,
        plain=found.is_plain,
        understood=[
            UnderstoodAnswer(asked=each.asked, subject=each.subject, codes=list(each.codes), at_least=each.at_least)
            for each in understood(found.plan.clauses)
        ],
    )


@blueprint.get("/listings/suggestions")
@allows("listings:view")
@blueprint.input(SuggestionsQuery, location="query", arg_name="query")
@blueprint.output(SuggestionsAnswer)
@blueprint.doc(responses=problems())
def suggest_questions(query: SuggestionsQuery) -> SuggestionsAnswer:
    """Complete what somebody is writing, from listings the caller may see."""
    found = queries.suggest(current_actor(), query.q, caller_language())
    names = catalogue.category_names(caller_language())
    return SuggestionsAnswer(
        items=[each.text for each in found if each.kind is SuggestionKind.WORDS],
        suggestions=[
            SuggestionAnswer(
                text=each.text,
                kind=each.kind,
                category=None if each.category is None else NamedCode(code=each.category, name=names[each.category]),
                count=each.count,
            )
            for each in found
        ],
    )


def _item(
    actor: Actor, item: WholeListing, names: dict[str, str], plan: Plan, explanation: Explanation | None
) -> FoundAnswer:
    listing = item.listing
    return FoundAnswer(
        id=listing.id,
        title=listing.title,
        description=listing.description,
        category=NamedCode(code=listing.category_code, name=names[listing.category_code]),
        municipality=NamedNumber(number=listing.municipality_number, name=place_of(listing.municipality_number).name),
        condition=listing.condition,
        quantity=listing.quantity,
        available_quantity=item.available_quantity,
        photos=[photo_answer(photo) for photo in item.photos],
        price_nok=listing.price_nok,
        published_at=listing.published_at,
        available_from=listing.available_from,
        closes_at=listing.closes_at,
        stage=listing.stage,
        distance_km=None if item.distance_km is None else round(item.distance_km, 1),
        actions=actions_of(actor, listing),
        highlights=[_highlight(mark) for mark in marked(listing.title, plan.clauses)],
        explanation=None if explanation is None else ExplanationAnswer(**asdict(explanation)),
    )


def _highlight(mark: Mark) -> HighlightAnswer:
    return HighlightAnswer(start=mark.start, end=mark.end, how=mark.how, asked=mark.asked, meaning=mark.meaning)


def _facets(facets: Facets) -> FacetsAnswer:
    language = caller_language()
    named = {
        "category": choices.categories(facets, language),
        "municipality": choices.municipalities(facets),
        "county": choices.counties(facets),
        "condition": choices.conditions(facets, language),
        "price": choices.prices(facets, language),
        "terms": choices.terms(facets, language),
        "within_km": choices.distances(facets, language),
    }
    return FacetsAnswer(
        without=dict(facets.without),
        **{
            group: [Choice(code=choice.code, name=choice.name, count=choice.count) for choice in these]
            for group, these in named.items()
        },
    )
