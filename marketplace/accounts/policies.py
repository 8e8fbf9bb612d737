"""Who may do what with a person's account."""

from marketplace.accounts.models import Person
from marketplace.foundation.actor import Actor
from marketplace.foundation.decision import Decision, first_refusal
from marketplace.foundation.errors import Forbidden, NotFound


def may_change_account(actor: Actor, person: Person) -> Decision:
    """One's own name, language and password, as long as one is active."""
    return first_refusal(
        (actor.person_id is not None and actor.person_id == person.id, Forbidden("account-not-yours")),
        (person.deactivated_at is None, Forbidden("account-deactivated")),
    )


def may_use_reset_link(person: Person | None, fingerprint_matches: bool) -> Decision:
    """A link to set a password works once, for an active person."""
    return first_refusal(
        (person is not None and person.deactivated_at is None, NotFound("password-link-not-valid")),
        (fingerprint_matches, NotFound("password-link-not-valid")),
    )
