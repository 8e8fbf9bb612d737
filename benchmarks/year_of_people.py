"""Who acts in a simulated network: the demo's people, some of whom leave and are followed by others."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from sqlalchemy import select

from marketplace.accounts.models import Person
from marketplace.demo import people as demo
from marketplace.foundation import clock
from marketplace.foundation.actor import Actor
from marketplace.foundation.database import db
from marketplace.organisations import memberships, releasing
from marketplace.organisations import people as administering
from marketplace.organisations.fields import ReleaseFields, VoluntaryFields
from marketplace.organisations.models import Membership
from marketplace.organisations.queries import actor_of, operator_actor
from marketplace.organisations.roles import Role
from marketplace.statistics import sending
from marketplace.statistics.export import Format
from marketplace.statistics.models import Rhythm

RULES = (
    ReleaseFields(),
    ReleaseFields(municipality_days=3, shown_ahead=True),
    ReleaseFields(unit_days=2, municipality_days=4, network_days=14, shown_ahead=True, gives_to_voluntary=True),
)
"""How listings are released, every third municipality alike."""

REPORTED = 4
"""Every so-manieth municipality has a report sent each month."""


@dataclass
class Crew:
    """Who acts in one municipality now: ids of people, and where its things are fetched."""

    number: str
    manager: int
    requester: int
    admin: int
    school: int
    place_id: int


class Network:
    """The municipalities and their people. What somebody may do is asked anew each day."""

    def __init__(self, random: Random, most: int) -> None:
        self._random, self._known_on = random, date.min
        self._known: dict[tuple[int, str], Actor] = {}
        self._newcomers = 0
        self._lead = demo.add_network_people().person_id or 0
        self.crews = {crew.number: crew for crew in map(_crew, demo.add_people()[:most])}
        for place, crew in enumerate(self.crews.values()):
            admin, rules = self.actor(crew.admin, crew.number), RULES[place % len(RULES)]
            releasing.set_rules(admin, crew.number, rules)
            if rules.gives_to_voluntary:
                volunteers = VoluntaryFields(name="Frivilligsentralen", email=f"frivillig@{crew.number}.example")
                releasing.add_voluntary(admin, crew.number, volunteers)
            if place % REPORTED == 0:
                sending.subscribe(admin, crew.number, Rhythm.MONTHLY, Format.CSV, "nb")

    def actor(self, person_id: int, number: str) -> Actor:
        """Somebody acting for a municipality today."""
        if self._known_on != clock.today():
            self._known.clear()
            self._known_on = clock.today()
        key = (person_id, number)
        if key not in self._known:
            person = db.session.get_one(Person, person_id)
            self._known[key] = actor_of(person, number, on=clock.today())
            db.session.rollback()
        return self._known[key]

    def manager(self, number: str) -> Actor:
        """Who decides for a municipality."""
        return self.actor(self.crews[number].manager, number)

    def lead(self) -> Actor:
        """Who leads the network."""
        return self.actor(self._lead, demo.HOME_OF_NETWORK)

    def claimant(self, number: str, person_id: int | None = None) -> Actor:
        """Who asks for a municipality: the person named while they are there, else its requester."""
        crew = self.crews[number]
        known = {crew.requester, crew.school, crew.manager}
        return self.actor(person_id if person_id in known and person_id else crew.requester, number)

    def anybody(self) -> Actor:
        """Some municipality's requester or head of school."""
        crew = self._random.choice(list(self.crews.values()))
        return self.actor(self._random.choice((crew.requester, crew.requester, crew.school)), crew.number)

    def replace_somebody(self) -> None:
        """A manager or requester quits, their account is closed, and somebody new comes some moments later."""
        crew, role = self._random.choice(list(self.crews.values())), self._random.choice(("manager", "requester"))
        admin, gone = self.actor(crew.admin, crew.number), getattr(crew, role)
        administering.deactivate_person(admin, gone)
        self._newcomers += 1
        newcomer = administering.register_with_role(
            admin,
            email=f"ny{self._newcomers}@kommune.example",
            name=f"Ny {self._newcomers}",
            language="nb",
            password=None,
            municipality_number=crew.number,
            role=Role.FACILITY_MANAGER if role == "manager" else Role.REQUESTER,
        )
        setattr(crew, role, newcomer.id)
        self._known.clear()

    def leave(self, number: str) -> None:
        """A municipality's last day in the network was yesterday."""
        found = select(Membership).where(Membership.municipality_number == number).order_by(Membership.from_on.desc())
        membership = db.session.scalars(found.limit(1)).one()
        began, membership_id = membership.from_on, membership.id
        yesterday = clock.today() - timedelta(days=1)
        memberships.change_membership(operator_actor(), membership_id, min(began, yesterday), yesterday)
        self._known.clear()

    def return_to(self, number: str) -> None:
        """It is in the network again from today."""
        memberships.begin_membership(operator_actor(), number, clock.today())
        self._known.clear()


def _crew(team: demo.Team) -> Crew:
    ids = [actor.person_id or 0 for actor in (team.manager, team.requester, team.admin, team.school)]
    return Crew(team.municipality.number, *ids, team.pickup_place_id)
