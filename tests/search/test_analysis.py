"""What is made of words, in bokmål and nynorsk alike."""

import unicodedata
from pathlib import Path

import pytest

from marketplace.search.analysis import analyse, analyse_word, asked_words, tokens_of, words
from marketplace.search.clauses import word_clause
from marketplace.search.lexicon import build, compounds
from marketplace.search.lexicon.stems import bare, spelled, stem
from marketplace.search.lexicon.synonyms import shipped
from marketplace.search.questions import LONGEST_QUERY, MOST_WORDS
from marketplace.search.spelling import Speller, distance
from tests.search.samples import a_document

pytestmark = pytest.mark.once

WHOLE = "apostol,landskap,redskap,verktøy,projektor,garderobe,kommode,monitor,tastatur,bærbar,kontrostol,rullator,sofa"


@pytest.mark.parametrize(
    "forms",
    [
        "stol stoler stolen stolene stolar stolane",
        "kontorstol kontorstoler kontorstolene kontorstolar",
        "bord bordet bordene borda",
        "skap skapet skapene skapa",
        "hylle hyller hyllene hylla hyllen hyllane",
        "reol reoler reolen reolene reolar",
        "pult pulter pulten pultene pultar",
        "krakk krakker krakken krakkene krakkar",
        "benk benker benken benkene benkar",
        "sofa sofaer sofaen sofaene sofaar",
        "lampe lamper lampen lampene lampa lampar",
        "skjerm skjermer skjermen skjermene skjermar",
        "tavle tavler tavlen tavlene tavla",
        "seng senger sengen sengene senga sengar",
        "madrass madrasser madrassen madrassene madrassar",
        "sykkel sykler sykkelen syklene syklar",
        "nøkkel nøkler nøkkelen nøklene nøklar",
        "møbel møbler møblene møbelet møblar",
        "bok bøker boken bøkene boka",
        "maskin maskiner maskinen maskinene",
        "vogn vogner vognen vognene vogna",
        "tralle traller trallen trallene tralla",
        "kasse kasser kassen kassene kassa",
        "matte matter matten mattene matta",
        "dør dører døren dørene døra dørar",
        "vindu vinduer vinduet vinduene",
        "stige stiger stigen stigene stigar",
        "skuff skuffer skuffen skuffene skuffar",
        "skriver skrivere skriveren skriverne",
        "projektor projektorer projektoren projektorene",
        "rullestol rullestoler rullestolen rullestolar",
        "elevpult elevpulter elevpulten elevpultene elevpultar",
        "kjøleskap kjøleskapet kjøleskapene",
        "vaskemaskin vaskemaskiner vaskemaskinen",
        "bokhylle bokhyller bokhyllen bokhylla bokhyllene",
        "garderobeskap garderobeskapet garderobeskapene",
        "whiteboard whiteboards whiteboardet",
        "printer printere printeren",
        "puff puffer puffen puffene puffar",
        "kommode kommoder kommoden kommodene",
        "teppe tepper teppet teppene",
        "speil speilet speilene",
        "gardin gardiner gardinen gardinene",
        "komfyr komfyrer komfyren komfyrar",
        "rullator rullatorer rullatoren rullatorar",
        "huske husker husken huskene huska",
        "barnevogn barnevogner barnevogna",
        "leke leker leken lekene leikar leiker",
        "hvit hvite hvitt kvit kvite kvitt",
        "blå blått blåe",
        "rød rødt røde raud raude raudt",
        "skolestol skulestol skulestolar skolestoler",
        "gulvlampe golvlampe golvlamper",
        "papirkurv papirkorg",
        "skillevegg skiljevegg skillevegger",
    ],
)
def test_the_forms_of_a_word_share_a_token(forms):
    assert len({analyse_word(form).token for form in forms.split()}) == 1


@pytest.mark.parametrize(
    ("word", "first", "last"),
    [
        ("kontorstol", "kontor", "stol"),
        ("skrivebord", "skrive", "bord"),
        ("møteromsbord", "møterom", "bord"),
        ("barnehagestolane", "barnehage", "stol"),
        ("arkivskap", "arkiv", "skap"),
        ("kontormøbler", "kontor", "møbel"),
        ("gulvvaskemaskin", "gulv", "vaskemaskin"),
        ("hevsenkbord", "hevsenk", "bord"),
        ("bokhylla", "bok", "hylle"),
    ],
)
def test_a_compound_falls_into_its_parts(word, first, last):
    compound = compounds.split(word)
    assert (compound.first, compound.last) == (first, last)


@pytest.mark.parametrize(
    "word",
    WHOLE.split(","),
)
def test_what_only_looks_like_a_compound_stays_whole(word):
    assert compounds.split(word) is None


def test_the_words_taken_from_the_dictionary_are_those_of_the_dictionary():
    assert Path(build.TARGET).read_bytes() == build.build()
    assert Path(build.ADJECTIVES).read_bytes() == build.build_adjectives()


def test_letters_may_be_spelled_out_or_left_bare():
    assert spelled("håg") == spelled("haag") != spelled("hag")
    assert spelled("bjørk") == spelled("björk") == spelled("bjoerk")
    assert bare("kjøleskap") == bare("kjoleskap")
    assert stem("håg") != stem("hage")


def test_text_in_any_unicode_form_gives_the_same_words():
    assert list(words(unicodedata.normalize("NFD", "Håg à Bjørk"))) == list(words("Håg à Bjørk"))


def test_hyphens_and_slashes_give_the_pieces_and_the_whole():
    assert set(words("Av/på-bryter")) == {"bryter", "avpåbryter", "avpå", "påbryter"}
    for written in ("Hev/senk-bord", "hev-/senkbord", "heve- og senkebord", "hevsenkbord", "heve senkebord"):
        assert list(words(written)) == ["hevsenkbord"]
    assert list(words("hev-senk")) == list(words("heves og senkes")) == ["hevsenk"]


def test_an_end_that_two_words_share_belongs_to_both():
    assert list(words("Møte- og besøksstoler")) == ["møtestol", "besøksstoler"]


def test_measures_are_numbers_whatever_their_unit():
    assert list(words("160x80 cm")) == ["160", "80"]
    assert list(words('120 cm 75" 24-tommers'))[:2] == ["120", "75"]
    assert "a4" in words("A4-skriver")


def test_stop_words_say_nothing():
    assert list(words("og i på til")) == []


def test_a_question_is_read_only_so_far():
    assert len(asked_words("stol " * 5000, LONGEST_QUERY, MOST_WORDS)) == 1
    assert len(asked_words(" ".join(f"ord{n}" for n in range(500)), LONGEST_QUERY, MOST_WORDS)) == MOST_WORDS


def test_a_title_weighs_more_than_a_description():
    weights = analyse(a_document("Stol", description="bord")).weights
    assert weights["stol"] > weights["bord"]


def test_category_names_in_both_languages_count_once():
    once = analyse(a_document("x", category_names=("Kontorstoler",))).weights
    twice = analyse(a_document("x", category_names=("Kontorstoler", "Kontorstoler"))).weights
    assert once == twice


def test_synonyms_lead_both_ways_and_kinds_only_down():
    def leads(word, other):
        wanted = tokens_of(other)
        asked = asked_words(word, LONGEST_QUERY, MOST_WORDS)[0]
        found = word_clause(asked, shipped()).alternatives
        return any(tuple(any_of[0] for any_of in each.all_of) == wanted for each in found)

    assert leads("pult", "skrivebord")
    assert leads("skrivebord", "pult")
    assert leads("reol", "hylle")
    assert leads("hvitevarer", "kjøleskap")
    assert not leads("kjøleskap", "hvitevarer")


def test_a_swap_of_neighbours_is_one_mistake():
    assert distance("kontrostol", "kontorstol", 2) == 1
    assert distance("stol", "stol", 1) == 0
    assert distance("stol", "bord", 1) is None


def test_short_words_are_not_guessed_at():
    assert Speller(["stol", "skap"]).candidates("sto") == []
    assert Speller(["stol", "skap"]).candidates("skpa") == [(1, "skap")]
