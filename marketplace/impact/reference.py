"""The emission factors as shipped, as version 1; see `reference/README.md` for the sources."""

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import select

from marketplace.foundation import clock
from marketplace.foundation.transaction import transaction
from marketplace.impact.models import REPAIR_VARIANT, TRANSPORT_VARIANT, Basis, EmissionFactor

FILE = Path(__file__).with_name("reference") / "emission_factors.csv"
TRANSPORT_FILE = FILE.with_name("transport_factor.csv")
REPAIR_FILE = FILE.with_name("repair_factor.csv")
FIRST_VERSION = 1
VALID_FROM = date(2024, 1, 1)
ANY_FURNITURE = "*MOBEL*"


def load() -> None:
    """Record the shipped factors once. What project leads have added since is left alone.

    Where transport stands as it shipped before a km had a cost, it gets a version with one, from today.
    """
    with transaction() as session:
        rows = session.scalars(select(EmissionFactor)).all()
        known = {(row.category_code, row.variant) for row in rows}
        for factor in (*map(_factor, read_factors()), transport(), repair()):
            if (factor.category_code, factor.variant) not in known:
                session.add(factor)
        fetching = [row for row in rows if row.variant == TRANSPORT_VARIANT]
        if len(fetching) == 1 and fetching[0].cost_ore is None:
            session.add(_with_cost(fetching[0]))


def read_factors() -> list[dict[str, str]]:
    """The rows of the shipped file."""
    return _rows(FILE)


def transport() -> EmissionFactor:
    """The shipped factor of transport."""
    return _loose(TRANSPORT_FILE, TRANSPORT_VARIANT, Basis.KILOMETRE, "kgco2e_per_km")


def repair() -> EmissionFactor:
    """The shipped factor of repair."""
    return _loose(REPAIR_FILE, REPAIR_VARIANT, Basis.KRONE, "kgco2e_per_nok")


def _with_cost(before: EmissionFactor) -> EmissionFactor:
    factor = transport()
    factor.version, factor.valid_from = before.version + 1, max(clock.today(), before.valid_from)
    return factor


def _loose(file: Path, variant: str, basis: Basis, value: str) -> EmissionFactor:
    """The one factor of a file, of no category."""
    row = _rows(file)[0]
    return EmissionFactor(
        category_code=None,
        variant=variant,
        version=FIRST_VERSION,
        basis=basis,
        co2e_g=_grams(row[value]),
        low_g=_grams(row["kgco2e_low"]),
        high_g=_grams(row["kgco2e_high"]),
        road_percent=int(Decimal(row["road_factor"]) * 100) if "road_factor" in row else None,
        cost_ore=int(Decimal(row["nok_per_km"]) * 100) if "nok_per_km" in row else None,
        **_told(row),
    )


def _rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as source:
        return list(csv.DictReader(source))


def _factor(row: dict[str, str]) -> EmissionFactor:
    code, _, variant = row["category"].partition(":")
    per_kilogram = code == ANY_FURNITURE
    co2e_g = _grams(row["kgco2e_new"])
    if co2e_g is None:
        raise ValueError(f"a shipped factor lacks its value: {code}")
    return EmissionFactor(
        category_code=None if per_kilogram else code,
        variant=variant,
        version=FIRST_VERSION,
        basis=Basis.KILOGRAM if per_kilogram else Basis.UNIT,
        co2e_g=co2e_g,
        low_g=_grams(row["kgco2e_low"]),
        high_g=_grams(row["kgco2e_high"]),
        weight_g=_grams(row["weight_kg"]),
        **_told(row),
    )


def _told(row: dict[str, str]) -> dict[str, Any]:
    return {
        "described_as": row["object_nb"],
        "source": row["source"],
        "source_year": int(row["source_year"]),
        "confidence": row["confidence"],
        "note": row["note"],
        "valid_from": VALID_FROM,
        "recorded_at": clock.now(),
    }


def _grams(kilograms: str) -> int | None:
    return int(Decimal(kilograms) * 1000) if kilograms else None
