"""What went from where to where, and what left which site: the latter for the municipality itself alone."""

from datetime import date

import pytest

from marketplace.foundation import clock
from marketplace.foundation.errors import Forbidden
from marketplace.organisations.models import Site
from marketplace.statistics import summaries
from marketplace.statistics.periods import period
from marketplace.statistics.queries import list_flows, list_sites_given
from marketplace.transfers import service
from marketplace.transfers.kinds import TransferKind
from tests import builders
from tests.builders import ASKER, BAERUM, GJOVIK

YEAR = period(date(2026, 1, 1), date(2026, 12, 31))


def a_hand_over(giver, taker, units, **values):
    listing = builders.a_listing(giver, quantity=units)
    claim = builders.a_claim(listing, taker, units, "handed_over")
    return builders.a_transfer(claim, units, from_municipality_number=giver, **values)


@pytest.mark.parametrize("refreshed", [False, True])
def test_a_municipalitys_flows_are_those_from_it_and_to_it(app, refreshed):
    a_hand_over(ASKER, GJOVIK, 3)
    a_hand_over(GJOVIK, ASKER, 2)
    a_hand_over(ASKER, ASKER, 5)
    a_hand_over(BAERUM, GJOVIK, 7, category_code="KON.SKRIV")
    if refreshed:
        summaries.refresh()
    actor = builders.an_actor("observer", BAERUM)

    def told(**choice):
        return {(flow.giver, flow.receiver): flow.sums.units_handed_over for flow in list_flows(actor, YEAR, **choice)}

    own = {(ASKER, GJOVIK): 3, (GJOVIK, ASKER): 2, (ASKER, ASKER): 5}
    assert told(municipality_number=ASKER) == own
    assert told() == own | {(BAERUM, GJOVIK): 7}
    assert told(category_code="KON.SKRIV") == {(BAERUM, GJOVIK): 7}
    assert told(municipality_number=ASKER, category_code="KON.SKRIV") == {}


@pytest.mark.parametrize("refreshed", [False, True])
def test_what_left_a_site_is_told_to_its_municipality_alone(app, refreshed):
    site = builders.stored(Site(municipality_number=ASKER, name="Gamle rådhus", closed_at=clock.now()))
    a_hand_over(ASKER, GJOVIK, 3, from_site_id=site.id)
    a_hand_over(ASKER, ASKER, 2)
    if refreshed:
        summaries.refresh()
    found = list_sites_given(builders.an_actor("observer", ASKER), YEAR, ASKER)
    assert [(group.name, group.sums.units_handed_over) for group in found] == [("", 2), ("Gamle rådhus", 3)]
    for stranger in (builders.an_actor("municipality_admin", GJOVIK), builders.an_actor("project_lead", GJOVIK)):
        with pytest.raises(Forbidden, match="sites-of-other-municipality"):
            list_sites_given(stranger, YEAR, ASKER)


def test_the_site_a_thing_left_is_frozen_on_its_row_and_on_what_takes_it_back(app):
    site = builders.stored(Site(municipality_number=ASKER, name="Gamle rådhus"))
    asset = builders.an_asset(ASKER, quantity=3, site_id=site.id)
    listing = builders.a_listing(ASKER, quantity=3, asset_id=asset.id)
    actor = builders.an_actor(of=ASKER)
    row = service.hand_over(actor, builders.a_claim(listing, quantity=3, state="approved").id)
    assert row.from_site_id == site.id
    back = service.take_back(actor, row.id, quantity=1, reason="Kom tilbake", kind=TransferKind.RETURN)
    assert back.from_site_id == site.id
    assert list_sites_given(actor, YEAR, ASKER)[0].sums.units_handed_over == 2
