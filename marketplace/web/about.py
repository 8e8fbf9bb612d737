"""Help, and what there is to know about the service itself."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from marketplace.web.access import public

blueprint = Blueprint("about", __name__)


@blueprint.get("/hjelp")
@public
def help_page() -> ResponseReturnValue:
    """How to do what people come here to do."""
    return render_template("about/help.html")


@blueprint.get("/om")
@public
def about_page() -> ResponseReturnValue:
    """What the service is, its accessibility statement and its privacy text."""
    return render_template("about/about.html")
