"""Random ledgers: returns, corrections, parts, missing values, changes of factor, and what came to nothing."""

from datetime import date, timedelta
from random import Random

from sqlalchemy import select

from marketplace.claims.states import Otherwise
from marketplace.foundation import clock
from marketplace.foundation.database import db
from marketplace.impact import queries as impact
from marketplace.impact.models import EmissionFactor
from marketplace.impact.reckoning import Effect, Repaired, reckon, share
from marketplace.listings.states import ListingState
from marketplace.transfers.kinds import DispositionKind, TransferKind
from marketplace.transfers.ledger import SHARED
from marketplace.transfers.models import Disposition
from tests import builders
from tests.builders import ASKER, BAERUM, GJOVIK, RINGERIKE

PLACES = (ASKER, BAERUM, GJOVIK, RINGERIKE)
CATEGORIES = ("KON.STOL", "KON.SKRIV", "SKO.TAVLE", "IKT.PRINT", "KON.REOL")
TITLES = ("Noe", "Hev/senk-pult")
CHANGED_ON = date(2026, 3, 15)


def a_history(seed: int, hand_overs: int = 12) -> None:
    """Hand-overs between four municipalities over a year, some within one, some taken back, some unknown."""
    random = Random(seed)
    person = builders.a_person()
    _change_factors(random)
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


def a_version(before: EmissionFactor, valid_from: date, **values) -> EmissionFactor:
    """A further version of a factor, as it was but for what is given."""
    columns = [column.key for column in EmissionFactor.__table__.columns if column.key != "id"]
    copied = {name: getattr(before, name) for name in columns}
    changed = {"version": before.version + 1, "valid_from": valid_from, "recorded_at": clock.now()}
    return builders.stored(EmissionFactor(**copied | changed | values))


def _change_factors(random: Random) -> None:
    """A second version of the chair's factor, of transport and of repair, the first time."""
    for row in db.session.scalars(select(EmissionFactor).where(EmissionFactor.version == 1)).all():
        if (row.category_code, row.variant) in {("KON.STOL", ""), (None, "transport"), (None, "repair")}:
            known = {factor.version for factor in impact.list_factors() if factor.variant == row.variant}
            if 2 not in known:
                low = random.randint(1, row.co2e_g)
                ends = {"co2e_g": row.co2e_g + 777, "low_g": low, "high_g": row.co2e_g + random.randint(777, 9_999)}
                cost = {"cost_ore": (None, 377, 1_250)[row.co2e_g % 3]} if row.variant == "transport" else {}
                a_version(row, CHANGED_ON, **ends | cost)


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
    on = clock.local_date(published) + timedelta(days=waited)
    values = {
        "from_municipality_number": giver,
        "category_code": listing.category_code,
        "title": random.choice(TITLES),
        "listed_on": clock.local_date(published),
        "on": on,
    }
    given = {
        "own_weight_g": random.choice((None, 1234, 16_001)),
        "own_co2e_g": random.choice((None, None, 5_555)),
        "otherwise": random.choice(tuple(Otherwise)),
        "distance_km": 0.0 if giver == taker else random.uniform(1, 200),
        "own_replacement_nok": random.choice((None, 777)),
        "price_nok": random.choice((0, 100)),
        "repaired": random.choice((None, None, Repaired(450, 300, 1_234, impact.get_repair(on)))),
    }
    first = random.randint(1, units)
    for part in (first, units - first):
        if part:
            _row(random, claim, part, values, given)


def _row(random, claim, part, values, given):
    """A hand-over of part of the claim, and perhaps what took some of it back."""
    code, on = values["category_code"], values["on"]
    effect = reckon(
        quantity=part,
        factor=impact.find_factor(code, values["title"], on),
        furniture_per_kg=impact.find_furniture_factor(on),
        is_furniture=code == "KON.REOL",
        transport=impact.get_transport(on),
        category_replacement_nok=None,
        **given,
    )
    frozen = {name: getattr(effect, name) for name in Effect.__slots__}
    frozen |= {"price_nok": given["price_nok"] * part, "otherwise": given["otherwise"]}
    if random.random() < 0.2:
        frozen |= dict.fromkeys(name for name in Effect.__slots__ if name.endswith(("low_g", "high_g")))
        frozen |= _without_cost(frozen)
    row = builders.a_transfer(claim, part, **values | frozen)
    if random.random() < 0.35:
        back = random.randint(1, part)
        taken = {name: share(frozen[name], back, part, 0) for name in SHARED}
        taken = {name: None if amount is None else -amount for name, amount in taken.items()}
        kind = random.choice((TransferKind.CORRECTION, TransferKind.RETURN))
        later = {"on": on + timedelta(days=random.randint(0, 40))}
        builders.a_transfer(claim, -back, reverses_id=row.id, kind=kind, **values | frozen | taken | later)


def _without_cost(frozen):
    """As rows were before a km had a cost."""
    saved, cost = frozen["value_saved_nok"], frozen["transport_nok"]
    told = {"transport_nok": None, "transport_ore_per_km": None}
    return told | {"value_saved_nok": None if saved is None else saved + cost}


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
