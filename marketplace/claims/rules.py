"""How long a municipality gives others: read by every step, set by its administrators."""

from dataclasses import astuple

from marketplace.claims import policies
from marketplace.claims.deadlines import Times
from marketplace.claims.models import ClaimRules
from marketplace.foundation import clock
from marketplace.foundation.actor import Actor
from marketplace.foundation.database import db
from marketplace.foundation.errors import FieldError, Forbidden, Invalid
from marketplace.foundation.transaction import transaction
from marketplace.organisations.people import lock_municipality

LIMITS = {"offer_days": (1, 30), "remind_days": (1, 30), "collect_days": (2, 180), "extend_days": (1, 90)}
"""The fewest and the most days of each."""


def times_of(municipality_number: str) -> Times:
    """What the municipality has set, else the usual."""
    found = db.session.get(ClaimRules, municipality_number)
    if found is None:
        return Times()
    return Times(found.offer_days, found.remind_days, found.collect_days, found.extend_days)


def set_times(actor: Actor, municipality_number: str, times: Times) -> Times:
    """Give others so long from now on; deadlines that run already stay.

    Raises:
        Forbidden: as `policies.may_set_times`.
        NotFound: `municipality-not-found`.
        Invalid: a number is out of range, or the reminder would come before there is anything to remind of.
    """
    policies.may_set_times(actor, municipality_number).enforce()
    if actor.person_id is None:
        raise Forbidden("sites-not-yours")
    _check(times)
    with transaction() as session:
        lock_municipality(municipality_number)
        rules = session.get(ClaimRules, municipality_number) or ClaimRules(municipality_number=municipality_number)
        rules.offer_days, rules.remind_days, rules.collect_days, rules.extend_days = astuple(times)
        rules.set_by, rules.set_at = actor.person_id, clock.now()
        session.add(rules)
    return times


def _check(times: Times) -> None:
    errors = [
        FieldError(name, "field-out-of-range", {"least": least, "most": most})
        for name, (least, most) in LIMITS.items()
        if not least <= getattr(times, name) <= most
    ]
    if not errors and times.remind_days >= times.collect_days:
        errors.append(FieldError("remind_days", "times-remind-too-early", {"most": times.collect_days - 1}))
    if errors:
        raise Invalid(fields=tuple(errors))
