"""What is written about sites and pick-up places, checked."""

from dataclasses import astuple, dataclass
from hashlib import sha256

from marketplace.accounts.checks import checked_email, checked_language, checked_line, checked_name, checked_text
from marketplace.foundation.errors import FieldError, Invalid
from marketplace.organisations.models import PickupPlace, ReleaseRules, Site, VoluntaryOrganisation

MOST_NAME = 120
MOST_ADDRESS = 200
MOST_DIRECTIONS = 1000
MOST_DAYS = 365
_WEIGHTS = (3, 2, 7, 6, 5, 4, 3, 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteFields:
    """A building or place. A position is both latitude and longitude (WGS 84), or neither."""

    name: str
    address: str = ""
    unit_id: int | None = None
    latitude: float | None = None
    longitude: float | None = None

    def checked(self) -> "SiteFields":
        """The same in stored form.

        Raises:
            Invalid: names what is wrong.
        """
        if (self.latitude is None) != (self.longitude is None):
            raise Invalid(fields=(FieldError("latitude", "position-half-given"),))
        if abs(self.latitude or 0) > 90 or abs(self.longitude or 0) > 180:
            raise Invalid(fields=(FieldError("latitude", "position-out-of-range"),))
        return SiteFields(
            name=checked_name(self.name, most=MOST_NAME),
            address=checked_line(self.address, "address", MOST_ADDRESS),
            unit_id=self.unit_id,
            latitude=self.latitude,
            longitude=self.longitude,
        )

    @property
    def mark(self) -> str:
        """What a form holds to notice that somebody else changed it meanwhile."""
        return _mark(astuple(self))


@dataclass(frozen=True, slots=True, kw_only=True)
class PickupFields:
    """Where things are fetched."""

    name: str
    address: str = ""
    directions: str = ""
    site_id: int | None = None

    def checked(self) -> "PickupFields":
        """The same in stored form.

        Raises:
            Invalid: names what is wrong.
        """
        return PickupFields(
            name=checked_name(self.name, most=MOST_NAME),
            address=checked_line(self.address, "address", MOST_ADDRESS),
            directions=checked_text(self.directions, "directions", MOST_DIRECTIONS),
            site_id=self.site_id,
        )

    @property
    def mark(self) -> str:
        """What a form holds to notice that somebody else changed it meanwhile."""
        return _mark(astuple(self))


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseFields:
    """A municipality's rules of release: days in each stage (0: the stage is passed by), and what it allows.

    Without rules a listing is open to the network at once.
    """

    unit_days: int = 0
    municipality_days: int = 0
    network_days: int = 0
    shown_ahead: bool = False
    gives_to_voluntary: bool = False

    def checked(self) -> "ReleaseFields":
        """The same, if all days are possible.

        Raises:
            Invalid: names what is wrong.
        """
        names = ("unit_days", "municipality_days", "network_days")
        wrong = [name for name in names if not 0 <= getattr(self, name) <= MOST_DAYS]
        if wrong:
            raise Invalid(
                fields=tuple(FieldError(name, "field-out-of-range", {"least": 0, "most": MOST_DAYS}) for name in wrong)
            )
        return self

    @property
    def mark(self) -> str:
        """What a form holds to notice that somebody else changed it meanwhile."""
        return _mark(astuple(self))


@dataclass(frozen=True, slots=True, kw_only=True)
class VoluntaryFields:
    """A voluntary organisation: who it is, and the language of its letters."""

    name: str
    email: str
    organisation_number: str = ""
    language: str = "nb"

    def checked(self) -> "VoluntaryFields":
        """The same in stored form.

        Raises:
            Invalid: names what is wrong.
        """
        return VoluntaryFields(
            name=checked_name(self.name, most=MOST_NAME),
            email=checked_email(self.email),
            organisation_number=checked_organisation_number(self.organisation_number) or "",
            language=checked_language(self.language),
        )

    @property
    def mark(self) -> str:
        """What a form holds to notice that somebody else changed it meanwhile."""
        return _mark(astuple(self))


def fields_of_rules(rules: ReleaseRules | None) -> ReleaseFields:
    """A municipality's rules; none are as if all days were 0 and nothing allowed."""
    if rules is None:
        return ReleaseFields()
    return ReleaseFields(
        unit_days=rules.unit_days,
        municipality_days=rules.municipality_days,
        network_days=rules.network_days,
        shown_ahead=rules.shown_ahead,
        gives_to_voluntary=rules.gives_to_voluntary,
    )


def fields_of_voluntary(organisation: VoluntaryOrganisation) -> VoluntaryFields:
    """What is written about a voluntary organisation now."""
    return VoluntaryFields(
        name=organisation.name,
        email=organisation.email,
        organisation_number=organisation.organisation_number or "",
        language=organisation.language,
    )


def fields_of_site(site: Site) -> SiteFields:
    """What is written about a site now."""
    return SiteFields(
        name=site.name,
        address=site.address,
        unit_id=site.unit_id,
        latitude=site.latitude,
        longitude=site.longitude,
    )


def fields_of_pickup_place(place: PickupPlace) -> PickupFields:
    """What is written about a pick-up place now."""
    return PickupFields(name=place.name, address=place.address, directions=place.directions, site_id=place.site_id)


def _mark(values: tuple[object, ...]) -> str:
    return sha256(repr(values).encode()).hexdigest()[:16]


def checked_organisation_number(written: str) -> str | None:
    """Nine digits, however they are spaced; None for nothing.

    The last digit is a check of the others by modulus 11 (Brønnøysundregistrene).

    Raises:
        Invalid: "organisation-number-wrong".
    """
    digits = "".join(written.split())
    if not digits:
        return None
    if len(digits) == len(_WEIGHTS) + 1 and digits.isascii() and digits.isdecimal():
        rest = sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=False)) % 11
        if (11 - rest) % 11 == int(digits[-1]):
            return digits
    raise Invalid(fields=(FieldError("organisation_number", "organisation-number-wrong"),))
