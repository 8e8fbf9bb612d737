"""Searching in all listings that the caller may see."""

from marketplace.api.access import allows, caller_language, current_actor
from marketplace.api.openapi import api_blueprint
from marketplace.api.problems import problems
from marketplace.api.schemas.listings import NamedCode, NamedNumber, photo_answer
from marketplace.api.schemas.search import (
    Choice,
    FacetsAnswer,
    FoundAnswer,
    SearchAnswer,
    SearchQuery,
    SuggestionsAnswer,
    SuggestionsQuery,
)
from marketplace.api.v1.listings import actions_of
from marketplace.catalogue import queries as catalogue
from marketplace.foundation.errors import Invalid
from marketplace.search import choices, criteria, queries
from marketplace.search.queries import Found, FoundListing, Whole

blueprint = api_blueprint("search", "Listings")


@blueprint.get("/listings")
@allows("listings:view")
@blueprint.input(SearchQuery, location="query", arg_name="query")
@blueprint.output(SearchAnswer)
@blueprint.doc(responses=problems())
def list_listings(query: SearchQuery) -> SearchAnswer:
    """Search the listings, with counts of what may be chosen further; without a question the newest come first."""
    wanted, wrong = criteria.checked(query.criteria())
    if wrong:
        raise Invalid(fields=wrong)
    actor = current_actor()
    found = queries.search_listings(actor, wanted)
    whole = queries.whole_listings(actor, [item.card.id for item in found.page.items])
    names = catalogue.category_names(caller_language())
    return SearchAnswer(
        items=[_item(item, whole, names) for item in found.page.items if item.card.id in whole.listings],
        total=found.page.total,
        page=found.page.page,
        per_page=found.page.per_page,
        facets=_facets(found),
        did_you_mean=found.did_you_mean,
    )


@blueprint.get("/listings/suggestions")
@allows("listings:view")
@blueprint.input(SuggestionsQuery, location="query", arg_name="query")
@blueprint.output(SuggestionsAnswer)
@blueprint.doc(responses=problems())
def suggest_questions(query: SuggestionsQuery) -> SuggestionsAnswer:
    """Complete what somebody is writing, from listings the caller may see."""
    return SuggestionsAnswer(items=list(queries.suggest(current_actor(), query.q)))


def _item(item: FoundListing, whole: Whole, names: dict[str, str]) -> FoundAnswer:
    card = item.card
    listing = whole.listings[card.id]
    return FoundAnswer(
        id=card.id,
        title=card.title,
        description=listing.description,
        category=NamedCode(code=card.category_code, name=names[card.category_code]),
        municipality=NamedNumber(number=card.municipality_number, name=card.municipality_name),
        condition=card.condition,
        quantity=card.quantity,
        available_quantity=item.available_quantity,
        photos=[photo_answer(photo) for photo in whole.photos.get(card.id, ())],
        price_nok=card.price_nok,
        published_at=card.published_at,
        available_from=card.available_from,
        closes_at=card.closes_at,
        stage=card.stage,
        distance_km=None if item.distance_km is None else round(item.distance_km, 1),
        actions=actions_of(current_actor(), listing),
    )


def _facets(found: Found) -> FacetsAnswer:
    language = caller_language()
    named = {
        "category": choices.categories(found.facets, language),
        "municipality": choices.municipalities(found.facets),
        "county": choices.counties(found.facets),
        "condition": choices.conditions(found.facets, language),
    }
    return FacetsAnswer(
        **{
            group: [Choice(code=choice.code, name=choice.name, count=choice.count) for choice in these]
            for group, these in named.items()
        }
    )
