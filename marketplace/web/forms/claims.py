"""The forms of a claim: asking, answering, agreeing on a time, and handing over."""

from datetime import date, datetime, time
from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, RadioField, StringField, TextAreaField
from wtforms.fields import SelectChoice

from marketplace.catalogue.checks import Check
from marketplace.claims.states import Otherwise
from marketplace.foundation.clock import OSLO
from marketplace.foundation.errors import FieldError, Invalid
from marketplace.foundation.tabular import numbers, values
from marketplace.web.forms.base import stripped
from marketplace.web.forms.hours import hour, show_hour
from marketplace.web.forms.listings import Reading
from marketplace.wording.transfer_notes import CHECKS

OTHERWISE = [
    SelectChoice(Otherwise.BUY_NEW.value, _("Kjøpt nytt")),
    SelectChoice(Otherwise.BUY_USED.value, _("Kjøpt brukt")),
    SelectChoice(Otherwise.DO_WITHOUT.value, _("Klart oss uten")),
    SelectChoice(Otherwise.UNKNOWN.value, _("Vet ikke")),
]


class ClaimForm(FlaskForm):
    """How many, and what would have been done otherwise."""

    submission_key = HiddenField()
    quantity = Reading(_("Hvor mange trenger dere?"), numbers.integer)
    otherwise = RadioField(
        _("Hva ville dere ellers gjort?"),
        choices=OTHERWISE,
        validate_choice=False,
        description=_("Svaret brukes til å regne ut hva ombruket sparer."),
    )
    message = TextAreaField(
        _("Melding til eieren"),
        description=_("Hva det skal brukes til, og når det passer å hente."),
        filters=[stripped],
    )

    def said(self) -> dict[str, Any]:
        """What was filled in, by the names of `request_claim`.

        Raises:
            Invalid: the number or the answer is missing.
        """
        try:
            otherwise = Otherwise(self.otherwise.data)
        except ValueError:
            raise Invalid(fields=(FieldError("otherwise", "field-not-a-choice"),)) from None
        return {
            "quantity": required(self.quantity.data, "quantity"),
            "otherwise": otherwise,
            "message": self.message.data or "",
            "submission_key": self.submission_key.data,
        }


class ApproveForm(FlaskForm):
    """How many are granted."""

    quantity = Reading(_("Antall dere gir"), numbers.integer)

    def said(self) -> int:
        """How many.

        Raises:
            Invalid: no number.
        """
        return int(required(self.quantity.data, "quantity"))


class DeclineForm(FlaskForm):
    """Why not."""

    reason = TextAreaField(_("Hvorfor ikke?"), description=_("De som spurte, ser begrunnelsen."), filters=[stripped])


class AppointmentForm(FlaskForm):
    """Where, which day, and between which hours."""

    place = StringField(
        _("Hvor?"), description=_("For eksempel «Rådhuset, vareinngangen i Storgata»."), filters=[stripped]
    )
    on = Reading(_("Dag"), values.day, date.isoformat)
    from_time = Reading(_("Fra kl."), hour, show_hour)
    until_time = Reading(_("Til kl."), hour, show_hour)

    def said(self) -> dict[str, Any]:
        """What was filled in, by the names of `make_appointment`; times are Norwegian.

        Raises:
            Invalid: the day or an hour is missing.
        """
        on = required(self.on.data, "on")
        return {
            "place": self.place.data or "",
            "from_at": moment_of(on, required(self.from_time.data, "from_time")),
            "until_at": moment_of(on, required(self.until_time.data, "until_time")),
        }


class MessageForm(FlaskForm):
    """What to tell the other side."""

    submission_key = HiddenField()
    text = TextAreaField(_("Skriv en melding"), filters=[stripped])


class HandOverForm(FlaskForm):
    """How many changed hands, when, and what was seen to before."""

    submission_key = HiddenField()
    quantity = Reading(_("Antall"), numbers.integer)
    on = Reading(_("Dato"), values.day, date.isoformat)
    data_wiped = BooleanField(_(CHECKS[Check.DATA_WIPED]))
    electrically_safe = BooleanField(_(CHECKS[Check.ELECTRICALLY_SAFE]))

    def said(self) -> dict[str, Any]:
        """What was filled in, by the names of `hand_over`.

        Raises:
            Invalid: the number or the day is missing.
        """
        return {
            "quantity": required(self.quantity.data, "quantity"),
            "on": required(self.on.data, "on"),
            "checked": tuple(check for check in Check if self[check.value].data),
            "submission_key": self.submission_key.data,
        }


def required(value: Any, field: str) -> Any:
    """The value.

    Raises:
        Invalid: there is none.
    """
    if value is None:
        raise Invalid(fields=(FieldError(field, "field-required"),))
    return value


def moment_of(day: date, hour: time) -> datetime:
    """A Norwegian hour of a day."""
    return datetime.combine(day, hour, OSLO)
