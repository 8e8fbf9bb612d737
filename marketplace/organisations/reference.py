"""Municipalities and memberships as published; see `reference/README.md` for the sources."""

import csv
from datetime import date
from pathlib import Path

from sqlalchemy import select

from marketplace.accounts.service import ensure_command_line
from marketplace.foundation.transaction import transaction
from marketplace.organisations import geography
from marketplace.organisations.models import Membership, Municipality

FOLDER = Path(__file__).with_name("reference")


def load() -> None:
    """Bring the municipalities up to date, and give a first membership to those that have none yet.

    A membership that is there, corrected by an operator or not, is left alone.
    """
    with transaction() as session:
        known = {row.number: row for row in session.scalars(select(Municipality))}
        for row in _read("municipalities.csv"):
            number = row["municipality_no"]
            if number not in known:
                known[number] = Municipality(number=number)
                session.add(known[number])
            _fill(known[number], row)
        session.flush()
        with_dates = set(session.scalars(select(Membership.municipality_number)))
        for row in _read("memberships.csv"):
            if row["municipality_no"] not in with_dates:
                session.add(_membership(row))
        ensure_command_line()
    geography.forget()


def _fill(municipality: Municipality, row: dict[str, str]) -> None:
    municipality.name = row["name"]
    municipality.parallel_names = row["names_sami_kven"]
    municipality.county_number = row["county_no"]
    municipality.county_name = row["county_name"]
    municipality.admin_centre = row["admin_centre"]
    municipality.latitude = float(row["lat"])
    municipality.longitude = float(row["lon"])
    municipality.population = int(row["population"])
    municipality.official_language = row["official_language"]


def _membership(row: dict[str, str]) -> Membership:
    return Membership(
        municipality_number=row["municipality_no"],
        from_on=date.fromisoformat(row["from"]),
        to_on=date.fromisoformat(row["to"]) if row["to"] else None,
    )


def _read(file: str) -> list[dict[str, str]]:
    with (FOLDER / file).open(encoding="utf-8", newline="") as source:
        return list(csv.DictReader(source))
