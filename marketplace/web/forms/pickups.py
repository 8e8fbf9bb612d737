"""The forms of fetching: offering windows, choosing one, and agreeing on a shared run."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, StringField
from wtforms.fields import SelectChoice

from marketplace.claims.windows import WindowRow
from marketplace.foundation.errors import FieldError, Invalid
from marketplace.foundation.tabular import numbers, values
from marketplace.web.formatting import clock_time, weekday
from marketplace.web.forms.base import stripped
from marketplace.web.forms.claims import moment_of, required
from marketplace.web.forms.hours import hour, show_hour
from marketplace.web.forms.listings import Reading
from marketplace.web.ids import find_row_id
from marketplace.web.locale import reader_language

MOST_CHOICES = 30


class WindowForm(FlaskForm):
    """Where, which day, between which hours, for how many, and for how many weeks."""

    listing_id = HiddenField()
    place = StringField(
        _("Hvor?"), description=_("For eksempel «Rådhuset, vareinngangen i Storgata»."), filters=[stripped]
    )
    on = Reading(_("Dag"), values.day, date.isoformat)
    from_time = Reading(_("Fra kl."), hour, show_hour)
    until_time = Reading(_("Til kl."), hour, show_hour)
    capacity = Reading(_("Hvor mange kan hente da?"), numbers.integer)
    weeks = Reading(
        _("Hvor mange uker?"), numbers.integer, description=_("Samme ukedag og klokkeslett. 1 er bare denne dagen.")
    )

    def said(self) -> dict[str, Any]:
        """What was filled in, by the names of `offer_windows`; times are Norwegian.

        Raises:
            Invalid: a day, hour or number is missing.
        """
        on = required(self.on.data, "on")
        return {
            "place": self.place.data or "",
            "from_at": moment_of(on, required(self.from_time.data, "from_time")),
            "until_at": moment_of(on, required(self.until_time.data, "until_time")),
            "capacity": required(self.capacity.data, "capacity"),
            "weeks": required(self.weeks.data, "weeks"),
            "listing_id": find_row_id(self.listing_id.data),
        }


class ChoiceForm(FlaskForm):
    """Which of the owner's windows."""

    window_id = RadioField(_("Når passer det å hente?"), validate_choice=False)

    def offer(self, rows: Sequence[WindowRow]) -> None:
        """Fill the list to choose from."""
        self.window_id.choices = [SelectChoice(str(row.id), _told(row)) for row in rows[:MOST_CHOICES]]

    def said(self) -> int:
        """Which one.

        Raises:
            Invalid: none.
        """
        chosen = self.window_id.data or ""
        if not chosen.isdecimal() or len(chosen) > 18:
            raise Invalid(fields=(FieldError("window_id", "field-not-a-choice"),))
        return int(chosen)


class RunForm(FlaskForm):
    """Which claims are fetched on one trip, which day, and when it begins."""

    claim_ids = HiddenField()
    on = Reading(_("Dag"), values.day, date.isoformat)
    begins = Reading(_("Fra kl."), hour, show_hour)

    def said(self) -> dict[str, Any]:
        """What was filled in, by the names of `agree_on_run`.

        Raises:
            Invalid: the day or the hour is missing.
        """
        typed = (self.claim_ids.data or "").split(",")
        return {
            "claim_ids": [int(each) for each in typed if each.isdecimal() and len(each) <= 18],
            "on": required(self.on.data, "on"),
            "begins": required(self.begins.data, "begins"),
        }


def _told(row: WindowRow) -> str:
    told: str = gettext(
        "%(day)s kl. %(from_time)s–%(until_time)s, %(place)s",
        day=weekday(row.from_at, reader_language()),
        from_time=clock_time(row.from_at),
        until_time=clock_time(row.until_at),
        place=row.place,
    )
    return told
