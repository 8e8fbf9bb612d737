"""Asking from a listing, answering, and what both sides see."""

import pytest

from tests.builders import ASKER, GJOVIK, RINGERIKE, a_claim, a_listing, a_person
from tests.web.acting import HTMX, count, fetch, only, send
from tests.web.pages import Page


@pytest.fixture
def owner(app, sign_in):
    return sign_in(app.test_client(), a_person("facility_manager", ASKER, name="Ola Eier"))


@pytest.fixture
def claimant(app, sign_in):
    return sign_in(app.test_client(), a_person("requester", GJOVIK, name="Kari Spør"))


def ask(client, listing, status=302, headers=None, **values):
    given = {"quantity": "2", "otherwise": "buy_new", "message": "Til klasse 4B", "submission_key": "a"}
    return send(client, f"/annonser/{listing.id}/foresporsler", status, headers, **(given | values))


def test_the_listing_page_has_the_box(claimant):
    listing = a_listing(quantity=5)
    a_claim(listing, quantity=2)
    html = fetch(claimant, f"/annonser/{listing.id}")
    assert "Ledig nå: 3 av 5." in html
    for label in ("Hvor mange trenger dere?", "Hva ville dere ellers gjort?", "Melding til eieren", "Send forespørsel"):
        assert label in html


def test_the_box_tells_of_the_queue(claimant):
    listing = a_listing(quantity=1)
    a_claim(listing, by=RINGERIKE)
    a_claim(listing, by=RINGERIKE, state="queued")
    html = fetch(claimant, f"/annonser/{listing.id}")
    assert "1 venter i kø." in html
    assert "Still deg i kø" in html


def test_a_request_is_sent_without_script(claimant):
    answer = ask(claimant, a_listing(quantity=5))
    claim = only()
    assert answer.location == f"/foresporsler/{claim.id}"
    assert (claim.quantity, claim.message) == (2, "Til klasse 4B")
    html = fetch(claimant, answer.location)
    assert "Vi holder av 2 stk. til dere mens Asker svarer." in html
    assert "Forespørselen er sendt." in html


def test_a_request_is_sent_in_place(claimant):
    listing = a_listing(quantity=5)
    html = ask(claimant, listing, 200, HTMX).text
    assert "<html" not in html
    assert "Vi holder av 2 stk. til dere mens Asker svarer." in html
    assert f'href="/foresporsler/{only().id}"' in html


def test_the_same_form_sent_twice_is_one_request(claimant):
    listing = a_listing(quantity=5)
    ask(claimant, listing)
    ask(claimant, listing)
    assert count() == 1


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"quantity": "9"}, "Skriv et antall fra 1 til 5."),
        ({"quantity": "0"}, "Skriv et antall fra 1 til 5."),
        ({"quantity": ""}, "Fyll ut feltet."),
        ({"quantity": "mange"}, "mange"),
        ({"otherwise": "steal"}, "Velg en av mulighetene."),
        ({"otherwise": ""}, "Velg en av mulighetene."),
        ({"message": "a" * 2001}, "Bruk høyst 2000 tegn."),
    ],
)
@pytest.mark.parametrize("headers", [None, HTMX])
def test_what_is_wrong_is_told_beside_its_field_and_nothing_is_sent(claimant, values, told, headers):
    html = ask(claimant, a_listing(quantity=5), 422, headers, **values).text
    assert told in html
    assert ("<html" in html) == (headers is None)
    assert count() == 0


def test_html_in_a_message_is_shown_as_written(claimant, owner):
    ask(claimant, a_listing(quantity=5), message="<script>alert(1)</script>")
    html = fetch(owner, f"/foresporsler/{only().id}")
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert" in html


def test_a_closed_listing_says_so(claimant):
    listing = a_listing(state="closed")
    assert ask(claimant, listing).location == f"/annonser/{listing.id}"
    assert "tar ikke imot forespørsler nå" in fetch(claimant, f"/annonser/{listing.id}")
    assert count() == 0


def test_a_set_is_asked_for_whole(claimant):
    listing = a_listing(quantity=6, indivisible=True)
    assert "Alt gis bort samlet: 6 stk." in fetch(claimant, f"/annonser/{listing.id}")
    ask(claimant, listing, quantity="6")
    assert only().quantity == 6


def test_who_may_not_ask_is_refused(app, sign_in):
    observer = sign_in(app.test_client(), a_person("observer", GJOVIK))
    ask(observer, a_listing(), 403)
    assert ask(app.test_client(), a_listing()).location.startswith("/logg-inn")
    assert count() == 0


def test_both_sides_list_their_claims_and_choose_among_them(owner, claimant):
    assert "Ingen forespørsler ennå" in fetch(owner, "/foresporsler")
    a_claim(a_listing(title="Tavle"), state="queued")
    a_claim(a_listing(title="Krakk"))
    for client in (owner, claimant):
        html = fetch(client, "/foresporsler")
        assert "Tavle" in html
        assert "Krakk" in html
    assert "Tavle" not in fetch(owner, "/foresporsler?side=owner&tilstand=requested")
    assert "Ingen forespørsler her" in fetch(owner, "/foresporsler?side=claimant")
    assert "Krakk" in fetch(owner, "/foresporsler?side=%00&tilstand=hmm&page=0")


def test_the_list_costs_the_same_however_long(owner, count_queries):
    costs = []
    a_claim(a_listing())
    fetch(owner, "/foresporsler")
    for _ in range(2):
        for _ in range(6):
            a_claim(a_listing())
        with count_queries() as sent:
            fetch(owner, "/foresporsler")
        costs.append(len(sent))
    assert costs[0] == costs[1]
    assert costs[0] <= 14


def test_a_page_has_one_primary_button_for_the_next_step(owner, claimant):
    listing = a_listing(quantity=9)
    for state, client, button in [
        ("requested", owner, "Godkjenn forespørselen"),
        ("requested", claimant, None),
        ("queued", claimant, None),
        ("approved", owner, "Sett hentetiden"),
        ("approved", claimant, "Sett hentetiden"),
        ("declined", owner, None),
    ]:
        html = fetch(client, f"/foresporsler/{a_claim(listing, state=state).id}")
        main = html.split("<main")[1].split("</main")[0]
        buttons = Page(main).all("button", class_="ds-button")
        assert len([attributes for attributes in buttons if "data-variant" not in attributes]) == bool(button)
        assert button is None or button in main


def test_the_owner_grants_less(owner):
    claim = a_claim(a_listing(quantity=5), quantity=4)
    answer = send(owner, f"/foresporsler/{claim.id}/godkjenn", **{"godkjenn-quantity": "3"})
    assert (only().state, only().approved_quantity) == ("approved", 3)
    assert "Dere har sagt ja til 3 stk." in fetch(owner, answer.location)


@pytest.mark.parametrize("quantity", ["5", "0", "", "tre"])
def test_a_wrong_number_grants_nothing(owner, quantity):
    claim = a_claim(a_listing(quantity=5), quantity=4)
    send(owner, f"/foresporsler/{claim.id}/godkjenn", 422, **{"godkjenn-quantity": quantity})
    assert only().state == "requested"


def test_a_no_needs_a_reason_which_the_other_side_reads(owner, claimant):
    claim = a_claim(a_listing())
    html = send(owner, f"/foresporsler/{claim.id}/avsla", 422, **{"avsla-reason": " "}).text
    assert "Fyll ut feltet." in html
    send(owner, f"/foresporsler/{claim.id}/avsla", **{"avsla-reason": "Lovet bort"})
    assert "Begrunnelse: Lovet bort" in fetch(claimant, f"/foresporsler/{claim.id}")


def test_giving_up_asks_first(claimant):
    claim = a_claim(a_listing(), state="approved")
    assert "Vil dere trekke forespørselen" in fetch(claimant, f"/foresporsler/{claim.id}/trekk")
    assert only().state == "approved"
    send(claimant, f"/foresporsler/{claim.id}/trekk")
    assert only().state == "cancelled"
    assert "avsluttet" in fetch(claimant, f"/foresporsler/{claim.id}/trekk", 409)


def test_what_waits_is_told_with_counts(owner, claimant):
    assert "Ingenting venter på deg" in fetch(owner, "/mitt-arbeid")
    a_claim(a_listing(title="Tavle"))
    a_claim(a_listing(title="Krakk"), state="approved")
    html = fetch(owner, "/mitt-arbeid")
    assert "Svar på forespørsler (1)" in html
    assert "Lever fra dere (1)" in html
    html = fetch(claimant, "/mitt-arbeid")
    assert "Hent (1)" in html
    assert "Tavle" not in html
