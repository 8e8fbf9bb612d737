"""The templates alone: an application without features or database."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from flask import Flask, render_template_string
from flask_babel import Babel
from flask_wtf import CSRFProtect

from marketplace.foundation import clock
from marketplace.web import jinja, search
from marketplace.web.access import login_manager
from tests.web.pages import faults

NOW = datetime(2026, 6, 15, 10, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def pages() -> Flask:
    app = Flask("marketplace.web")
    app.config.update(SECRET_KEY="only here", WTF_CSRF_ENABLED=True)
    CSRFProtect(app)
    Babel(app, default_locale="nb", locale_selector=lambda: "nb")
    login_manager.init_app(app)
    jinja.register(app)
    app.register_blueprint(search.blueprint)  # the field in the header asks it for suggestions
    return app


@pytest.fixture
def draw(pages: Flask) -> Iterator[Callable[..., str]]:
    """Draw a template's text; what is drawn must be without faults."""
    with pages.test_request_context("/sok?q=stol&page=4"), clock.standing_still(NOW):

        def drawn(text: str, **names: object) -> str:
            html = render_template_string(text, **names)
            assert faults(html) == []
            return html

        yield drawn
