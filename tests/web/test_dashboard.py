"""The dashboard: every number leads to its rows, the address says it all, and each role sees its own."""

import re
from datetime import date

import pytest

from marketplace.organisations.models import Membership, Site
from marketplace.statistics import summaries
from tests import builders
from tests.builders import ASKER, GJOVIK
from tests.statistics.histories import a_history

YEAR = "fra=2026-01-01&til=2026-12-31"


@pytest.fixture
def lead(app, client, sign_in):
    return sign_in(client, builders.a_person("project_lead"))


@pytest.fixture
def caretaker(app, client, sign_in):
    return sign_in(client, builders.a_person("facility_manager", ASKER))


def a_hand_over(giver, taker, units, **values):
    listing = builders.a_listing(giver, quantity=units)
    claim = builders.a_claim(listing, taker, units, "handed_over")
    return builders.a_transfer(claim, units, from_municipality_number=giver, **values)


def test_the_network_is_shown_over_time_by_category_by_municipality_and_as_flows(lead):
    a_history(4)
    shown = lead.get(f"/statistikk?{YEAR}").text
    for heading in ("Måned for måned", "Etter kategori", "Etter kommune", "Fra kommune til kommune", "ligget lengst"):
        assert heading in shown
    assert "lignende kommuner" not in shown
    for chart in re.findall(r'data-chart="([^"]+)"', shown):
        assert f'id="{chart}"' in shown


def test_a_municipality_is_shown_beside_similar_ones_with_the_rule_stated(caretaker):
    a_history(4)
    shown = caretaker.get(f"/statistikk?{YEAR}&kommune={ASKER}").text
    assert "fem medlemmene som har folketall nærmest" in shown
    assert "Etter kommune" not in shown


def test_a_compared_rate_stands_with_its_counts(caretaker):
    a_hand_over(ASKER, GJOVIK, 8)
    shown = caretaker.get(f"/statistikk?{YEAR}&kommune={ASKER}").text.replace("\xa0", " ")
    assert "100 % (8 av 8)" in shown


def test_what_left_each_site_is_shown_to_its_municipality_alone(caretaker):
    site = builders.stored(Site(municipality_number=ASKER, name="Gamle rådhus"))
    a_hand_over(ASKER, GJOVIK, 3, from_site_id=site.id)
    assert "Gamle rådhus" in caretaker.get(f"/statistikk?kommune={ASKER}").text
    assert "Gamle rådhus" not in caretaker.get(f"/statistikk?kommune={GJOVIK}").text
    assert "Etter sted" not in caretaker.get("/statistikk").text


def test_category_and_period_are_in_every_address_of_the_page(lead):
    a_hand_over(ASKER, GJOVIK, 3, category_code="KON.SKRIV")
    a_hand_over(ASKER, GJOVIK, 9, category_code="SKO.TAVLE")
    shown = lead.get(f"/statistikk?{YEAR}&kategori=KON").text
    behind = re.findall(r'href="(/statistikk/bak-tallene[^"]*)"', shown)
    assert behind
    assert all("kategori=KON" in address and "til=2026-" in address for address in behind)
    assert "9 " not in re.search(r'id="tabell-strommer".*?</table>', shown, re.DOTALL)[0]


def test_each_number_of_a_table_leads_to_rows_that_add_up_to_it(lead):
    a_history(6)
    summaries.refresh()
    shown = lead.get(f"/statistikk?{YEAR}").text
    table = re.search(r'id="tabell-kommune".*?</table>', shown, re.DOTALL)[0]
    links = re.findall(r'href="(/statistikk/bak-tallene[^"]*)">([\d −-]+)</a>', table)
    given = [(address.replace("&amp;", "&"), number) for address, number in links if "giver=" in address]
    assert given
    for address, number in given:
        assert f"{number} gjenstander i alt" in lead.get(address).text


def test_the_rows_behind_a_number_tell_every_amount_that_leads_there(lead):
    a_hand_over(ASKER, GJOVIK, 5, co2e_gross_g=50_000, co2e_cautious_g=41_000, value_saved_nok=1_234)
    shown = lead.get(f"/statistikk/bak-tallene?{YEAR}").text
    for told in ("CO₂e forsiktig, kg", "Kroner spart", ">50<", ">41<", "1\xa0234"):
        assert told in shown


def test_what_others_did_among_themselves_is_told_as_a_sum_only(caretaker):
    a_hand_over(GJOVIK, GJOVIK, 7, title="Hemmelig benk")
    a_hand_over(ASKER, ASKER, 2, title="Vår egen benk")
    shown = caretaker.get(f"/statistikk/bak-tallene?{YEAR}").text
    assert "Vår egen benk" in shown
    assert "Hemmelig benk" not in shown
    assert "9 gjenstander i alt" in shown
    assert "2 av dem står i radene under" in shown


@pytest.mark.parametrize(
    "query",
    ["giver=9999", "giver=<b>", "sted=abc", "page=-3", "page=99999999999", "kategori=FINNES.IKKE", "fra=2026-02-30"],
)
def test_a_wrong_address_of_rows_is_answered_with_a_page(lead, query):
    a_hand_over(ASKER, GJOVIK, 3)
    answer = lead.get(f"/statistikk/bak-tallene?{query}")
    assert answer.status_code in (200, 404)
    assert "<b>" not in answer.text


def test_an_unknown_category_is_told(lead):
    assert "Vi kjenner ikke kategorien" in lead.get("/statistikk?kategori=FINNES.IKKE").text


def test_who_left_the_network_can_still_be_chosen_for_the_period_it_was_in(lead):
    from_on, to_on = date(2020, 1, 1), date(2023, 12, 31)
    builders.stored(Membership(municipality_number="1101", from_on=from_on, to_on=to_on))
    assert 'value="1101"' in lead.get("/statistikk?fra=2023-01-01&til=2023-12-31").text
    assert 'value="1101"' not in lead.get(f"/statistikk?{YEAR}").text


def test_the_page_asks_the_database_the_same_number_of_questions_however_long_the_ledger(lead, count_queries):
    a_history(1, hand_overs=3)
    summaries.refresh()
    address = f"/statistikk?{YEAR}&kommune={ASKER}"
    lead.get(address)
    with count_queries() as few:
        lead.get(address)
    a_history(2, hand_overs=15)
    summaries.refresh()
    with count_queries() as many:
        lead.get(address)
    assert len(many) <= len(few) + 1
