"""The forms of what left otherwise: one disposition, several at once, and a correction."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, SelectField, TextAreaField
from wtforms.fields import SelectChoice

from marketplace.catalogue.models import Category
from marketplace.foundation.errors import FieldError, Invalid
from marketplace.foundation.tabular import numbers, values
from marketplace.transfers.kinds import DispositionKind
from marketplace.web.forms.base import stripped
from marketplace.web.forms.claims import required
from marketplace.web.forms.listings import Reading

DISPOSITIONS = [
    SelectChoice(DispositionKind.INTERNAL_REUSE.value, _("Brukt om igjen i egen kommune")),
    SelectChoice(DispositionKind.SOLD.value, _("Solgt til bruk")),
    SelectChoice(DispositionKind.DONATED.value, _("Gitt bort til bruk")),
    SelectChoice(DispositionKind.RECYCLED.value, _("Levert til materialgjenvinning")),
    SelectChoice(DispositionKind.WASTE.value, _("Kastet som restavfall")),
]


class DispositionForm(FlaskForm):
    """What left, how and when."""

    submission_key = HiddenField()
    asset_id = HiddenField()
    kind = RadioField(_("Hva skjedde med det?"), choices=DISPOSITIONS, validate_choice=False)
    category = SelectField(_("Kategori"), validate_choice=False)
    quantity = Reading(_("Antall"), numbers.integer)
    on = Reading(_("Dato"), values.day, date.isoformat)
    weight_kg = Reading(_("Samlet vekt"), numbers.weight_g, description=_("Vekten av alt til sammen, om du vet den."))
    note = TextAreaField(_("Merknad"), filters=[stripped])

    def offer(self, categories: Iterable[Category], language: str) -> None:
        """Let a category be chosen."""
        self.category.choices = [SelectChoice("", _("Velg kategori"))] + [
            SelectChoice(category.code, ("– " if category.parent_code else "") + category.name_in(language))
            for category in categories
        ]

    def chosen_asset(self) -> int | None:
        """The asset it is recorded of; None when of none, 0 for one that cannot be."""
        typed = self.asset_id.data
        if not typed:
            return None
        return int(typed) if typed.isdecimal() and len(typed) < 16 else 0

    def said(self) -> dict[str, Any]:
        """What was filled in, by the names of `record_disposition`.

        Raises:
            Invalid: something is missing.
        """
        asset_id = self.chosen_asset()
        return {
            "kind": kind_of(self.kind.data),
            "quantity": required(self.quantity.data, "quantity"),
            "on": required(self.on.data, "on"),
            "asset_id": asset_id,
            "category_code": None if asset_id is not None else required(self.category.data or None, "category"),
            "weight_g": self.weight_kg.data,
            "note": self.note.data or "",
            "submission_key": self.submission_key.data,
        }


class TogetherForm(FlaskForm):
    """How and when several assets left; how many of each stands beside each."""

    submission_key = HiddenField()
    kind = RadioField(_("Hva skjedde med dem?"), choices=DISPOSITIONS, validate_choice=False)
    on = Reading(_("Dato"), values.day, date.isoformat)
    note = TextAreaField(_("Merknad"), filters=[stripped])

    def said(self) -> dict[str, Any]:
        """What was filled in, by the names of `record_dispositions`.

        Raises:
            Invalid: something is missing.
        """
        return {
            "kind": kind_of(self.kind.data),
            "on": required(self.on.data, "on"),
            "note": self.note.data or "",
            "submission_key": self.submission_key.data,
        }


class CorrectionForm(FlaskForm):
    """How many units were wrong, and why."""

    submission_key = HiddenField()
    quantity = Reading(_("Antall som var feil"), numbers.integer)
    reason = TextAreaField(_("Hvorfor?"), filters=[stripped])

    def said(self) -> dict[str, Any]:
        """What was filled in, by the names of `correct_disposition`.

        Raises:
            Invalid: the number is missing.
        """
        return {
            "quantity": required(self.quantity.data, "quantity"),
            "reason": self.reason.data or "",
            "submission_key": self.submission_key.data,
        }


def kind_of(chosen: str | None) -> DispositionKind:
    """The kind that was chosen.

    Raises:
        Invalid: none, or one that does not exist.
    """
    try:
        return DispositionKind(chosen or "")
    except ValueError:
        raise Invalid(fields=(FieldError("kind", "field-not-a-choice"),)) from None
