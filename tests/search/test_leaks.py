"""Nobody learns of what they may not see: everything answered is as if it did not exist.

For whoever asks, hits, totals, every count, suggestions, completions, repairs and explanations are those of an engine
that was given nothing but the listings that `Listing.is_open_to` lets them see.
"""

import os
import re
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from marketplace.foundation.actor import NOBODY, SYSTEM, Actor
from marketplace.foundation.database import db
from marketplace.foundation.transaction import transaction
from marketplace.listings.models import Listing
from marketplace.listings.states import ListingState, Stage
from marketplace.search import engines, indexing, queries, reading
from marketplace.search.criteria import Criteria
from marketplace.search.engine import EVERYBODY, SearchRequest, Sort
from marketplace.search.memory.engine import MemoryEngine
from marketplace.settings import Settings
from marketplace.web import search_address
from tests.builders import ASKER, BAERUM, GJOVIK, actor_of
from tests.search.networks import ADJECTIVES, NEVER, NOUNS, Network, leave_network, secret_of

pytestmark = pytest.mark.once

AMOUNT = 90
QUESTIONS = 8
SEEDS = int(os.environ.get("NETWORKS_AT_RANDOM", "1"))


@pytest.fixture(params=["memory", "whoosh", "postgres"])
def engine(request, make_engine):
    """Each filling of the port. PostgreSQL's is not told in the listing's own transaction here."""
    return make_engine(request.param)


@pytest.fixture(params=range(SEEDS))
def network(request, app, engine):
    made = Network(request.param, AMOUNT)
    engines.use(engine)
    indexing.rebuild()
    return made


def actors_of(network):
    """All roles, some of one unit; nobody, the system, and somebody who may nothing."""
    some = [actor_of(person) for person in network.people]
    return [
        *some,
        NOBODY,
        SYSTEM,
        Actor(municipality_number=GJOVIK, is_member=True),
        replace(some[0], permissions=frozenset()),
    ]


def open_to(actor):
    return {listing.id: listing for listing in db.session.scalars(select(Listing)) if listing.is_open_to(actor)}


class KnowingNoMore:
    """An engine that was given only some listings, asked as if it were the one in use."""

    def __init__(self, listing_ids):
        self.engine = MemoryEngine()
        self.engine.rebuild(reading.documents_of(listing_ids))

    def __enter__(self):
        self._before = engines.engine()
        engines.use(self.engine)

    def __exit__(self, *_):
        engines.use(self._before)


def misspelt(word):
    return word[:3] + word[4] + word[3] + word[5:]


def a_question(chance):
    """One word, or none: which of several words weigh most depends on how common they are in the whole index."""
    number = chance.randrange(AMOUNT)
    secret = secret_of(number)
    own = [secret, misspelt(secret), f"Fabrikk{number}"]
    common = ["", chance.choice(NOUNS), chance.choice(NOUNS) + "er", chance.choice(ADJECTIVES)]
    return chance.choice([*own, *common, "kontrostol", "bokhlyle", "Asker", "blå"])


def random_criteria(chance):
    def some(*values):
        return tuple(chance.sample(values, chance.randint(1, 2))) if chance.random() < 0.2 else ()

    def maybe(*values):
        return chance.choice(values) if chance.random() < 0.15 else None

    return Criteria(
        q=a_question(chance),
        categories=some("KON", "SIT.SOFA", "KON.SKRIV"),
        municipalities=some(ASKER, BAERUM, NEVER),
        counties=some("32", "33", "34"),
        conditions=some("good", "fair"),
        near=chance.choice(("", ASKER, GJOVIK)),
        within_km=maybe(5.0, 60.0),
        min_quantity=maybe(5, 20),
        max_width_cm=maybe(100),
        free=maybe(True, False),
        loan=maybe(True, False),
        available_by=maybe(date(2026, 8, 1)),
        sort=chance.choice((Sort.NEWEST, Sort.RELEVANCE, Sort.CLOSING)),
        per_page=100,
        verbatim=chance.random() < 0.1,
    )


def told(actor, criteria):
    """All that an answer tells, but for the order of hits by relevance."""
    found = queries.search_listings(actor, criteria)
    assert not found.is_plain
    return (
        {item.card.id for item in found.page.items},
        found.page.total,
        found.facets,
        found.plan.repairs,
        found.plan.did_you_mean,
        [clause.asked for clause in found.plan.clauses],
    )


def test_what_is_told_is_as_if_the_rest_did_not_exist(network, engine):
    for actor in actors_of(network):
        seen = open_to(actor)
        oracle = KnowingNoMore(list(seen))
        for _ in range(QUESTIONS):
            criteria = random_criteria(network.chance)
            answer = told(actor, criteria)
            with oracle:
                assert answer == told(actor, criteria), (actor, criteria)
            assert answer[0] <= set(seen)
            assert answer[1] == len(answer[0])


def test_several_words_find_nothing_that_is_not_open_and_counts_say_nothing_of_it(network, engine):
    for actor in actors_of(network):
        seen = open_to(actor)
        for _ in range(QUESTIONS):
            words = [a_question(network.chance) for _ in range(3)]
            ids, total, _, repairs, *_ = told(actor, replace(random_criteria(network.chance), q=" ".join(words)))
            assert ids <= set(seen)
            assert total == len(ids)
            bare = told(actor, Criteria(q=" ".join(words), per_page=100))
            assert bare[2].municipality == _counted(seen[number].municipality_number for number in bare[0])
            assert bare[2].condition == _counted(seen[number].condition.value for number in bare[0])
            assert sum(bare[2].price.values()) == len(bare[0])
            with KnowingNoMore(list(seen)):
                assert bare[3] == told(actor, Criteria(q=" ".join(words), per_page=100))[3], (actor, words)
            assert {repair.used for repair in repairs} <= {repair.used for repair in bare[3]}


def _counted(values):
    found = {}
    for value in values:
        found[value] = found.get(value, 0) + 1
    return found


def test_suggestions_are_as_if_the_rest_did_not_exist(network, engine):
    for actor in actors_of(network):
        oracle = KnowingNoMore(list(open_to(actor)))
        for _ in range(QUESTIONS):
            chance = network.chance
            word = chance.choice([*NOUNS, "fabrikk", secret_of(chance.randrange(AMOUNT)), "kontor", "sittemøbler"])
            prefix = word[: chance.randint(1, len(word))]
            found = queries.suggest(actor, prefix, "nb")
            with oracle:
                assert found == queries.suggest(actor, prefix, "nb"), (actor, prefix)


def test_nothing_that_is_not_open_is_explained(network, engine):
    everything = [document.id for document in reading.all_documents()]
    assert len(everything) > AMOUNT / 3
    for actor in actors_of(network):
        audience = queries.audience_of(actor)
        for q in ("stol", "blå", secret_of(network.chance.randrange(AMOUNT))):
            asked = SearchRequest(q=q, audience=audience)
            assert set(engine.explain(asked, everything)) <= set(open_to(actor)), actor
    assert set(engine.explain(replace(asked, audience=EVERYBODY), everything)) == set(everything)


def test_a_secret_word_is_found_by_exactly_those_it_is_open_to(network):
    listings = [listing for listing in db.session.scalars(select(Listing)) if network.chance.random() < 0.3]
    for actor in actors_of(network):
        for listing in listings:
            secret, expected = listing.title.split()[-1], [listing.id] if listing.is_open_to(actor) else []
            found = queries.search_listings(actor, Criteria(q=secret, verbatim=True))
            assert [item.card.id for item in found.page.items] == expected
            assert found.page.total == len(expected)
            repaired = queries.search_listings(actor, Criteria(q=misspelt(secret)))
            assert repaired.plan.did_you_mean == (secret if expected else None)
            offered = {each.text for each in queries.suggest(actor, secret[:-1], "nb")}
            assert offered == ({secret} if expected else set())


def test_a_listing_that_changed_since_it_was_indexed_is_not_shown(network):
    """The index is told after the commit. Until then a total may count what was open a moment ago; no hit shows it."""
    chance = network.chance
    with transaction() as session:
        for listing in session.scalars(select(Listing).where(Listing.state == ListingState.PUBLISHED)):
            listing.state = chance.choice([ListingState.PUBLISHED, *ListingState])
            listing.stage = chance.choice(list(Stage))
            listing.unit_id = chance.choice((None, *network.units[listing.municipality_number]))
    leave_network(BAERUM)
    db.session.rollback()
    for person in network.people:
        actor = actor_of(person)
        seen = open_to(actor)
        for q in ("", "stol", "bord", "blå"):
            found = queries.search_listings(actor, Criteria(q=q, per_page=100))
            assert {item.card.id for item in found.page.items} <= set(seen), actor
            whole = queries.search_whole_listings(actor, Criteria(q=q, per_page=100))
            assert {item.listing.id for item in whole.page.items} <= set(seen), actor
            assert actor.municipality_number == BAERUM or BAERUM not in found.facets.municipality
    indexing.rebuild()
    for person in network.people:
        actor = actor_of(person)
        assert {item.card.id for item in queries.search_listings(actor, Criteria(per_page=100)).page.items} == set(
            open_to(actor)
        )


def test_the_database_alone_tells_no_more(network, tmp_path):
    """While there is no index."""
    engines.use(engines.from_settings(Settings(search_index=tmp_path / "none")))
    for actor in actors_of(network):
        seen = open_to(actor)
        for q in ("", "stol", secret_of(network.chance.randrange(AMOUNT))):
            found = queries.search_listings(actor, Criteria(q=q, per_page=100))
            words = [listing for listing in seen.values() if q in f"{listing.title} {listing.description}".lower()]
            assert found.is_plain
            assert {item.card.id for item in found.page.items} == {listing.id for listing in words}
            assert found.page.total == len(words)
            assert found.facets.municipality == _counted(listing.municipality_number for listing in words)


def test_pages_and_programs_are_told_the_same_and_no_more(network, app, api, sign_in):
    secrets = {listing.id: listing.title.split()[-1] for listing in db.session.scalars(select(Listing))}
    for person in network.people[::2]:
        actor = actor_of(person)
        seen = set(open_to(actor))
        program, reader = api(person), sign_in(app.test_client(), person)
        for _ in range(4):
            criteria = replace(random_criteria(network.chance), verbatim=False)
            ids, total, facets, _, meant, _ = told(actor, criteria)
            arguments = asked_as(criteria)
            answer = program.get("/api/v1/listings", query_string=arguments).json
            assert ({item["id"] for item in answer["items"]}, answer["total"]) == (ids, total)
            assert answer["did_you_mean"] == meant
            for group, counts in answer["facets"].items():
                if group in ("category", "municipality", "county", "condition"):
                    assert {each["code"]: each["count"] for each in counts} == getattr(facets, group), group
            page = reader.get("/sok", query_string=arguments).text
            as_read = search_address.read(arguments, actor).criteria
            assert f"{told(actor, as_read)[1]} treff" in page.replace("\xa0", " ")
            shown = {int(number) for number in re.findall(r'href="/annonser/(\d+)', page)}
            assert shown <= seen
            told_beside = page.lower().replace(criteria.q.lower() or "-", "")
            assert not [number for number, word in secrets.items() if number not in seen and word in told_beside]
        for number, word in list(secrets.items())[::7]:
            for client, address in ((program, "/api/v1/listings/suggestions"), (reader, "/sok/forslag")):
                answer = client.get(address, query_string={"q": word[:5]}).json
                assert (word in answer["items"]) == (number in seen)


def asked_as(criteria):
    """The criteria as they stand in an address."""
    many = {"category": criteria.categories, "municipality": criteria.municipalities}
    many |= {"county": criteria.counties, "condition": criteria.conditions}
    one = {name: getattr(criteria, name) for name in ("q", "near", "within_km", "min_quantity", "max_width_cm", "sort")}
    one["available_by"] = criteria.available_by and criteria.available_by.isoformat()
    for name in ("free", "loan"):
        chosen = getattr(criteria, name)
        one[name] = None if chosen is None else str(int(chosen))
    one["within_km"] = criteria.within_km and f"{criteria.within_km:g}"
    several = [(name, value) for name, values in many.items() for value in values]
    given = [(name, str(value)) for name, value in one.items() if value not in (None, "")]
    return MultiDict([*several, *given, ("per_page", "100")])
