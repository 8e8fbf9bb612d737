"""Hours that people have spent, and a report that somebody has asked for."""

from datetime import timedelta
from decimal import Decimal

from marketplace.demo.people import Team
from marketplace.foundation import clock
from marketplace.hours.kinds import HoursKind
from marketplace.hours.service import HoursFields, record_hours
from marketplace.statistics.export import Format
from marketplace.statistics.models import Rhythm
from marketplace.statistics.sending import subscribe

SPENT = (
    (20, "3", HoursKind.MAPPING, "Registrerte møbler på ungdomsskolen"),
    (48, "1.5", HoursKind.EXCHANGE, "Delte erfaringer med lager og henting"),
    (95, "2", HoursKind.COORDINATION, "Samling i nettverket"),
    (400, "6", HoursKind.TRAINING, "Opplæring av vaktmestere"),
)


def add_hours(team: Team) -> None:
    """Some hours of a manager, and the municipality's report every quarter."""
    for days, hours, kind, activity in SPENT:
        on = clock.today() - timedelta(days=days)
        record_hours(team.manager, HoursFields(on, Decimal(hours), kind, activity))
    subscribe(team.manager, team.municipality.number, Rhythm.QUARTERLY, Format.PDF, "nb")
