"""The forms of queues: more time, and how long a municipality gives others."""

from datetime import date

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm

from marketplace.claims.deadlines import Times
from marketplace.foundation.tabular import numbers, values
from marketplace.web.forms.claims import required
from marketplace.web.forms.listings import Reading


class MoreTimeForm(FlaskForm):
    """Until when, if the owner says."""

    until = Reading(_("Ny frist"), values.day, date.isoformat, description=_("La stå tomt for det vanlige."))


class TimesForm(FlaskForm):
    """Four numbers of days."""

    offer_days = Reading(
        _("Dager til å svare"),
        numbers.integer,
        description=_("Når noe blir ledig, holdes det av til den neste i køen så lenge."),
    )
    collect_days = Reading(
        _("Dager til å hente"), numbers.integer, description=_("Fra de har fått ja, eller fra det kan hentes.")
    )
    remind_days = Reading(
        _("Minn dem så mange dager før"), numbers.integer, description=_("Før fristen for å hente går ut.")
    )
    extend_days = Reading(
        _("Dager ekstra"), numbers.integer, description=_("Den som skal hente, kan utsette én gang med så mange dager.")
    )

    def said(self) -> Times:
        """What was filled in.

        Raises:
            Invalid: a number is missing.
        """
        return Times(
            offer_days=required(self.offer_days.data, "offer_days"),
            remind_days=required(self.remind_days.data, "remind_days"),
            collect_days=required(self.collect_days.data, "collect_days"),
            extend_days=required(self.extend_days.data, "extend_days"),
        )
