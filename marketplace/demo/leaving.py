"""An emptied school: what could not be used again left together, and one line of it was wrong."""

from datetime import timedelta

from marketplace.catalogue.conditions import Condition
from marketplace.demo.people import Team
from marketplace.foundation import clock
from marketplace.inventory import service as inventory
from marketplace.inventory.fields import AssetFields
from marketplace.transfers import disposing
from marketplace.transfers.disposing import Line
from marketplace.transfers.kinds import DispositionKind

_LEFT = (
    ("Elevpult, slitt", "KON.SKRIV", 24),
    ("Elevstol, sprukket sete", "KON.STOL", 26),
    ("Tavle, ripet", "SKO.TAVLE", 4),
)


def add_emptied_school(team: Team) -> None:
    """Three assets of which most left for recycling; two desks turned out to be whole."""
    with clock.standing_still(clock.now() - timedelta(days=20)):
        lines = []
        for place, (name, category, quantity) in enumerate(_LEFT):
            fields = AssetFields(
                name=name,
                category_code=category,
                quantity=quantity,
                condition=Condition.NEEDS_REPAIR,
                inventory_number=f"{team.municipality.number}-S{place + 1:03}",
                building="Skolen",
            )
            lines.append(Line(inventory.register_asset(team.manager, fields).id, quantity - place))
        rows = disposing.record_dispositions(
            team.manager, lines, kind=DispositionKind.RECYCLED, on=clock.today(), note="Skolen ble tømt før rivingen."
        )
    with clock.standing_still(clock.now() - timedelta(days=18)):
        reason = "To av pultene var hele og står på lageret."
        disposing.correct_disposition(team.manager, rows[0].id, quantity=2, reason=reason)
