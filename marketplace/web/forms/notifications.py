"""The forms of notifications: how soon each kind is told, and a municipality's channels."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import Field, HiddenField, RadioField, SelectField, StringField

from marketplace.foundation.errors import FieldError, Invalid
from marketplace.notifications.channels import ChannelFields, mark_of
from marketplace.notifications.kinds import CHANNEL_DEFAULTS, PERSONAL, Kind, Pace, Paces
from marketplace.notifications.models import Channel
from marketplace.organisations.models import Unit
from marketplace.web.forms.organisations import needed, number_of, unit_choices
from marketplace.wording.notifications import KINDS, PACES


def _radio(kind: Kind) -> RadioField:
    return RadioField(_(KINDS[kind]), choices=[pace.value for pace in Pace], validate_choice=False)


class PacesForm(FlaskForm):
    """How soon each kind is told: a question a kind."""

    request = _radio(Kind.REQUEST)
    answer = _radio(Kind.ANSWER)
    message = _radio(Kind.MESSAGE)
    appointment = _radio(Kind.APPOINTMENT)
    queue = _radio(Kind.QUEUE)
    cancellation = _radio(Kind.CANCELLATION)
    hand_over = _radio(Kind.HAND_OVER)
    colleagues = _radio(Kind.COLLEAGUES)
    opening = _radio(Kind.OPENING)
    loan = _radio(Kind.LOAN)
    deadline = _radio(Kind.DEADLINE)
    saved_search = _radio(Kind.SAVED_SEARCH)
    wanted = _radio(Kind.WANTED)

    @property
    def kinds(self) -> list[Kind]:
        """The kinds asked about, in order."""
        return list(Kind)

    @property
    def questions(self) -> list[Field]:
        """The fields of the table, in order."""
        return [self[kind.value] for kind in self.kinds]

    def chosen(self) -> Paces:
        """What was chosen.

        Raises:
            Invalid: a kind has no answer, or one that is none.
        """
        wrong = tuple(
            FieldError(field.name.rpartition("-")[2], "field-not-a-choice")
            for field in self.questions
            if field.data not in set(Pace)
        )
        if wrong:
            raise Invalid(fields=wrong)
        return {kind: Pace(self[kind.value].data) for kind in self.kinds}


class ChannelForm(PacesForm):
    """A channel in Teams."""

    saved_search = None
    seen = HiddenField()
    name = StringField(_("Navn"), [needed()], description=_("For eksempel «Eiendom»."))
    address = StringField(
        _("Adresse til arbeidsflyten"),
        description=_(
            "I Teams: velg «Arbeidsflyter» på kanalen, deretter malen for varsler fra en webhook, og kopier adressen."
        ),
    )
    unit_id = SelectField(_("Gjelder for"), validate_choice=False)

    @property
    def kinds(self) -> list[Kind]:
        """Without what is one person's own."""
        return [kind for kind in Kind if kind not in PERSONAL]

    def offer(self, units: list[Unit]) -> None:
        """Fill the list to choose from."""
        self.unit_id.choices = unit_choices(units)

    def said(self) -> ChannelFields:
        """What was typed and chosen.

        Raises:
            Invalid: a kind has no answer.
        """
        return ChannelFields(
            name=self.name.data or "",
            address=self.address.data or "",
            unit_id=number_of(self.unit_id.data),
            paces=self.chosen(),
        )


def paces_as_values(paces: Paces) -> dict[str, Any]:
    """Choices as the form shows them."""
    return {kind.value: pace.value for kind, pace in paces.items()}


def values_of_channel(channel: Channel | None) -> dict[str, Any]:
    """A channel as its form shows it, never its address; what is usual for a new one."""
    if channel is None:
        return paces_as_values(CHANNEL_DEFAULTS)
    held = {"seen": mark_of(channel), "name": channel.name, "unit_id": str(channel.unit_id or "")}
    return held | paces_as_values(channel.paces)


def pace_names() -> list[tuple[str, str]]:
    """Each pace with its name, in the reader's language."""
    return [(pace.value, gettext(PACES[pace])) for pace in Pace]
