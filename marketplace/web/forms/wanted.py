"""The forms of wanted notices: what is wanted, and an answer."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired

from marketplace.foundation.tabular import numbers, values
from marketplace.listings.models import Listing
from marketplace.search.wanted.fields import NAMES
from marketplace.search.wanted.models import WantedNotice
from marketplace.web.forms.base import stripped
from marketplace.web.forms.listings import Reading


def _iso(day: date) -> str:
    return day.isoformat()


class WantedForm(FlaskForm):
    """What is wanted, how many and by when; the rest seldom."""

    submission_key = HiddenField()
    version = HiddenField()
    title = StringField(
        _("Hva ønsker dere?"),
        [DataRequired(_("Fyll ut feltet."))],
        description=_("Skriv det som i et søk, for eksempel «stablestoler»."),
        filters=[stripped],
    )
    quantity = Reading(_("Hvor mange?"), numbers.integer)
    by_on = Reading(_("Trengs innen"), values.day, _iso)
    description = TextAreaField(_("Hva skal de brukes til?"), filters=[stripped])
    must_match = BooleanField(_("Alle må være like"))
    category_code = SelectField(_("Kategori"), validate_choice=False)
    max_width_cm = Reading(_("Bredde høyst"), numbers.length_cm)
    max_depth_cm = Reading(_("Dybde høyst"), numbers.length_cm)
    max_height_cm = Reading(_("Høyde høyst"), numbers.length_cm)
    closes_on = Reading(
        _("Vis ønsket til og med"),
        values.day,
        _iso,
        description=_("Uten dato vises det til dere trenger det, eller i 90 dager."),
    )

    def offer(self, categories: dict[str, list[tuple[str, str]]]) -> None:
        """Fill the list to choose from."""
        anything = {gettext("Forslag"): [("", gettext("Alle kategorier"))]}
        self.category_code.choices = anything | categories

    def said(self) -> dict[str, Any]:
        """What was typed, by the names of `WantedFields`."""
        found = {name: self[name].data for name in NAMES}
        found |= {name: found[name] or "" for name in ("title", "description")}
        return found | {"quantity": found["quantity"] or 1, "category_code": found["category_code"] or None}


class AnswerForm(FlaskForm):
    """With which listing, and what to add."""

    listing_id = SelectField(_("Annonsen"), validate_choice=False)
    note = TextAreaField(_("Noe å legge til?"), description=_("For eksempel når de kan hentes."), filters=[stripped])

    def offer(self, found: Sequence[Listing]) -> None:
        """Fill the list to choose from: a new draft first."""
        own = [(str(listing.id), listing.title) for listing in found]
        self.listing_id.choices = [("", gettext("Lag en ny annonse, ferdig utfylt")), *own]


def values_of(notice: WantedNotice) -> dict[str, Any]:
    """A notice as its form shows it."""
    held = {name: getattr(notice, name) for name in NAMES}
    return held | {"category_code": notice.category_code or "", "version": str(notice.version)}
