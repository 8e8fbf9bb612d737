"""Statements put together: text and the values that go with it."""

from collections.abc import Sequence
from typing import Any, LiteralString

from psycopg import sql
from sqlalchemy import Connection

from marketplace.search.documents import reserved_stage
from marketplace.search.engine import Audience
from marketplace.search.postgres.rows import NO_UNIT
from marketplace.search.postgres.tables import IndexTables

SQL = sql.SQL
Piece = sql.Composable


class Statement:
    """A statement in the making: it hands out places for values and for tables of the index."""

    def __init__(self, tables: IndexTables) -> None:
        self._values: dict[str, Any] = {}
        self._schema = tables.schema

    def value(self, value: object, kind: LiteralString) -> Piece:
        """A place for a value of a kind that PostgreSQL knows."""
        name = f"v{len(self._values)}"
        self._values[name] = value
        return sql.Placeholder(name) + SQL("::") + SQL(kind)

    def table(self, name: str) -> Piece:
        """A table of the index."""
        return sql.Identifier(self._schema, name)

    def rows(self, connection: Connection, piece: Piece) -> list[tuple[Any, ...]]:
        """What it answers."""
        return [tuple(row) for row in connection.exec_driver_sql(piece.as_string(), self._values)]

    def run(self, connection: Connection, piece: Piece) -> None:
        """Do what it says."""
        connection.exec_driver_sql(piece.as_string(), self._values)


def real(value: float) -> Piece:
    """A number written out; without its kind PostgreSQL would reckon with it digit by digit, ten times as slowly."""
    return SQL("{}::float8").format(sql.Literal(value))


def listed(pieces: Sequence[Piece], between: LiteralString = ", ") -> Piece:
    """Pieces with something between them."""
    return SQL(between).join(pieces)


def every(conditions: Sequence[Piece]) -> Piece:
    """All of them; without any, true."""
    return listed(conditions, " AND ") if conditions else SQL("true")


def any_of_them(conditions: Sequence[Piece]) -> Piece:
    """Any of them."""
    return SQL("({})").format(listed(conditions, " OR "))


def greatest(values: Sequence[Piece]) -> Piece:
    """The greatest of them, NULL left out."""
    return values[0] if len(values) == 1 else SQL("greatest({})").format(listed(values))


def least(values: Sequence[Piece]) -> Piece:
    """The least of them, NULL left out."""
    return values[0] if len(values) == 1 else SQL("least({})").format(listed(values))


def open_to(audience: Audience, statement: Statement) -> Piece:
    """`Audience.may_see`, for a row `d` that says municipality, stage and unit."""
    if audience.sees_all:
        return SQL("true")
    network: Piece = SQL("false")
    if audience.is_member:
        reserved = statement.value(reserved_stage(audience.municipality_number), "text")
        network = SQL("d.stage IN ('network', {})").format(reserved)
    if audience.is_member and audience.members is not None:
        members = statement.value(sorted(audience.members), "text[]")
        network = SQL("({} AND d.municipality = any({}))").format(network, members)
    if audience.municipality_number is None:
        return network
    own = SQL("d.municipality = {}").format(statement.value(audience.municipality_number, "text"))
    if audience.unit_ids is not None:
        units = statement.value([NO_UNIT, *sorted(audience.unit_ids)], "int8[]")
        own = SQL("({} AND (d.stage IN ('network', 'municipality') OR d.unit = any({})))").format(own, units)
    return SQL("({} OR {})").format(network, own)
