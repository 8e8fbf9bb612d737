"""Things for tests, made as rows: `a_listing(quantity=3)`. Numbers in names are counted up, so nothing collides."""

from tests.builders.ledger import a_claim, a_transfer
from tests.builders.people import (
    ASKER,
    BAERUM,
    GJOVIK,
    HAMAR,
    LILLESTROM,
    PASSWORD,
    RINGERIKE,
    a_person,
    a_pickup_place,
    a_token,
    a_unit,
    actor_of,
    an_actor,
    stored,
)
from tests.builders.things import a_listing, an_asset

__all__ = [
    "ASKER",
    "BAERUM",
    "GJOVIK",
    "HAMAR",
    "LILLESTROM",
    "PASSWORD",
    "RINGERIKE",
    "a_claim",
    "a_listing",
    "a_person",
    "a_pickup_place",
    "a_token",
    "a_transfer",
    "a_unit",
    "actor_of",
    "an_actor",
    "an_asset",
    "stored",
]
