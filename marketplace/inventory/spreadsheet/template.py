"""A spreadsheet to fill in: titles that are surely understood, an example, and what may be written where."""

from collections.abc import Iterable, Mapping
from io import BytesIO

from marketplace.foundation.tabular.columns import Column, Kind
from marketplace.foundation.tabular.csv_writing import write_csv
from marketplace.foundation.tabular.xlsx_writing import Sheet, write_xlsx
from marketplace.inventory.spreadsheet.titles import FIELDS

TITLES: dict[str, dict[str, str]] = {
    "nb": {
        "inventory_number": "Inventarnummer",
        "name": "Navn",
        "category": "Kategori",
        "quantity": "Antall",
        "condition": "Tilstand",
        "state": "Status",
        "brand": "Merke",
        "model": "Modell",
        "width_cm": "Bredde (cm)",
        "depth_cm": "Dybde (cm)",
        "height_cm": "Høyde (cm)",
        "weight_kg": "Vekt (kg)",
        "colour": "Farge",
        "material": "Materiale",
        "unit": "Enhet",
        "site": "Sted",
        "building": "Bygning",
        "room": "Rom",
        "acquired_year": "Innkjøpsår",
        "acquired_price_nok": "Innkjøpspris (kr)",
        "co2e_kg": "CO2e (kg)",
        "notes": "Merknader",
    },
    "nn": {
        "inventory_number": "Inventarnummer",
        "name": "Namn",
        "category": "Kategori",
        "quantity": "Antal",
        "condition": "Tilstand",
        "state": "Status",
        "brand": "Merke",
        "model": "Modell",
        "width_cm": "Breidd (cm)",
        "depth_cm": "Djupn (cm)",
        "height_cm": "Høgd (cm)",
        "weight_kg": "Vekt (kg)",
        "colour": "Farge",
        "material": "Materiale",
        "unit": "Eining",
        "site": "Stad",
        "building": "Bygning",
        "room": "Rom",
        "acquired_year": "Innkjøpsår",
        "acquired_price_nok": "Innkjøpspris (kr)",
        "co2e_kg": "CO2e (kg)",
        "notes": "Merknader",
    },
    "en": {
        "inventory_number": "Inventory number",
        "name": "Name",
        "category": "Category",
        "quantity": "Quantity",
        "condition": "Condition",
        "state": "Status",
        "brand": "Brand",
        "model": "Model",
        "width_cm": "Width (cm)",
        "depth_cm": "Depth (cm)",
        "height_cm": "Height (cm)",
        "weight_kg": "Weight (kg)",
        "colour": "Colour",
        "material": "Material",
        "unit": "Unit",
        "site": "Site",
        "building": "Building",
        "room": "Room",
        "acquired_year": "Year bought",
        "acquired_price_nok": "Purchase price (NOK)",
        "co2e_kg": "CO2e (kg)",
        "notes": "Notes",
    },
}
"""What each column is called, by language. `dimensions` is left out: the three lengths say it better."""

_EXAMPLE: dict[str, str | int | float] = {
    "inventory_number": "2026-0001",
    "name": "Kontorstol",
    "category": "KON.STOL",
    "quantity": 4,
    "brand": "Håg",
    "model": "Capisco",
    "width_cm": 60,
    "depth_cm": 60,
    "height_cm": 110,
    "weight_kg": 16.5,
    "room": "201",
    "acquired_year": 2019,
    "acquired_price_nok": 6500,
}
_WORDS = {
    "nb": {"condition": "god", "state": "i bruk", "assets": "Eiendeler", "code": "Kode", "name": "Navn"},
    "nn": {"condition": "god", "state": "i bruk", "assets": "Eigedelar", "code": "Kode", "name": "Namn"},
    "en": {"condition": "good", "state": "in use", "assets": "Assets", "code": "Code", "name": "Name"},
}
_KINDS = {"quantity": Kind.INTEGER, "weight_kg": Kind.DECIMAL}


def template_xlsx(language: str, categories: Mapping[str, str]) -> bytes:
    """The template as a workbook; its second sheet lists the categories' codes and names."""
    target = BytesIO()
    words = _WORDS[language]
    codes = [{"code": code, "name": name} for code, name in categories.items()]
    second = (Column("code", words["code"]), Column("name", words["name"], width=50))
    write_xlsx(
        [
            Sheet(words["assets"], _columns(language), [_example(language)]),
            Sheet(TITLES[language]["category"], second, codes),
        ],
        target,
    )
    return target.getvalue()


def template_csv(language: str) -> Iterable[bytes]:
    """The template as CSV."""
    return write_csv([_example(language)], _columns(language))


def _columns(language: str) -> list[Column]:
    titles = TITLES[language]
    return [Column(field, titles[field], _KINDS.get(field, Kind.TEXT)) for field in FIELDS if field in titles]


def _example(language: str) -> dict[str, str | int | float]:
    words = _WORDS[language]
    return _EXAMPLE | {"condition": words["condition"], "state": words["state"]}
