"""The forms of saved searches."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import Length

from marketplace.search.saved.alerts import Alert
from marketplace.search.saved.service import LONGEST_NAME
from marketplace.web.forms.base import stripped
from marketplace.wording.saved_searches import ALERTS


class AlertForm(FlaskForm):
    """How soon one is told."""

    alert = RadioField(_("Når vil du få beskjed?"), default=Alert.AT_ONCE.value)

    def offer(self) -> None:
        """Fill the list to choose from."""
        self.alert.choices = [SelectChoice(alert.value, gettext(ALERTS[alert])) for alert in Alert]


class SaveForm(AlertForm):
    """What a search is called, and how soon one is told."""

    submission_key = HiddenField()
    name = StringField(_("Navn"), [Length(max=LONGEST_NAME)], filters=[stripped])
