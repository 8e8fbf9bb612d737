"""Units, sites and pick-up places."""

import pytest
from sqlalchemy import func, select

from marketplace.foundation.database import db
from marketplace.foundation.errors import Conflict, Forbidden, Invalid, NotFound
from marketplace.organisations import queries, service
from marketplace.organisations.fields import PickupFields, SiteFields, fields_of_pickup_place, fields_of_site
from marketplace.organisations.models import PickupPlace, Site, Unit
from tests import builders
from tests.builders import ASKER, GJOVIK


def admin(of=ASKER):
    return builders.an_actor("municipality_admin", of)


def count(model):
    return db.session.scalar(select(func.count()).select_from(model))


def test_an_administrator_opens_a_unit_with_a_site_and_a_pickup_place(app):
    actor = admin()
    unit = service.open_unit(actor, ASKER, "Solvang skole")
    site = service.open_site(actor, ASKER, SiteFields(name="Bygg B", address="Skoleveien 1", unit_id=unit.id))
    place = service.open_pickup_place(
        actor, ASKER, PickupFields(name="Rampen", directions="Bak bygget.\nRing på.", site_id=site.id)
    )
    assert [one.name for one in queries.list_units(ASKER)] == ["Solvang skole"]
    assert fields_of_site(queries.list_sites(ASKER)[0]).unit_id == unit.id
    assert fields_of_pickup_place(queries.list_pickup_places(ASKER)[0]).directions == "Bak bygget.\nRing på."
    assert place.site_id == site.id
    assert queries.list_units(GJOVIK) == queries.list_sites(GJOVIK) == queries.list_pickup_places(GJOVIK) == []


@pytest.mark.parametrize("role", ["observer", "requester", "facility_manager", "project_lead"])
def test_others_open_nothing(app, role):
    actor = builders.an_actor(role)
    for act in (
        lambda: service.open_unit(actor, ASKER, "Enhet"),
        lambda: service.open_site(actor, ASKER, SiteFields(name="Sted")),
        lambda: service.open_pickup_place(actor, ASKER, PickupFields(name="Port")),
    ):
        with pytest.raises(Forbidden, match="sites-not-yours"):
            act()
    assert count(Unit) + count(Site) + count(PickupPlace) == 0


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("", "name-missing"),
        ("x" * 121, "text-too-long"),
        ("a\0b", "text-has-control-characters"),
        ("SOLVANG ", "name-taken"),
    ],
)
def test_a_name_is_needed_and_is_one_in_a_municipality(app, name, code):
    actor = admin()
    unit = service.open_unit(actor, ASKER, "Solvang")
    other = service.open_unit(actor, ASKER, "Annen")
    for act in (
        lambda: service.open_unit(actor, ASKER, name),
        lambda: service.rename_unit(actor, other.id, name),
    ):
        with pytest.raises(Invalid) as refusal:
            act()
        assert [(error.field, error.code) for error in refusal.value.fields] == [("name", code)]
    assert count(Unit) == 2
    assert service.rename_unit(actor, unit.id, "SOLVANG").name == "SOLVANG"
    assert service.open_unit(admin(GJOVIK), GJOVIK, "Solvang")


@pytest.mark.parametrize(
    ("fields", "field", "code"),
    [
        ({"address": "x" * 201}, "address", "text-too-long"),
        ({"address": "a\x07"}, "address", "text-has-control-characters"),
        ({"latitude": 60.0}, "latitude", "position-half-given"),
        ({"latitude": 91.0, "longitude": 10.0}, "latitude", "position-out-of-range"),
        ({"latitude": 60.0, "longitude": -181.0}, "latitude", "position-out-of-range"),
    ],
)
def test_what_is_wrong_with_a_site_is_named(app, fields, field, code):
    with pytest.raises(Invalid) as refusal:
        service.open_site(admin(), ASKER, SiteFields(name="Sted", **fields))
    assert [(error.field, error.code) for error in refusal.value.fields] == [(field, code)]
    assert count(Site) == 0


def test_html_is_kept_as_written(app):
    name = '<script>alert("x")</script>'
    assert service.open_unit(admin(), ASKER, name).name == name


def test_what_belongs_to_another_municipality_is_unknown(app):
    theirs, actor = admin(GJOVIK), admin()
    unit = service.open_unit(theirs, GJOVIK, "Enhet")
    site = service.open_site(theirs, GJOVIK, SiteFields(name="Sted"))
    place = service.open_pickup_place(theirs, GJOVIK, PickupFields(name="Port"))
    for act in (
        lambda: service.rename_unit(actor, unit.id, "Vår"),
        lambda: service.close_unit(actor, unit.id),
        lambda: service.change_site(actor, site.id, SiteFields(name="Vårt")),
        lambda: service.close_site(actor, site.id),
        lambda: service.change_pickup_place(actor, place.id, PickupFields(name="Vår")),
        lambda: service.close_pickup_place(actor, place.id),
        lambda: service.close_unit(actor, 10**12),
        lambda: service.open_site(actor, ASKER, SiteFields(name="Sted", unit_id=unit.id)),
        lambda: service.open_pickup_place(actor, ASKER, PickupFields(name="Port", site_id=site.id)),
    ):
        with pytest.raises(NotFound):
            act()
    assert (unit.name, site.name, place.name) == ("Enhet", "Sted", "Port")
    assert count(Site) == count(PickupPlace) == 1


def test_a_stale_form_changes_nothing(app):
    actor = admin()
    unit = service.open_unit(actor, ASKER, "Enhet")
    site = service.open_site(actor, ASKER, SiteFields(name="Sted"))
    place = service.open_pickup_place(actor, ASKER, PickupFields(name="Port"))
    marks = (unit.name, fields_of_site(site).mark, fields_of_pickup_place(place).mark)
    acts = (
        lambda name: service.rename_unit(actor, unit.id, name, seen=marks[0]),
        lambda name: service.change_site(actor, site.id, SiteFields(name=name), seen=marks[1]),
        lambda name: service.change_pickup_place(actor, place.id, PickupFields(name=name), seen=marks[2]),
    )
    for act in acts:
        act("Endret")
        with pytest.raises(Conflict, match="stale-form"):
            act("Endret igjen")
    assert (unit.name, site.name, place.name) == ("Endret", "Endret", "Endret")


def test_what_is_closed_is_offered_no_more_until_opened_again(app):
    actor = admin()
    unit = service.open_unit(actor, ASKER, "Enhet")
    site = service.open_site(actor, ASKER, SiteFields(name="Sted", unit_id=unit.id))
    place = service.open_pickup_place(actor, ASKER, PickupFields(name="Port", site_id=site.id))
    for _ in range(2):
        service.close_unit(actor, unit.id)
        service.close_site(actor, site.id)
        service.close_pickup_place(actor, place.id)
    assert queries.list_units(ASKER) == queries.list_sites(ASKER) == queries.list_pickup_places(ASKER) == []
    assert len(queries.list_units(ASKER, closed=True)) == 1
    kept = service.change_site(actor, site.id, SiteFields(name="Nytt navn", unit_id=unit.id))
    assert kept.unit_id == unit.id
    service.reopen_unit(actor, unit.id)
    service.reopen_site(actor, site.id)
    service.reopen_pickup_place(actor, place.id)
    assert [one.name for one in queries.list_sites(ASKER)] == ["Nytt navn"]
    assert len(queries.list_units(ASKER)) == len(queries.list_pickup_places(ASKER)) == 1
