"""Open wanted notices of somebody who may no longer ask go to a colleague, and are held against what was missed."""

from collections import Counter

from sqlalchemy import exists, or_, select

from marketplace.accounts.models import Person
from marketplace.claims.events import TasksHandedOn
from marketplace.foundation import clock, outbox
from marketplace.foundation.database import db
from marketplace.foundation.transaction import transaction
from marketplace.organisations.events import PersonLeft
from marketplace.organisations.models import RoleAssignment
from marketplace.organisations.queries import nearest_with, people_with
from marketplace.search.wanted.events import WantedChanged
from marketplace.search.wanted.models import WantedNotice
from marketplace.search.wanted.states import WantedState

ASKING = "claims:request"


def hand_on_notices(event: PersonLeft) -> None:
    """Give each open notice that the person may no longer see to to a colleague who may; of the same unit if any."""
    with transaction():
        taken: Counter[int] = Counter()
        number = event.municipality_number
        chosen = select(WantedNotice).where(
            WantedNotice.made_by == event.person_id,
            WantedNotice.municipality_number == number,
            WantedNotice.state == WantedState.OPEN,
        )
        for notice in db.session.scalars(chosen.order_by(WantedNotice.id).with_for_update()).all():
            if event.person_id in {person.id for person in people_with(ASKING, number, notice.unit_id)}:
                continue
            able = [person.id for person in nearest_with(ASKING, number, notice.unit_id)]
            if able:
                notice.made_by = min(able, key=lambda who: (taken[who], who))
                taken[notice.made_by] += 1
                outbox.record(WantedChanged(notice.id))
        at = int(clock.now().timestamp())
        for person_id, many in sorted(taken.items()):
            outbox.record(TasksHandedOn(event.person_id, person_id, number, 0, 0, at, many))


def hand_on_forgotten() -> int:
    """Do the same for all who have no role any more, whatever became of them, and answer how many they were."""
    role = exists().where(
        RoleAssignment.person_id == WantedNotice.made_by,
        RoleAssignment.municipality_number == WantedNotice.municipality_number,
    )
    gone = select(WantedNotice.made_by, WantedNotice.municipality_number).join(
        Person, Person.id == WantedNotice.made_by
    )
    gone = gone.where(WantedNotice.state == WantedState.OPEN, or_(~role, Person.deactivated_at.is_not(None)))
    left = sorted((person_id, number) for person_id, number in db.session.execute(gone.distinct()))
    db.session.rollback()
    for person_id, number in left:
        hand_on_notices(PersonLeft(person_id, number))
    return len(left)
