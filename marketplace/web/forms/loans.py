"""The forms of loans: taking out, bringing back, putting off."""

from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import HiddenField, TextAreaField

from marketplace.foundation.tabular import numbers, values
from marketplace.web.forms.base import stripped
from marketplace.web.forms.claims import required
from marketplace.web.forms.listings import Reading


class LendForm(FlaskForm):
    """How many are taken out, and until when."""

    submission_key = HiddenField()
    quantity = Reading(_("Antall"), numbers.integer)
    due_on = Reading(_("Siste dag"), values.day, date.isoformat)

    def said(self) -> dict[str, Any]:
        """What was filled in, by the names of `lend`.

        Raises:
            Invalid: the number or the day is missing.
        """
        return {
            "quantity": required(self.quantity.data, "quantity"),
            "due_on": required(self.due_on.data, "due_on"),
            "submission_key": self.submission_key.data,
        }


class GiveBackForm(FlaskForm):
    """How many are back, and how they look."""

    quantity = Reading(_("Antall"), numbers.integer)
    note = TextAreaField(_("Merknad"), description=_("For eksempel om noe er skadet."), filters=[stripped])

    def said(self) -> dict[str, Any]:
        """What was filled in, by the names of `give_back`.

        Raises:
            Invalid: the number is missing.
        """
        return {"quantity": required(self.quantity.data, "quantity"), "note": self.note.data or ""}


class ExtendForm(FlaskForm):
    """The new last day."""

    due_on = Reading(_("Ny siste dag"), values.day, date.isoformat)

    def said(self) -> date:
        """The day.

        Raises:
            Invalid: there is none.
        """
        found: date = required(self.due_on.data, "due_on")
        return found
