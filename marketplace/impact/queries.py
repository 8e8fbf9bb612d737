"""Asking for factors."""

import re
from collections.abc import Sequence
from datetime import date

from sqlalchemy import or_, select

from marketplace.foundation.database import db
from marketplace.impact.models import Basis, EmissionFactor
from marketplace.impact.reckoning import FactorValue

_HEIGHT_ADJUSTABLE = re.compile(r"hev[\s/-]*(?:og\s+)?senk|heve?-?\s*og\s+senk", re.IGNORECASE)
HEIGHT_ADJUSTABLE = "hevsenk"


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
    return _newest(rows)


def find_furniture_factor(on: date) -> FactorValue | None:
    """The newest factor per kilogram for furniture without a factor of its own."""
    rows = db.session.scalars(
        select(EmissionFactor).where(
            EmissionFactor.category_code.is_(None),
            EmissionFactor.basis == Basis.KILOGRAM,
            EmissionFactor.valid_from <= on,
        )
    ).all()
    return _newest(rows)


def list_factors() -> Sequence[EmissionFactor]:
    """All factors, by category, variant and version."""
    order = (EmissionFactor.category_code, EmissionFactor.variant, EmissionFactor.version)
    return db.session.scalars(select(EmissionFactor).order_by(*order)).all()


def _newest(rows: Sequence[EmissionFactor]) -> FactorValue | None:
    if not rows:
        return None
    row = max(rows, key=lambda row: (row.variant != "", row.version))
    return FactorValue(row.id, row.version, row.co2e_g, row.basis == Basis.KILOGRAM, row.weight_g)
