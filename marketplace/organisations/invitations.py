"""Invitations: an offer of a role, sent as a signed link and answered once."""

from datetime import timedelta

from sqlalchemy import select

from marketplace.accounts import links
from marketplace.accounts import queries as accounts
from marketplace.accounts import service as account_service
from marketplace.accounts.checks import checked_email, checked_language
from marketplace.accounts.models import Person
from marketplace.foundation import clock, outbox, ports
from marketplace.foundation.actor import Actor
from marketplace.foundation.database import db
from marketplace.foundation.errors import Conflict, Forbidden, NotFound
from marketplace.foundation.transaction import transaction
from marketplace.organisations import administration, people, policies
from marketplace.organisations.events import InvitationAccepted, PersonInvited
from marketplace.organisations.models import Invitation, RoleAssignment
from marketplace.organisations.roles import NETWORK_ROLES, Role

INVITATION = "invitation"
LASTS = timedelta(days=14)


def invite_person(
    actor: Actor,
    *,
    email: str,
    municipality_number: str,
    role: Role,
    unit_id: int | None = None,
    language: str = "nb",
) -> Invitation:
    """Offer somebody a role; a letter with the link follows. The same offer made twice is one.

    Raises:
        Invalid: the e-mail or the language is wrong.
        NotFound: `municipality-not-found` or `unit-not-found`.
        Forbidden: `people-not-yours` or `role-needs-operator`.
        Conflict: `role-covers-municipality`, `person-has-role-here`, or `invitation-waiting`: another role was
            offered and is not answered.
    """
    address, speaks = checked_email(email), checked_language(language)
    with transaction() as session:
        policies.may_give_role(actor, municipality_number, role, unit_id).enforce()
        people.lock_municipality(municipality_number)
        if unit_id is not None:
            people.require_unit(unit_id, municipality_number)
        waiting = _waiting(address, municipality_number, role, unit_id)
        if waiting is not None:
            return waiting
        invitation = _offer(address, municipality_number, role, unit_id)
        invitation.language, invitation.invited_by = speaks, _person(actor)
        session.add(invitation)
        session.flush()
        outbox.record(PersonInvited(invitation.id))
    return invitation


def withdraw_invitation(actor: Actor, invitation_id: int) -> Invitation:
    """Take an offer back; its link then says so.

    Raises:
        NotFound: `invitation-not-found`.
        Forbidden, Conflict: as `may_withdraw_invitation` has it.
    """
    with transaction():
        invitation = administration.get_invitation(actor, invitation_id)
        people.lock_municipality(invitation.municipality_number)
        db.session.refresh(invitation)
        policies.may_withdraw_invitation(actor, invitation).enforce()
        invitation.withdrawn_at = clock.now()
    return invitation


def path_of(invitation_id: int) -> str:
    """The address on this site of the page that answers the invitation; only for whoever may know it."""
    return f"/invitasjon/{links.seal(INVITATION, {'invitation': invitation_id})}"


def address_of(invitation_id: int) -> str:
    """The same as a whole address, for the administrator to pass on by hand."""
    return ports.base_url() + path_of(invitation_id)


def invitation_of_link(sealed: str) -> Invitation:
    """The invitation a link speaks of, if it can still be answered.

    Raises:
        NotFound: `invitation-not-found`: altered, or never made.
        Conflict: `invitation-already-accepted`, `invitation-withdrawn` or `invitation-expired`.
    """
    carried = links.unseal(INVITATION, sealed)
    invitation = db.session.get(Invitation, int(carried["invitation"])) if carried else None
    if invitation is None:
        raise NotFound("invitation-not-found")
    policies.may_answer_invitation(invitation, clock.now()).enforce()
    return invitation


def accept_as_new(sealed: str, *, name: str, password: str, language: str) -> Person:
    """Become known to the service with the invitation's e-mail and role.

    Raises:
        NotFound, Conflict: as `invitation_of_link`, or `person-already-registered`: sign in and accept then.
        Invalid: a field is wrong.
    """
    with transaction():
        invitation = _locked(sealed)
        person = account_service.register_person(
            email=invitation.email, name=name, language=language, password=password
        )
        _take(invitation, person)
    return person


def accept_as_oneself(actor: Actor, sealed: str) -> Person:
    """Gain the invitation's role as somebody known and signed in.

    Raises:
        NotFound, Conflict: as `invitation_of_link`.
        Forbidden: `invitation-for-another`.
    """
    with transaction():
        invitation = _locked(sealed)
        person = accounts.find_person(actor.person_id) if actor.person_id is not None else None
        if person is None or person.deactivated_at is not None or person.email != invitation.email:
            raise Forbidden("invitation-for-another", email=invitation.email)
        _take(invitation, person)
    return person


def _person(actor: Actor) -> int:
    assert actor.person_id is not None, "whoever may give roles is somebody"
    return actor.person_id


def _locked(sealed: str) -> Invitation:
    invitation = invitation_of_link(sealed)
    people.lock_municipality(invitation.municipality_number)
    db.session.refresh(invitation)
    policies.may_answer_invitation(invitation, clock.now()).enforce()
    return invitation


def _take(invitation: Invitation, person: Person) -> None:
    if not _holds_such(person.id, invitation.municipality_number, invitation.role):
        people.add_role(person, invitation.municipality_number, invitation.role, invitation.unit_id)
    invitation.accepted_at = clock.now()
    outbox.record(InvitationAccepted(invitation.id, person.id))


def _offer(email: str, municipality_number: str, role: Role, unit_id: int | None) -> Invitation:
    now = clock.now()
    return Invitation(
        email=email,
        municipality_number=municipality_number,
        unit_id=unit_id,
        role=role,
        invited_at=now,
        expires_at=now + LASTS,
    )


def _waiting(email: str, municipality_number: str, role: Role, unit_id: int | None) -> Invitation | None:
    """The same offer, made before and not answered."""
    person = accounts.find_person_by_email(email)
    if person is not None and _holds_such(person.id, municipality_number, role):
        raise Conflict("person-has-role-here", name=person.name)
    waiting = administration.find_waiting_invitation(email, municipality_number, clock.now())
    if waiting is not None and (waiting.role, waiting.unit_id) != (role, unit_id):
        raise Conflict("invitation-waiting", email=email)
    return waiting


def _holds_such(person_id: int, municipality_number: str, role: Role) -> bool:
    """Whether the person has a role of that kind (the municipality's own, or the network's) there already."""
    held = db.session.scalars(
        select(RoleAssignment.role).where(
            RoleAssignment.person_id == person_id, RoleAssignment.municipality_number == municipality_number
        )
    )
    return any((other in NETWORK_ROLES) == (role in NETWORK_ROLES) for other in held)
