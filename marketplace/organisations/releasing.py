"""A municipality's rules of release, and the voluntary organisations it gives to."""

import secrets
from dataclasses import asdict

from sqlalchemy import select

from marketplace.accounts import links
from marketplace.foundation import clock
from marketplace.foundation.actor import Actor
from marketplace.foundation.database import db
from marketplace.foundation.errors import Conflict, FieldError, Invalid, NotFound
from marketplace.foundation.transaction import transaction
from marketplace.organisations import policies
from marketplace.organisations.fields import ReleaseFields, VoluntaryFields, fields_of_rules, fields_of_voluntary
from marketplace.organisations.geography import alphabetical
from marketplace.organisations.models import ReleaseRules, VoluntaryOrganisation
from marketplace.organisations.people import lock_municipality

_PURPOSE = "voluntary"
_NOT_FOUND = "voluntary-not-found"


def rules_of(municipality_number: str) -> ReleaseFields:
    """The municipality's rules; those of one without any let a listing out to the network at once."""
    return fields_of_rules(db.session.get(ReleaseRules, municipality_number))


def set_rules(actor: Actor, municipality_number: str, fields: ReleaseFields, *, seen: str | None = None) -> None:
    """Say how listings are released from now on. Those that are out keep their dates.

    Raises:
        Forbidden: `release-rules-not-yours`.
        Invalid: a number of days cannot be.
        Conflict: `stale-form`.
    """
    said = fields.checked()
    with transaction() as session:
        policies.may_manage_release(actor, municipality_number).enforce()
        lock_municipality(municipality_number)
        rules = session.get(ReleaseRules, municipality_number, populate_existing=True)
        if seen is not None and seen != fields_of_rules(rules).mark:
            raise Conflict("stale-form")
        rules = rules or ReleaseRules(municipality_number=municipality_number)
        for name, value in asdict(said).items():
            setattr(rules, name, value)
        rules.changed_by, rules.changed_at = _person(actor), clock.now()
        session.add(rules)


def list_voluntary(municipality_number: str, *, closed: bool = False) -> list[VoluntaryOrganisation]:
    """The organisations that a municipality gives to, by name; with those it no longer gives to if asked for."""
    asked = select(VoluntaryOrganisation).where(VoluntaryOrganisation.municipality_number == municipality_number)
    found = db.session.scalars(asked if closed else asked.where(VoluntaryOrganisation.closed_at.is_(None))).all()
    return sorted(found, key=lambda row: alphabetical(row.name))


def get_voluntary(actor: Actor, organisation_id: int) -> VoluntaryOrganisation:
    """A voluntary organisation on a list that is the actor's to manage.

    Raises:
        NotFound: `voluntary-not-found`.
    """
    found = db.session.get(VoluntaryOrganisation, organisation_id)
    if found is None or not policies.may_manage_release(actor, found.municipality_number):
        raise NotFound(_NOT_FOUND)
    return found


def add_voluntary(actor: Actor, municipality_number: str, fields: VoluntaryFields) -> VoluntaryOrganisation:
    """Add an organisation to a municipality's list.

    Raises:
        Forbidden: `release-rules-not-yours`.
        Invalid: a value is wrong; the name is on the list.
    """
    said = fields.checked()
    with transaction() as session:
        policies.may_manage_release(actor, municipality_number).enforce()
        lock_municipality(municipality_number)
        _refuse_taken(municipality_number, said.name)
        added = VoluntaryOrganisation(
            municipality_number=municipality_number, link_key=secrets.token_hex(16), added_at=clock.now()
        )
        _write(added, said)
        session.add(added)
        session.flush()
        return added


def change_voluntary(
    actor: Actor, organisation_id: int, fields: VoluntaryFields, *, seen: str | None = None
) -> VoluntaryOrganisation:
    """Change what is written about an organisation. At another address, links that were sent before end.

    Nobody at the other address has asked for no letters, so it gets them.

    Raises:
        NotFound: none such on a list of the actor's.
        Invalid: a value is wrong; the name is on the list.
        Conflict: `stale-form`.
    """
    said = fields.checked()
    with transaction():
        found = _locked(actor, organisation_id)
        if seen is not None and seen != fields_of_voluntary(found).mark:
            raise Conflict("stale-form")
        _refuse_taken(found.municipality_number, said.name, apart_from=found.id)
        if said.email != found.email:
            found.link_key, found.letters_stopped_at = secrets.token_hex(16), None
        _write(found, said)
        return found


def close_voluntary(actor: Actor, organisation_id: int) -> VoluntaryOrganisation:
    """Give to an organisation no more: it gets no letters, and its links end.

    Raises:
        NotFound: none such on a list of the actor's.
    """
    with transaction():
        found = _locked(actor, organisation_id)
        found.closed_at, found.link_key = found.closed_at or clock.now(), secrets.token_hex(16)
        return found


def reopen_voluntary(actor: Actor, organisation_id: int) -> VoluntaryOrganisation:
    """Give to an organisation again.

    Raises:
        NotFound: none such on a list of the actor's.
    """
    with transaction():
        found = _locked(actor, organisation_id)
        found.closed_at = None
        return found


def stop_letters(sealed: str) -> VoluntaryOrganisation:
    """Send an organisation no more letters about what is new, as its own link asks; stopped twice is stopped.

    Raises:
        NotFound: as `meaning_of`.
    """
    with transaction():
        found = _locked_by_link(sealed)
        found.letters_stopped_at = found.letters_stopped_at or clock.now()
        return found


def resume_letters(sealed: str) -> VoluntaryOrganisation:
    """Send it letters again.

    Raises:
        NotFound: as `meaning_of`.
    """
    with transaction():
        found = _locked_by_link(sealed)
        found.letters_stopped_at = None
        return found


def list_written_to(municipality_number: str) -> list[VoluntaryOrganisation]:
    """Those on a municipality's list that want letters about what is new, by name."""
    return [one for one in list_voluntary(municipality_number) if one.letters_stopped_at is None]


def stop_path_for(organisation: VoluntaryOrganisation) -> str:
    """The address on this site where the organisation's letters are stopped by one POST."""
    return f"/varsler/stopp/frivillig/{_sealed(organisation)}"


def path_for(organisation: VoluntaryOrganisation) -> str:
    """The address on this site of the organisation's own page."""
    return f"/frivillige/{_sealed(organisation)}"


def meaning_of(sealed: str) -> VoluntaryOrganisation:
    """Whose page a link opens.

    Raises:
        NotFound: `voluntary-link-not-valid`, also once the organisation is off the list or its address changed.
    """
    carried = links.unseal(_PURPOSE, sealed) or {}
    number, key = carried.get("organisation"), carried.get("key")
    found = db.session.get(VoluntaryOrganisation, number) if isinstance(number, int) else None
    if found is None or found.closed_at is not None or not secrets.compare_digest(found.link_key, str(key)):
        raise NotFound("voluntary-link-not-valid")
    return found


def _sealed(organisation: VoluntaryOrganisation) -> str:
    return links.seal(_PURPOSE, {"organisation": organisation.id, "key": organisation.link_key})


def _locked_by_link(sealed: str) -> VoluntaryOrganisation:
    lock_municipality(meaning_of(sealed).municipality_number)
    db.session.expire_all()
    return meaning_of(sealed)


def _write(organisation: VoluntaryOrganisation, said: VoluntaryFields) -> None:
    organisation.name, organisation.email, organisation.language = said.name, said.email, said.language
    organisation.organisation_number = said.organisation_number or None


def _locked(actor: Actor, organisation_id: int) -> VoluntaryOrganisation:
    lock_municipality(get_voluntary(actor, organisation_id).municipality_number)
    found = db.session.get(VoluntaryOrganisation, organisation_id, populate_existing=True)
    assert found is not None
    return found


def _refuse_taken(municipality_number: str, name: str, apart_from: int = 0) -> None:
    same = {row.name.casefold() for row in list_voluntary(municipality_number, closed=True) if row.id != apart_from}
    if name.casefold() in same:
        raise Invalid(fields=(FieldError("name", "voluntary-name-taken"),))


def _person(actor: Actor) -> int:
    assert actor.person_id is not None, "whoever may manage it is a person"
    return actor.person_id
