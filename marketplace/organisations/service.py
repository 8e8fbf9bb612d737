"""What administrators do with units, sites and pick-up places. What is closed stays known, and is offered no more."""

from sqlalchemy import select

from marketplace.accounts.checks import checked_name
from marketplace.foundation import clock
from marketplace.foundation.actor import Actor
from marketplace.foundation.database import db
from marketplace.foundation.errors import Conflict, FieldError, Invalid, NotFound
from marketplace.foundation.transaction import transaction
from marketplace.organisations import policies
from marketplace.organisations.administration import Part, get_part
from marketplace.organisations.fields import (
    MOST_NAME,
    PickupFields,
    SiteFields,
    checked_organisation_number,
    fields_of_pickup_place,
    fields_of_site,
)
from marketplace.organisations.models import Municipality, PickupPlace, Site, Unit
from marketplace.organisations.people import lock_municipality, require_unit


def set_organisation_number(actor: Actor, municipality_number: str, written: str, *, seen: str | None = None) -> None:
    """Write down a municipality's number in the register of legal entities; nothing takes it away.

    `seen` is what stood there when the form was shown.

    Raises:
        Forbidden: `sites-not-yours`.
        NotFound: `municipality-not-found`.
        Invalid: it is no such number.
        Conflict: `stale-form`.
    """
    number = checked_organisation_number(written)
    with transaction() as session:
        policies.may_manage_sites(actor, municipality_number).enforce()
        lock_municipality(municipality_number)
        municipality = session.get_one(Municipality, municipality_number, populate_existing=True)
        _refuse_stale(seen, municipality.organisation_number or "")
        municipality.organisation_number = number


def open_unit(actor: Actor, municipality_number: str, name: str) -> Unit:
    """Add a unit to a municipality.

    Raises:
        Forbidden: `sites-not-yours`.
        NotFound: `municipality-not-found`.
        Invalid: the name is missing, too long or taken.
    """
    called = checked_name(name, most=MOST_NAME)
    with transaction() as session:
        policies.may_manage_sites(actor, municipality_number).enforce()
        lock_municipality(municipality_number)
        _refuse_taken(Unit, municipality_number, called)
        unit = Unit(municipality_number=municipality_number, name=called)
        session.add(unit)
        session.flush()
    return unit


def rename_unit(actor: Actor, unit_id: int, name: str, *, seen: str | None = None) -> Unit:
    """Call a unit something else. `seen` is its name when the form was shown.

    Raises:
        NotFound: `unit-not-found`.
        Invalid: the name is missing, too long or taken.
        Conflict: `stale-form`.
    """
    called = checked_name(name, most=MOST_NAME)
    with transaction():
        unit = _locked(actor, Unit, unit_id)
        _refuse_stale(seen, unit.name)
        _refuse_taken(Unit, unit.municipality_number, called, apart_from=unit_id)
        unit.name = called
    return unit


def open_site(actor: Actor, municipality_number: str, fields: SiteFields) -> Site:
    """Add a site to a municipality.

    Raises:
        Forbidden: `sites-not-yours`.
        NotFound: `municipality-not-found` or `unit-not-found`.
        Invalid: names what is wrong.
    """
    written = fields.checked()
    with transaction() as session:
        policies.may_manage_sites(actor, municipality_number).enforce()
        lock_municipality(municipality_number)
        _refuse_taken(Site, municipality_number, written.name)
        site = Site(municipality_number=municipality_number)
        _write_site(site, written)
        session.add(site)
        session.flush()
    return site


def change_site(actor: Actor, site_id: int, fields: SiteFields, *, seen: str | None = None) -> Site:
    """Write something else about a site. `seen` is the `mark` of its fields when the form was shown.

    Raises:
        NotFound: `site-not-found` or `unit-not-found`.
        Invalid: names what is wrong.
        Conflict: `stale-form`.
    """
    written = fields.checked()
    with transaction():
        site = _locked(actor, Site, site_id)
        _refuse_stale(seen, fields_of_site(site).mark)
        _refuse_taken(Site, site.municipality_number, written.name, apart_from=site_id)
        _write_site(site, written)
    return site


def open_pickup_place(actor: Actor, municipality_number: str, fields: PickupFields) -> PickupPlace:
    """Add a pick-up place to a municipality.

    Raises:
        Forbidden: `sites-not-yours`.
        NotFound: `municipality-not-found` or `site-not-found`.
        Invalid: names what is wrong.
    """
    written = fields.checked()
    with transaction() as session:
        policies.may_manage_sites(actor, municipality_number).enforce()
        lock_municipality(municipality_number)
        _refuse_taken(PickupPlace, municipality_number, written.name)
        place = PickupPlace(municipality_number=municipality_number)
        _write_pickup_place(place, written)
        session.add(place)
        session.flush()
    return place


def change_pickup_place(actor: Actor, place_id: int, fields: PickupFields, *, seen: str | None = None) -> PickupPlace:
    """Write something else about a pick-up place. `seen` is the `mark` of its fields when the form was shown.

    Raises:
        NotFound: `pickup-place-not-found` or `site-not-found`.
        Invalid: names what is wrong.
        Conflict: `stale-form`.
    """
    written = fields.checked()
    with transaction():
        place = _locked(actor, PickupPlace, place_id)
        _refuse_stale(seen, fields_of_pickup_place(place).mark)
        _refuse_taken(PickupPlace, place.municipality_number, written.name, apart_from=place_id)
        _write_pickup_place(place, written)
    return place


def close_unit(actor: Actor, unit_id: int) -> Unit:
    """Offer a unit no more. One that is closed stays so. Raises as `reopen_unit`."""
    return _set_closed(actor, Unit, unit_id, closed=True)


def reopen_unit(actor: Actor, unit_id: int) -> Unit:
    """Offer a closed unit again.

    Raises:
        NotFound: `unit-not-found`.
    """
    return _set_closed(actor, Unit, unit_id, closed=False)


def close_site(actor: Actor, site_id: int) -> Site:
    """Offer a site no more. One that is closed stays so. Raises as `reopen_site`."""
    return _set_closed(actor, Site, site_id, closed=True)


def reopen_site(actor: Actor, site_id: int) -> Site:
    """Offer a closed site again.

    Raises:
        NotFound: `site-not-found`.
    """
    return _set_closed(actor, Site, site_id, closed=False)


def close_pickup_place(actor: Actor, place_id: int) -> PickupPlace:
    """Offer a pick-up place no more. One that is closed stays so. Raises as `reopen_pickup_place`."""
    return _set_closed(actor, PickupPlace, place_id, closed=True)


def reopen_pickup_place(actor: Actor, place_id: int) -> PickupPlace:
    """Offer a closed pick-up place again.

    Raises:
        NotFound: `pickup-place-not-found`.
    """
    return _set_closed(actor, PickupPlace, place_id, closed=False)


def _set_closed(actor: Actor, kind: type[Part], part_id: int, closed: bool) -> Part:
    with transaction():
        part = _locked(actor, kind, part_id)
        part.closed_at = (part.closed_at or clock.now()) if closed else None
    return part


def _locked(actor: Actor, kind: type[Part], part_id: int) -> Part:
    part = get_part(actor, kind, part_id)
    lock_municipality(part.municipality_number)
    db.session.refresh(part)
    return part


def _write_site(site: Site, fields: SiteFields) -> None:
    if fields.unit_id is not None and fields.unit_id != site.unit_id:
        require_unit(fields.unit_id, site.municipality_number)
    site.name = fields.name
    site.address = fields.address
    site.unit_id = fields.unit_id
    site.latitude = fields.latitude
    site.longitude = fields.longitude


def _write_pickup_place(place: PickupPlace, fields: PickupFields) -> None:
    if fields.site_id is not None and fields.site_id != place.site_id:
        site = db.session.get(Site, fields.site_id)
        if site is None or site.municipality_number != place.municipality_number or site.closed_at is not None:
            raise NotFound("site-not-found")
    place.name = fields.name
    place.address = fields.address
    place.directions = fields.directions
    place.site_id = fields.site_id


def _refuse_stale(seen: str | None, now: str) -> None:
    if seen is not None and seen != now:
        raise Conflict("stale-form")


def _refuse_taken(kind: type[Part], municipality_number: str, name: str, apart_from: int = 0) -> None:
    others = db.session.scalars(
        select(kind.name).where(kind.municipality_number == municipality_number, kind.id != apart_from)
    )
    if name.casefold() in {other.casefold() for other in others}:
        raise Invalid(fields=(FieldError("name", "name-taken", {"name": name}),))
