"""Random ledgers: returns, corrections, hand-overs in parts, missing values, and claims that come to nothing."""

from datetime import date, timedelta
from random import Random

from marketplace.foundation import clock
from marketplace.impact.reckoning import Origin
from marketplace.listings.states import ListingState
from marketplace.transfers.kinds import DispositionKind, TransferKind
from marketplace.transfers.models import Disposition
from tests import builders
from tests.builders import ASKER, BAERUM, GJOVIK, RINGERIKE

PLACES = (ASKER, BAERUM, GJOVIK, RINGERIKE)
AMOUNTS = ("weight_g", "co2e_gross_g", "co2e_cautious_g", "value_saved_nok")
CATEGORIES = ("KON.STOL", "KON.SKRIV", "SKO.TAVLE")


def a_history(seed: int, hand_overs: int = 12) -> None:
    """Hand-overs between four municipalities over a year, some within one, some taken back, some unknown."""
    random = Random(seed)
    person = builders.a_person()
    for _ in range(hand_overs):
        _hand_over(random, person.id)
        _nothing_came_of_it(random, person.id)
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
    told = {"requested_at": published, "ended_at": published + timedelta(days=waited)}
    claim = builders.a_claim(listing, taker, units, "handed_over", requested_by=person_id, **told)
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
    first = random.randint(1, units)
    for part in (first, units - first):
        if part:
            _row(random, claim, part, units, values)


def _row(random, claim, part, units, values):
    """A hand-over of part of the claim, and perhaps what took some of it back."""
    own = {name: None if values[name] is None else values[name] * part // units for name in AMOUNTS}
    row = builders.a_transfer(claim, part, **values | own)
    if random.random() < 0.35:
        back = random.randint(1, part)
        taken = {name: None if own[name] is None else -(own[name] * back // part) for name in AMOUNTS}
        kind = random.choice((TransferKind.CORRECTION, TransferKind.RETURN))
        later = {"on": values["on"] + timedelta(days=random.randint(0, 40))}
        builders.a_transfer(claim, -back, reverses_id=row.id, kind=kind, **values | taken | later)


def _nothing_came_of_it(random: Random, person_id: int) -> None:
    """A listing that nobody asked for, or whose approved claim ended with nothing."""
    published = clock.now() - timedelta(days=random.randint(0, 160), hours=random.randint(0, 23))
    listing = builders.a_listing(random.choice(PLACES), published_at=published, created_by=person_id)
    if random.random() < 0.5:
        asked = published + timedelta(days=random.randint(0, 30))
        ended = asked + timedelta(days=random.randint(0, 9))
        granted = random.choice((None, 0, 1))
        state = random.choice(("cancelled", "declined"))
        builders.a_claim(
            listing, state=state, requested_by=person_id, requested_at=asked, ended_at=ended, approved_quantity=granted
        )
