"""The form of a report that comes by e-mail."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import RadioField, SelectField
from wtforms.fields import SelectChoice

from marketplace.foundation.translation import text
from marketplace.organisations.models import Municipality
from marketplace.statistics.export import Format
from marketplace.statistics.models import Rhythm
from marketplace.web.locale import reader_language
from marketplace.wording.reports import FORMATS, LANGUAGES, RHYTHMS


class SubscriptionForm(FlaskForm):
    """Of whom, how often, in what form."""

    municipality = SelectField(_("Gjelder"), validate_choice=False)
    rhythm = RadioField(_("Hvor ofte?"), default=Rhythm.MONTHLY.value)
    format = RadioField(
        _("Hva slags fil?"),
        default=Format.PDF.value,
        description=_("Rader kan du bare få for din egen kommune. Prosjektledere kan få dem for hele nettverket."),
    )
    language = RadioField(_("Språk"))

    def offer(self, municipalities: list[Municipality]) -> None:
        """Fill the lists to choose from."""
        language = reader_language()
        network = SelectChoice("", text(language, "Hele nettverket"))
        self.municipality.choices = [network, *(SelectChoice(one.number, one.name) for one in municipalities)]
        self.rhythm.choices = [(key, text(language, name)) for key, name in RHYTHMS.items()]
        self.format.choices = [(key, text(language, name)) for key, name in FORMATS.items()]
        self.language.choices = [(key, text(language, name)) for key, name in LANGUAGES.items()]
