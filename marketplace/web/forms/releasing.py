"""The forms of release: a municipality's rules, its voluntary organisations, and what those ask for."""

from dataclasses import asdict
from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, EmailField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired

from marketplace.foundation.tabular import numbers
from marketplace.organisations.fields import ReleaseFields, VoluntaryFields
from marketplace.web.forms.accounts import LANGUAGE_NAMES
from marketplace.web.forms.listings import Reading


class RulesForm(FlaskForm):
    """How long a listing stays with whom, and what is allowed."""

    seen = HiddenField()
    unit_days = Reading(_("Bare egen enhet"), numbers.integer, description=_("0 hopper over trinnet."))
    municipality_days = Reading(
        _("Bare egen kommune"), numbers.integer, description=_("Deretter åpner annonsen for nettverket.")
    )
    network_days = Reading(
        _("Nettverket, før frivillige"), numbers.integer, description=_("Gjelder bare hvis dere gir til frivillige.")
    )
    shown_ahead = BooleanField(
        _("Vis annonser på forhånd"),
        description=_("De annonsen åpner for senere, ser den med datoen, og kan følge den."),
    )
    gives_to_voluntary = BooleanField(
        _("Gi til frivillige organisasjoner"), description=_("De på listen får brev når en annonse når dit.")
    )

    def said(self) -> ReleaseFields:
        """What was chosen; an empty number is none."""
        return ReleaseFields(
            unit_days=self.unit_days.data or 0,
            municipality_days=self.municipality_days.data or 0,
            network_days=self.network_days.data or 0,
            shown_ahead=self.shown_ahead.data,
            gives_to_voluntary=self.gives_to_voluntary.data,
        )


class VoluntaryForm(FlaskForm):
    """Who an organisation is."""

    seen = HiddenField()
    name = StringField(_("Navn"), [DataRequired(_("Fyll ut feltet."))])
    organisation_number = StringField(_("Organisasjonsnummer"), description=_("Ni siffer."))
    email = EmailField(_("E-post"), [DataRequired(_("Fyll ut feltet."))])
    language = SelectField(_("Språk i brevene"), choices=LANGUAGE_NAMES, validate_choice=False)

    def said(self) -> VoluntaryFields:
        """What was typed."""
        return VoluntaryFields(
            name=self.name.data or "",
            organisation_number=self.organisation_number.data or "",
            email=self.email.data or "",
            language=self.language.data or "",
        )


class WishForm(FlaskForm):
    """What an organisation would like of a listing."""

    quantity = Reading(_("Hvor mange vil dere ha?"), numbers.integer)
    message = TextAreaField(_("Melding"), description=_("For eksempel hva dere skal bruke det til."))


def values_of_rules(rules: ReleaseFields) -> dict[str, Any]:
    """The rules as the form shows them."""
    return {"seen": rules.mark, **asdict(rules)}


def values_of_voluntary(fields: VoluntaryFields) -> dict[str, Any]:
    """An organisation as the form shows it."""
    return {"seen": fields.mark, **asdict(fields)}
