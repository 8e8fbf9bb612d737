"""What a search engine knows of a listing: plain values, so that engines depend on nothing else."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class ListingDocument:
    """One published listing as it is searched.

    `category_path` runs from the root to the listing's own category. `category_names` are those categories' names in
    every language that people write. `stage` is `unit`, `municipality`, `network` or a `reserved_stage`; `unit_id` None
    means that the listing belongs to its whole municipality. Lengths are centimetres, the price whole NOK for one (0 is
    free), the position WGS 84. `is_loan`: it is lent out, to come back.
    """

    id: int
    title: str
    category_path: tuple[str, ...]
    municipality_number: str
    county_number: str
    condition: str
    quantity: int
    available_quantity: int
    published_at: datetime
    stage: str = "network"
    unit_id: int | None = None
    description: str = ""
    category_names: tuple[str, ...] = ()
    place_names: tuple[str, ...] = ()
    brand: str = ""
    colour: str = ""
    material: str = ""
    language: str = "nb"
    price_nok: int = 0
    is_loan: bool = False
    width_cm: int | None = None
    depth_cm: int | None = None
    height_cm: int | None = None
    available_from: date | None = None
    closes_at: datetime | None = None
    latitude: float | None = None
    longitude: float | None = None


def reserved_stage(municipality_number: str | None) -> str:
    """The stage of what is given to one municipality: open to it if both are members, and to the owner as `unit` is."""
    return f"for:{municipality_number}"
