"""Signing in and out, a forgotten password, and answering an invitation, over HTTP."""

from datetime import timedelta

import pytest

from marketplace.accounts import service, throttling
from marketplace.claims.models import Claim
from marketplace.foundation import clock
from marketplace.foundation.database import db
from marketplace.foundation.translation import text
from marketplace.web.addresses import safe_next
from marketplace.wording.refusals import SENTENCES
from tests import builders
from tests.builders import PASSWORD
from tests.conftest import NOW
from tests.web.pages import Page
from tests.web.visiting import fetch, send

NEW = "helt annet og langt passord"
LANGUAGES = ("nb", "nn", "en")


def enter(client, person_email, password=PASSWORD, status=302, **more):
    return send(client, "/logg-inn", status, email=person_email, password=password, **more)


def is_signed_in(client):
    return client.get("/konto").status_code == 200


def test_a_person_signs_in_and_out(client):
    email = builders.a_person().email
    assert not is_signed_in(client)
    assert enter(client, email.upper()).location == "/"
    assert is_signed_in(client)
    assert client.get("/logg-inn").location == "/"
    assert send(client, "/logg-ut", 302).location == "/logg-inn"
    assert not is_signed_in(client)


def test_signing_out_twice_ends_well(client):
    for _ in range(2):
        send(client, "/logg-ut", 302)


def test_whoever_is_not_signed_in_is_sent_to_sign_in_and_back(client):
    email = builders.a_person().email
    answer = client.get("/konto?x=1")
    assert answer.location == "/logg-inn?next=/konto?x%3D1"
    form = Page(fetch(client, answer.location))
    (hidden,) = form.all("input", id="next")
    assert hidden["value"] == "/konto?x=1"
    assert enter(client, email, next=hidden["value"]).location == "/konto?x=1"


@pytest.mark.parametrize(
    "wanted",
    [
        "https://evil.example/", "//evil.example/", "///evil.example", "/\\evil.example", "\\\\evil.example",
        "evil.example", "javascript:alert(1)", "/\t/evil.example", "/x\r\nSet-Cookie: a=b", "/\\/evil.example",
        "http:evil.example", " /konto", "/logg-ut", "", "/" + "x" * 3000, "//[",
    ],
)  # fmt: skip
def test_one_is_never_sent_to_another_site(client, wanted):
    assert safe_next(wanted) == "/"
    assert enter(client, builders.a_person().email, next=wanted).location == "/"
    send(client, "/logg-ut", 302)
    answer = client.get("/logg-inn", query_string={"next": wanted})
    (hidden,) = Page(answer.text).all("input", id="next")
    assert hidden["value"] == "/"


@pytest.mark.parametrize(
    "wanted", ["/", "/konto", "/sok?q=stol&side=2", "/annonser/12#bilder", "/sok?q=http://x.example"]
)
def test_one_is_sent_on_within_the_site(wanted):
    assert safe_next(wanted) == wanted


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("known", [True, False])
def test_a_failed_sign_in_says_the_same_whoever_it_was_in_the_readers_words(client, language, known):
    email = builders.a_person().email if known else "ukjent@kommune.example"
    send(client, "/sprak", 302, language=language)
    answer = enter(client, email, "feil passord", 422)
    assert text(language, SENTENCES["sign-in-failed"]) in answer.text
    assert Page(answer.text).all("html")[0]["lang"] == language
    assert "feil passord" not in answer.text
    assert not is_signed_in(client)


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_form_names_what_is_missing_in_the_readers_words(client, language):
    send(client, "/sprak", 302, language=language)
    answer = send(client, "/logg-inn", 422)
    assert answer.text.count(text(language, "Fyll ut feltet.")) == 4  # beside each field, and in the summary


def test_after_repeated_failures_one_must_wait(client):
    email = builders.a_person().email
    for _ in range(throttling.MOST_PER_EMAIL):
        enter(client, email, "feil passord", 422)
    assert "15 min" in enter(client, email, PASSWORD, 429).text
    with clock.standing_still(NOW + timedelta(minutes=15)):
        enter(client, email)


@pytest.mark.parametrize(
    "email", ["a\0b@kommune.example", "x" * 100_000, "<script>alert(1)</script>", "kari@", "'; --"]
)
def test_what_is_no_address_signs_nobody_in(client, email):
    answer = enter(client, email, "feil passord", 422)
    assert "<script>alert" not in answer.text


def test_a_session_is_begun_anew_at_sign_in(client):
    email = builders.a_person(language="nb").email
    send(client, "/sprak", 302, language="en")
    enter(client, email)
    with client.session_transaction() as session:
        assert "language" not in session
        assert session.permanent


def test_a_changed_password_ends_the_other_session_and_not_this_one(app, client):
    person_email = builders.a_person().email
    other = app.test_client()
    for one in (client, other):
        enter(one, person_email)
    values = {"password-current": PASSWORD, "password-new": NEW, "password-again": NEW}
    send(client, "/konto/passord", 302, **values)
    assert is_signed_in(client)
    assert not is_signed_in(other)


def test_a_closed_account_ends_its_session(client):
    person = builders.a_person()
    enter(client, person.email)
    person.deactivated_at = NOW
    db.session.commit()
    assert not is_signed_in(client)
    enter(client, "person@kommune.example", status=422)


def test_a_form_sent_after_the_session_ended_leads_to_signing_in_and_changes_nothing(app, client):
    listing = builders.a_listing()
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        answer = client.post(f"/annonser/{listing.id}/foresporsler", data={"quantity": "1", "otherwise": "buy_new"})
    finally:
        app.config["WTF_CSRF_ENABLED"] = False
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/logg-inn")
    assert db.session.query(Claim).count() == 0


def test_forms_need_their_token(app, client):
    """As in the service itself: a form without its token changes nothing and says so."""
    email = builders.a_person().email
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        for address in ("/logg-inn", "/logg-ut", "/glemt-passord", "/sprak"):
            answer = client.post(address, data={"email": email, "password": PASSWORD, "language": "en"})
            assert answer.status_code == 400
            assert SENTENCES["form-expired"] in answer.text
        assert not is_signed_in(client)
        (token,) = Page(client.get("/logg-inn").text).all("input", id="csrf_token")
        enter(client, email, csrf_token=token["value"])
        assert is_signed_in(client)
    finally:
        app.config["WTF_CSRF_ENABLED"] = False


@pytest.mark.parametrize("language", ["nb", "nn", "en", "sv", "", "../../etc"])
def test_the_language_is_chosen_among_three(client, language):
    assert send(client, "/sprak", 302, language=language, next="//evil.example").location == "/"
    assert send(client, "/sprak", 302, language=language, next="/logg-inn?next=/konto").location.startswith("/logg-inn")
    expected = language if language in LANGUAGES else "nb"
    assert Page(fetch(client, "/logg-inn")).all("html")[0]["lang"] == expected


@pytest.mark.parametrize("known", [True, False])
def test_whoever_forgot_the_password_is_told_the_same_and_a_letter_leaves_only_to_the_known(
    client, mailbox, deliver, known
):
    email = builders.a_person().email if known else "ukjent@kommune.example"
    fetch(client, "/glemt-passord")
    assert "Hvis adressen har en konto" in send(client, "/glemt-passord", 200, email=email).text
    deliver()
    assert [letter.to for letter in mailbox.sent] == ([email] if known else [])


def test_the_link_sets_a_password_once(client):
    person = builders.a_person()
    email, address = person.email, f"/nytt-passord/{service.password_link(person.id)}"
    assert email in fetch(client, address)
    assert SENTENCES["passwords-differ"] in send(client, address, 422, password=NEW, again="annet").text
    assert "minst 10 tegn" in send(client, address, 422, password="kort", again="kort").text
    assert send(client, address, 302, password=NEW, again=NEW).location == "/logg-inn"
    assert SENTENCES["password-link-not-valid"] in fetch(client, address, 404)
    assert SENTENCES["password-link-not-valid"] in send(client, address, 404, password=PASSWORD, again=PASSWORD).text
    enter(client, email, NEW)


@pytest.mark.parametrize("link", ["x", "a.b", "%00", "..%2f..%2fetc", "eyJwZXJzb24iOjF9.x"])
def test_a_made_up_link_is_told_so(client, link):
    fetch(client, f"/nytt-passord/{link}", 404)
    assert client.get(f"/invitasjon/{link}").status_code == 404
