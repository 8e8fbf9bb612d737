"""Filters and distances as SQL, over a document `d`."""

from math import asin, pi, sin, sqrt

from psycopg import sql

from marketplace.search.distance import EARTH_KM
from marketplace.search.engine import SearchRequest
from marketplace.search.postgres.rows import MOST, on_sphere
from marketplace.search.postgres.statements import SQL, Piece, Statement, listed, real

NOWHERE = SQL("NULL::float8")


def filters_of(statement: Statement, request: SearchRequest, chord: Piece) -> dict[str, Piece]:
    """What a document must meet, by the name of each filter in use."""
    several = (
        ("category", SQL("d.category && {}"), request.categories),
        ("municipality", SQL("d.municipality = any({})"), request.municipalities),
        ("county", SQL("d.county = any({})"), request.counties),
        ("condition", SQL("d.condition = any({})"), request.conditions),
    )
    found = {name: rule.format(statement.value(list(codes), "text[]")) for name, rule, codes in several if codes}
    return found | _limits(statement, request, chord)


def _limits(statement: Statement, request: SearchRequest, chord: Piece) -> dict[str, Piece]:
    found: dict[str, Piece] = {}
    if request.free is not None:
        found["free"] = SQL("(d.price = 0) = {}").format(statement.value(request.free, "boolean"))
    if request.loan is not None:
        found["loan"] = SQL("d.loan = {}").format(statement.value(request.loan, "boolean"))
    if request.min_quantity is not None:
        found["min_quantity"] = SQL("d.available >= {}").format(
            statement.value(min(request.min_quantity, MOST), "int8")
        )
    most = {"width": request.max_width_cm, "depth": request.max_depth_cm, "height": request.max_height_cm}
    for name, value in most.items():
        if value is not None:
            length = sql.Identifier("d", name)
            found[f"max_{name}_cm"] = SQL("{} <= {}").format(length, statement.value(min(value, MOST), "int8"))
    if request.available_by is not None:
        day = statement.value(request.available_by, "date")
        found["available_by"] = SQL("coalesce(d.ready <= {}, true)").format(day)
    if request.within_km is not None and request.near is not None:
        found["within_km"] = SQL("{} <= {}").format(chord, real(chord_of(request.within_km)))
    return found


def chord_to(near: tuple[float, float] | None) -> Piece:
    """The squared way through a ball of radius 1 from there to a document; NULL where one of the two is unknown."""
    if near is None:
        return NOWHERE
    apart = [
        SQL("(d.{axis} - {here}) * (d.{axis} - {here})").format(axis=sql.Identifier(axis), here=real(here))
        for axis, here in zip("xyz", on_sphere(*near), strict=True)
    ]
    return SQL("({})").format(listed(apart, " + "))


def chord_of(kilometres: float) -> float:
    """The squared chord of a way along the ground."""
    return float((2 * sin(min(max(kilometres / EARTH_KM, 0.0), pi) / 2)) ** 2)


def kilometres_of(chord: float) -> float:
    """The way along the ground of a squared chord."""
    return 2 * EARTH_KM * asin(min(1.0, sqrt(chord) / 2))
