"""What goes with a letter: the calendar file of an appointment, as its reader's own side sees it."""

from marketplace.accounts.models import Person
from marketplace.claims import calendar
from marketplace.foundation import clock
from marketplace.foundation.errors import NotFound
from marketplace.foundation.mail.port import Attachment
from marketplace.notifications.words import Facts
from marketplace.organisations import queries as organisations

APPOINTMENTS = frozenset({"claim_appointment", "claim_unappointed"})


def attachments_of(occasion: str, facts: Facts, person: Person) -> tuple[Attachment, ...]:
    """The files for a letter to this person, as things are when it leaves; none once they are on neither side."""
    claim_id = facts.get("claim_id")
    if occasion not in APPOINTMENTS or not isinstance(claim_id, int):
        return ()
    for number in dict.fromkeys(role.municipality_number for role in organisations.roles_of(person.id)):
        actor = organisations.actor_of(person, number, on=clock.today())
        try:
            file = calendar.appointment_file(actor, claim_id, person.language)
        except NotFound:
            continue
        return (Attachment(file.name, file.content, calendar.MIMETYPE, file.method),)
    return ()
