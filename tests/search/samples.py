"""Documents to search in: plain ones, and many at random."""

import random
from datetime import UTC, date, datetime, timedelta
from itertools import count

from marketplace.search.documents import ListingDocument

START = datetime(2026, 6, 1, 8, 0, tzinfo=UTC)
_numbers = count(1)


def a_document(title="Kontorstol", **changes):
    """A listing in the network, one hour newer than the one before."""
    number = changes.pop("id", None) or next(_numbers)
    plain = {
        "category_path": ("KON", "KON.STOL"),
        "municipality_number": "3203",
        "county_number": "32",
        "condition": "good",
        "quantity": 5,
        "available_quantity": 5,
        "published_at": START + timedelta(hours=number),
    }
    return ListingDocument(id=number, title=title, **(plain | changes))


WORDS = (
    "stol kontorstol skrivebord bord møtebord reol bokhylle lampe sofa skap arkivskap pult benk krakk tavle skjerm "
    "blå svart hvit grønn eik bjørk stål Håg Kinnarps rund stor liten justerbar sykkel vaskemaskin lekestativ"
)
CATEGORIES = (("KON", "KON.STOL"), ("KON", "KON.SKRIV"), ("SKO", "SKO.PULT"), ("SIT", "SIT.SOFA"), ("OPP",))
PLACES = (("32", "3203", 59.83, 10.43), ("32", "3201", 59.89, 10.52), ("34", "3407", 60.79, 10.69))
CONDITIONS = ("new", "as_new", "good", "fair", "needs_repair")
STAGES = ("unit", "municipality", "network", "network")


def random_documents(amount, seed):
    """Listings of all kinds, the same for the same seed."""
    chance = random.Random(seed)
    return [_random_document(number, chance) for number in range(1, amount + 1)]


def _random_document(number, chance):
    county, municipality, latitude, longitude = chance.choice(PLACES)
    placed = chance.random() < 0.9
    words = WORDS.split()
    return ListingDocument(
        id=number,
        title=" ".join(chance.sample(words, chance.randint(1, 4))),
        description=" ".join(chance.choices(words, k=chance.randint(0, 8))),
        category_path=chance.choice(CATEGORIES),
        municipality_number=municipality,
        county_number=county,
        condition=chance.choice(CONDITIONS),
        quantity=20,
        available_quantity=chance.randint(0, 20),
        published_at=START + timedelta(minutes=chance.randint(0, 5000)),
        stage=chance.choice(STAGES),
        unit_id=chance.choice((None, 1, 2, 3)),
        price_nok=(price_nok := chance.choice((0, 0, 500))),
        is_loan=price_nok == 0 and chance.random() < 0.3,
        width_cm=chance.choice((None, 60, 120, 160)),
        depth_cm=chance.choice((None, 60, 80)),
        height_cm=chance.choice((None, 45, 73)),
        available_from=chance.choice((None, date(2026, 7, 1), date(2026, 9, 1))),
        closes_at=chance.choice((None, START + timedelta(days=30), START + timedelta(days=60))),
        latitude=latitude if placed else None,
        longitude=longitude if placed else None,
    )
