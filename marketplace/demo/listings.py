"""The demo's listings: what they say, and putting them up with pictures."""

import csv
import dataclasses
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from random import Random

from marketplace.catalogue.conditions import Condition
from marketplace.demo.people import Team
from marketplace.demo.pictures import draw
from marketplace.foundation import clock
from marketplace.listings import service as listings
from marketplace.listings.fields import ListingFields
from marketplace.listings.models import Listing

RINGERIKE, GJOVIK = "3305", "3407"
FILE = Path(__file__).with_name("reference") / "demo_listings.csv"
CONDITIONS = {
    "ny": Condition.NEW,
    "som_ny": Condition.AS_NEW,
    "god": Condition.GOOD,
    "brukbar": Condition.FAIR,
    "trenger_reparasjon": Condition.NEEDS_REPAIR,
}
WEIGHTS_G = {"SKO": 9_000, "BHG": 8_000, "OPP": 38_000, "HEL": 30_000}
"""What one unit weighs where the demo knows it; elsewhere the factor's weight or none."""


@dataclass(frozen=True, slots=True)
class Example:
    """One row of the file."""

    fields: ListingFields
    municipality_number: str


@cache
def examples() -> tuple[Example, ...]:
    """All rows, in order."""
    with FILE.open(encoding="utf-8", newline="") as source:
        return tuple(_example(row) for row in csv.DictReader(source))


def home_of(teams: list[Team], number: str) -> Team:
    """The team of a municipality; what belongs to none of them is Ringerike's."""
    by_number = {team.municipality.number: team for team in teams}
    return by_number.get(number) or by_number[RINGERIKE]


def put_up(team: Team, fields: ListingFields, picture_seed: int | None = None) -> Listing:
    """A published listing of the team's, with a picture drawn for it if a seed is given."""
    draft = listings.create_draft(team.manager, fields)
    if picture_seed is not None:
        for view in range(1 + picture_seed % 3 // 2):
            listings.add_photo(team.manager, draft.id, draw(fields, picture_seed * 10 + view))
    return listings.publish_listing(team.manager, draft.id)


def put_up_all(teams: list[Team], random: Random) -> list[tuple[Team, Listing]]:
    """Every example, put up over the last fifty days, the last one an hour ago."""
    now, found = clock.now(), []
    count = len(examples())
    for index, example in enumerate(examples()):
        team = home_of(teams, example.municipality_number)
        at = now - timedelta(hours=1 + (count - 1 - index) * 20 + random.randint(0, 9))
        with clock.standing_still(at):
            found.append((team, put_up(team, _with_terms(example.fields, team, random), picture_seed=index + 1)))
    return found


def _with_terms(fields: ListingFields, team: Team, random: Random) -> ListingFields:
    today = clock.today()
    return dataclasses.replace(
        fields,
        pickup_place_id=team.pickup_place_id,
        available_from=today + timedelta(days=random.choice((0, 0, 7, 30))) if random.random() < 0.4 else None,
        closes_at=clock.now() + timedelta(days=random.choice((62, 75, 90))) if random.random() < 0.5 else None,
        price_nok=random.choice((100, 250, 500)) if random.random() < 0.15 else 0,
    )


def _example(row: dict[str, str]) -> Example:
    fields = ListingFields(
        title=row["title"],
        description=row["description"],
        category_code=row["category"],
        condition=CONDITIONS[row["condition"]],
        quantity=int(row["quantity"]),
        indivisible="hentes samlet" in row["description"] or "Tas samlet" in row["description"],
        width_cm=_number(row["width_cm"]),
        depth_cm=_number(row["depth_cm"]),
        height_cm=_number(row["height_cm"]),
        weight_g=WEIGHTS_G.get(row["category"].partition(".")[0]),
        colour=row["colour"],
        material=row["material"],
        brand=row["brand"],
        acquired_year=_number(row["acquisition_year"]),
        replacement_price_nok=_number(row["est_new_price_nok"]),
        language=row["lang"],
    )
    return Example(fields, row["municipality_no"])


def _number(text: str) -> int | None:
    return int(text) if text else None
