"""Listings given to one municipality: seen by it and the owner only."""

import pytest

from marketplace.foundation.errors import Invalid
from marketplace.listings import queries, service
from marketplace.listings.states import Stage
from tests import builders
from tests.builders import BAERUM, GJOVIK, HAMAR
from tests.listings.test_stages import opened, put_out, stage_of


def test_what_is_given_to_a_municipality_is_seen_by_it_and_the_owner_only(app):
    _, listing = put_out(reserved_for=GJOVIK)
    assert (listing.stage, listing.openings) == (Stage.UNIT, ())
    for of, sees in ((GJOVIK, True), (BAERUM, False)):
        reader = builders.an_actor("requester", of)
        assert listing.is_open_to(reader) == listing.is_visible_to(reader) == sees
    assert listing.is_visible_to(builders.an_actor("requester"))
    assert not listing.is_visible_to(builders.an_actor("requester", unit_id=builders.a_unit().id))
    assert not listing.is_visible_to(builders.an_actor("project_lead", BAERUM))


def test_what_is_given_to_one_can_be_let_out_to_all_but_not_moved_to_another(app):
    actor, listing = put_out(reserved_for=GJOVIK)
    with pytest.raises(Invalid) as refused:
        service.amend_listing(actor, listing.id, {"reserved_for": BAERUM})
    assert [error.code for error in refused.value.fields] == ["listing-stage-narrowed"]
    with pytest.raises(Invalid) as refused:
        service.amend_listing(actor, listing.id, {"stage": Stage.NETWORK})
    assert [error.code for error in refused.value.fields] == ["listing-given-directly"]
    assert stage_of(listing) == Stage.UNIT
    free = service.amend_listing(actor, listing.id, {"reserved_for": None})
    assert (free.stage, free.reserved_for) == (Stage.NETWORK, None)
    assert len(opened()) == 1


def test_what_others_see_already_is_not_given_to_one(app):
    actor, listing = put_out()
    with pytest.raises(Invalid):
        service.amend_listing(actor, listing.id, {"reserved_for": GJOVIK})
    assert queries.get_listing(actor, listing.id).reserved_for is None


def test_a_municipality_outside_the_network_gives_to_nobody(app):
    with pytest.raises(Invalid) as refused:
        put_out(of=HAMAR, reserved_for=GJOVIK)
    assert [error.code for error in refused.value.fields] == ["listing-needs-membership"]
