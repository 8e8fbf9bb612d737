"""The thesaurus as people keep it: who may, what is refused, and that it is in force at once and everywhere."""

import threading

import pytest
from sqlalchemy import func, select

from marketplace.foundation import clock
from marketplace.foundation.database import db
from marketplace.foundation.errors import Conflict, Invalid, NotFound
from marketplace.search import indexing
from marketplace.search import queries as search
from marketplace.search.criteria import Criteria
from marketplace.search.lexicon import synonyms as lexicon
from marketplace.search.synonyms import queries, service, using
from marketplace.search.synonyms.fields import SynonymFields
from marketplace.search.synonyms.models import Deed, SwitchedOff, Synonym, SynonymChange
from marketplace.search.synonyms.nearness import Nearness
from marketplace.search.synonyms.queries import Source, Wanted
from marketplace.search.synonyms.shipped_terms import shipped_terms
from tests.builders import GJOVIK, a_listing, an_actor
from tests.search.thesauri import only_one_pair_shipped

DINGS = SynonymFields(word="dingsekasse", other="sprellvogn")
NUMBER = 273069184313674


@pytest.fixture
def lead(app):
    return an_actor("project_lead", GJOVIK)


def found(q):
    actor = an_actor("requester", GJOVIK)
    return [item.card.title for item in search.search_listings(actor, Criteria(q=q)).page.items]


def published(*titles):
    for title in titles:
        a_listing(title=title)
    indexing.rebuild()


def count(model):
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model))


def refused(act):
    with pytest.raises(Invalid) as refusal:
        act()
    return [(error.field, error.code) for error in refusal.value.fields]


def test_a_pair_is_in_force_in_this_process_as_soon_as_it_is_stored(lead):
    published("Sprellvogn", "Dingsekasse")
    assert found("dingsekasse") == ["Dingsekasse"]
    synonym = service.add_synonym(lead, DINGS, "Skolene sier dingsekasse")
    assert found("dingsekasser") == ["Dingsekasse", "Sprellvogn"]
    assert found("sprellvogn") == ["Sprellvogn"]
    service.change_synonym(lead, synonym.id, SynonymFields(word="dingsekasse", other="sprellvogn", both_ways=True))
    assert found("sprellvogn") == ["Sprellvogn", "Dingsekasse"]
    service.remove_synonym(lead, synonym.id)
    assert found("dingsekasse") == ["Dingsekasse"]


def test_a_wider_word_leads_to_the_narrower_and_not_back(lead):
    published("Sprellvogn", "Dingsekasse")
    service.add_synonym(lead, SynonymFields(word="sprellvogn", other="dingsekasse", nearness=Nearness.NARROWER))
    assert found("sprellvogn") == ["Sprellvogn", "Dingsekasse"]
    assert found("dingsekasse") == ["Dingsekasse"]


def test_nearer_words_come_higher(lead):
    published("Sprellvogn", "Dingsekasse")
    for other, nearness in (("sprellvogn", Nearness.NEAR), ("dingsekasse", Nearness.SAME)):
        service.add_synonym(lead, SynonymFields(word="tullball", other=other, nearness=nearness))
    assert found("tullball") == ["Dingsekasse", "Sprellvogn"]


def test_a_shipped_pair_is_turned_off_and_on_again(lead):
    published("Dingeldang")
    with only_one_pair_shipped() as number:
        assert found("tingeling") == ["Dingeldang"]
        service.switch_shipped(lead, number, in_use=False, reason="Gir støy")
        assert queries.get_shipped(lead, number).in_use is False
        assert found("tingeling") == []
        service.switch_shipped(lead, number, in_use=False)
        service.switch_shipped(lead, number, in_use=True)
        assert found("tingeling") == ["Dingeldang"]
    assert [change.deed.deed for change in queries.list_changes(lead).items] == [Deed.SWITCHED_ON, Deed.SWITCHED_OFF]
    assert count(SwitchedOff) == 0


def test_another_process_learns_of_a_change_at_its_next_look_and_asks_little_otherwise(lead, count_queries):
    service.add_synonym(lead, DINGS)
    lexicon.use(lexicon.shipped())  # as a process that has not looked yet
    using.refresh()
    present = lexicon.current()
    assert DINGS.term in present.terms
    with count_queries() as sent:
        using.refresh()
    assert len([statement for statement in sent if statement.startswith("SELECT")]) == 1
    assert lexicon.current() is present


def test_without_changes_the_shipped_thesaurus_is_the_one_in_force(app):
    using.refresh()
    assert lexicon.current() is lexicon.shipped()


def test_a_thesaurus_that_cannot_be_read_fails_no_change(lead, monkeypatch):
    def refuse():
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(using, "refresh", refuse)
    service.add_synonym(lead, DINGS)
    monkeypatch.undo()
    assert count(Synonym) == 1
    using.refresh()
    assert DINGS.term in lexicon.current().terms


@pytest.mark.parametrize(
    ("word", "other", "more", "wrong"),
    [
        ("", "stol", {}, [("word", "field-required")]),
        ("  \u200b ", "", {}, [("word", "field-required"), ("other", "field-required")]),
        ("x" * 81, "stol", {}, [("word", "field-too-long")]),
        ("og", "stol", {}, [("word", "synonym-only-stop-words")]),
        ("stol", "?!", {}, [("other", "synonym-only-stop-words")]),
        ("stol", "4711", {}, [("other", "synonym-without-letters")]),
        ("en grønn rund høy ting", "stol", {}, [("word", "synonym-too-many-words")]),
        ("stol", "Stolene", {}, [("other", "synonym-same-word")]),
        ("hev/senk", "hevsenk", {}, [("other", "synonym-same-word")]),
        ("dings", "sak", {"nearness": Nearness.RELATED}, [("nearness", "field-not-a-choice")]),
        (
            "dings",
            "sak",
            {"nearness": Nearness.NARROWER, "both_ways": True},
            [("both_ways", "synonym-narrower-both-ways")],
        ),
        ("stol", "kontorstol", {"nearness": Nearness.NARROWER}, [("other", "synonym-is-compound")]),
        ("kontorpult", "skrivebord", {"both_ways": True}, [("other", "synonym-shipped-already")]),
        ("skrivebordet", "pulter", {}, [("other", "synonym-shipped-already")]),
        ("kjøleskap", "hvitevare", {"nearness": Nearness.NARROWER}, [("other", "synonym-in-circle")]),
        ("kjøleskap", "hvitevare", {"nearness": Nearness.SAME, "both_ways": True}, [("other", "synonym-in-circle")]),
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_changes(lead, word, other, more, wrong):
    assert refused(lambda: service.add_synonym(lead, SynonymFields(word=word, other=other, **more))) == wrong
    assert count(Synonym) == count(SynonymChange) == 0


def test_a_reason_has_its_length(lead):
    assert refused(lambda: service.add_synonym(lead, DINGS, "x" * 201)) == [("reason", "field-too-long")]
    assert count(Synonym) == 0


def test_a_pair_is_there_once_in_either_order_and_any_form(lead):
    service.add_synonym(lead, DINGS)
    for again in (DINGS, SynonymFields(word="Sprellvognene", other="dingsekassen")):
        assert refused(lambda again=again: service.add_synonym(lead, again)) == [("other", "synonym-exists")]
    second = service.add_synonym(lead, SynonymFields(word="tullball", other="sprellvogn"))
    assert refused(lambda: service.change_synonym(lead, second.id, DINGS)) == [("other", "synonym-exists")]
    assert count(Synonym) == 2
    assert count(SynonymChange) == 2


def test_a_circle_through_others_is_seen(lead):
    for word, other in (("tullball", "dingsekasse"), ("dingsekasse", "sprellvogn")):
        service.add_synonym(lead, SynonymFields(word=word, other=other, nearness=Nearness.NARROWER))
    back = SynonymFields(word="sprellvogn", other="tullball", nearness=Nearness.NARROWER)
    assert refused(lambda: service.add_synonym(lead, back)) == [("other", "synonym-in-circle")]


def test_a_shipped_pair_may_be_made_nearer_or_replaced_once_it_is_off(lead):
    with only_one_pair_shipped() as number:
        pair = {"word": "tingeling", "other": "dingeldang"}
        nearer = service.add_synonym(lead, SynonymFields(**pair, nearness=Nearness.SAME))
        service.remove_synonym(lead, nearer.id)
        farther = SynonymFields(**pair, nearness=Nearness.NARROWER)
        assert refused(lambda: service.add_synonym(lead, farther)) == [("other", "synonym-shipped-already")]
        service.switch_shipped(lead, number, in_use=False)
        service.add_synonym(lead, farther)
    assert count(Synonym) == 1


def test_there_is_an_end_to_how_many_may_be_added(lead, monkeypatch):
    monkeypatch.setattr(service, "MOST_OWN", 1)
    service.add_synonym(lead, DINGS)
    with pytest.raises(Conflict, match="synonym-too-many"):
        service.add_synonym(lead, SynonymFields(word="tullball", other="sprellvogn"))
    assert count(Synonym) == 1


def test_two_leads_at_once_do_not_overwrite_each_other(lead):
    synonym = service.add_synonym(lead, DINGS)
    seen = synonym.version
    service.change_synonym(lead, synonym.id, SynonymFields(word="tullball", other="sprellvogn"), version=seen)
    for late in (
        lambda: service.change_synonym(lead, synonym.id, DINGS, version=seen),
        lambda: service.remove_synonym(lead, synonym.id, version=seen),
    ):
        with pytest.raises(Conflict, match="stale-form"):
            late()
    assert queries.get_own(lead, synonym.id).word == "tullball"


def test_two_who_add_the_same_at_the_same_moment_add_it_once(app, lead):
    together, told = threading.Barrier(4), []

    def add():
        with app.app_context(), clock.standing_still(clock.now()):
            together.wait()
            try:
                told.append(service.add_synonym(lead, DINGS).word)
            except Invalid as refusal:
                told.append(refusal.fields[0].code)

    threads = [threading.Thread(target=add) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == ["dingsekasse", *["synonym-exists"] * 3]
    assert count(Synonym) == count(SynonymChange) == 1


def test_what_was_removed_can_be_put_back_once(lead):
    synonym = service.add_synonym(lead, DINGS)
    change = service.remove_synonym(lead, synonym.id, "Feil ord")
    restored = service.restore_synonym(lead, change.id)
    assert service.fields_of(restored) == DINGS
    assert refused(lambda: service.restore_synonym(lead, change.id)) == [("other", "synonym-exists")]
    added = queries.list_changes(lead).items[-1].deed
    with pytest.raises(NotFound):
        service.restore_synonym(lead, added.id)


def test_a_change_that_changes_nothing_is_no_deed(lead):
    synonym = service.add_synonym(lead, DINGS)
    service.change_synonym(lead, synonym.id, SynonymFields(word=" Dingsekasse ", other="sprellvogn"))
    assert count(SynonymChange) == 1


def test_every_deed_tells_who_did_what_why_and_what_it_was(lead):
    synonym = service.add_synonym(lead, DINGS, "Skolene sier det")
    service.change_synonym(lead, synonym.id, SynonymFields(word="dingsekasse", other="tullball"), "Bedre ord")
    newest, first = queries.list_changes(lead).items
    assert (first.deed.deed, first.deed.word, first.deed.reason) == (Deed.ADDED, "dingsekasse", "Skolene sier det")
    assert newest.deed.before == {"word": "dingsekasse", "other": "sprellvogn", "nearness": "near", "both_ways": False}
    assert newest.by.startswith("Person")
    assert newest.deed.person_id == lead.person_id


def test_the_thesaurus_is_searched_by_any_word_source_and_use(lead):
    def wanted(**chosen):
        return [(entry.word, entry.other) for entry in queries.list_entries(lead, Wanted(**chosen), per_page=100).items]

    with only_one_pair_shipped() as number:
        service.add_synonym(lead, DINGS)
        service.add_synonym(lead, SynonymFields(word="kjølting", other="tullball"))
        service.switch_shipped(lead, number, in_use=False)
        assert wanted(text="SPRELL") == [("dingsekasse", "sprellvogn")]
        assert wanted(text="kjol") == [("kjølting", "tullball")]
        assert wanted(source=Source.OWN) == [("dingsekasse", "sprellvogn"), ("kjølting", "tullball")]
        assert wanted(source=Source.SHIPPED) == wanted(in_use=False) == [("tingeling", "dingeldang")]
        assert wanted(text="finnes ikke") == []
        assert queries.list_entries(lead, Wanted()).total == 3


def test_the_thesaurus_comes_in_pages_by_word_and_costs_the_same_on_each(lead, count_queries):
    pages = [queries.list_entries(lead, Wanted(), number, 100) for number in (1, 2)]
    words = [entry.word for page in pages for entry in page.items]
    assert len(words) == 200
    assert words[0] < words[99]
    with count_queries() as sent:
        queries.list_entries(lead, Wanted(), 20, 10)
    assert len([statement for statement in sent if statement.startswith("SELECT")]) == 2


def test_numbers_of_shipped_pairs_stay_and_fit_an_address():
    numbers = [each.number for each in shipped_terms()]
    assert len(set(numbers)) == len(numbers)
    assert max(numbers) < 10**15
    with only_one_pair_shipped() as number:
        assert number == NUMBER
