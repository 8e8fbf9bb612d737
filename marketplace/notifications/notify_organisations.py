"""Letters about municipalities' people."""

from marketplace.accounts import queries as accounts
from marketplace.foundation import clock, outbox
from marketplace.foundation.translation import text
from marketplace.notifications.letters import Reader, compose
from marketplace.notifications.sending import send_each
from marketplace.organisations import administration, invitations, policies
from marketplace.organisations.events import PersonInvited
from marketplace.organisations.geography import place_of
from marketplace.wording.organisations import ROLES


@outbox.outward
def send_invitation(event: PersonInvited) -> None:
    """Send the invited person the link, unless the invitation was answered or withdrawn meanwhile."""
    invitation = administration.find_invitation(event.invitation_id)
    if invitation is None or not policies.may_answer_invitation(invitation, clock.now()):
        return
    known, inviter = accounts.find_person_by_email(invitation.email), accounts.get_person(invitation.invited_by)
    language = known.language if known else invitation.language
    to = Reader(key=invitation.email, email=invitation.email, name=known.name if known else "", language=language)
    letter = compose(
        "invitation",
        str(invitation.id),
        to,
        invitations.path_of(invitation.id),
        place=place_of(invitation.municipality_number).name,
        inviter=inviter.name,
        role=text(language, ROLES[invitation.role.value]),
        until=invitation.expires_at,
    )
    send_each([letter])
