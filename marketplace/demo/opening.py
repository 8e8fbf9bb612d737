"""Listings on their way outwards: rules of release in two municipalities, something given to one, and to volunteers."""

from datetime import timedelta

from marketplace.catalogue.conditions import Condition
from marketplace.demo.listings import put_up
from marketplace.demo.people import Team
from marketplace.foundation import clock
from marketplace.listings import stages, watching, wishes
from marketplace.listings.fields import ListingFields
from marketplace.organisations import releasing
from marketplace.organisations.fields import ReleaseFields, VoluntaryFields

FIRST, SECOND = "3312", "3316"
"""Lier gives to voluntary organisations too; Modum keeps things at home for a fortnight, and shows them meanwhile."""
RULES = {
    FIRST: ReleaseFields(unit_days=3, municipality_days=4, network_days=21, shown_ahead=True, gives_to_voluntary=True),
    SECOND: ReleaseFields(municipality_days=14, shown_ahead=True),
}
ORGANISATION = VoluntaryFields(name="Fritidsklubben", email="post@fritidsklubben.example")
_PICTURES = 950
_COMING = (
    (FIRST, "Benker til garderobe", "SIT", 6, 1),
    (FIRST, "Høye krakker", "KON.STOL", 8, 5),
    (FIRST, "Bordtennisbord", "OPP", 2, 40),
    (SECOND, "Hyller i bjørk", "KON.REOL", 10, 2),
    (SECOND, "Møtebord for åtte", "KON.SKRIV", 1, 9),
)
"""Whose, what, of which category, how many, and how many days ago they were put out."""


def add_openings(teams: list[Team], receiver_number: str) -> None:
    """Some listings at each stage; the receiver follows one, and is given another directly."""
    by_number = {team.municipality.number: team for team in teams}
    now = clock.now()
    with clock.standing_still(now - timedelta(days=60)):
        for number, rules in RULES.items():
            releasing.set_rules(by_number[number].admin, number, rules)
        organisation = releasing.add_voluntary(by_number[FIRST].admin, FIRST, ORGANISATION)
    listed = []
    for place, (number, title, category, quantity, days_ago) in enumerate(_COMING):
        with clock.standing_still(now - timedelta(days=days_ago)):
            fields = _fields(by_number[number], title, category, quantity)
            listed.append(put_up(by_number[number], fields, picture_seed=_PICTURES + place))
    stages.open_due()
    link = releasing.path_for(organisation).rpartition("/")[2]
    wishes.ask_for(link, listed[2].id, 1, "Vi har plass i kjelleren, og kan hente på kveldstid.")
    receiver = by_number[receiver_number]
    watching.watch_listing(receiver.requester, listed[3].id)
    given = _fields(by_number[SECOND], "Whiteboard på hjul", "KON.SKILLE", 3, receiver_number)
    put_up(by_number[SECOND], given, picture_seed=_PICTURES + len(_COMING))


def _fields(team: Team, title: str, category: str, quantity: int, receiver_number: str | None = None) -> ListingFields:
    return ListingFields(
        title=title,
        category_code=category,
        quantity=quantity,
        condition=Condition.GOOD,
        pickup_place_id=team.pickup_place_id,
        reserved_for=receiver_number,
    )
