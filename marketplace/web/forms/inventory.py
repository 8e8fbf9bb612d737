"""The forms of the inventory: an asset, its filters, a repair, and a spreadsheet."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired

from marketplace.catalogue.conditions import Condition
from marketplace.foundation.errors import FieldError, Invalid
from marketplace.foundation.tabular import numbers, values
from marketplace.inventory.fields import NAMES, TEXT_LIMITS, AssetFields
from marketplace.inventory.models import Asset
from marketplace.inventory.states import AssetState
from marketplace.web.formatting import number
from marketplace.web.forms.listings import Reading

Choices = Sequence[tuple[str, str]]
_KEYS = ("unit_id", "site_id")


def _kilograms(grams: int) -> str:
    return number(Decimal(grams) / 1000, 3).rstrip("0").rstrip(",")


class AssetForm(FlaskForm):
    """What is said of an asset."""

    name = StringField(_("Navn"), [DataRequired(_("Fyll ut feltet."))], description=_("For eksempel kontorstol."))
    category_code = SelectField(_("Kategori"), validate_choice=False)
    quantity = Reading(_("Antall"), numbers.integer, default=1)
    condition = SelectField(_("Tilstand"), validate_choice=False, default=Condition.GOOD.value)
    state = SelectField(_("Status"), validate_choice=False, default=AssetState.IN_USE.value)
    inventory_number = StringField(_("Inventarnummer"))
    unit_id = SelectField(_("Enhet"), validate_choice=False)
    site_id = SelectField(_("Sted"), validate_choice=False)
    building = StringField(_("Bygning"))
    room = StringField(_("Rom"))
    brand = StringField(_("Merke"))
    model = StringField(_("Modell"))
    width_cm = Reading(_("Bredde"), numbers.length_cm)
    depth_cm = Reading(_("Dybde"), numbers.length_cm)
    height_cm = Reading(_("Høyde"), numbers.length_cm)
    weight_g = Reading(_("Vekt per stk."), numbers.weight_g, _kilograms)
    colour = StringField(_("Farge"))
    material = StringField(_("Materiale"))
    acquired_year = Reading(_("Innkjøpsår"), values.year)
    acquired_price_nok = Reading(_("Innkjøpspris per stk."), numbers.whole_nok)
    co2e_g = Reading(
        _("CO₂e per stk. fra produsenten"),
        numbers.weight_g,
        _kilograms,
        description=_("Fra en miljødeklarasjon. La stå tomt hvis du ikke har den."),
    )
    notes = TextAreaField(_("Merknader"))
    surplus_from = Reading(
        _("Blir til overs fra"),
        values.day,
        lambda day: day.isoformat(),
        description=_("For eksempel når skolen tømmes. Da kan de som ønsker seg slikt, bli møtt i god tid."),
    )

    def offer(self, choices: Mapping[str, Choices]) -> None:
        """Fill the lists to choose from; a list with nothing to choose goes."""
        for name, offered in choices.items():
            self[name].choices = offered
            if not offered:
                del self[name]

    def said(self) -> AssetFields:
        """What was typed.

        Raises:
            Invalid: something is missing, cannot be read, or is no choice at all.
        """
        if not self.validate():
            raise Invalid(fields=())
        errors: list[FieldError] = []
        found: dict[str, Any] = {name: self[name].data for name in NAMES if name in self and name not in _KEYS}
        found |= {name: found[name] or "" for name in TEXT_LIMITS}
        found |= {name: _key(self[name].data) for name in _KEYS if name in self}
        for name, kind in (("condition", Condition), ("state", AssetState)):
            try:
                found[name] = kind(found[name])
            except ValueError:
                errors.append(FieldError(name, "field-not-a-choice"))
        if found["quantity"] is None:
            errors.append(FieldError("quantity", "field-required"))
        if errors:
            raise Invalid(fields=tuple(errors))
        return AssetFields(**found)


class RepairForm(FlaskForm):
    """What was repaired, when, and what it took."""

    note = StringField(_("Hva ble reparert?"), [DataRequired(_("Fyll ut feltet."))])
    on = Reading(_("Dato"), values.day, lambda day: day.isoformat())
    cost_nok = Reading(_("Kostnad i kroner"), numbers.whole_nok)
    co2e_g = Reading(_("Utslipp i kg CO₂e"), numbers.weight_g, _kilograms)


class UploadForm(FlaskForm):
    """A spreadsheet."""

    file = FileField(_("Regneark"), description=_("CSV, XLSX eller ODS, høyst 50 MB."))


def values_of(asset: Asset) -> dict[str, Any]:
    """An asset as the form shows it."""
    said = {name: getattr(asset, name) for name in NAMES}
    return said | {
        "condition": asset.condition.value,
        "state": asset.state.value,
        "unit_id": str(asset.unit_id or ""),
        "site_id": str(asset.site_id or ""),
    }


def _key(chosen: str | None) -> int | None:
    """The number chosen; what is no number is a number that nothing has."""
    if not chosen:
        return None
    return int(chosen) if chosen.isdecimal() and len(chosen) < 16 else 0
