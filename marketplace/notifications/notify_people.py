"""What is told of colleagues who come and go."""

from marketplace.accounts import queries as accounts
from marketplace.claims.events import TasksHandedOn
from marketplace.notifications.readers import Side
from marketplace.notifications.telling import tell


def tell_of_tasks_handed_on(event: TasksHandedOn) -> None:
    """Tell whoever took over somebody's open tasks how many, and whose they were."""
    taker = Side(event.municipality_number, None, (event.to_person_id,))
    tell(
        [taker],
        "tasks_handed_on",
        f"{event.from_person_id}-{event.municipality_number}-{event.at}{'w' if event.wanted else ''}",
        "/mitt-arbeid",
        {
            "colleague": accounts.get_person(event.from_person_id).name,
            "claims": event.claims,
            "listings": event.listings,
            "wanted": event.wanted,
        },
    )
