"""The search port's promises, kept by every filling."""

from datetime import date, timedelta

import pytest

from marketplace.search.asking import Repair
from marketplace.search.engine import EVERYBODY, Audience, Health, SearchRequest, Sort, SuggestRequest
from tests.search.samples import START, a_document

pytestmark = pytest.mark.once


def test_an_empty_engine_answers_nothing(engine):
    answer = engine.search(SearchRequest(q="stol", audience=EVERYBODY))
    assert (answer.hits, answer.total, engine.document_count()) == ((), 0, 0)
    assert engine.search(SearchRequest(audience=EVERYBODY)).total == 0
    assert engine.suggest(SuggestRequest("st", EVERYBODY)) == ()
    assert engine.health() is Health.READY


def test_the_exact_word_comes_before_its_compounds(found):
    found.publish("Kontorstol", "Stol", "Stolpe", "Apostol")
    assert found("stol") == ["Stol", "Kontorstol"]
    assert found("stoler") == ["Stol", "Kontorstol"]


def test_a_part_in_the_middle_finds_nothing(found):
    found.publish("Bord", "Stolpe")
    assert found("ord") == []


def test_a_compound_finds_the_words_written_apart(found):
    found.publish("Stol til kontor", "Kontorstol", "Skap")
    assert found("kontorstol") == ["Kontorstol", "Stol til kontor"]


def test_a_compound_that_nobody_wrote_finds_the_nearest_of_its_kind(found):
    found.publish("Møtebord", "Spisebord", "Skap")
    assert found("møteromsbord") == ["Møtebord", "Spisebord"]


def test_synonyms_come_after_the_word_itself(found):
    found.publish("Skrivebord", "Pult", "Sofa")
    assert found("pult") == ["Pult", "Skrivebord"]


def test_words_of_both_languages_meet(found):
    found.publish("Skulestolar i bøk", "Kvit golvlampe")
    assert found("skolestol") == ["Skulestolar i bøk"]
    assert found("hvit gulvlampe") == ["Kvit golvlampe"]


@pytest.mark.parametrize("asked", ["hev/senk", "hev-senk", "hevsenk", "hev senk", "heve- og senkepult"])
def test_raising_desks_are_found_however_they_are_written(found, asked):
    found.publish("Elektrisk hev/senk-skrivebord", "Sofa")
    assert found(asked) == ["Elektrisk hev/senk-skrivebord"]


def test_a_brand_is_not_a_garden(found):
    found.publish("Stol fra Håg", "Hagebord")
    assert found("Håg") == ["Stol fra Håg"]
    assert found("haag") == ["Stol fra Håg"]


def test_letters_that_a_keyboard_lacks_may_be_left_out(found):
    found.publish("Kjøleskap", "Sofa")
    assert found("kjoleskap") == ["Kjøleskap"]
    assert found.answer.plan.repairs == ()


def test_a_misspelt_word_is_repaired_and_says_so(found):
    found.publish("Kontorstol", "Sofa")
    assert found("blå kontrostol") == ["Kontorstol"]
    assert found.answer.plan.repairs == (Repair("kontrostol", "kontorstol"),)
    assert found.answer.plan.did_you_mean == "blå kontorstol"


def test_what_was_written_may_be_searched_for_all_the_same(found):
    found.publish("Kontorstol")
    assert found("kontrostol", verbatim=True) == []


def test_a_word_with_hits_of_its_own_is_never_repaired(found):
    found.publish("Kontrostol", "Kontorstol")
    assert found("kontrostol") == ["Kontrostol"]
    assert found.answer.plan.did_you_mean is None


def test_what_covers_more_of_the_question_comes_first(found):
    found.publish("Kontorstol svart", "Kontorstol blå", "Sofa blå")
    assert found("blå kontorstol")[0] == "Kontorstol blå"
    assert "Sofa blå" not in found("blå kontorstol")


def test_without_a_question_the_newest_come_first(found):
    found.publish("Stol", "Bord", "Skap")
    assert found("") == ["Skap", "Bord", "Stol"]
    assert found('"(*') == ["Skap", "Bord", "Stol"]


def test_a_category_includes_its_children(found):
    found.publish(
        a_document("Stol", category_path=("KON", "KON.STOL")),
        a_document("Bord", category_path=("KON", "KON.SKRIV")),
        a_document("Sofa", category_path=("SIT", "SIT.SOFA")),
    )
    assert found(categories=("KON",)) == ["Bord", "Stol"]
    assert found(categories=("KON.STOL", "SIT")) == ["Sofa", "Stol"]
    assert found(categories=("UKJENT",)) == []


def test_a_groups_counts_ignore_its_own_choice_and_heed_the_others(found):
    found.publish(
        a_document("Stol", condition="good"),
        a_document("Stol", condition="fair", municipality_number="3407", county_number="34"),
        a_document("Bord", category_path=("KON", "KON.SKRIV"), condition="fair"),
        a_document("Sofa"),
    )
    found("stol", conditions=("fair",))
    facets = found.answer.facets
    assert found.answer.total == 1
    assert dict(facets.condition) == {"good": 1, "fair": 1}
    assert dict(facets.municipality) == {"3407": 1}
    assert dict(facets.county) == {"34": 1}
    assert dict(facets.category) == {"KON": 1, "KON.STOL": 1}


def test_groups_are_all_met_and_values_of_a_group_any(found):
    found.publish(
        a_document("A", municipality_number="3203", condition="good"),
        a_document("B", municipality_number="3201", condition="good"),
        a_document("C", municipality_number="3201", condition="fair"),
        a_document("D", municipality_number="3407", county_number="34", condition="good"),
    )
    assert found(municipalities=("3203", "3201"), conditions=("good",)) == ["B", "A"]
    assert found(counties=("34",)) == ["D"]
    assert found(counties=("34",), municipalities=("3203",)) == []


def test_what_is_lent_is_told_from_what_one_keeps(found):
    found.publish(a_document("Prosjektør", is_loan=True), a_document("Stol"), a_document("Bord", price_nok=100))
    assert found(loan=True) == ["Prosjektør"]
    assert dict(found.answer.facets.terms) == {"loan": 1, "take_over": 2}
    assert dict(found.answer.facets.price) == {"free": 1}
    assert found(loan=False, free=True) == ["Stol"]
    assert dict(found.answer.facets.terms) == {"loan": 1, "take_over": 1}
    assert dict(found.answer.facets.without) == {"loan": 2, "free": 2}


def test_limits_leave_out_what_does_not_say(found):
    found.publish(
        a_document("Smal", width_cm=60, depth_cm=50, height_cm=70, available_quantity=2),
        a_document("Bred", width_cm=160, available_quantity=12),
        a_document("Ukjent", price_nok=100, available_quantity=0, available_from=date(2026, 8, 1)),
    )
    assert found(max_width_cm=60) == ["Smal"]
    assert found(max_depth_cm=50, max_height_cm=70) == ["Smal"]
    assert found(min_quantity=3) == ["Bred"]
    assert found(free=True) == ["Bred", "Smal"]
    assert found(free=False) == ["Ukjent"]
    assert found(available_by=date(2026, 7, 31)) == ["Bred", "Smal"]
    assert found(available_by=date(2026, 8, 1)) == ["Ukjent", "Bred", "Smal"]


def test_distance_is_as_the_crow_flies_from_where_one_stands(found):
    asker, gjovik = (59.8331, 10.4392), (60.7957, 10.6915)
    found.publish(
        a_document("Gjøvik", latitude=gjovik[0], longitude=gjovik[1]),
        a_document("Asker", latitude=asker[0], longitude=asker[1]),
        a_document("Ukjent sted"),
    )
    assert found(near=asker, sort=Sort.NEAREST) == ["Asker", "Gjøvik", "Ukjent sted"]
    distances = [hit.distance_km for hit in found.answer.hits]
    assert distances[0] == pytest.approx(0, abs=0.01)
    assert distances[1] == pytest.approx(107.9, abs=1)
    assert distances[2] is None
    assert found(near=asker, within_km=50) == ["Asker"]
    assert len(found(within_km=50)) == 3


def test_closing_soon_comes_first_and_never_last(found):
    found.publish(
        a_document("Aldri"),
        a_document("Snart", closes_at=START + timedelta(days=1)),
        a_document("Senere", closes_at=START + timedelta(days=9)),
    )
    assert found(sort=Sort.CLOSING) == ["Snart", "Senere", "Aldri"]


@pytest.mark.parametrize("sort", list(Sort))
def test_pages_never_overlap(engine, sort):
    documents = [a_document("Stol", id=number, published_at=START) for number in range(1, 54)]
    engine.refresh(documents)
    pages = [
        engine.search(SearchRequest(q="stol", sort=sort, page=page, per_page=10, audience=EVERYBODY))
        for page in range(1, 8)
    ]
    ids = [hit.id for page in pages for hit in page.hits]
    assert ids == list(range(53, 0, -1))
    assert {page.total for page in pages} == {53}


def test_a_change_is_found_and_what_it_replaced_is_not(found, engine):
    (document,) = found.publish(a_document("Stol", id=7_001))
    found.publish(a_document("Bord", id=7_001))
    assert found("bord") == ["Bord"]
    assert found("stol") == []
    engine.refresh([], removed=[document.id])
    assert engine.document_count() == 0
    engine.refresh([], removed=[document.id, 99])


def test_what_is_removed_and_given_is_replaced(found, engine):
    found.publish(a_document("Stol", id=8_001), a_document("Skap", id=8_002))
    engine.refresh((document for document in [a_document("Bord", id=8_001)]), removed=[8_001, 8_002])
    assert engine.document_count() == 1
    assert engine.search(SearchRequest(q="bord", audience=EVERYBODY)).total == 1
    assert engine.search(SearchRequest(q="stol", audience=EVERYBODY)).total == 0


def test_a_rebuild_forgets_what_was(found, engine):
    found.publish("Stol", "Bord")
    assert engine.rebuild([a_document("Sofa")]) == 1
    assert engine.document_count() == 1
    assert engine.search(SearchRequest(q="stol", audience=EVERYBODY)).total == 0


AUDIENCES = {
    "nobody": (Audience(), set()),
    "another member": (Audience("3407", None, is_member=True), {"network"}),
    "another member, after the owner left": (
        Audience("3407", None, is_member=True, members=frozenset({"3407"})),
        set(),
    ),
    "no member": (Audience("4601", None), set()),
    "own, whole municipality": (Audience("3203", None), {"network", "municipality", "unit 1", "unit none"}),
    "own, unit 1": (
        Audience("3203", frozenset({1}), is_member=True),
        {"network", "municipality", "unit 1", "unit none"},
    ),
    "own, unit 2": (Audience("3203", frozenset({2}), is_member=True), {"network", "municipality", "unit none"}),
    "service": (EVERYBODY, {"network", "municipality", "unit 1", "unit none"}),
}


@pytest.mark.parametrize("who", AUDIENCES)
def test_nothing_leaks_to_whom_a_listing_is_not_open(found, engine, who):
    audience, sees = AUDIENCES[who]
    found.publish(
        a_document("network", description="zebra"),
        a_document("municipality", stage="municipality", description="zebra"),
        a_document("unit 1", stage="unit", unit_id=1, description="zebra"),
        a_document("unit none", stage="unit", description="zebra"),
    )
    assert set(found("zebra", audience)) == set(found("", audience)) == sees
    assert found.answer.total == len(sees)
    assert sum(found.answer.facets.municipality.values()) == len(sees)
    assert {each.text for each in engine.suggest(SuggestRequest("mun", audience))} == ({"municipality"} & sees)
    assert found("municipalyti", audience) == sorted({"municipality"} & sees)
    assert found.answer.plan.did_you_mean == ("municipality" if "municipality" in sees else None)
