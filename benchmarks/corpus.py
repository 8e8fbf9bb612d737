"""Many listings that look like a network's: titles of things, colours and makers, the same each time."""

import csv
import random
import string
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib.resources import files

from marketplace.search.documents import ListingDocument

START = datetime(2025, 1, 1, tzinfo=UTC)
COLOURS = (
    "svart",
    "hvit",
    "grå",
    "blå",
    "rød",
    "grønn",
    "brun",
    "beige",
    "lys",
    "eik",
    "bjørk",
    "bøk",
    "kvit",
    "raud",
    "lysegrå",
    "oransje",
)
BRANDS = (
    "Håg",
    "Kinnarps",
    "EFG",
    "Martela",
    "Ikea",
    "Sono",
    "Lekolar",
    "Lintex",
    "Dell",
    "HP",
    "Rational",
    "Miele",
    "Electrolux",
    "Bosch",
    "Abstracta",
)
KINDS = (
    "justerbar",
    "stablebar",
    "på hjul",
    "med hev/senk",
    "elektrisk",
    "rund",
    "oval",
    "til møterom",
    "til klasserom",
    "med armlene",
    "låsbar",
)
SENTENCES = (
    "Lett slitasje, ellers fine.",
    "Må hentes samlet.",
    "Demontert og klar til henting.",
    "Står på lager i kjelleren.",
    "Nokre merke i kanten.",
    "Fungerer som det skal.",
    "Passer i møterom eller kantine.",
    "Fra skole som skal rehabiliteres.",
    "Nøkler følger med.",
    "Kan leveres etter avtale.",
    "Vaska og reingjord.",
    "Noen riper i platen.",
)
ROOMS = (
    "kantine",
    "klasseroms",
    "skole",
    "barnehage",
    "møteroms",
    "sykehjems",
    "bibliotek",
    "kontor",
    "lager",
    "resepsjons",
    "venteroms",
    "verksted",
    "gymsal",
    "elev",
    "lærer",
)
CONDITIONS = ("new", "as_new", "good", "good", "fair", "needs_repair")
QUERIES = (
    "kontorstol",
    "hev senk skrivebord",
    "stoler",
    "bord rund eik",
    "pult",
    "hvit reol",
    "møtebord Kinnarps",
    "kontrostol",
    "skjerm",
    "barnehagestol blå",
    "skap med lås",
    "kvite stolar",
)


@dataclass(frozen=True, slots=True)
class Place:
    """A member municipality."""

    number: str
    name: str
    county: str
    latitude: float
    longitude: float


def places() -> list[Place]:
    """Twenty-four municipalities near Oslo."""
    found = [
        Place(row["municipality_no"], row["name"], row["county_no"], float(row["lat"]), float(row["lon"]))
        for row in _rows("marketplace.organisations", "municipalities.csv")
        if row["county_no"] in ("32", "33", "34")
    ]
    return found[:24]


def terms() -> list[dict[str, str]]:
    """The words for things that have a category of their own."""
    return [row for row in _rows("marketplace.catalogue", "furniture_terms_nb.csv") if "." in row["category"]]


def category_names() -> dict[str, str]:
    """Every category's name in bokmål by its code."""
    return {row["code"]: row["label_nb"] for row in _rows("marketplace.catalogue", "taxonomy.csv")}


def documents(amount: int, seed: int = 7) -> Iterator[ListingDocument]:
    """As many listings as asked for."""
    chance = random.Random(seed)
    things = terms()
    names = {row["code"]: (row["label_nb"], row["label_nn"]) for row in _rows("marketplace.catalogue", "taxonomy.csv")}
    members = places()
    likely = [1 / (rank + 3) for rank in range(len(things))]
    for number in range(1, amount + 1):
        term = chance.choices(things, likely)[0]
        place = chance.choice(members)
        code = term["category"]
        parent = code.split(".")[0]
        colour, brand = chance.choice(COLOURS), chance.choice(BRANDS)
        yield ListingDocument(
            id=number,
            title=_title(chance, term, colour, brand),
            description=_description(chance),
            category_path=(parent, code),
            category_names=names.get(parent, ()) + names.get(code, ()),
            municipality_number=place.number,
            county_number=place.county,
            place_names=(place.name,),
            condition=chance.choice(CONDITIONS),
            quantity=chance.randint(1, 40),
            available_quantity=chance.randint(0, 40),
            published_at=START + timedelta(minutes=7 * number),
            stage="network" if chance.random() < 0.9 else "municipality",
            brand=brand,
            colour=colour,
            price_nok=chance.choice((0, 0, 0, 500)),
            width_cm=chance.choice((None, 60, 80, 120, 160)),
            latitude=place.latitude,
            longitude=place.longitude,
        )


def _title(chance: random.Random, term: dict[str, str], colour: str, brand: str) -> str:
    """The thing, at times as a compound that few others write, with some of what it is like."""
    thing = term["term_nn" if chance.random() < 0.2 else "term_nb"]
    if chance.random() < 0.1:
        thing = chance.choice(ROOMS) + thing
    words = [thing.capitalize(), brand if chance.random() < 0.5 else "", colour, chance.choice(KINDS)]
    return " ".join(" ".join(words).split())


def _description(chance: random.Random) -> str:
    """Some sentences, at times with a number or a model that nobody else has."""
    sentences = chance.sample(SENTENCES, chance.randint(1, 4))
    if chance.random() < 0.3:
        letters = "".join(chance.choices(string.ascii_uppercase, k=2))
        sentences.append(f"Modell {letters}{chance.randint(1, 99_999)}, inventarnr. {chance.randint(1, 999_999)}.")
    return " ".join(sentences)


def _rows(package: str, name: str) -> list[dict[str, str]]:
    with (files(package) / "reference" / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))
