"""JSON out, streamed, with decimals exact to the last digit."""

import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal

from marketplace.foundation.tabular.columns import Column, OutValue, Record

_CHUNK_ROWS = 500


def write_json(
    rows: Iterable[Record],
    columns: Sequence[Column],
    *,
    head: Mapping[str, object] | None = None,
    list_name: str = "items",
    ending: str = "}\n",
) -> Iterator[bytes]:
    """Chunks of `{…head, "items": [one object per row]}`, keyed by the columns' keys.

    Datetimes are ISO in UTC. Values of `head` may be anything nested of the same kinds. `ending` closes the object;
    with another one, what follows is the caller's.
    """
    parts = [f"{json.dumps(str(key))}: {_literal(value)}, " for key, value in (head or {}).items()]
    yield ("{" + "".join(parts)).encode()
    yield from write_json_list(rows, columns, list_name, ending)


def write_json_list(rows: Iterable[Record], columns: Sequence[Column], name: str, ending: str) -> Iterator[bytes]:
    """Chunks of `"name": [one object per row]` and the ending: a further list of an object begun by the caller."""
    yield (json.dumps(name) + ": [").encode()
    keys = [(column.key, json.dumps(column.key, ensure_ascii=False)) for column in columns]
    chunk: list[str] = []
    for count, record in enumerate(rows):
        chunk.append(("\n" if count == 0 else ",\n") + _object(record, keys))
        if len(chunk) >= _CHUNK_ROWS:
            yield "".join(chunk).encode()
            chunk.clear()
    yield ("".join(chunk) + "\n]" + ending).encode()


def _object(record: Record, keys: Sequence[tuple[str, str]]) -> str:
    return "{" + ", ".join(f"{name}: {_scalar(record.get(key))}" for key, name in keys) + "}"


def _literal(value: object) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{json.dumps(str(key))}: {_literal(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_literal(item) for item in value) + "]"
    if value is None or isinstance(value, str | int | float | Decimal | date):
        return _scalar(value)
    raise TypeError(f"{type(value).__name__} has no JSON form")


def _scalar(value: OutValue) -> str:
    if isinstance(value, Decimal):
        return f"{value:f}" if value.is_finite() else "null"
    if isinstance(value, float) and not math.isfinite(value):
        return "null"
    if isinstance(value, datetime):
        value = (value.astimezone(UTC) if value.tzinfo else value).isoformat().replace("+00:00", "Z")
    elif isinstance(value, date):
        value = value.isoformat()
    if isinstance(value, str):
        value = value.encode("utf-8", "replace").decode()
    return json.dumps(value, ensure_ascii=False)
