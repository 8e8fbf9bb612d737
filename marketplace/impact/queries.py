"""Asking for factors."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select

from marketplace.accounts.models import Person
from marketplace.catalogue.models import Category
from marketplace.foundation.database import db
from marketplace.foundation.errors import NotFound
from marketplace.impact import reference
from marketplace.impact.models import REPAIR_VARIANT, TRANSPORT_VARIANT, Basis, EmissionFactor, FactorChange
from marketplace.impact.reckoning import FactorValue, Repair, Transport

_HEIGHT_ADJUSTABLE = re.compile(r"hev[\s/-]*(?:og\s+)?senk|heve?-?\s*og\s+senk", re.IGNORECASE)
HEIGHT_ADJUSTABLE = "hevsenk"

Key = tuple[str | None, str]
"""Category and variant: what names a factor through all its versions."""


@dataclass(frozen=True, slots=True)
class Version:
    """A version with who made it and why; those that ship were made by nobody."""

    factor: EmissionFactor
    made_by: str
    reason: str


@dataclass(frozen=True, slots=True)
class Series:
    """A factor through all its versions, oldest first."""

    versions: tuple[Version, ...]

    @property
    def id(self) -> int:
        """The first version's id, which names the factor in addresses."""
        return self.versions[0].factor.id

    @property
    def first(self) -> EmissionFactor:
        """The oldest version."""
        return self.versions[0].factor

    @property
    def newest(self) -> EmissionFactor:
        """The last version made, perhaps not in force yet."""
        return self.versions[-1].factor

    @property
    def key(self) -> Key:
        """What names it."""
        return self.first.category_code, self.first.variant

    def current(self, on: date) -> EmissionFactor | None:
        """The version in force on a day."""
        return _newest([version.factor for version in self.versions], on)


@dataclass(frozen=True, slots=True)
class FactorSet:
    """All factors as they stand on a day."""

    values: dict[Key, FactorValue]
    transport: Transport
    repair: Repair

    def of(self, category_code: str, title: str) -> FactorValue | None:
        """As `find_factor`."""
        plain = self.values.get((category_code, ""))
        return self.values.get((category_code, variant_of(title)), plain)

    @property
    def furniture(self) -> FactorValue | None:
        """As `find_furniture_factor`."""
        return self.values.get((None, ""))


def variant_of(title: str) -> str:
    """The variant of a category that a title speaks of: sit-stand desks weigh and emit more than fixed ones."""
    return HEIGHT_ADJUSTABLE if _HEIGHT_ADJUSTABLE.search(title) else ""


def find_factor(category_code: str, title: str, on: date) -> FactorValue | None:
    """The newest factor of a category valid on a date, the title's variant before the plain one."""
    variant = variant_of(title)
    rows = db.session.scalars(
        select(EmissionFactor).where(
            EmissionFactor.category_code == category_code,
            EmissionFactor.valid_from <= on,
            or_(EmissionFactor.variant == variant, EmissionFactor.variant == ""),
        )
    ).all()
    found = _newest([row for row in rows if row.variant == variant], on) or _newest(rows, on)
    return value_of(found) if found else None


def find_furniture_factor(on: date) -> FactorValue | None:
    """The newest factor per kilogram for furniture without a factor of its own."""
    found = _newest(_of_key((None, "")), on)
    return value_of(found) if found else None


def get_transport(on: date) -> Transport:
    """What fetching gives off on a day; before the first version, as in the first."""
    rows = _of_key((None, TRANSPORT_VARIANT)) or [reference.transport()]
    return transport_of(_newest(rows, on) or rows[0])


def get_repair(on: date) -> Repair:
    """What mending gives off on a day; before the first version, as in the first."""
    rows = _of_key((None, REPAIR_VARIANT)) or [reference.repair()]
    return repair_of(_newest(rows, on) or rows[0])


def factors_on(day: date) -> FactorSet:
    """All factors as they stand on a day, in one query."""
    by_key: dict[Key, list[EmissionFactor]] = defaultdict(list)
    for row in list_factors():
        by_key[row.category_code, row.variant].append(row)
    fetching = by_key.pop((None, TRANSPORT_VARIANT), None) or [reference.transport()]
    mending = by_key.pop((None, REPAIR_VARIANT), None) or [reference.repair()]
    found = {key: _newest(rows, day) for key, rows in by_key.items()}
    values = {key: value_of(row) for key, row in found.items() if row is not None}
    return FactorSet(
        values, transport_of(_newest(fetching, day) or fetching[0]), repair_of(_newest(mending, day) or mending[0])
    )


def list_factors() -> Sequence[EmissionFactor]:
    """All versions of all factors, by category, variant and version."""
    order = (EmissionFactor.category_code, EmissionFactor.variant, EmissionFactor.version)
    return db.session.scalars(select(EmissionFactor).order_by(*order)).all()


def list_series() -> list[Series]:
    """All factors in the categories' order, those that belong to none last."""
    rows = db.session.execute(
        select(EmissionFactor, FactorChange.reason, Person.name)
        .outerjoin(Category, Category.code == EmissionFactor.category_code)
        .outerjoin(FactorChange, FactorChange.factor_id == EmissionFactor.id)
        .outerjoin(Person, Person.id == FactorChange.person_id)
        .order_by(Category.position.is_(None), Category.position, EmissionFactor.variant, EmissionFactor.version)
    ).all()
    by_key: dict[Key, list[Version]] = defaultdict(list)
    for factor, reason, name in rows:
        by_key[factor.category_code, factor.variant].append(Version(factor, name or "", reason or ""))
    return [Series(tuple(versions)) for versions in by_key.values()]


def get_series(factor_id: int) -> Series:
    """The factor that a version belongs to.

    Raises:
        NotFound: there is none.
    """
    for series in list_series():
        if any(version.factor.id == factor_id for version in series.versions):
            return series
    raise NotFound("factor-not-found")


def value_of(row: EmissionFactor) -> FactorValue:
    """A version as reckoned with."""
    return FactorValue(
        row.id, row.version, row.co2e_g, row.basis == Basis.KILOGRAM, row.weight_g, row.low_g, row.high_g
    )


def transport_of(row: EmissionFactor) -> Transport:
    """A version of the factor of transport as reckoned with."""
    return Transport(row.version, row.co2e_g, row.road_percent or 100, row.low_g, row.high_g, row.cost_ore)


def repair_of(row: EmissionFactor) -> Repair:
    """A version of the factor of repair as reckoned with."""
    return Repair(row.version, row.co2e_g, row.low_g, row.high_g)


def _of_key(key: Key) -> Sequence[EmissionFactor]:
    code, variant = key
    return db.session.scalars(
        select(EmissionFactor)
        .where(EmissionFactor.category_code.is_(None) if code is None else EmissionFactor.category_code == code)
        .where(EmissionFactor.variant == variant)
        .order_by(EmissionFactor.version)
    ).all()


def _newest(rows: Sequence[EmissionFactor], on: date) -> EmissionFactor | None:
    """The highest version in force on a day."""
    return max((row for row in rows if row.valid_from <= on), key=lambda row: row.version, default=None)
