"""The form of a version of a factor."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import HiddenField, SelectField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired

from marketplace.foundation.errors import FieldError, Invalid
from marketplace.foundation.tabular import numbers, values
from marketplace.impact.fields import FactorFields
from marketplace.impact.models import EmissionFactor
from marketplace.web.formatting import exact_kilograms, number
from marketplace.web.forms.base import stripped
from marketplace.web.forms.listings import Reading

CONFIDENCE = [
    SelectChoice("A", _("A: primærdata er lest")),
    SelectChoice("B", _("B: en kilde som viser til primærdata")),
    SelectChoice("C", _("C: avledet eller usikker")),
]


def _needed() -> DataRequired:
    return DataRequired(_("Fyll ut feltet."))


def _typed() -> InputRequired:
    return InputRequired(_("Fyll ut feltet."))


def _grams(typed: str) -> int:
    return int((numbers.decimal(typed) * 1000).to_integral_value(ROUND_HALF_UP))


def _hundredths(typed: str) -> int:
    return int((numbers.decimal(typed) * 100).to_integral_value(ROUND_HALF_UP))


def _ratio(percent: int) -> str:
    return number(Decimal(percent) / 100, 2).rstrip("0").rstrip(",")


class FactorForm(FlaskForm):
    """Everything a version says. `action` tells whether to look or to record."""

    seen = HiddenField()
    described_as = StringField(_("Gjelder"), [_needed()], filters=[stripped])
    co2e_kg = Reading(_("kg CO₂e"), _grams, exact_kilograms, validators=[_typed()])
    low_kg = Reading(_("Lavest"), _grams, exact_kilograms)
    high_kg = Reading(_("Høyest"), _grams, exact_kilograms)
    weight_kg = Reading(_("Vekt, kg"), numbers.weight_g, exact_kilograms)
    road_factor = Reading(_("Veifaktor"), _hundredths, _ratio)
    cost_nok_per_km = Reading(_("Kroner per km"), _hundredths, _ratio)
    source = TextAreaField(_("Kilde"), [_needed()], filters=[stripped])
    source_year = Reading(_("Kildens år"), values.year, validators=[_typed()])
    confidence = SelectField(_("Tillit"), choices=CONFIDENCE, validate_choice=False)
    note = TextAreaField(_("Merknad"), filters=[stripped])
    valid_from = StringField(_("Gjelder fra og med"), [_needed()])
    reason = TextAreaField(
        _("Hvorfor endres faktoren?"),
        [_needed()],
        description=_("Begrunnelsen står i historikken, sammen med navnet ditt og datoen."),
        filters=[stripped],
    )

    def fields(self) -> FactorFields:
        """What was typed.

        Raises:
            Invalid: the day cannot be read.
        """
        try:
            valid_from = values.day(self.valid_from.data or "")
        except numbers.Unreadable as unreadable:
            raise Invalid(fields=(FieldError("valid_from", unreadable.code, unreadable.facts),)) from None
        return FactorFields(
            described_as=self.described_as.data or "",
            co2e_g=self.co2e_kg.data or 0,
            low_g=self.low_kg.data,
            high_g=self.high_kg.data,
            weight_g=self.weight_kg.data,
            road_percent=self.road_factor.data,
            source=self.source.data or "",
            source_year=self.source_year.data or 0,
            confidence=self.confidence.data or "",
            note=self.note.data or "",
            valid_from=valid_from,
            reason=self.reason.data or "",
            cost_ore=self.cost_nok_per_km.data,
        )

    def seen_version(self) -> int:
        """The newest version when the form was opened; 0 when that was not said."""
        told = self.seen.data or ""
        return int(told) if told.isascii() and told.isdecimal() and len(told) < 10 else 0


def values_of_factor(factor: EmissionFactor) -> dict[str, Any]:
    """A version as the form of the next one shows it."""
    return {
        "seen": str(factor.version),
        "described_as": factor.described_as,
        "co2e_kg": factor.co2e_g,
        "low_kg": factor.low_g,
        "high_kg": factor.high_g,
        "weight_kg": factor.weight_g,
        "road_factor": factor.road_percent,
        "cost_nok_per_km": factor.cost_ore,
        "source": factor.source,
        "source_year": factor.source_year,
        "confidence": factor.confidence,
        "note": factor.note,
    }
