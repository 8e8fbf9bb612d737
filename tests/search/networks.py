"""A network at random: members and not, units, and listings of all stages and states, each with words of its own."""

import random
from datetime import date, timedelta

from sqlalchemy import select

from marketplace.foundation import clock
from marketplace.foundation.transaction import transaction
from marketplace.listings.models import Listing
from marketplace.listings.states import ListingState, Stage
from marketplace.organisations.models import Membership
from marketplace.organisations.roles import Role
from tests.builders import ASKER, BAERUM, GJOVIK, HAMAR, RINGERIKE, a_person, a_unit

MEMBERS, FORMER, NEVER = (ASKER, BAERUM, GJOVIK), RINGERIKE, HAMAR
OWNERS = (*MEMBERS, FORMER, NEVER)
STATES = (*ListingState, *[ListingState.PUBLISHED] * 6)
NOUNS = "stol kontorstol skrivebord bord hylle bokhylle sofa skap lampe benk tavle krakk".split()  # noqa: SIM905 - reads better
ADJECTIVES = "blå svart hvit rund stor liten brukt solid".split()  # noqa: SIM905 - reads better
SYLLABLES = "ba du fi go ka lu me no pi ro sa tu vy za".split()  # noqa: SIM905 - reads better
CATEGORIES = ("KON.STOL", "KON.SKRIV", "SIT.SOFA", "SKO.PULT", "OPP")
CONDITIONS = ("as_new", "good", "fair")


def secret_of(number):
    """A word that one listing has for itself, long enough that another is not a misspelling of it."""
    chance = random.Random(f"secret {number}")
    return "".join(chance.choices(SYLLABLES, k=7))


class Network:
    """The listings in the database and the people who look for them, the same for the same seed."""

    def __init__(self, seed, amount):
        self.chance = random.Random(seed)
        self.units = {of: [a_unit(of).id, a_unit(of).id] for of in OWNERS}
        self._author = a_person().id
        leave_network(FORMER)
        with transaction() as session:
            for number in range(amount):
                session.add(self._listing(number))
        self.people = [self._person(role) for role in Role for _ in range(2)]

    def _listing(self, number):
        chance, of = self.chance, self.chance.choice(OWNERS)
        state, now = chance.choice(STATES), clock.now()
        return self._given(
            Listing(
                municipality_number=of,
                unit_id=chance.choice((None, *self.units[of])),
                title=f"{chance.choice(ADJECTIVES)} {chance.choice(NOUNS)} {secret_of(number)}".capitalize(),
                description=" ".join(chance.choices(NOUNS + ADJECTIVES, k=chance.randint(0, 6))),
                brand=f"Fabrikk{number}",
                category_code=chance.choice(CATEGORIES),
                condition=chance.choice(CONDITIONS),
                quantity=chance.randint(1, 30),
                price_nok=chance.choice((0, 0, 400)),
                width_cm=chance.choice((None, 60, 120)),
                available_from=chance.choice((None, date(2026, 9, 1))),
                closes_at=chance.choice((None, now + timedelta(days=chance.randint(1, 60)))),
                stage=chance.choice(list(Stage)),
                reserved_for=chance.choice((None, None, None, *MEMBERS, FORMER)),
                state=state,
                created_by=self._author,
                created_at=now,
                updated_at=now,
                published_at=None if state is ListingState.DRAFT else now + timedelta(seconds=number),
            )
        )

    @staticmethod
    def _given(listing):
        """What is given to one municipality, another than its own, is at the stage of a unit."""
        if listing.reserved_for == listing.municipality_number:
            listing.reserved_for = None
        if listing.reserved_for is not None:
            listing.stage = Stage.UNIT
        return listing

    def _person(self, role):
        of = self.chance.choice(OWNERS)
        return a_person(role, of, self.chance.choice((None, None, *self.units[of])))


def leave_network(number):
    """Let a municipality's membership have ended yesterday."""
    yesterday = clock.today() - timedelta(days=1)
    with transaction() as session:
        for membership in session.scalars(select(Membership).where(Membership.municipality_number == number)):
            membership.to_on = yesterday
