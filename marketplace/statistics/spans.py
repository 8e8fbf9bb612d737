"""Days between two dates, in either database's own words."""

from typing import Any

from sqlalchemy import ColumnElement, Integer
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


class _DaysBetween(FunctionElement[int]):
    type = Integer()
    inherit_cache = True
    name = "days_between"


@compiles(_DaysBetween)
def _subtract(element: _DaysBetween, compiler: SQLCompiler, **kwargs: Any) -> str:
    first, last = (compiler.process(part, **kwargs) for part in element.clauses)
    return f"({last} - {first})"


@compiles(_DaysBetween, "sqlite")
def _subtract_julian(element: _DaysBetween, compiler: SQLCompiler, **kwargs: Any) -> str:
    first, last = (compiler.process(part, **kwargs) for part in element.clauses)
    return f"cast(julianday({last}) - julianday({first}) as integer)"


def days_between(first: Any, last: Any) -> ColumnElement[int]:
    """Whole days from the first date to the last."""
    return _DaysBetween(first, last)
