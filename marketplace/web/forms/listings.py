"""The form of a listing: what people type, as what the service takes."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import uuid4

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, HiddenField, MultipleFileField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.widgets import TextInput

from marketplace.catalogue.conditions import Condition
from marketplace.foundation.clock import OSLO, local_date
from marketplace.foundation.errors import FieldError, Invalid
from marketplace.foundation.tabular import numbers, values
from marketplace.listings.fields import TEXT_LIMITS
from marketplace.listings.models import Listing
from marketplace.listings.openings import FIELDS
from marketplace.listings.states import Allocation, ListingState, Stage
from marketplace.web.formatting import number
from marketplace.web.forms.hours import hour, show_hour
from marketplace.web.locale import reader_language
from marketplace.wording.refusals import in_words

LAST_MOMENT = time(23, 59, 59)
NOON = time(12)
ALLOCATIONS = [
    SelectChoice(Allocation.OWNER.value, _("Vi velger selv")),
    SelectChoice(Allocation.FIRST_COME.value, _("Først til mølla")),
    SelectChoice(Allocation.DRAW.value, _("Trekning på et tidspunkt")),
]
_TEXTS = tuple(TEXT_LIMITS)
_READ = (
    "width_cm",
    "depth_cm",
    "height_cm",
    "weight_g",
    "acquired_year",
    "replacement_price_nok",
    "loan_days",
    "available_from",
)
_OPENINGS = tuple(FIELDS.values())
_KEYS = ("unit_id", "pickup_place_id")


class Reading(Field):
    """A text field that reads what people write: `1 234`, `16,5 kg`, `1.12.2026`. Nothing typed is None."""

    widget = TextInput()

    def __init__(self, label: Any, read: Callable[[str], Any], show: Callable[[Any], str] = str, **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self._read, self._show = read, show

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else self._show(self.data)

    def process_formdata(self, valuelist: list[str]) -> None:
        """What was typed, read; what cannot be read is told beside the field."""
        typed = valuelist[0].strip() if valuelist else ""
        self.data = None
        if typed:
            try:
                self.data = self._read(typed)
            except numbers.Unreadable as unreadable:
                raise ValueError(in_words(reader_language(), unreadable.code, unreadable.facts)) from None


def _iso(day: date) -> str:
    return day.isoformat()


def _kilograms(grams: int) -> str:
    return number(Decimal(grams) / 1000, 3).rstrip("0").rstrip(",")


class ListingForm(FlaskForm):
    """Everything on one page, what matters most first."""

    submission_key = HiddenField()
    version = HiddenField()
    camera = MultipleFileField(_("Ta bilde"))
    photos = MultipleFileField(_("Velg bilder"))
    title = StringField(_("Hva er det?"), description=_("For eksempel «Kontorstol Håg Capisco, svart»."))
    category_code = SelectField(_("Kategori"), validate_choice=False)
    condition = SelectField(_("Tilstand"), validate_choice=False, default=Condition.GOOD.value)
    quantity = Reading(_("Antall"), numbers.integer, default=1)
    indivisible = BooleanField(_("Kan ikke deles"), description=_("Hele partiet må hentes av én."))
    description = TextAreaField(_("Beskrivelse"), description=_("Slitasje, mangler og det andre bør vite."))
    width_cm = Reading(_("Bredde"), numbers.length_cm)
    depth_cm = Reading(_("Dybde"), numbers.length_cm)
    height_cm = Reading(_("Høyde"), numbers.length_cm)
    weight_g = Reading(_("Vekt per stk."), numbers.weight_g, _kilograms)
    colour = StringField(_("Farge"))
    material = StringField(_("Materiale"))
    brand = StringField(_("Merke"))
    acquired_year = Reading(_("Innkjøpsår"), values.year)
    price_nok = Reading(_("Pris per stk."), numbers.whole_nok, description=_("La stå tomt hvis det er gratis."))
    replacement_price_nok = Reading(
        _("Hva koster en ny?"), numbers.whole_nok, description=_("Brukes til å regne ut hva kommunene sparer.")
    )
    loan_days = Reading(
        _("Lånes ut i inntil"),
        numbers.integer,
        description=_("Fyll ut bare hvis dere vil ha det tilbake. Utlån telles ikke som ombruk."),
    )
    unit_id = SelectField(_("Enhet"), validate_choice=False)
    pickup_place_id = SelectField(_("Hentested"), validate_choice=False)
    available_from = Reading(_("Kan hentes fra"), values.day, _iso)
    closes_at = Reading(
        _("Må være borte innen"), values.day, _iso, description=_("Annonsen stenger av seg selv etter denne dagen.")
    )
    allocation = SelectField(
        _("Hvem får, hvis flere vil ha?"), choices=ALLOCATIONS, validate_choice=False, default=Allocation.OWNER.value
    )
    draw_at = Reading(_("Trekkes"), values.day, _iso, description=_("Bare når det skal trekkes."))
    draw_time = Reading(_("Trekkes kl."), hour, show_hour)
    stage = SelectField(_("Hvem kan se annonsen?"), validate_choice=False, default=Stage.NETWORK.value)
    opens_to_municipality_on = Reading(_("Åpner for hele kommunen"), values.day, _iso)
    opens_to_network_on = Reading(_("Åpner for nettverket"), values.day, _iso)
    opens_to_voluntary_on = Reading(_("Åpner for frivillige organisasjoner"), values.day, _iso)
    shown_ahead = SelectField(
        _("Vises på forhånd?"),
        validate_choice=False,
        choices=[
            SelectChoice("", _("Som reglene i kommunen sier")),
            SelectChoice("1", _("Ja, med datoen den åpner")),
            SelectChoice("0", _("Nei")),
        ],
    )
    reserved_for = SelectField(
        _("Gi direkte til"),
        validate_choice=False,
        description=_("Da ser bare den kommunen og dere annonsen."),
    )

    def offer(self, choices: Mapping[str, Any]) -> None:
        """Fill the lists to choose from."""
        for name, offered in choices.items():
            self[name].choices = offered
            if not self[name].choices:
                del self[name]

    def said(self, propose: Callable[[str], str | None]) -> dict[str, Any]:
        """What was typed, by the names of `ListingFields`; `propose` names a category when none was chosen.

        Raises:
            Invalid: something cannot be read, or is no choice at all.
        """
        if not self.validate():
            raise Invalid(fields=())
        errors: list[FieldError] = []
        if self.quantity.data is None:
            errors.append(FieldError("quantity", "field-required"))
        found = {name: self[name].data or "" for name in _TEXTS} | {name: self[name].data for name in _READ}
        found |= {name: _key(self[name].data) for name in _KEYS if name in self}
        found |= {
            "category_code": self.category_code.data or propose(found["title"]),
            "condition": _choice(Condition, self.condition.data, "condition", errors),
            "quantity": self.quantity.data,
            "indivisible": self.indivisible.data,
            "price_nok": self.price_nok.data or 0,
            "closes_at": end_of_day(self.closes_at.data),
            "allocation": _choice(Allocation, self.allocation.data or Allocation.OWNER, "allocation", errors),
            "draw_at": _moment(self.draw_at.data, self.draw_time.data),
            "stage": _choice(Stage, self.stage.data, "stage", errors) if self.stage.data else None,
        }
        found |= {name: self[name].data for name in _OPENINGS if self[name].raw_data}
        if self.shown_ahead.raw_data:
            found["shown_ahead"] = {"1": True, "0": False}.get(self.shown_ahead.data)
        if "reserved_for" in self and self.reserved_for.raw_data:
            found["reserved_for"] = self.reserved_for.data or None
        if errors:
            raise Invalid(fields=tuple(errors))
        return found

    def files(self) -> list[Any]:
        """The pictures chosen."""
        return [
            file for file in (*(self.camera.data or ()), *(self.photos.data or ())) if getattr(file, "filename", "")
        ]


def end_of_day(day: date | None) -> datetime | None:
    """The last second of a Norwegian day."""
    return None if day is None else datetime.combine(day, LAST_MOMENT, OSLO)


def _moment(day: date | None, at: time | None) -> datetime | None:
    return None if day is None else datetime.combine(day, at or NOON, OSLO)


def new_key() -> str:
    """What tells one filled-in form from another."""
    return uuid4().hex


def values_of(listing: Listing) -> dict[str, Any]:
    """A listing as the form shows it."""
    kept = {name: getattr(listing, name) for name in (*_TEXTS, *_READ, *_OPENINGS, "indivisible")}
    return kept | {
        "version": listing.version,
        "category_code": listing.category_code,
        "condition": listing.condition.value,
        "quantity": listing.quantity,
        "price_nok": listing.price_nok or None,
        "unit_id": str(listing.unit_id or ""),
        "pickup_place_id": str(listing.pickup_place_id or ""),
        "closes_at": local_date(listing.closes_at) if listing.closes_at else None,
        "allocation": listing.allocation.value,
        "draw_at": local_date(listing.draw_at) if listing.draw_at else None,
        "draw_time": listing.draw_at.astimezone(OSLO).time() if listing.draw_at else None,
        "stage": "" if listing.follows_rules and listing.state != ListingState.PUBLISHED else listing.stage.value,
        "shown_ahead": "" if listing.shown_ahead is None else str(int(listing.shown_ahead)),
        "reserved_for": listing.reserved_for or "",
    }


def _choice(kind: Any, value: str | None, name: str, errors: list[FieldError]) -> Any:
    try:
        return kind(value)
    except ValueError:
        errors.append(FieldError(name, "field-not-a-choice"))
        return None


def _key(chosen: str | None) -> int | None:
    """The number chosen; what is no number is a number that nothing has."""
    if not chosen:
        return None
    return int(chosen) if chosen.isdecimal() and len(chosen) < 16 else 0
