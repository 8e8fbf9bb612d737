"""The forms of a municipality's people and places, and of the network's members."""

from datetime import date
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import EmailField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, StopValidation

from marketplace.foundation.errors import FieldError, Invalid
from marketplace.foundation.tabular import numbers, values
from marketplace.organisations.fields import PickupFields, SiteFields
from marketplace.organisations.models import Membership, Municipality, PickupPlace, Site, Unit
from marketplace.organisations.roles import NETWORK_ROLES, Role
from marketplace.search.origins import position_in
from marketplace.web.forms.accounts import LANGUAGE_NAMES
from marketplace.wording.organisations import ROLES

Choices = list[SelectChoice]


def needed() -> DataRequired:
    """What must be filled in."""
    return DataRequired(_("Fyll ut feltet."))


def a_position(_form: FlaskForm, field: StringField) -> None:
    """A position, or nothing."""
    if (field.data or "").strip() and position_in(field.data or "") is None:
        raise StopValidation(
            gettext("Skriv breddegrad og lengdegrad med komma mellom, for eksempel «59.8331, 10.4392».")
        )


class InvitationForm(FlaskForm):
    """Who is offered what."""

    email = EmailField(_("E-post"), [needed()])
    role = SelectField(_("Rolle"), validate_choice=False, default=Role.REQUESTER.value)
    unit_id = SelectField(_("Gjelder for"), validate_choice=False)
    language = SelectField(_("Språk i invitasjonen"), choices=LANGUAGE_NAMES, validate_choice=False)

    def offer(self, units: list[Unit], for_network: bool) -> None:
        """Fill the lists to choose from."""
        self.role.choices = role_choices(for_network, for_municipality=True)
        self.unit_id.choices = unit_choices(units)


class RoleForm(FlaskForm):
    """What somebody is."""

    seen = HiddenField()
    role = SelectField(_("Rolle"), validate_choice=False)
    unit_id = SelectField(_("Gjelder for"), validate_choice=False)

    def offer(self, units: list[Unit], now: Role) -> None:
        """Fill the lists to choose from: roles of the same kind as the present one."""
        network = now in NETWORK_ROLES
        self.role.choices = role_choices(network, for_municipality=not network)
        self.unit_id.choices = unit_choices(units)


class OrganisationNumberForm(FlaskForm):
    """The number that transfer notes name the municipality by."""

    seen = HiddenField()
    organisation_number = StringField(
        _("Organisasjonsnummer"), description=_("Ni siffer. Det står på overføringsnotatene. Tomt felt fjerner det.")
    )


class UnitForm(FlaskForm):
    """A unit's name."""

    seen = HiddenField()
    name = StringField(_("Navn"), [needed()], description=_("For eksempel «Solvang skole» eller «Eiendom»."))


class SiteForm(FlaskForm):
    """A building or place."""

    seen = HiddenField()
    name = StringField(_("Navn"), [needed()], description=_("For eksempel «Rådhuset» eller «Solvang skole, bygg B»."))
    address = StringField(_("Adresse"))
    position = StringField(
        _("Posisjon"),
        [a_position],
        description=_("Breddegrad og lengdegrad, for eksempel «59.8331, 10.4392». Avstand kan da måles herfra."),
    )
    unit_id = SelectField(_("Enhet"), validate_choice=False)

    def offer(self, units: list[Unit]) -> None:
        """Fill the list to choose from."""
        self.unit_id.choices = unit_choices(units)

    def said(self) -> SiteFields:
        """What was typed."""
        latitude, longitude = position_in(self.position.data or "") or (None, None)
        return SiteFields(
            name=self.name.data or "",
            address=self.address.data or "",
            unit_id=number_of(self.unit_id.data),
            latitude=latitude,
            longitude=longitude,
        )


class PickupForm(FlaskForm):
    """Where things are fetched."""

    seen = HiddenField()
    name = StringField(_("Navn"), [needed()], description=_("For eksempel «Varelevering, Rådhuset»."))
    address = StringField(_("Adresse"))
    directions = TextAreaField(_("Slik finner du fram"), description=_("Hvilken dør, åpningstider, rampe eller heis."))
    site_id = SelectField(_("Sted"), validate_choice=False)

    def offer(self, sites: list[Site]) -> None:
        """Fill the list to choose from."""
        self.site_id.choices = [
            SelectChoice("", gettext("Ikke knyttet til et sted")),
            *(SelectChoice(str(site.id), site.name) for site in sites),
        ]

    def said(self) -> PickupFields:
        """What was typed."""
        return PickupFields(
            name=self.name.data or "",
            address=self.address.data or "",
            directions=self.directions.data or "",
            site_id=number_of(self.site_id.data),
        )


class MembershipForm(FlaskForm):
    """A municipality's days in the network."""

    seen = HiddenField()
    municipality = SelectField(_("Kommune"), validate_choice=False)
    from_on = StringField(_("Første dag"), [needed()])
    to_on = StringField(_("Siste dag"), description=_("La stå tomt så lenge kommunen er med."))

    def offer(self, municipalities: list[Municipality]) -> None:
        """Fill the list to choose from."""
        self.municipality.choices = [
            SelectChoice(one.number, f"{one.name} ({one.county_name})") for one in municipalities
        ]

    def days(self) -> tuple[date, date | None]:
        """First and last day.

        Raises:
            Invalid: one cannot be read.
        """
        first, last = _day("from_on", self.from_on.data), _day("to_on", self.to_on.data)
        if first is None:
            raise Invalid(fields=(FieldError("from_on", "field-required"),))
        return first, last


def values_of_site(site: Site, mark: str) -> dict[str, Any]:
    """A site as its form shows it."""
    known = site.latitude is not None and site.longitude is not None
    return {
        "seen": mark,
        "name": site.name,
        "address": site.address,
        "position": f"{site.latitude}, {site.longitude}" if known else "",
        "unit_id": str(site.unit_id or ""),
    }


def values_of_pickup_place(place: PickupPlace, mark: str) -> dict[str, Any]:
    """A pick-up place as its form shows it."""
    kept = {"name": place.name, "address": place.address, "directions": place.directions}
    return kept | {"seen": mark, "site_id": str(place.site_id or "")}


def values_of_membership(membership: Membership) -> dict[str, Any]:
    """A membership as its form shows it."""
    last = membership.to_on.isoformat() if membership.to_on else ""
    return {"seen": membership.mark, "from_on": membership.from_on.isoformat(), "to_on": last}


def role_choices(for_network: bool, for_municipality: bool) -> Choices:
    """Roles by code and name, the least first."""
    offered = [role for role in Role if (for_network if role in NETWORK_ROLES else for_municipality)]
    return [SelectChoice(role.value, gettext(ROLES[role.value])) for role in offered]


def unit_choices(units: list[Unit]) -> Choices:
    """The whole municipality, and each unit."""
    return [SelectChoice("", gettext("Hele kommunen")), *(SelectChoice(str(unit.id), unit.name) for unit in units)]


def role_of(chosen: str | None) -> Role:
    """The role chosen.

    Raises:
        Invalid: it is none.
    """
    try:
        return Role(chosen or "")
    except ValueError:
        raise Invalid(fields=(FieldError("role", "field-not-a-choice"),)) from None


def number_of(chosen: str | None) -> int | None:
    """The id chosen, None for nothing; what is no number is an id that nothing has."""
    if not chosen:
        return None
    return int(chosen) if chosen.isascii() and chosen.isdecimal() and len(chosen) < 16 else 0


def _day(field: str, typed: str | None) -> date | None:
    if not (typed or "").strip():
        return None
    try:
        return values.day(typed)
    except numbers.Unreadable as unreadable:
        raise Invalid(fields=(FieldError(field, unreadable.code, unreadable.facts),)) from None
