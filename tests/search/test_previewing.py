"""What a change of the thesaurus would do, told before it is done, and only of what the asker may see."""

from datetime import timedelta

import pytest

from marketplace.foundation import clock
from marketplace.foundation.database import db
from marketplace.foundation.errors import Forbidden, Invalid, NotFound
from marketplace.listings.states import Stage
from marketplace.search import indexing
from marketplace.search.lexicon import synonyms as lexicon
from marketplace.search.searches import counting
from marketplace.search.synonyms import previewing, queries, service
from marketplace.search.synonyms.fields import SynonymFields
from marketplace.search.synonyms.models import Synonym, SynonymChange
from marketplace.search.synonyms.nearness import Nearness
from marketplace.search.synonyms.shipped_terms import shipped_terms
from tests.builders import ASKER, GJOVIK, a_listing, an_actor
from tests.search.thesauri import only_one_pair_shipped

DINGS = SynonymFields(word="dingsekasse", other="sprellvogn")


@pytest.fixture
def lead(app):
    return an_actor("project_lead", GJOVIK)


def published(*titles):
    for title in titles:
        a_listing(title=title)
    indexing.rebuild()


def told(preview):
    return {
        effect.q: (effect.before, effect.after, [card.title for card in effect.entering]) for effect in preview.effects
    }


def test_an_added_pair_is_told_before_and_after_and_stores_nothing(lead):
    published("Dingsekasse", "Sprellvogn blå", "Sprellvogn grønn")
    preview = previewing.preview_added(lead, DINGS)
    assert told(preview) == {
        "dingsekasse": (1, 3, ["Sprellvogn grønn", "Sprellvogn blå"]),
        "sprellvogn": (2, 2, []),
    }
    assert [effect.changes_anything for effect in preview.effects] == [True, False]
    assert db.session.query(Synonym).count() == db.session.query(SynonymChange).count() == 0
    assert lexicon.current() is lexicon.shipped()


def test_frequent_searches_that_hold_a_word_are_told_with_how_often(lead):
    published("Dingsekasse rød", "Sprellvogn rød")
    today = clock.today()
    counts = {"røde dingsekasser": 7, "dingsekasse": 5, "sprellvogner rød": 4, "dings": 9, "sjelden dingsekasse": 2}
    counting.add_up({(today - timedelta(days=3), words, 1): times for words, times in counts.items()})
    preview = previewing.preview_added(lead, DINGS)
    assert [(effect.q, effect.times) for effect in preview.effects] == [
        ("dingsekasse", 5),
        ("sprellvogn", None),
        ("røde dingsekasser", 7),
        ("sprellvogner rød", 4),
    ]
    assert told(preview)["røde dingsekasser"][2] == ["Sprellvogn rød"]


def test_listings_that_change_places_among_the_first_are_told(lead):
    a_listing(title="Dingsekasse", description="Til bruk i gymsalen, med mange fine hjul og en tung bunn under.")
    published("Sprellvogn")
    service.add_synonym(lead, DINGS)
    strange = SynonymFields(word="dingsekasse", other="gymsal", nearness=Nearness.SAME)
    service.add_synonym(lead, SynonymFields(word="tullball", other="dingsekasse"))
    own = queries.list_entries(lead, queries.Wanted(source=queries.Source.OWN)).items
    tullball = next(entry for entry in own if entry.word == "tullball")
    preview = previewing.preview_added(lead, SynonymFields(word="tullball", other="sprellvogn"), instead_of=tullball.id)
    effect = next(effect for effect in preview.effects if effect.q == "tullball")
    assert [card.title for card in effect.entering] == ["Sprellvogn"]
    assert [card.title for card in effect.leaving] == ["Dingsekasse"]
    assert previewing.preview_added(lead, strange).effects[0].after == 2


def test_a_nearer_word_moves_up(lead):
    published("Dingsekasse", "Sprellvogn")
    service.add_synonym(lead, SynonymFields(word="tullball", other="sprellvogn"))
    second = service.add_synonym(lead, SynonymFields(word="tullball", other="dingsekasse", nearness=Nearness.NARROWER))
    nearer = SynonymFields(word="tullball", other="dingsekasse", nearness=Nearness.SAME)
    effect = previewing.preview_added(lead, nearer, instead_of=second.id).effects[0]
    assert [(moved.card.title, moved.place_before, moved.place) for moved in effect.moved] == [
        ("Dingsekasse", 2, 1),
        ("Sprellvogn", 1, 2),
    ]
    assert effect.entering_count == effect.leaving_count == 0


def test_what_leaves_is_told_before_a_pair_is_removed_or_turned_off(lead):
    published("Dingsekasse", "Sprellvogn", "Dingeldang")
    own = service.add_synonym(lead, DINGS)
    removed = previewing.preview_removed(lead, queries.get_own(lead, own.id)).effects[0]
    assert (removed.before, removed.after, [card.title for card in removed.leaving]) == (2, 1, ["Sprellvogn"])
    with only_one_pair_shipped() as number:
        off = previewing.preview_switched(lead, queries.get_shipped(lead, number)).effects[0]
        assert (off.before, off.after, off.leaving_count) == (1, 0, 1)
        service.switch_shipped(lead, number, in_use=False)
        on = previewing.preview_switched(lead, queries.get_shipped(lead, number)).effects[0]
        assert (on.before, on.after, on.entering_count) == (0, 1, 1)


def test_a_word_that_nothing_answers_is_named(lead):
    published("Dingsekasse")
    assert previewing.preview_added(lead, DINGS).unanswered == ["sprellvogn"]


def test_nothing_is_told_of_what_the_asker_may_not_see(lead):
    a_listing(title="Sprellvogn intern", of=ASKER, stage=Stage.MUNICIPALITY)
    published("Dingsekasse", "Sprellvogn")
    effects = previewing.preview_added(lead, DINGS).effects
    assert [(effect.before, effect.after) for effect in effects] == [(1, 2), (1, 1)]
    assert [card.title for card in effects[0].entering] == ["Sprellvogn"]


def test_more_hits_than_are_compared_is_said_so(lead, monkeypatch):
    monkeypatch.setattr(previewing, "MOST_COMPARED", 2)
    published("Dingsekasse", "Sprellvogn en", "Sprellvogn to")
    assert [effect.is_whole for effect in previewing.preview_added(lead, DINGS).effects] == [False, True]


def test_without_an_index_nothing_is_promised(lead):
    preview = previewing.preview_added(lead, DINGS)
    assert (preview.is_possible, preview.effects) == (False, ())


def test_a_preview_costs_the_same_however_much_is_found(lead, count_queries):
    def cost(amount):
        published(*["Sprellvogn"] * amount)
        with count_queries() as sent:
            previewing.preview_added(lead, DINGS)
        return len(sent)

    cost(1)
    assert cost(1) == cost(15)


def test_a_preview_refuses_what_adding_refuses(lead):
    service.add_synonym(lead, DINGS)
    with pytest.raises(Invalid):
        previewing.preview_added(lead, DINGS)
    with pytest.raises(NotFound):
        previewing.preview_added(lead, DINGS, instead_of=99)


@pytest.mark.parametrize("role", ["observer", "requester", "facility_manager", "municipality_admin"])
def test_others_get_no_preview(lead, role):
    own = queries.get_own(lead, service.add_synonym(lead, DINGS).id)
    shipped = queries.get_shipped(lead, shipped_terms()[0].number)
    actor = an_actor(role)
    for act in (
        lambda: previewing.preview_added(actor, SynonymFields(word="tullball", other="sprellvogn")),
        lambda: previewing.preview_removed(actor, own),
        lambda: previewing.preview_switched(actor, shipped),
    ):
        with pytest.raises(Forbidden, match="search-not-yours"):
            act()
