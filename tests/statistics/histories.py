"""Random ledgers, and a second, naive reckoning of every figure from their exported rows."""

import json
from datetime import date, timedelta
from random import Random
from statistics import median

from marketplace.foundation import clock
from marketplace.impact.reckoning import Origin
from marketplace.listings.states import ListingState
from marketplace.statistics.export import Format, export
from marketplace.transfers.kinds import DispositionKind, TransferKind
from marketplace.transfers.models import Disposition
from tests import builders
from tests.builders import ASKER, BAERUM, GJOVIK, RINGERIKE

PLACES = (ASKER, BAERUM, GJOVIK, RINGERIKE)
CATEGORIES = ("KON.STOL", "KON.SKRIV", "SKO.TAVLE")


def a_history(seed: int, hand_overs: int = 12) -> None:
    """Hand-overs between four municipalities over a year, some within one, some taken back, some unknown."""
    random = Random(seed)
    person = builders.a_person()
    for _ in range(hand_overs):
        _hand_over(random, person.id)
    for kind in DispositionKind:
        builders.stored(
            Disposition(
                municipality_number=random.choice(PLACES),
                category_code=random.choice(CATEGORIES),
                quantity=random.randint(1, 9),
                kind=kind,
                on=date(2026, random.randint(1, 12), 3),
                recorded_by=person.id,
                recorded_at=clock.now(),
            )
        )


def _hand_over(random: Random, person_id: int) -> None:
    giver, taker = random.choice(PLACES), random.choice(PLACES)
    units, listed = random.randint(1, 7), random.randint(7, 9)
    published = clock.now() - timedelta(days=random.randint(10, 160))
    waited = random.randint(0, 9)
    state = random.choice((ListingState.PUBLISHED, ListingState.CLOSED, ListingState.WITHDRAWN))
    ended = None if state == ListingState.PUBLISHED else published + timedelta(days=waited)
    listing = builders.a_listing(
        giver,
        quantity=listed,
        category_code=random.choice(CATEGORIES),
        published_at=published,
        created_by=person_id,
        state=state,
        closed_at=ended,
    )
    claim = builders.a_claim(listing, taker, units, "handed_over", requested_by=person_id)
    known = random.random() < 0.7
    weight = random.choice((None, 1234, 16_001))
    values = {
        "from_municipality_number": giver,
        "category_code": listing.category_code,
        "listed_on": clock.local_date(published),
        "on": clock.local_date(published) + timedelta(days=waited),
        "weight_g": None if weight is None else weight * units,
        "weight_origin": Origin.NONE if weight is None else Origin.OWN,
        "factor_origin": Origin.CATEGORY if known else Origin.NONE,
        "co2e_gross_g": 72_333 * units if known else None,
        "co2e_cautious_g": 30_111 * units - 500 if known else None,
        "price_origin": Origin.OWN if known else Origin.NONE,
        "value_saved_nok": 777 * units if known else None,
    }
    row = builders.a_transfer(claim, units, **values)
    if random.random() < 0.35:
        back = random.randint(1, units)
        amounts = ("weight_g", "co2e_gross_g", "co2e_cautious_g", "value_saved_nok")
        taken = {name: None if values[name] is None else -(values[name] * back // units) for name in amounts}
        builders.a_transfer(claim, -back, reverses_id=row.id, kind=TransferKind.CORRECTION, **values | taken)


def naive(actor, period, number):
    """Every figure that rows can show, from the JSON file's rows, in plain Python."""
    told = json.loads(b"".join(export(actor, period, number, Format.JSON)))
    rows = told["rows"]
    given = [row for row in rows if row["counts_as_given"]]
    received = [row for row in rows if row["counts_as_received"]]
    days = [row["days_to_hand_over"] for row in given if row["row"] == "transfer" and row["kind"] == "hand_over"]
    share = sum(row["quantity"] for row in given if row["from_number"] != row["to_number"])
    units = sum(row["quantity"] for row in given)
    found = {
        "units_handed_over": units,
        "units_returned": -sum(row["quantity"] for row in given if row["quantity"] < 0),
        "units_received": sum(row["quantity"] for row in received),
        "network_share": round(share / units + 1e-12, 4) if units > 0 else None,
    }
    if number is not None:
        found["median_days_to_hand_over"] = median(days) if days else None
    for key, origin in (
        ("weight_kg", "weight_origin"),
        ("co2e_gross_kg", "factor_origin"),
        ("co2e_cautious_kg", "factor_origin"),
        ("value_saved_nok", "price_origin"),
    ):
        known = {row[origin] for row in received if row[key] is not None}
        grams = sum(round((row[key] or 0) * 1000) for row in received)
        found[key] = (grams / 1000) if known or not received else None
    return found, told["figures"]
