"""What calls about listings take and answer."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Annotated, Any

from apiflask.fields import UploadFile
from pydantic import AfterValidator, BeforeValidator, Field

from marketplace.api.schemas.base import Answer, Count, Day, Input, Text
from marketplace.catalogue.conditions import Condition
from marketplace.foundation.clock import OSLO
from marketplace.foundation.errors import Invalid
from marketplace.listings.fields import NUMBER_LIMITS, TEXT_LIMITS
from marketplace.listings.models import Photo
from marketplace.listings.states import Allocation, ListingState, Stage

_INSIDE = {"category": "category_code", "weight_kg": "weight_g"}
YEARS = range(2000, 2200)
_MOST_KG = NUMBER_LIMITS["weight_g"][1] // 1000


def _whole_day(value: Any) -> Any:
    if isinstance(value, str) and len(value) == 10:
        return f"{value}T23:59:59"
    return value


def _placed(value: datetime) -> datetime:
    if value.year not in YEARS:
        raise ValueError("year out of range")
    return value if value.tzinfo else value.replace(tzinfo=OSLO)


def _near(value: date) -> date:
    if value.year not in YEARS:
        raise ValueError("year out of range")
    return value


def _within(name: str) -> Any:
    least, most = NUMBER_LIMITS[name]
    return Field(ge=least, le=most)


Title = Annotated[Text, Field(min_length=1, max_length=TEXT_LIMITS["title"])]
Description = Annotated[Text, Field(max_length=TEXT_LIMITS["description"])]
Category = Annotated[str, Field(min_length=1, max_length=24)]
Word = Annotated[Text, Field(max_length=TEXT_LIMITS["colour"])]
Brand = Annotated[Text, Field(max_length=TEXT_LIMITS["brand"])]
Length = Annotated[int, _within("width_cm")]
Year = Annotated[int, _within("acquired_year")]
Price = Annotated[int, _within("price_nok")]
LoanDays = Annotated[int, _within("loan_days")]
NewPrice = Annotated[int, _within("replacement_price_nok")]
Kilograms = Annotated[float, Field(ge=0.001, le=_MOST_KG, allow_inf_nan=False)]
Key = Annotated[int, Field(ge=1, lt=10**15)]
NearDay = Annotated[Day, AfterValidator(_near)]
MunicipalityNumber = Annotated[str, Field(pattern="^[0-9]{4}$")]
Moment = Annotated[datetime, BeforeValidator(_whole_day), AfterValidator(_placed)]


class _Optional(Input):
    """What a listing may be without, new or changed."""

    description: Description = ""
    unit_id: Key | None = None
    width_cm: Length | None = None
    depth_cm: Length | None = None
    height_cm: Length | None = None
    weight_kg: Kilograms | None = None
    colour: Word = ""
    material: Word = ""
    brand: Brand = ""
    acquired_year: Year | None = None
    price_nok: Price = 0
    replacement_price_nok: NewPrice | None = None
    loan_days: LoanDays | None = None
    pickup_place_id: Key | None = None
    available_from: NearDay | None = None
    closes_at: Moment | None = None
    indivisible: bool = False
    allocation: Allocation = Allocation.OWNER
    draw_at: Moment | None = None
    stage: Stage | None = None
    opens_to_municipality_on: NearDay | None = None
    opens_to_network_on: NearDay | None = None
    opens_to_voluntary_on: NearDay | None = None
    shown_ahead: bool | None = None
    reserved_for: MunicipalityNumber | None = None


class ListingInput(_Optional):
    """A new listing. Lengths in cm, weight in kg and prices in NOK per unit; a price of 0 is free.

    `closes_at` without a zone is Norwegian time, and a day alone lasts until its end. Without `stage` the
    municipality's rules of release say how it begins; the days it opens further stand in the place of theirs.
    `reserved_for` is the number of the one municipality it is given to.
    `allocation` says who gets it: whom the owner chooses, who comes first, or who is drawn at `draw_at`.
    """

    title: Title
    category: Category
    condition: Condition
    quantity: Count
    asset_id: Key | None = None


class ListingChanges(_Optional):
    """Some of a listing's fields; those left out stay. With `version`, only if it is still the listing's."""

    version: Annotated[int, Field(ge=1, lt=10**15)] | None = None
    title: Title = "-"
    category: Category = "-"
    condition: Condition = Condition.GOOD
    quantity: Count = 1


class PublishInput(Input):
    """How far it is shown; as the listing says, unless said here."""

    stage: Stage | None = None


class PhotoInput(Input):
    """A picture: JPEG, PNG, WebP or HEIC."""

    photo: UploadFile


class PhotoOrder(Input):
    """All of the listing's pictures, in the order they are to be shown."""

    photo_ids: Annotated[list[Key], Field(min_length=1, max_length=100)]


class NamedCode(Answer):
    """A category and its name in the caller's language."""

    code: str
    name: str


class NamedNumber(Answer):
    """A municipality."""

    number: str
    name: str


class PhotoSize(Answer):
    """One size of a picture; the address is asked with the same token."""

    url: str
    width: int
    height: int


class PhotoAnswer(PhotoSize):
    """A picture in its largest size, and in all of them."""

    id: int
    sizes: list[PhotoSize]


class OpeningAnswer(Answer):
    """A wider stage, and the day from whose beginning in Norway it is open."""

    stage: Stage
    on: date


class ReleaseAnswer(Answer):
    """When a listing opens further by itself, and to the caller (`opens_to_you_on`; none when it is open, or never).

    `shown_ahead` says whether those it will open to see it; `watched` whether the caller is told when it opens.
    """

    openings: list[OpeningAnswer]
    opens_to_you_on: date | None
    shown_ahead: bool
    watched: bool


class ListingAnswer(Answer):
    """A listing. `available_quantity` is what nobody holds; `actions` what the caller may do now."""

    id: int
    title: str
    description: str
    category: NamedCode
    municipality: NamedNumber
    condition: Condition
    quantity: int
    available_quantity: int
    photos: list[PhotoAnswer]
    price_nok: int
    published_at: datetime | None
    stage: Stage
    distance_km: float | None
    actions: list[str]
    state: ListingState
    version: int
    asset_id: int | None
    unit_id: int | None
    width_cm: int | None
    depth_cm: int | None
    height_cm: int | None
    weight_kg: float | None
    colour: str
    material: str
    brand: str
    acquired_year: int | None
    replacement_price_nok: int | None
    loan_days: int | None
    pickup_place_id: int | None
    available_from: date | None
    closes_at: datetime | None
    closed_at: datetime | None
    indivisible: bool
    allocation: Allocation
    draw_at: datetime | None
    drawn_at: datetime | None
    created_at: datetime
    updated_at: datetime
    release: ReleaseAnswer
    reserved_for: NamedNumber | None


def said(body: ListingInput | ListingChanges) -> dict[str, Any]:
    """The fields given, by the names and units of `listings.fields.ListingFields`."""
    given = {name: getattr(body, name) for name in body.model_fields_set if name != "version"}
    if given.get("weight_kg") is not None:
        given["weight_kg"] = grams(given["weight_kg"])
    return {_INSIDE.get(name, name): value for name, value in given.items()}


@contextmanager
def in_api_names() -> Iterator[None]:
    """Let a refusal name the fields as callers know them."""
    names = {inside: outside for outside, inside in _INSIDE.items()}
    try:
        yield
    except Invalid as refusal:
        fields = tuple(replace(error, field=names.get(error.field, error.field)) for error in refusal.fields)
        raise Invalid(refusal.code, fields=fields, **refusal.facts) from None


def grams(kilograms: float) -> int:
    """Kilograms as whole grams, half up."""
    return int((Decimal(str(kilograms)) * 1000).quantize(Decimal(1), ROUND_HALF_UP))


def photo_answer(photo: Photo) -> PhotoAnswer:
    """A picture of a listing."""
    sizes = [PhotoSize(url=size.url, width=size.width, height=size.height) for size in photo.variants]
    return PhotoAnswer(id=photo.id, sizes=sizes, **sizes[-1].model_dump())
