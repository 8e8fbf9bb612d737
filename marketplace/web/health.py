"""Is the service alive, and can it do its work?"""

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

from marketplace.foundation import health
from marketplace.search import queries as search
from marketplace.web.access import public

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
@public
def alive() -> ResponseReturnValue:
    """The process answers."""
    return jsonify(status="ok")


@blueprint.get("/readyz")
@public
def ready() -> ResponseReturnValue:
    """Database, files and search answer; what does not is named."""
    troubles = [*health.troubles(), *search.troubles()]
    return (jsonify(status="unavailable", troubles=troubles), 503) if troubles else (jsonify(status="ok"), 200)
