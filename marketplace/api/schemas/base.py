"""What all schemas share: strict input, generous output, and how input is read and refused."""

import re
from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import Annotated, Any, Generic, Self, TypeVar

from apiflask.schema_adapters import registry
from apiflask.schema_adapters.pydantic import PydanticAdapter
from flask import Request
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError
from werkzeug.datastructures import FileStorage

from marketplace.foundation.errors import FieldError, Invalid
from marketplace.foundation.pagination import DEFAULT_PER_PAGE, MAX_PER_PAGE, Page

T = TypeVar("T")

_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


def _without_control_characters(value: str) -> str:
    if any(ord(character) < 32 and character not in "\n\r\t" for character in value):
        raise ValueError("control characters")
    return value


def _written(value: object) -> object:
    if type(value) is date or (isinstance(value, str) and _DAY.fullmatch(value.strip())):
        return value
    raise PydanticCustomError("date_parsing", "not a date")


Text = Annotated[str, AfterValidator(_without_control_characters)]
Count = Annotated[int, Field(ge=1, le=1_000_000)]
Day = Annotated[date, BeforeValidator(_written)]
"""Written `2026-08-01`; a number is no date."""


class Input(BaseModel):
    """A body or query; unknown fields are refused."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True, arbitrary_types_allowed=True)


class Query(Input):
    """A query string; every call may say in which `lang` it wants its words."""

    lang: str | None = Field(None, pattern="^(nb|nn|en)$")


class Paged(Query):
    """A query for one page of a list."""

    page: int = Field(1, ge=1, le=100_000)
    per_page: int = Field(DEFAULT_PER_PAGE, ge=1, le=MAX_PER_PAGE)


class Answer(BaseModel):
    """What is answered; read from models and read models alike."""

    model_config = ConfigDict(from_attributes=True)


class ListOf(Answer, Generic[T]):
    """A page of a list."""

    items: list[T]
    total: int
    page: int
    per_page: int

    @classmethod
    def of(cls, page: Page[T]) -> Self:
        """One page of several."""
        return cls(items=list(page.items), total=page.total, page=page.page, per_page=page.per_page)

    @classmethod
    def whole(cls, items: Iterable[T]) -> Self:
        """All there are, on one page."""
        found = list(items)
        return cls(items=found, total=len(found), page=1, per_page=max(len(found), 1))


CODES = {
    "missing": "field-required",
    "string_too_short": "field-required",
    "string_too_long": "field-too-long",
    "too_short": "field-required",
    "too_long": "field-too-long",
    "int_parsing": "field-not-a-number",
    "int_type": "field-not-a-number",
    "int_from_float": "field-not-a-number",
    "float_parsing": "field-not-a-number",
    "float_type": "field-not-a-number",
    "decimal_parsing": "field-not-a-number",
    "decimal_type": "field-not-a-number",
    "finite_number": "field-not-a-number",
    "enum": "field-not-a-choice",
    "literal_error": "field-not-a-choice",
    "extra_forbidden": "field-unknown",
    "date_parsing": "field-not-a-date",
    "date_from_datetime_parsing": "field-not-a-date",
    "datetime_parsing": "field-not-a-date",
    "datetime_from_date_parsing": "field-not-a-date",
    "greater_than_equal": "field-wrong",
    "less_than_equal": "field-wrong",
}


def refusal_of(error: ValidationError) -> Invalid:
    """A failed validation as a refusal that names each field."""
    return Invalid(fields=tuple(_field_error(detail) for detail in error.errors()))


def _field_error(detail: ErrorDetails) -> FieldError:
    name = ".".join(str(part) for part in detail["loc"]) or "body"
    code = CODES.get(detail["type"], "field-wrong")
    facts = {"most": detail.get("ctx", {}).get("max_length")} if code == "field-too-long" else {}
    return FieldError(name, code, facts)


class StrictAdapter(PydanticAdapter):
    """Reads input as pydantic says, repeated query parameters as lists, and refuses with our codes."""

    def validate_input(self, request: Request, location: str, **kwargs: Any) -> BaseModel:
        """The validated input, or `Invalid`."""
        try:
            if location == "query":
                return self.model_class.model_validate(self._query(request))
            if location in ("files", "form_and_files"):
                files: dict[str, str | FileStorage] = {**request.form.to_dict(), **request.files.to_dict()}
                return self.model_class.model_validate(files)
            return self.model_class.model_validate(_json(request))
        except ValidationError as error:
            raise refusal_of(error) from None

    def get_openapi_schema(self, **kwargs: Any) -> dict[str, Any]:
        """The schema as JSON: of an answer as it is written, of input as it is read."""
        mode = "serialization" if issubclass(self.model_class, Answer) else "validation"
        return super().get_openapi_schema(**kwargs | {"mode": mode})

    def _query(self, request: Request) -> dict[str, Any]:
        lists = _list_names(self.model_class)
        return {name: values if name in lists else values[-1] for name, values in request.args.lists()}


@cache
def _list_names(model: type[BaseModel]) -> frozenset[str]:
    """The fields of a query that may stand several times."""
    return frozenset(name for name, schema in model.model_json_schema()["properties"].items() if _is_list(schema))


def _is_list(schema: dict[str, Any]) -> bool:
    return schema.get("type") == "array" or any(option.get("type") == "array" for option in schema.get("anyOf", ()))


def _json(request: Request) -> Any:
    if not request.data:
        return {}
    try:
        body = request.get_json(force=True, silent=True)
    except RecursionError:  # lists within lists without end
        body = None
    if body is None:
        raise Invalid("not-json")
    return body


registry.register("pydantic", StrictAdapter)
