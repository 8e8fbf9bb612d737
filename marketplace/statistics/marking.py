"""Triggers by which the database itself marks what the summaries do not know yet, whoever writes the rows.

A trigger's body names no table but `summary_mark`, so that any other table can be rebuilt by a migration. One that
went with its table is made anew, and the summaries with it.
"""

from dataclasses import dataclass

from sqlalchemy import text

from marketplace.foundation.database import db

_LISTING = ("state", "published_at", "closed_at", "quantity", "category_code", "municipality_number", "loan_days")
_CLAIM = ("listing_id", "state", "requested_at", "ended_at", "approved_quantity", "handed_over_quantity")
_DISPOSITION = ("municipality_number", "category_code", "quantity", "kind", '"on"')


@dataclass(frozen=True, slots=True)
class _Marking:
    """A table: what one of its rows marks, by column of the mark, and which columns matter when it changes."""

    table: str
    marks: tuple[dict[str, str], ...]
    columns: tuple[str, ...] = ()


_MARKINGS = (
    _Marking(
        "transfer",
        (
            {"municipality_number": "from_municipality_number", '"on"': '"on"'},
            {"municipality_number": "to_municipality_number", '"on"': '"on"'},
            {"listing_id": "listing_id"},
        ),
    ),
    _Marking(
        "listing",
        tuple({"municipality_number": "municipality_number", "at": moment} for moment in ("published_at", "closed_at")),
        _LISTING,
    ),
    _Marking("claim", ({"listing_id": "listing_id", "at": "ended_at"},), _CLAIM),
    _Marking("disposition", ({"municipality_number": "municipality_number", '"on"': '"on"'},), _DISPOSITION),
)


def install() -> bool:
    """Make the triggers that are missing; whether there were any."""
    known = set(db.session.scalars(text(_NAMES[_dialect()])))
    missing = [name for marking in _MARKINGS for name in _statements(marking) if name not in known]
    for marking in _MARKINGS:
        for name, statements in _statements(marking).items():
            if name in missing:
                for statement in statements:
                    db.session.execute(text(statement))
    return bool(missing)


_NAMES = {
    "sqlite": "select name from sqlite_master where type = 'trigger'",
    "postgresql": "select tgname from pg_trigger where not tgisinternal",
}


def _dialect() -> str:
    return db.engine.dialect.name


def _statements(marking: _Marking) -> dict[str, tuple[str, ...]]:
    return _on_sqlite(marking) if _dialect() == "sqlite" else _on_postgres(marking)


def _on_sqlite(marking: _Marking) -> dict[str, tuple[str, ...]]:
    found = {f"mark_{marking.table}_insert": _trigger(marking, "insert", ("new",))}
    if marking.columns:
        found[f"mark_{marking.table}_update"] = _trigger(marking, "update", ("old", "new"), _changed(marking))
        found[f"mark_{marking.table}_delete"] = _trigger(marking, "delete", ("old",))
    return found


def _trigger(marking: _Marking, verb: str, rows: tuple[str, ...], when: str = "") -> tuple[str, ...]:
    body = " ".join(_inserts(marking, row) for row in rows)
    return (f"create trigger mark_{marking.table}_{verb} after {verb} on {marking.table} {when} begin {body} end",)


def _on_postgres(marking: _Marking) -> dict[str, tuple[str, ...]]:
    name, table = f"mark_{marking.table}", marking.table
    old, new = _inserts(marking, "old"), _inserts(marking, "new")
    changed = _changed(marking, "is distinct from").removeprefix("when ") or "true"
    body = (
        f"if tg_op = 'INSERT' then {new} elsif tg_op = 'DELETE' then {old} "
        f"elsif {changed} then {old} {new} end if; return null;"
    )
    verbs = "insert or update or delete" if marking.columns else "insert"
    return {
        name: (
            f"create or replace function {name}() returns trigger language plpgsql as $mark$ begin {body} end $mark$",
            f"create trigger {name} after {verbs} on {table} for each row execute function {name}()",
        )
    }


def _inserts(marking: _Marking, row: str) -> str:
    statements = []
    for mark in marking.marks:
        values = [f"{row}.{column}" for column in mark.values()]
        known = " and ".join(f"{value} is not null" for value in values[-1:] if marking.table == "listing")
        where = f" where {known}" if known else ""
        statements.append(f"insert into summary_mark ({', '.join(mark)}) select {', '.join(values)}{where};")
    return " ".join(statements)


def _changed(marking: _Marking, differs: str = "is not") -> str:
    return (
        "when " + " or ".join(f"old.{name} {differs} new.{name}" for name in marking.columns) if marking.columns else ""
    )
