"""Loading the demo: once, whole, and never over anybody's own data."""

from random import Random

from marketplace.demo import (
    fetching,
    goals,
    history,
    large,
    leaving,
    lending,
    opening,
    people,
    placing,
    present,
    queues,
    searching,
    wishing,
    working,
)
from marketplace.demo.listings import GJOVIK, RINGERIKE, home_of, put_up_all
from marketplace.foundation import migrating, outbox
from marketplace.foundation.errors import Conflict
from marketplace.foundation.transaction import transaction
from marketplace.search import indexing
from marketplace.statistics.public import telling

SEED = 20240101


def load(scale: str) -> bool:
    """Load the demo, and answer whether there was anything to do. A demo that was broken off is begun anew.

    `scale` "small" is a network to look at; "large" adds 100 000 open listings and 1 000 000 hand-overs to measure by.

    Raises:
        Conflict: "demo-database-not-empty" when there are people who are not the demo's; nothing is changed.
    """
    if people.is_whole():
        return False
    if not people.are_all_of_the_demo():
        raise Conflict("demo-database-not-empty")
    random = Random(SEED)  # noqa: S311 - the same demo every time, no secret
    with outbox.silenced():
        teams = people.add_people()
        history.add_history(teams, random)
        listed = put_up_all(teams, random)
        present.add_claims(teams, listed)
        queues.add_queues(teams)
        present.add_assets(teams)
        for number in (RINGERIKE, GJOVIK):
            history.add_expired(home_of(teams, number))
        leaving.add_emptied_school(home_of(teams, RINGERIKE))
        placing.add_given_from_sites(home_of(teams, RINGERIKE), home_of(teams, GJOVIK))
        lending.add_loans(home_of(teams, RINGERIKE), home_of(teams, GJOVIK))
        working.add_hours(home_of(teams, RINGERIKE))
        fetching.add_fetching(home_of(teams, RINGERIKE), home_of(teams, GJOVIK), listed)
        opening.add_openings(teams, RINGERIKE)
        if scale == "large":
            large.add_many(teams, random)
        indexing.rebuild()
        wishing.add_wishes(home_of(teams, RINGERIKE), home_of(teams, GJOVIK))
        with transaction():
            lead = people.add_network_people()
            searching.add_searches(lead, random)
            for number in (RINGERIKE, GJOVIK):
                goals.add_targets(lead, number)
        telling.tell_due()
    return True


def needs_clearing() -> bool:
    """Whether a demo was begun and not finished."""
    return not people.is_whole() and people.are_any() and people.are_all_of_the_demo()


def clear() -> None:
    """Throw everything away, down to an empty database."""
    migrating.downgrade("base")
