"""A client that looks at every page it is shown."""

from typing import Any

from apiflask import APIFlask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.web.pages import Page, faults


class LookingClient(FlaskClient):
    """Fetches as any client, and fails on a page without title, heading, language, labels or with an id used twice."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """The response, looked at if it is HTML."""
        response = super().open(*args, **kwargs)
        if response.mimetype == "text/html" and response.data and response.status_code not in (301, 302, 303, 308):
            found = faults(response.text) + (_missing(response.text) if "<html" in response.text else [])
            assert not found, f"{response.request.path}: {found}"
        return response


def _missing(html: str) -> list[str]:
    page = Page(html)
    wanted = {"title": page.all("title"), "h1": page.all("h1"), "main": page.all("main")}
    found = [f"no <{tag}>" for tag, there in wanted.items() if not there]
    if len(wanted["h1"]) > 1:
        found.append("more than one <h1>")
    if not any(attributes.get("lang") in ("nb", "nn", "en") for attributes in page.all("html")):
        found.append("no language")
    return found


def look_at_every_page(application: APIFlask) -> None:
    """Let all clients of this application look."""
    application.test_client_class = LookingClient
