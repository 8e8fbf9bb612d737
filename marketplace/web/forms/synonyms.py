"""The forms of the thesaurus."""

from hashlib import sha256

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, RadioField, StringField

from marketplace.foundation.errors import FieldError, Invalid
from marketplace.search.synonyms.fields import SynonymFields
from marketplace.search.synonyms.nearness import OFFERED, Nearness
from marketplace.search.synonyms.queries import Entry
from marketplace.web.forms.organisations import number_of
from marketplace.wording.synonyms import NEARNESS


class ReasonForm(FlaskForm):
    """Why, if one wants to say; `seen` is the version that was shown."""

    seen = HiddenField()
    reason = StringField(
        _("Hvorfor?"), description=_("Begrunnelsen står i endringsloggen, så de andre skjønner valget.")
    )

    @property
    def version(self) -> int | None:
        """The version that was shown."""
        return number_of(self.seen.data)


class SynonymForm(ReasonForm):
    """A pair. `previewed` is the mark of what was shown a preview of: only that is stored."""

    previewed = HiddenField()
    word = StringField(_("Den som søker etter"), description=_("Ett ord, eller et uttrykk på høyst tre ord."))
    other = StringField(_("Får også treff på"))
    nearness = RadioField(_("Hvor nære hverandre er ordene?"), validate_choice=False, default=Nearness.NEAR.value)
    both_ways = BooleanField(
        _("Gjelder begge veier"), description=_("Den som søker etter det andre ordet, får også treff på det første.")
    )

    def offer(self) -> None:
        """Fill the list to choose from."""
        self.nearness.choices = [(each.value, gettext(NEARNESS[each.value])) for each in OFFERED]

    def said(self) -> SynonymFields:
        """What was typed.

        Raises:
            Invalid: the nearness is none.
        """
        if self.nearness.data not in {each.value for each in OFFERED}:
            raise Invalid(fields=(FieldError("nearness", "field-not-a-choice"),))
        return SynonymFields(
            word=self.word.data or "",
            other=self.other.data or "",
            nearness=Nearness(self.nearness.data),
            both_ways=bool(self.both_ways.data),
        )

    @property
    def mark(self) -> str:
        """Of what was typed, without the reason."""
        typed = (self.word.data, self.other.data, self.nearness.data, self.both_ways.data)
        return sha256(repr(typed).encode()).hexdigest()[:16]


def values_of(entry: Entry) -> dict[str, object]:
    """A pair as its form shows it."""
    return {
        "seen": str(entry.version),
        "word": entry.word,
        "other": entry.other,
        "nearness": entry.nearness.value,
        "both_ways": entry.both_ways,
    }
