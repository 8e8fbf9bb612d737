"""The pages of the thesaurus: seen whole, and nothing stored before its effect was shown."""

import pytest

from marketplace.foundation.database import db
from marketplace.foundation.translation import text
from marketplace.search import indexing
from marketplace.search.synonyms.models import SwitchedOff, Synonym, SynonymChange
from marketplace.wording.refusals import SENTENCES
from tests.builders import GJOVIK, a_listing, a_person
from tests.search.thesauri import only_one_pair_shipped
from tests.web.pages import Page
from tests.web.visiting import fetch, send

HTML = '<img src=x onerror="alert(1)">'
DINGS = {"word": "Dingsekasse", "other": "sprellvogn", "nearness": "near"}


@pytest.fixture
def lead(client, sign_in):
    person = a_person("project_lead", GJOVIK, name="Lise Leder")
    sign_in(client, person)
    return person


def previewed(client, address, /, **values):
    """The marks that a preview's page would send on, and its words."""
    html = send(client, address, 200, **values).text
    page = Page(html)
    (mark,) = page.all("input", id="previewed")
    (seen,) = page.all("input", id="seen")
    return {"previewed": mark["value"], "seen": seen.get("value", ""), "lagre": "1"}, html


def added(client, **values):
    marks, _ = previewed(client, "/sok/synonymer/nytt", **DINGS | values)
    send(client, "/sok/synonymer/nytt", 302, **DINGS | values | marks)
    return only(Synonym).id


def only(model):
    db.session.expire_all()
    return db.session.query(model).one()


def count(model):
    db.session.expire_all()
    return db.session.query(model).count()


@pytest.mark.parametrize("role", ["observer", "requester", "facility_manager", "municipality_admin"])
def test_others_have_no_such_pages(client, sign_in, role):
    sign_in(client, a_person(role))
    for address in (
        "/sok/synonymer",
        "/sok/synonymer/nytt",
        "/sok/synonymer/1",
        "/sok/synonymer/1/fjern",
        "/sok/synonymer/innebygd/1",
        "/sok/synonymer/endringer",
        "/sok/oversikt",
        "/sok/oversikt.csv",
    ):
        assert SENTENCES["permission-needed"] in fetch(client, address, 403)
    for address in ("nytt", "1", "1/fjern", "innebygd/1", "endringer/1/angre"):
        send(client, f"/sok/synonymer/{address}", 403, **DINGS)
    assert "/sok/oversikt" not in fetch(client, "/hjelp")
    assert count(Synonym) == count(SwitchedOff) == 0


@pytest.mark.parametrize("role", ["project_lead", "operator"])
def test_who_minds_the_search_finds_the_pages_from_the_menu(client, sign_in, role):
    sign_in(client, a_person(role))
    assert Page(fetch(client, "/hjelp")).all("a", href="/sok/oversikt")
    assert Page(fetch(client, "/sok/oversikt")).all("a", href="/sok/synonymer")
    assert Page(fetch(client, "/sok/synonymer")).all("a", href="/sok/synonymer/nytt")


def test_a_pair_is_stored_only_after_its_effect_was_shown(client, lead):
    for title in ("Dingsekasse", "Sprellvogn"):
        a_listing(title=title)
    indexing.rebuild()
    marks, html = previewed(client, "/sok/synonymer/nytt", **DINGS | {"lagre": "1"})
    assert count(Synonym) == 0
    assert "Dette endres" in html
    assert "Sprellvogn" in html
    send(client, "/sok/synonymer/nytt", 200, **DINGS | marks | {"other": "noe annet"})
    assert count(Synonym) == 0
    answer = send(client, "/sok/synonymer/nytt", 302, **DINGS | marks, reason="Skolene sier det")
    stored = only(Synonym)
    assert (stored.word, stored.other, stored.both_ways) == ("dingsekasse", "sprellvogn", False)
    assert only(SynonymChange).reason == "Skolene sier det"
    html = fetch(client, answer.location)
    assert "Synonymet er lagt til" in html
    assert "lagt til" in html
    assert "Lise Leder" in fetch(client, f"/sok/synonymer/{stored.id}")


def test_a_word_from_elsewhere_is_filled_in(client, lead):
    (field,) = Page(fetch(client, "/sok/synonymer/nytt?ord=kontorpultstol%22")).all("input", id="word")
    assert field["value"] == 'kontorpultstol"'


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
@pytest.mark.parametrize(
    ("values", "code", "facts"),
    [
        ({"word": ""}, "field-required", {}),
        ({"word": "og"}, "synonym-only-stop-words", {"text": "og"}),
        ({"other": "dingsekassene"}, "synonym-same-word", {"word": "dingsekasse", "other": "dingsekassene"}),
        ({"nearness": "narrower", "both_ways": "y"}, "synonym-narrower-both-ways", {}),
        ({"nearness": "king"}, "field-not-a-choice", {}),
        ({"word": "x" * 81}, "field-too-long", {"most": 80}),
    ],
)
def test_what_makes_no_sense_is_told_beside_its_field(client, lead, language, values, code, facts):
    lead.language = language
    db.session.commit()
    answer = send(client, "/sok/synonymer/nytt", 422, **DINGS | values)
    sentence = text(language, SENTENCES[code], **facts)
    assert sentence.replace("'", "&#39;").replace('"', "&#34;") in answer.text
    assert count(Synonym) == 0


def test_a_pair_is_changed_once_its_effect_was_shown_and_a_stale_form_changes_nothing(client, lead):
    address = f"/sok/synonymer/{added(client)}"
    values = DINGS | {"nearness": "same", "both_ways": "y"}
    (seen,) = Page(fetch(client, address)).all("input", id="seen")
    marks, _ = previewed(client, address, **values, seen=seen["value"])
    assert marks["seen"] == seen["value"]
    send(client, address, 302, **values | marks)
    assert only(Synonym).both_ways is True
    assert SENTENCES["stale-form"] in send(client, address, 409, **values | marks).text
    assert only(Synonym).version == 2


def test_a_pair_is_removed_after_its_effect_was_shown_and_put_back(client, lead):
    address = f"/sok/synonymer/{added(client)}/fjern"
    (seen,) = Page(fetch(client, address)).all("input", id="seen")
    assert SENTENCES["stale-form"] in send(client, address, 409, seen="99").text
    answer = send(client, address, 302, seen=seen["value"], reason="Feil")
    assert count(Synonym) == 0
    (undo,) = [form for form in Page(fetch(client, answer.location)).all("form") if "angre" in form.get("action", "")]
    send(client, undo["action"], 302)
    assert only(Synonym).word == "dingsekasse"
    answer = send(client, undo["action"], 302)
    assert answer.location == "/sok/synonymer/endringer"
    assert count(Synonym) == 1
    fetch(client, f"/sok/synonymer/{only(Synonym).id}/fjern")


def test_a_shipped_pair_is_turned_off_and_on_after_its_effect_was_shown(client, lead):
    a_listing(title="Dingeldang")
    indexing.rebuild()
    with only_one_pair_shipped() as number:
        address = f"/sok/synonymer/innebygd/{number}"
        assert "Dingeldang" in fetch(client, address)
        send(client, address, 302, slaa_av="1", reason="Støy")
        assert count(SwitchedOff) == 1
        assert "Slått av av Lise Leder" in fetch(client, address)
        assert "dingeldang" in fetch(client, "/sok/synonymer?vis=av")
        send(client, address, 302, slaa_paa="1")
    assert count(SwitchedOff) == 0
    assert "Støy" in fetch(client, "/sok/synonymer/endringer")


def test_the_list_is_searched_paged_and_safe(client, lead):
    added(client)
    assert "sprellvogn" in fetch(client, "/sok/synonymer?vis=egne")
    assert "sprellvogn" in fetch(client, "/sok/synonymer?q=SPRELL")
    html = fetch(client, "/sok/synonymer?q=%3Cimg+src%3Dx+onerror%3D%22alert(1)%22%3E")
    assert HTML not in html
    assert Page(fetch(client, "/sok/synonymer")).all("a", rel="next")
    for query in ("page=999", "page=0", "page=x", "vis=tull", "q=%00", "vis=av"):
        fetch(client, f"/sok/synonymer?{query}")


def test_empty_pages_say_what_to_do(client, lead):
    assert "Nytt synonym" in fetch(client, "/sok/synonymer/endringer")
    assert Page(fetch(client, "/sok/synonymer?vis=egne")).all("a", href="/sok/oversikt?vis=uten-treff")
    assert "Ingenting er slått av" in fetch(client, "/sok/synonymer?vis=av")


def test_without_an_index_a_preview_says_so_and_one_may_still_store(client, lead):
    marks, html = previewed(client, "/sok/synonymer/nytt", **DINGS)
    assert "Søkeindeksen blir bygget opp på nytt" in html
    send(client, "/sok/synonymer/nytt", 302, **DINGS | marks)
    assert count(Synonym) == 1


@pytest.mark.parametrize("path", ["99", "99/fjern", "innebygd/99"])
def test_what_is_not_there_is_told_so(client, lead, path):
    assert SENTENCES["synonym-not-found"] in fetch(client, f"/sok/synonymer/{path}", 404)
    assert SENTENCES["synonym-not-found"] in send(client, f"/sok/synonymer/{path}", 404, **DINGS).text
    send(client, "/sok/synonymer/endringer/99/angre", 404)
