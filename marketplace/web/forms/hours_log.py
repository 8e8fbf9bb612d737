"""The form of hours."""

from datetime import date

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, StringField
from wtforms.validators import InputRequired

from marketplace.foundation.tabular import numbers, values
from marketplace.foundation.translation import text
from marketplace.hours.kinds import HoursKind
from marketplace.hours.service import HoursFields
from marketplace.web.forms.base import stripped
from marketplace.web.forms.listings import Reading
from marketplace.web.locale import reader_language
from marketplace.wording.hours import KINDS


def _typed() -> InputRequired:
    return InputRequired(_("Fyll ut feltet."))


class HoursForm(FlaskForm):
    """When, how many, on what."""

    submission_key = HiddenField()
    on = Reading(_("Dato"), values.day, date.isoformat, validators=[_typed()])
    hours = Reading(_("Timer"), numbers.decimal, validators=[_typed()], description=_("For eksempel 1,5."))
    kind = RadioField(_("Hva slags arbeid?"), default=HoursKind.EXCHANGE.value)
    activity = StringField(_("Hva gikk timene til?"), validators=[_typed()], filters=[stripped])

    def offer(self) -> None:
        """Fill the list to choose from."""
        language = reader_language()
        self.kind.choices = [(key, text(language, name)) for key, name in KINDS.items()]

    def said(self) -> HoursFields:
        """What was typed, once the form is sound."""
        assert self.on.data is not None
        assert self.hours.data is not None
        return HoursFields(self.on.data, self.hours.data, HoursKind(self.kind.data), self.activity.data or "")
