"""A refusal as a page, or as a message where htmx asked."""

import logging

from flask import Flask, Response, current_app, flash, redirect, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as AnyResponse

from marketplace.foundation.errors import Refusal, Throttled, Unauthenticated
from marketplace.web.access import current_person
from marketplace.web.locale import reader_language
from marketplace.wording.refusals import SENTENCES, in_words, refusal_in_words

log = logging.getLogger(__name__)

CODES = {404: "page-not-found", 405: "method-not-allowed", 413: "upload-too-large", 429: "too-many-requests"}


def show_refusal(refusal: Refusal) -> AnyResponse:
    """The page for a refusal; whoever is not signed in is sent to sign in and then back."""
    if isinstance(refusal, Unauthenticated):
        return _to_sign_in()
    response = error_page(refusal.status, refusal_in_words(reader_language(), refusal))
    if isinstance(refusal, Throttled):
        response.headers["Retry-After"] = str(refusal.facts.get("seconds", 60))
    return response


def error_page(status: int, sentence: str) -> Response:
    """A whole page that says what happened and what to do."""
    fragment = "HX-Request" in request.headers
    template = "errors/_message.html" if fragment else "errors/error.html"
    return Response(render_template(template, status=status, sentence=sentence), status)


def flash_refusal(refusal: Refusal) -> None:
    """Tell of a refusal on the next page."""
    flash(refusal_in_words(reader_language(), refusal), "danger")


def _to_sign_in() -> AnyResponse:
    back = request.full_path.rstrip("?") if request.method == "GET" else None
    address = url_for("accounts.sign_in", next=back)
    if "HX-Request" in request.headers:
        return Response(status=401, headers={"HX-Redirect": address})
    return redirect(address)


def register(app: Flask) -> None:
    """Answer every error of the pages in the reader's words. The API answers its own."""
    app.register_error_handler(Refusal, show_refusal)
    app.register_error_handler(CSRFError, _show_csrf)
    app.register_error_handler(HTTPException, show_http)
    app.register_error_handler(Exception, _show_unexpected)


def _show_csrf(_: CSRFError) -> AnyResponse:
    view = current_app.view_functions.get(request.endpoint or "")
    if current_person() is None and getattr(view, "access", "public") != "public":
        return _to_sign_in()  # the session ended, and the form's token with it
    return error_page(400, in_words(reader_language(), "form-expired", {}))


def show_http(error: HTTPException) -> AnyResponse:
    """The page for what Flask itself refuses."""
    if error.code is None or error.code < 400:
        return Response(error.get_response().response, error.code)
    code = CODES.get(error.code, "invalid-input" if error.code < 500 else "unexpected-error")
    return error_page(error.code, in_words(reader_language(), code, {"megabytes": 100}))


def _show_unexpected(error: Exception) -> Response:
    log.exception("unexpected error at %s", request.path)
    try:
        return error_page(500, in_words(reader_language(), "unexpected-error", {}))
    except Exception:
        log.exception("not even the page for errors could be drawn")
        return _bare_page()


def _bare_page() -> Response:
    """A page that asks the database nothing, in bokmål."""
    facts = {"heading": "Noe gikk galt hos oss", "sentence": SENTENCES["unexpected-error"]}
    return Response(current_app.jinja_env.get_template("errors/bare.html").render(facts), 500)
