"""What a question asks for decides what is found; what it says of it decides what comes first."""

import pytest

from marketplace.search.asking import Subject
from marketplace.search.engine import EVERYBODY, SearchRequest
from tests.search.samples import a_document

pytestmark = pytest.mark.once


def subjects(found):
    return {clause.asked: clause.subject for clause in found.answer.plan.clauses if clause.subject is not Subject.THING}


def test_a_colour_raises_and_leaves_nothing_out(found):
    found.publish(a_document("Kontorstol", colour="rød"), a_document("Kontorstol ", colour="blå"), "Blå sofa")
    assert found("blå kontorstol") == ["Kontorstol ", "Kontorstol"]
    assert subjects(found)["blå"] is Subject.ATTRIBUTE


def test_a_place_raises_and_says_which_it_is(found):
    found.publish(
        a_document("Sofa", municipality_number="3203"),
        a_document("Sofa grønn", municipality_number="3407", county_number="34"),
    )
    assert found("sofa i Asker") == ["Sofa", "Sofa grønn"]
    assert found("sofa Gjøvik") == found("sofa innlandet") == ["Sofa grønn", "Sofa"]
    (place,) = [clause for clause in found.answer.plan.clauses if clause.subject is Subject.PLACE]
    assert (place.asked, place.codes) == ("innlandet", ("34",))


def test_a_place_is_known_by_its_sami_name(found):
    found.publish(a_document("Sofa", municipality_number="5612"), a_document("Sofa grønn"))
    found("sofa guovdageaidnu")
    assert subjects(found).get("guovdageaidnu") is Subject.PLACE


def test_a_name_that_is_a_thing_too_is_a_place_only_where_one_is_expected(found):
    found.publish("Ski", "Sofa")
    assert found("ski") == ["Ski"]
    found("sofa i Ski")
    assert subjects(found)["ski"] is Subject.PLACE


def test_a_number_before_a_thing_asks_for_units(found):
    found.publish(
        a_document("Bærbar PC", available_quantity=4),
        a_document("Bærbar PC ", available_quantity=40),
        a_document("Kontorstol", available_quantity=90),
    )
    assert found("30 bærbare pcer") == ["Bærbar PC ", "Bærbar PC"]
    (units,) = [clause for clause in found.answer.plan.clauses if clause.subject is Subject.QUANTITY]
    assert (units.asked, units.at_least) == ("30", 30)


@pytest.mark.parametrize("asked", ["minst 20 stoler", "tjue stoler", "stoler 20 stk", "20 stk stoler"])
def test_units_are_asked_for_in_many_ways(found, asked):
    found.publish(a_document("Stol", available_quantity=25), a_document("Stol ", available_quantity=3))
    assert found(asked) == ["Stol", "Stol "]
    assert [clause.at_least for clause in found.answer.plan.clauses if clause.at_least] == [20]


@pytest.mark.parametrize("asked", ["bord 120 rundt", "bord 120 cm", "rundt bord 120x120", "møtebord 12 personer"])
def test_a_number_with_a_measure_or_after_the_thing_is_no_amount(found, asked):
    found.publish("Bord")
    found(asked)
    assert Subject.QUANTITY not in subjects(found).values()


def test_measures_of_the_listing_and_in_its_text_are_found_in_any_unit(found):
    found.publish(
        a_document("Bord", width_cm=160, depth_cm=80),
        a_document("Bord 140x70"),
        a_document("Bord 2 m"),
        a_document('Skjerm 75"'),
        a_document("Skjerm 24 tommer"),
    )
    assert found("bord 160x80")[0] == found("bord 80 x 160 cm")[0] == "Bord"
    assert found("bord 70x140")[0] == "Bord 140x70"
    assert found("bord 200 cm")[0] == "Bord 2 m"
    assert found("skjerm 75 tommer")[0] == 'Skjerm 75"'
    assert found('skjerm 24"')[0] == "Skjerm 24 tommer"


def test_a_brand_is_learnt_from_the_listings_and_only_raises(found):
    found.publish(a_document("Pult", brand="Tingeling"), "Pult til elev", a_document("Skap", brand="Tingeling"))
    assert found("tingeling pult")[0] == "Pult"
    assert "Skap" not in found("tingeling pult")
    assert subjects(found)["tingeling"] is Subject.BRAND
    assert set(found("tingeling")) == {"Pult", "Skap"}


def test_a_word_for_a_group_of_things_finds_what_lies_in_its_categories(found):
    found.publish(
        a_document("Sklie", category_path=("UTE", "UTE.LEK")),
        a_document("Hoppeslott", category_path=("UTE", "UTE.LEK")),
        a_document("Kjøleskap", category_path=("KJO", "KJO.KJOL")),
    )
    assert set(found("lekeplassutstyr")) == {"Sklie", "Hoppeslott"}
    (group,) = [clause for clause in found.answer.plan.clauses if clause.subject is Subject.CATEGORY]
    assert group.codes == ("UTE.LEK",)
    assert found("hvitevarer") == ["Kjøleskap"]
    assert found("kjøleskap") == ["Kjøleskap"]


def test_a_member_does_not_lead_back_to_its_group(found):
    found.publish(a_document("Hvitevarer, blandet", category_path=("ANN", "ANN.DIV")))
    assert found("hvitevarer") == ["Hvitevarer, blandet"]
    assert found("kjøleskap") == []


def test_a_basin_comes_before_the_machine_that_begins_with_its_name(found):
    found.publish("Vaskemaskin", "Servant", "Oppvaskmaskin")
    assert found("vask")[0] == "Servant"


@pytest.mark.parametrize(
    ("asked", "title"), [("ord", "Bord"), ("stol", "Apostol"), ("skap", "Landskap"), ("hag", "Håg")]
)
def test_words_that_only_contain_a_word_are_not_found(found, asked, title):
    found.publish(title)
    assert found(asked) == []


def test_an_accessory_comes_after_the_thing(found):
    found.publish("Hjul til kontorstol", "Kontorstolhjul", "Kontorstol")
    assert found("kontorstol")[0] == "Kontorstol"


def test_what_is_said_in_passing_weighs_little(found):
    found.publish(a_document("Skrivebord", description="Passer godt til kontorstol."), "Stol til kontor")
    assert found("kontorstol")[0] == "Stol til kontor"


def test_a_title_without_a_thing_is_read_with_its_category(found):
    found.publish(
        a_document("HÅG Capisco 8106", category_names=("Kontormøbler", "Kontorstoler")),
        a_document("Kontorstolhjul", category_names=("Kontormøbler", "Kontorstoler")),
    )
    assert found("kontorstol")[0] == "HÅG Capisco 8106"


@pytest.mark.parametrize("asked", ["kontor stol", "stol til kontor", "kontorets stol"])
def test_a_compound_written_apart_is_one(found, asked):
    found.publish("Kontorstol", "Skap")
    assert found(asked) == ["Kontorstol"]


def test_what_follows_uten_is_not_asked_for(found):
    found.publish("Stol med armlener", "Stol uten armlener", "Armlener")
    assert "Armlener" not in found("stol uten armlener")


def test_either_of_two_things_is_an_answer(found):
    found.publish("Sofa", "Lenestol", "Skap")
    assert set(found("sofa eller lenestol til venterommet")) == {"Sofa", "Lenestol"}


def test_a_word_of_which_nothing_is_known_raises_beside_a_thing(found):
    found.publish("Benk", "Benk ute")
    assert found("benk ute") == ["Benk ute", "Benk"]


def test_a_misspelt_form_is_repaired_by_its_stem(found):
    found.publish("Rullatorer", "Skillevegger")
    assert found("rulator") == ["Rullatorer"]
    assert found("skillevgg") == ["Skillevegger"]


def test_a_misspelt_word_that_nobody_wrote_leads_to_what_means_the_same(found):
    found.publish("Bærbar PC")
    assert found("labtop") == ["Bærbar PC"]
    assert [repair.used for repair in found.answer.plan.repairs] == ["laptop"]


def test_a_known_word_is_never_taken_for_another(found):
    found.publish("Lekebord", "Lokk")
    assert found("klokke") == []
    assert found.answer.plan.repairs == ()


def test_a_long_question_is_read_for_what_it_asks(found):
    found.publish("Møtebord 12 personer", "Skap", "Barnebord")
    assert found("Vi trenger et stort møtebord til 12 personer")[0] == "Møtebord 12 personer"
    assert "Skap" not in found("Vi trenger et stort møtebord til 12 personer")


def test_the_work_for_a_question_is_bounded(engine):
    engine.refresh([a_document("Stol", id=1)])
    plan = engine.search(SearchRequest(q="pult " * 400 + "stol 5 " * 400, audience=EVERYBODY)).plan
    assert len(plan.clauses) <= 24
    assert all(len(clause.alternatives) <= 60 for clause in plan.clauses)


def test_what_lies_among_other_things_is_found_by_its_kind_all_the_same(found):
    found.publish(
        a_document("Sklie", category_path=("ANN", "ANN.DIV")), a_document("Sag", category_path=("ANN", "ANN.DIV"))
    )
    assert found("lekeplassutstyr") == ["Sklie"]


def test_a_word_that_says_nothing_leaves_what_is_beside_it_to_decide(found):
    found.publish("Stellebord til barnehage", "Skap")
    assert found("dingser til barnehage") == ["Stellebord til barnehage"]


def test_what_nobody_offers_is_not_made_up_for_by_its_place(found):
    found.publish("Skap", "Sofa")
    assert found("zzzz i Asker") == found("tredemølle i Asker") == []


def test_a_part_of_what_is_there_is_better_than_nothing(found):
    found.publish("Toalett", "Skap")
    assert found("toalettskål") == ["Toalett"]


def test_a_brand_that_nobody_has_is_what_people_call_by_its_name(found):
    found.publish("Kaffetrakter", "Sofa")
    assert found("moccamaster") == ["Kaffetrakter"]
    found.publish(a_document("Kaffetrakter", brand="Moccamaster"), "Kaffetrakter, stor")
    assert found("moccamaster")[0] == "Kaffetrakter"


def test_an_unknown_model_does_not_hide_what_there_is_of_the_brand(found):
    found.publish(a_document("Creed, svart", brand="HÅG"), "Sofa")
    assert found("håg zquantix") == ["Creed, svart"]


def test_a_question_of_only_what_is_not_wanted_is_taken_as_it_is_written(found):
    found.publish("Stol", "Sofa")
    assert found("ikke stol") == ["Stol"]
