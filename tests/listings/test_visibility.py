"""Who sees a listing: the same answer from Python and from SQL, whatever the listing and the reader."""

import random
from datetime import timedelta

from sqlalchemy import select

from marketplace.claims import policies as claims
from marketplace.foundation import clock
from marketplace.foundation.actor import NOBODY, SYSTEM, Actor
from marketplace.foundation.database import db
from marketplace.foundation.transaction import transaction
from marketplace.listings import queries
from marketplace.listings.models import Listing
from marketplace.listings.openings import FIELDS
from marketplace.listings.states import ListingState, Stage
from marketplace.organisations import memberships
from marketplace.organisations import queries as organisations
from marketplace.organisations.roles import NETWORK_PERMISSIONS, PERMISSIONS, Role
from tests import builders
from tests.builders import ASKER, BAERUM, GJOVIK


def an_actor(role, of, unit_id=None, is_member=True, members=None):
    everywhere = NETWORK_PERMISSIONS.get(role, frozenset())
    return Actor(1, of, unit_id, PERMISSIONS[role], everywhere, is_member, members)


def every_listing(units, chance):
    author = builders.a_person().id
    with transaction() as session:
        for state in ListingState:
            for stage in Stage:
                for of in (ASKER, BAERUM):
                    unit_id = chance.choice([None, *units[of]])
                    session.add(a_row(of, unit_id, state, stage, author))
                    ahead = a_row(of, unit_id, state, stage, author)
                    ahead.shown_ahead = chance.choice([True, True, False])
                    for name in FIELDS.values():
                        setattr(ahead, name, chance.choice([None, clock.today()]))
                    given = a_row(of, unit_id, state, Stage.UNIT, author)
                    given.reserved_for = chance.choice([BAERUM if of == ASKER else ASKER, GJOVIK])
                    session.add_all([ahead, given])
    return list(db.session.scalars(select(Listing)))


def a_row(of, unit_id, state, stage, author):
    now = clock.now()
    return Listing(
        municipality_number=of,
        unit_id=unit_id,
        title="Stol",
        category_code="KON.STOL",
        condition="good",
        quantity=1,
        state=state,
        stage=stage,
        created_by=author,
        created_at=now,
        updated_at=now,
    )


def every_actor(units):
    found = [NOBODY, SYSTEM]
    for role in Role:
        for of in (ASKER, BAERUM, GJOVIK, None):
            for unit_id in (None, *units.get(of, ())):
                found += [an_actor(role, of, unit_id, is_member) for is_member in (True, False)]
                found += [an_actor(role, of, unit_id, members=frozenset({ASKER, GJOVIK}))]
    return found


def test_sql_and_python_agree_for_every_listing_and_reader(app):
    chance = random.Random(20261122)
    units = {of: [builders.a_unit(of).id, builders.a_unit(of).id] for of in (ASKER, BAERUM)}
    listings = every_listing(units, chance) + every_listing(units, chance)
    for actor in every_actor(units):
        seen = set(db.session.scalars(select(Listing.id).where(queries.visible_to(actor))))
        opened = set(db.session.scalars(select(Listing.id).where(queries.open_to(actor))))
        assert seen == {listing.id for listing in listings if listing.is_visible_to(actor)}, actor
        assert opened == {listing.id for listing in listings if listing.is_open_to(actor)}, actor
        assert opened <= seen
        ahead = {row[0]: row[1] for row in db.session.execute(_ahead(actor))}
        assert ahead == {row.id: row.opens_on_to(actor) for row in listings if row.is_shown_ahead_to(actor)}, actor
        assert set(ahead) <= seen - opened


def _ahead(actor):
    return select(Listing.id, queries.opens_on_to(actor)).where(queries.ahead_of(actor))


def test_a_draft_is_seen_by_its_own_people_only(app):
    draft = builders.a_listing(published=False)
    assert draft.is_visible_to(builders.an_actor("observer", ASKER))
    for outsider in (
        builders.an_actor("municipality_admin", GJOVIK),
        builders.an_actor("project_lead", BAERUM),
        NOBODY,
    ):
        assert not draft.is_visible_to(outsider)


def test_a_withdrawn_listing_is_gone_for_others_and_a_closed_one_is_not(app):
    reader = builders.an_actor("requester", GJOVIK)
    assert not builders.a_listing(state=ListingState.WITHDRAWN).is_visible_to(reader)
    assert builders.a_listing(state=ListingState.CLOSED).is_visible_to(reader)
    assert not builders.a_listing(state=ListingState.CLOSED).is_open_to(reader)


def test_a_municipality_that_has_left_sees_nothing_of_the_others(app):
    listing = builders.a_listing()
    assert not listing.is_visible_to(builders.an_actor("facility_manager", builders.HAMAR))


def test_the_project_lead_sees_what_is_published_at_any_stage(app):
    lead = builders.an_actor("project_lead", BAERUM)
    assert builders.a_listing(stage=Stage.UNIT).is_visible_to(lead)
    assert not builders.a_listing(stage=Stage.UNIT).is_open_to(lead)


def _memberships_of_asker(ends_on):
    (membership,) = [each for each in organisations.list_memberships() if each.municipality_number == ASKER]
    memberships.change_membership(builders.an_actor("operator"), membership.id, membership.from_on, ends_on)


def test_what_a_municipality_offers_is_not_found_after_it_has_left_and_is_when_it_comes_back(app):
    listing_id = builders.a_listing().id
    person, neighbour = builders.a_person("requester", GJOVIK), builders.a_person("requester", ASKER)
    before = builders.a_claim(db.session.get(Listing, listing_id), GJOVIK)
    _memberships_of_asker(ends_on=clock.today())
    assert _found_by(person) == [listing_id]
    with clock.standing_still(clock.now() + timedelta(days=1)):
        assert _found_by(person) == []
        assert _found_by(neighbour) == [listing_id]
        listing = queries.get_listing(builders.actor_of(person), before.listing_id)
        assert not claims.may_claim(builders.actor_of(person), listing)
        _memberships_of_asker(ends_on=None)
        assert _found_by(person) == [listing_id]


def _found_by(person):
    actor = builders.actor_of(person)
    found = list(db.session.scalars(select(Listing.id).where(queries.open_to(actor))))
    assert found == [card.id for card in queries.newest_open(actor, 10)]
    assert found == [listing.id for listing in db.session.scalars(select(Listing)) if listing.is_open_to(actor)]
    return found
