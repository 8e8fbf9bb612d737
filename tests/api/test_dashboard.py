"""Flows, sites and comparison over the API, and what was added to the figures."""

import pytest

from marketplace.organisations.models import Site
from tests import builders
from tests.builders import ASKER, GJOVIK

YEAR = "from=2026-01-01&to=2026-12-31"


@pytest.fixture
def caretaker(app, api):
    return api(builders.a_person("facility_manager", ASKER))


def a_hand_over(giver, taker, units, **values):
    listing = builders.a_listing(giver, quantity=units)
    claim = builders.a_claim(listing, taker, units, "handed_over")
    return builders.a_transfer(claim, units, from_municipality_number=giver, **values)


def test_flows_come_greatest_first(caretaker):
    a_hand_over(ASKER, GJOVIK, 3)
    a_hand_over(GJOVIK, GJOVIK, 5)
    told = caretaker.get(f"/api/v1/statistics/flows?{YEAR}").get_json()
    units = [(flow["giver"]["number"], flow["receiver"]["number"], flow["units"]) for flow in told["items"]]
    assert units == [(GJOVIK, GJOVIK, 5), (ASKER, GJOVIK, 3)]
    assert caretaker.get(f"/api/v1/statistics/flows?{YEAR}&category=SKO").get_json()["items"] == []


def test_sites_are_told_to_their_own_municipality(caretaker):
    site = builders.stored(Site(municipality_number=ASKER, name="Gamle rådhus"))
    a_hand_over(ASKER, GJOVIK, 3, from_site_id=site.id)
    told = caretaker.get(f"/api/v1/statistics/sites?{YEAR}").get_json()
    assert [(item["id"], item["name"], item["figures"]["units_handed_over"]) for item in told["items"]] == [
        (site.id, "Gamle rådhus", 3)
    ]
    refused = caretaker.get(f"/api/v1/statistics/sites?{YEAR}&municipality={GJOVIK}")
    assert (refused.status_code, refused.get_json()["code"]) == (403, "sites-of-other-municipality")


def test_a_municipality_is_compared_with_the_year_before_and_five_similar(caretaker):
    a_hand_over(ASKER, GJOVIK, 30)
    told = caretaker.get(f"/api/v1/statistics/comparison?{YEAR}").get_json()
    assert len(told["similar"]) == 5
    rows = {row["figure"]: row for row in told["items"]}
    assert rows["units_handed_over"]["per_thousand"] is True
    assert rows["network_share"]["own"] == 1


def test_the_figures_of_a_category_and_the_year_before_are_there_when_asked_for(caretaker):
    a_hand_over(ASKER, GJOVIK, 3, category_code="KON.SKRIV")
    a_hand_over(ASKER, GJOVIK, 4, category_code="SKO.TAVLE")
    told = caretaker.get(f"/api/v1/statistics?{YEAR}&category=KON&with_year_before=true").get_json()
    assert told["figures"]["units_handed_over"] == 3
    assert told["year_before"]["units_handed_over"] == 0
    assert caretaker.get(f"/api/v1/statistics?{YEAR}").get_json()["year_before"] is None
    assert caretaker.get(f"/api/v1/statistics?{YEAR}&category=FINNES.IKKE").status_code == 404


@pytest.mark.parametrize("path", ["flows", "sites", "comparison"])
def test_reversed_periods_are_refused(caretaker, path):
    refused = caretaker.get(f"/api/v1/statistics/{path}?from=2026-12-31&to=2026-01-01")
    assert (refused.status_code, refused.get_json()["errors"][0]["code"]) == (422, "period-reversed")
