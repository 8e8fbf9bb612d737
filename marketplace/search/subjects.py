"""What the words of a question may be about, besides things: places, categories, conditions."""

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from marketplace.search.analysis import tokens_of
from marketplace.search.lexicon.files import parsed, rows, taxonomy, words_of_kind
from marketplace.search.lexicon.thesaurus import Key
from marketplace.search.lexicon.things import is_thing

MOST_PLACE_WORDS = 3
NEAR = "~"
_SEPARATOR = re.compile(r"\s*[,;/–]\s*|\s+og\s+")
_FORMER_COUNTIES = {
    "viken": ("31", "32", "33"),
    "vestfold og telemark": ("39", "40"),
    "troms og finnmark": ("55", "56"),
    "hordaland": ("46",),
    "sogn og fjordane": ("46",),
    "hedmark": ("34",),
    "oppland": ("34",),
    "aust-agder": ("42",),
    "vest-agder": ("42",),
    "nord-trøndelag": ("50",),
    "sør-trøndelag": ("50",),
}


@dataclass(frozen=True, slots=True)
class Place:
    """A municipality (four digits) or a county (two) by one of its names; several may share a name.

    `is_common`: the name is a word of the language too; `is_thing`: even one for a thing.
    """

    codes: tuple[str, ...]
    is_common: bool = False
    is_thing: bool = False


def place_named(name: str) -> Place | None:
    """The place with this name in lower case, in either form of Norwegian, Sámi or Kven; centres name theirs too."""
    return _places().get(name)


def category_named(key: Key) -> tuple[str, ...]:
    """The codes of the categories that a word names as a whole (`hvitevarer`), by its tokens; none for a thing."""
    return tuple(code for code in _wide().get(key, ()) if not code.startswith(NEAR))


def categories_near(key: Key) -> tuple[str, ...]:
    """The codes of the categories that lie close to those that a word names."""
    return tuple(code.removeprefix(NEAR) for code in _wide().get(key, ()) if code.startswith(NEAR))


def condition_named(key: Key) -> tuple[str, ...]:
    """The codes of the conditions that a word speaks of."""
    return _conditions().get(key, ())


@cache
def _places() -> dict[str, Place]:
    source = files("marketplace.organisations") / "reference" / "municipalities.csv"
    codes: dict[str, dict[str, None]] = defaultdict(dict)
    centres: dict[str, dict[str, None]] = defaultdict(dict)
    for row in parsed(source.read_bytes()):
        for name in (row["name"], *_SEPARATOR.split(row["names_sami_kven"])):
            codes[name.lower()][row["municipality_no"]] = None
        for county in (row["county_name"], row["county_name"].removesuffix(" fylke")):
            codes[county.lower()].setdefault(row["county_no"])
        centres[row["admin_centre"].lower()][row["municipality_no"]] = None
    for name, found in centres.items():
        codes.setdefault(name, found)
    for name, counties in _FORMER_COUNTIES.items():
        codes[name] = dict.fromkeys(counties)
    codes["oslo"] = {"0301": None}
    return {name: _place(name, tuple(found)) for name, found in codes.items() if name}


def _place(name: str, codes: tuple[str, ...]) -> Place:
    key = tokens_of(name)
    thing = any(map(is_thing, key))
    return Place(codes, is_common=thing or name in words_of_kind("place-word"), is_thing=thing)


@cache
def _wide() -> dict[Key, tuple[str, ...]]:
    found: dict[Key, tuple[str, ...]] = {}
    for row in taxonomy():
        if row["level"] == "1":
            for name in (row["label_nb"], row["label_nn"], row["label_en"]):
                found.setdefault(tokens_of(name), (row["code"],))
    for row in rows("category_words.csv"):
        for word in row["words"].split(";"):
            found[tokens_of(word)] = tuple(row["categories"].split())
    return {key: codes for key, codes in found.items() if key}


@cache
def _conditions() -> dict[Key, tuple[str, ...]]:
    words = {
        ("new",): ("ny", "nye", "nytt", "ubrukt", "uåpnet"),
        ("as_new", "new"): ("nesten ny", "som ny", "lite brukt"),
        ("needs_repair",): ("defekt", "ødelagt", "reparasjon", "til reparasjon"),
    }
    return {tokens_of(word): codes for codes, listed in words.items() for word in listed}
