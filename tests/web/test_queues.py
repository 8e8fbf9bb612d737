"""Offers, time and taking up again on the page of a claim; claims side by side; draws; a municipality's times."""

from datetime import timedelta

import pytest

from marketplace.claims import drawing, service
from marketplace.claims.deadlines import Times
from marketplace.claims.models import Claim, Draw
from marketplace.claims.rules import times_of
from marketplace.claims.states import ClaimState
from marketplace.foundation import clock
from marketplace.foundation.database import db
from marketplace.listings.models import Listing
from marketplace.listings.states import Allocation
from tests.builders import ASKER, GJOVIK, RINGERIKE, a_claim, a_listing, a_person, an_actor
from tests.web.acting import fetch, only, send

SEED = "5eed" * 16


@pytest.fixture
def owner(app, sign_in):
    return sign_in(app.test_client(), a_person("municipality_admin", ASKER, name="Ola Eier"))


@pytest.fixture
def claimant(app, sign_in):
    return sign_in(app.test_client(), a_person("requester", GJOVIK, name="Kari Spør"))


def state(claim):
    db.session.expire_all()
    return db.session.get(Claim, claim.id).state


def an_offer(allocation=Allocation.FIRST_COME):
    listing = a_listing(quantity=1, allocation=allocation)
    first, claim = a_claim(listing, by=RINGERIKE, state="approved"), a_claim(listing, state="queued")
    service.decline_claim(an_actor(), first.id, "Nei")
    return claim


def test_an_offer_is_taken_with_one_tap(owner, claimant):
    claim = an_offer()
    html = fetch(claimant, f"/foresporsler/{claim.id}")
    assert "Si ja innen 18.06.2026" in html
    assert "Ja, vi vil ha den" in html
    assert "Ja, vi vil ha den" not in fetch(owner, f"/foresporsler/{claim.id}")
    send(claimant, f"/foresporsler/{claim.id}/ja")
    assert state(claim) == ClaimState.APPROVED
    assert "Hentes innen" in fetch(claimant, f"/foresporsler/{claim.id}")


def test_an_offer_that_is_gone_is_told_of(claimant):
    claim = a_claim(a_listing(), state="lapsed", decline_reason="offer-not-answered")
    send(claimant, f"/foresporsler/{claim.id}/ja")
    html = fetch(claimant, f"/foresporsler/{claim.id}")
    assert "Forespørselen er avsluttet" in html
    assert "Tilbudet ble ikke besvart innen fristen." in html
    assert state(claim) == ClaimState.LAPSED


def test_where_the_owner_chooses_a_yes_says_that_it_is_still_wanted(owner, claimant):
    claim = an_offer(Allocation.OWNER)
    assert "om dere fortsatt vil ha det" in fetch(claimant, f"/foresporsler/{claim.id}")
    send(claimant, f"/foresporsler/{claim.id}/ja")
    assert "Vil dere gi Gjøvik dette?" in fetch(owner, f"/foresporsler/{claim.id}")


def test_the_claimant_puts_off_once_and_the_owner_to_a_day(owner, claimant):
    claim = a_claim(a_listing(), state="approved", collect_by=clock.now() + timedelta(days=1))
    address = f"/foresporsler/{claim.id}/mer-tid"
    send(claimant, address)
    assert "Fristen er 23.06.2026" in fetch(owner, f"/foresporsler/{claim.id}")
    assert "Utsett fristen" not in fetch(claimant, f"/foresporsler/{claim.id}")
    assert "Velg en dag etter den fristen" in send(owner, address, 422, **{"frist-until": "2026-06-20"}).text
    send(owner, address, **{"frist-until": "2026-07-03"})
    assert "Fristen er 03.07.2026" in fetch(owner, f"/foresporsler/{claim.id}")


def test_what_lapsed_is_taken_up_again_by_the_owner(owner, claimant):
    claim = a_claim(a_listing(), state="lapsed", approved_quantity=1, decline_reason="not-collected")
    assert "Ta opp igjen" not in fetch(claimant, f"/foresporsler/{claim.id}")
    assert "Ta opp igjen" in fetch(owner, f"/foresporsler/{claim.id}")
    send(owner, f"/foresporsler/{claim.id}/ta-opp-igjen")
    assert state(claim) == ClaimState.APPROVED
    assert "Tatt opp igjen av eieren" in fetch(claimant, f"/foresporsler/{claim.id}")


def test_an_owner_sees_claims_side_by_side_and_answers_there(owner, claimant):
    listing = a_listing(quantity=5)
    near, far = (
        a_claim(listing, by=RINGERIKE, quantity=4, message="Til grupperom"),
        a_claim(listing, quantity=3, state="queued", message="Til møterom"),
    )
    address = f"/annonser/{listing.id}/foresporsler"
    html = fetch(owner, address)
    for told in ("Til grupperom", "Til møterom", "Kjøpt nytt", " km", "Ringerike", "Gjøvik", "nr. 1"):
        assert told in html
    assert "side ved side" in fetch(owner, f"/annonser/{listing.id}")
    assert (
        "Du kan godkjenne fra 1 til 3"
        in send(owner, f"{address}/{far.id}/godkjenn", 422, **{f"godkjenn-{far.id}-quantity": "9"}).text
    )
    send(owner, f"{address}/{far.id}/godkjenn", **{f"godkjenn-{far.id}-quantity": "3"})
    assert (state(near), state(far)) == (ClaimState.QUEUED, ClaimState.APPROVED)
    send(owner, f"{address}/{near.id}/avsla", 422, **{f"avsla-{near.id}-reason": ""})
    send(owner, f"{address}/{near.id}/avsla", **{f"avsla-{near.id}-reason": "For få igjen"})
    assert state(near) == ClaimState.DECLINED
    fetch(claimant, address, 403)


def test_a_claim_on_another_listing_is_not_answered_from_here(owner):
    listing, other = a_listing(), a_claim(a_listing())
    address = f"/annonser/{listing.id}/foresporsler/{other.id}/godkjenn"
    assert owner.post(address, data={f"godkjenn-{other.id}-quantity": "1"}).status_code == 404
    assert state(other) == ClaimState.REQUESTED
    assert "Ingen har spurt ennå" in fetch(owner, f"/annonser/{listing.id}/foresporsler")


def test_a_draw_is_explained_before_and_shown_after(owner, claimant):
    at = clock.now() + timedelta(days=1)
    listing = a_listing(quantity=1, allocation=Allocation.DRAW, draw_at=at, draw_seed=SEED)
    html = fetch(claimant, f"/annonser/{listing.id}")
    assert "Bli med i trekningen" in html
    assert "Det trekkes 16.06.2026 kl. 12.00" in html
    claims = [a_claim(listing, state="queued"), a_claim(listing, by=RINGERIKE, state="queued")]
    before = fetch(claimant, f"/annonser/{listing.id}/trekning")
    assert "2 forespørsler er med så langt" in before
    assert SEED not in before
    assert "Dere er med i trekningen" in fetch(claimant, f"/annonser/{listing.id}")
    with clock.standing_still(at):
        drawing.draw_due()
        after = fetch(claimant, f"/annonser/{listing.id}/trekning")
    first = only(Draw).claim_ids[0]
    assert f"printf &#39;%s&#39; &#39;{SEED}:{first}&#39; | sha256sum" in after or f"'{SEED}:{first}'" in after
    assert "(dere)" in after
    assert "Ringerike" not in after
    assert "Ringerike" in fetch(owner, f"/annonser/{listing.id}/trekning")
    assert {state(claim) for claim in claims} == {ClaimState.APPROVED, ClaimState.QUEUED}


def test_who_gets_it_is_chosen_when_posting(owner):
    draft = a_listing(published=False)
    address = f"/annonser/{draft.id}/rediger"
    page = fetch(owner, address)
    assert "Hvem får, hvis flere vil ha?" in page
    given = {
        "title": "Kontorstol",
        "quantity": "3",
        "condition": "good",
        "category_code": "KON.STOL",
        "stage": "network",
        "allocation": "draw",
        "draw_at": "2026-06-20",
        "draw_time": "14.30",
        "intent": "save",
    }
    send(owner, address, **given)
    found = only(Listing)
    assert (found.allocation, found.draw_at.isoformat()) == (Allocation.DRAW, "2026-06-20T12:30:00+00:00")
    page = fetch(owner, address)
    assert 'value="14:30"' in page
    send(owner, address, **given | {"allocation": "owner"})
    assert only(Listing).draw_at is None
    assert (
        "Velg når det skal trekkes." in send(owner, address, 422, **given | {"draw_at": "", "intent": "publish"}).text
    )


def test_an_administrator_sets_how_long_others_are_given(owner, claimant, app, sign_in):
    assert "Se og endre fristene" in fetch(owner, "/kommune")
    assert 'value="14"' in fetch(owner, "/kommune/frister")
    given = {"offer_days": "2", "collect_days": "21", "remind_days": "4", "extend_days": "10"}
    assert "Velg høyst 20 dager" in send(owner, "/kommune/frister", 422, **given | {"remind_days": "21"}).text
    send(owner, "/kommune/frister", **given)
    assert times_of(ASKER) == Times(2, 4, 21, 10)
    manager = sign_in(app.test_client(), a_person("facility_manager", ASKER))
    for client in (claimant, manager):
        assert client.get("/kommune/frister").status_code == 403


def test_no_address_of_a_person_is_on_a_page_before_a_yes(owner, claimant):
    listing = a_listing(quantity=1)
    claim = a_claim(listing, requested_by=a_person("requester", GJOVIK).id)
    for client in (owner, claimant):
        for page in (f"/foresporsler/{claim.id}", "/foresporsler", f"/annonser/{listing.id}", "/mitt-arbeid"):
            assert "@kommune.example" not in fetch(client, page)
    assert "@kommune.example" not in fetch(owner, f"/annonser/{listing.id}/foresporsler")
    service.approve_claim(an_actor(), claim.id)
    assert "@kommune.example" in fetch(claimant, f"/foresporsler/{claim.id}")
