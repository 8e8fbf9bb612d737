"""Refusals as problems (RFC 9457), with a `code` that programs can act on."""

import logging
from http import HTTPStatus
from typing import Any

from apiflask import APIBlueprint
from flask import Response, jsonify, request
from pydantic import BaseModel, Field
from werkzeug.exceptions import HTTPException

from marketplace.api.access import caller_language
from marketplace.foundation.errors import Invalid, Refusal, Throttled
from marketplace.wording.refusals import field_in_words, in_words, refusal_in_words

log = logging.getLogger(__name__)

CODES = {404: "page-not-found", 405: "method-not-allowed", 413: "upload-too-large", 429: "too-many-requests"}


class FieldProblem(BaseModel):
    """What is wrong with one field."""

    field: str
    code: str
    message: str


class Problem(BaseModel):
    """A refusal: `code` for programs, `detail` for people in their language."""

    type: str = "about:blank"
    title: str
    status: int
    code: str
    detail: str
    errors: list[FieldProblem] = Field(default_factory=list)


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """For `doc(responses=…)`: these refusals may be answered, and those every call may meet."""
    schema = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {
        status: {"description": HTTPStatus(status).phrase, "content": schema}
        for status in sorted({401, 403, 422, *statuses})
    }


def answer(refusal: Refusal) -> Response:
    """The problem for a refusal."""
    fields = refusal.fields if isinstance(refusal, Invalid) else ()
    language = caller_language()
    response = _problem(
        refusal.status,
        refusal.code,
        refusal_in_words(language, refusal),
        [FieldProblem(field=f.field, code=f.code, message=field_in_words(language, f)) for f in fields],
    )
    if isinstance(refusal, Throttled):
        response.headers["Retry-After"] = str(refusal.facts.get("seconds", 60))
    if refusal.status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def answer_http(error: HTTPException) -> Response:
    """The problem for what Flask itself refuses: a wrong address, a wrong method, too many bytes."""
    status = error.code or 500
    code = CODES.get(status, "invalid-input" if status < 500 else "unexpected-error")
    response = _problem(status, code, in_words(caller_language(), code, {"megabytes": 100}))
    allowed = getattr(error, "valid_methods", None)
    if allowed:
        response.headers["Allow"] = ", ".join(allowed)
    return response


def _answer_unexpected(error: Exception) -> Response:
    log.exception("unexpected error at %s", request.path)
    return _problem(500, "unexpected-error", in_words(caller_language(), "unexpected-error", {}))


def _problem(status: int, code: str, detail: str, errors: list[FieldProblem] | None = None) -> Response:
    body = Problem(title=HTTPStatus(status).phrase, status=status, code=code, detail=detail, errors=errors or [])
    response = jsonify(body.model_dump())
    response.status_code = status
    response.content_type = "application/problem+json"
    return response


def register(blueprint: APIBlueprint) -> None:
    """Let a blueprint answer every refusal as a problem."""
    blueprint.register_error_handler(Refusal, answer)
    blueprint.register_error_handler(HTTPException, answer_http)
    blueprint.register_error_handler(Exception, _answer_unexpected)
