"""Who acts, for which municipality, with which permissions; and the tokens of programs."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from marketplace.foundation import clock
from marketplace.foundation.actor import NOBODY, Actor
from marketplace.foundation.database import db
from marketplace.foundation.errors import Forbidden, Invalid, NotFound
from marketplace.organisations import administration, geography, people, queries, tokens
from marketplace.organisations.models import ApiToken
from marketplace.organisations.roles import NETWORK_PERMISSIONS, PERMISSIONS, Role
from tests import builders
from tests.builders import ASKER, BAERUM, GJOVIK, HAMAR
from tests.conftest import NOW

TODAY = date(2026, 6, 15)


def test_a_person_acts_for_the_municipality_of_their_first_role(app):
    person = builders.a_person("requester", GJOVIK, language="nn")
    people.give_role(queries.operator_actor(ASKER), person.id, ASKER, Role.FACILITY_MANAGER)
    assert queries.actor_of(person, on=TODAY) == Actor(
        person_id=person.id,
        municipality_number=GJOVIK,
        permissions=PERMISSIONS[Role.REQUESTER],
        is_member=True,
        members=queries.numbers_of_members(TODAY),
        language="nn",
    )
    assert queries.actor_of(person, ASKER, on=TODAY).permissions == PERMISSIONS[Role.FACILITY_MANAGER]


def test_a_person_may_nothing_where_they_have_no_role(app):
    for number in (BAERUM, "", "9999", "\0"):
        actor = queries.actor_of(builders.a_person("municipality_admin"), number, on=TODAY)
        assert (actor.municipality_number, actor.permissions, actor.is_member) == (None, frozenset(), False)


def test_a_role_for_the_network_holds_wherever_one_acts(app):
    person = builders.a_person("operator", GJOVIK)
    actor = queries.actor_of(person, ASKER, on=TODAY)
    assert actor.municipality_number is None
    assert actor.network_permissions == NETWORK_PERMISSIONS[Role.OPERATOR]
    assert actor.may_in("people:manage", BAERUM)


def test_a_person_of_a_unit_acts_for_that_unit(app):
    unit = builders.a_unit()
    assert queries.actor_of(builders.a_person(unit_id=unit.id), on=TODAY).unit_id == unit.id


def test_somebody_deactivated_or_without_a_role_may_nothing(app):
    closed = queries.actor_of(builders.a_person("operator", deactivated_at=NOW), on=TODAY)
    assert (closed.municipality_number, closed.permissions, closed.network_permissions) == (
        None,
        frozenset(),
        frozenset(),
    )


def test_a_former_member_is_no_member(app):
    assert not queries.actor_of(builders.a_person(of=HAMAR), on=TODAY).is_member


def test_the_command_line_may_all_there_is_in_one_municipality_and_for_the_network(app):
    actor = queries.operator_actor(ASKER)
    assert actor.person_id is not None
    assert all(actor.may_in(permission, ASKER) for role in Role for permission in PERMISSIONS[role])
    assert not actor.may_in("assets:manage", BAERUM)
    assert actor.may_in("people:manage", BAERUM)
    assert queries.operator_actor().municipality_number is None
    with pytest.raises(NotFound, match="municipality-not-found"):
        queries.operator_actor("9999")


def test_people_with_a_permission_are_those_who_hold_it_for_the_unit(app):
    school, other = builders.a_unit(), builders.a_unit()
    whole = builders.a_person("facility_manager", name="Æse")
    of_school = builders.a_person("facility_manager", unit_id=school.id, name="Ola")
    of_other = builders.a_person("facility_manager", unit_id=other.id, name="Bo")
    builders.a_person("requester")
    builders.a_person("facility_manager", GJOVIK)
    builders.a_person("facility_manager", deactivated_at=NOW)
    found = [person.id for person in queries.people_with("claims:decide", ASKER, school.id)]
    assert found == [of_school.id, whole.id]
    assert {person.id for person in queries.people_with("claims:decide", ASKER)} == {
        whole.id,
        of_school.id,
        of_other.id,
    }
    assert queries.people_with("no:permission", ASKER) == []


def test_a_token_is_shown_once_and_kept_as_a_hash(app):
    person = builders.a_person("requester")
    made = tokens.create_token(builders.actor_of(person), "FDV")
    (kept,) = administration.list_tokens(person.id)
    assert made.secret not in str(vars(kept))
    assert len(made.secret) >= len("ombruk_") + 43
    assert made.secret.startswith(kept.hint)
    actor = queries.find_actor_of_token(made.secret, on=TODAY)
    assert (actor.person_id, actor.municipality_number) == (person.id, ASKER)
    assert actor.permissions == PERMISSIONS[Role.REQUESTER]


@pytest.mark.parametrize("secret", ["", "ombruk_", "ombruk_x", "\0", "ø" * 100_000])
def test_what_is_no_token_speaks_for_nobody(app, secret):
    tokens.create_token(builders.an_actor(), "FDV")
    assert queries.find_actor_of_token(secret, on=TODAY) is None


def test_a_revoked_token_speaks_for_nobody(app):
    actor = builders.an_actor()
    made = tokens.create_token(actor, "FDV")
    for _ in range(2):
        tokens.revoke_token(actor, made.id)
    assert queries.find_actor_of_token(made.secret, on=TODAY) is None
    assert administration.list_tokens(actor.person_id) == []


def test_a_token_ends_with_the_role_it_was_made_with(app):
    person = builders.a_person("requester", GJOVIK)
    people.give_role(queries.operator_actor(ASKER), person.id, ASKER, Role.OBSERVER)
    made = tokens.create_token(queries.actor_of(person, ASKER, on=TODAY), "FDV")
    role = next(role for role in queries.roles_of(person.id) if role.municipality_number == ASKER)
    people.take_role(queries.operator_actor(ASKER), role.id)
    assert queries.find_actor_of_token(made.secret, on=TODAY) is None


def test_a_token_is_ones_own(app):
    actor = builders.an_actor()
    made = tokens.create_token(actor, "FDV")
    for stranger in (builders.an_actor("municipality_admin"), builders.an_actor("operator"), NOBODY):
        with pytest.raises(NotFound, match="token-not-found"):
            tokens.revoke_token(stranger, made.id)
    with pytest.raises(NotFound, match="token-not-found"):
        tokens.revoke_token(actor, 10**12)
    assert queries.find_actor_of_token(made.secret, on=TODAY) is not None


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("", "name-missing"),
        ("x" * 81, "text-too-long"),
        ("a\0", "text-has-control-characters"),
        (" FDV ", "token-name-taken"),
    ],
)
def test_a_token_has_a_name_of_its_own(app, name, code):
    actor = builders.an_actor()
    tokens.create_token(actor, "FDV")
    with pytest.raises(Invalid) as refusal:
        tokens.create_token(actor, name)
    assert [(error.field, error.code) for error in refusal.value.fields] == [("name", code)]
    assert db.session.scalar(select(func.count(ApiToken.id))) == 1


def test_nobody_makes_no_token(app):
    with pytest.raises(Forbidden, match="token-needs-role"):
        tokens.create_token(NOBODY, "FDV")
    assert db.session.scalar(select(func.count(ApiToken.id))) == 0


def test_the_last_use_of_a_token_is_noted_once_an_hour(app, count_queries):
    actor = builders.an_actor()
    made = tokens.create_token(actor, "FDV")

    def used():
        tokens.note_use(made.secret)
        return administration.list_tokens(actor.person_id)[0].last_used_at

    assert used() == NOW
    with clock.standing_still(NOW + timedelta(minutes=59)):
        assert used() == NOW
    with clock.standing_still(NOW + timedelta(minutes=61)):
        assert used() == NOW + timedelta(minutes=61)
    tokens.note_use("no token")


@pytest.mark.parametrize(("a", "b", "km"), [(ASKER, BAERUM, 8.1), (GJOVIK, HAMAR, 20.4), (ASKER, ASKER, 0.0)])
def test_distances_are_as_the_crow_flies(app, a, b, km):
    assert geography.distance_between_km(a, b) == pytest.approx(km, abs=0.05)
    assert geography.distance_between_km(a, b) == geography.distance_between_km(b, a)


def test_opposite_ends_of_the_earth_are_half_its_girth_apart():
    assert geography.distance_km(0, 0, 0, 180) == pytest.approx(20015.1, abs=0.1)


def test_a_place_is_read_once(app, count_queries):
    geography.place_of(ASKER)
    with count_queries() as statements:
        assert geography.place_of(GJOVIK).county_name == "Innlandet"
    assert statements == []
    with pytest.raises(NotFound, match="municipality-not-found"):
        geography.place_of("9999")


def test_norwegian_letters_come_last():
    assert sorted(["Ås", "Øyer", "Aas", "Ærfugl", "ål", "Zulu"], key=geography.alphabetical) == [
        "Aas",
        "Zulu",
        "Ærfugl",
        "Øyer",
        "ål",
        "Ås",
    ]
