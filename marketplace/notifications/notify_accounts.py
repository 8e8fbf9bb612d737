"""Letters about accounts."""

from marketplace.accounts import queries, service
from marketplace.accounts.events import PasswordChanged, PasswordResetRequested
from marketplace.foundation import outbox
from marketplace.notifications.letters import compose, reader
from marketplace.notifications.sending import send_each


@outbox.outward
def send_reset_link(event: PasswordResetRequested) -> None:
    """Send whoever asked a link to set a new password; at most one letter a minute, and none to a closed account."""
    person = queries.find_person(event.person_id)
    if person is None or person.deactivated_at is not None:
        return
    link = f"/nytt-passord/{service.password_link(person.id)}"
    send_each([compose("password_reset", str(event.requested_at // 60), reader(person), link)])


@outbox.outward
def tell_of_new_password(event: PasswordChanged) -> None:
    """Tell a person that the password is another, in case it was somebody else."""
    person = queries.find_person(event.person_id)
    if person is None or person.deactivated_at is not None:
        return
    send_each([compose("password_changed", str(event.changed_at), reader(person), "/glemt-passord")])
