"""The application: the only module that knows all others."""

from importlib.metadata import version
from urllib.parse import urlsplit

from apiflask import APIFlask
from flask import request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFProtect
from werkzeug.exceptions import HTTPException
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import BaseConverter

from marketplace.api import openapi, problems
from marketplace.api.v1 import BLUEPRINTS as API
from marketplace.claims import queries as claims
from marketplace.foundation import outbox, ports
from marketplace.foundation.database import db, prepare_engine
from marketplace.foundation.mail.urls import mailer_from_url
from marketplace.foundation.posting.hosts import hosts_from
from marketplace.foundation.posting.http import HttpPoster
from marketplace.foundation.storage.urls import storage_from_url
from marketplace.inventory import holds as asset_holds
from marketplace.listings import holds as listing_holds
from marketplace.listings import queries as listings
from marketplace.search import engines
from marketplace.settings import Settings, WrongSetting
from marketplace.subscriptions import SUBSCRIPTIONS
from marketplace.web import BLUEPRINTS as PAGES
from marketplace.web import context, cookies, errors, headers, ids, jinja, limits, locale, unsubscribing
from marketplace.web.access import login_manager

MOST_UPLOAD_MB = 110
csrf = CSRFProtect()


class IdConverter(BaseConverter):
    """A number in an address that a database key can be."""

    regex = ids.PATTERN

    def to_python(self, value: str) -> int:
        """The key."""
        return int(value)


def create_app(settings: Settings) -> APIFlask:
    """The application with these settings. Starts no thread and changes nothing.

    Raises:
        WrongSetting: a setting names something that cannot be used.
    """
    app = APIFlask(
        "marketplace.web",
        title="Ombruk",
        version=version("ombruk"),
        spec_path=openapi.PREFIX + "/openapi.json",
        docs_path=None,
        json_errors=False,
    )
    app.config.update(_config(settings))
    app.url_map.converters["id"] = IdConverter
    openapi.describe(app)
    _open_ports(settings)
    if settings.secure_cookies:  # https is ended by a proxy before us: believe it about who calls
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1, x_host=0)  # type: ignore[method-assign] # as WSGI wraps
    db.init_app(app)
    with app.app_context():
        prepare_engine(db.engine, durable=not settings.testing)
    outbox.subscribe(SUBSCRIPTIONS)
    asset_holds.ask(listings.offered_quantities, claims.promised_quantities)
    listing_holds.ask(claims.held_quantities)
    _add_pages(app)
    for api in API:
        app.register_blueprint(api)
        csrf.exempt(api)
    return app


def _config(settings: Settings) -> dict[str, object]:
    pool = {"pool_size": 20, "max_overflow": 40, "pool_pre_ping": not settings.database_url.startswith("sqlite")}
    return {
        "SECRET_KEY": settings.secret_key,
        "SQLALCHEMY_DATABASE_URI": settings.database_url,
        "SQLALCHEMY_ENGINE_OPTIONS": pool,
        "MAX_CONTENT_LENGTH": MOST_UPLOAD_MB * 1024 * 1024,
        "MAX_FORM_PARTS": 5000,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": settings.secure_cookies,
        "REMEMBER_COOKIE_SAMESITE": "Lax",
        "REMEMBER_COOKIE_SECURE": settings.secure_cookies,
        "PERMANENT_SESSION_LIFETIME": 12 * 3600,
        "WTF_CSRF_TIME_LIMIT": 12 * 3600,
        "WTF_CSRF_ENABLED": not settings.testing,
        "RATELIMIT_ENABLED": not settings.testing,
        "RATELIMIT_STORAGE_URI": settings.redis_url or "memory://",
        "TESTING": settings.testing,
        "OMBRUK": settings,
    }


def _open_ports(settings: Settings) -> None:
    try:
        storage = storage_from_url(settings.uploads_url)
        host = urlsplit(settings.base_url).hostname or "localhost"
        mailer = mailer_from_url(settings.smtp_url, sender=f"Ombruk <noreply@{host}>")
    except ValueError as error:
        raise WrongSetting(f"OMBRUK_UPLOADS_URL or OMBRUK_SMTP_URL cannot be used: {error}") from error
    poster = _poster(settings)
    ports.use(ports.Ports(storage, mailer, settings.base_url, settings.secret_key, poster, settings.teams_webhook))
    engines.use(engines.from_settings(settings))


def _poster(settings: Settings) -> HttpPoster:
    trusted = frozenset({settings.teams_webhook} if settings.teams_webhook else ())
    try:
        return HttpPoster(hosts_from(settings.teams_hosts), trusted)
    except ValueError as error:
        raise WrongSetting(f"OMBRUK_TEAMS_HOSTS cannot be used: {error}.") from error


def _add_pages(app: APIFlask) -> None:
    app.session_interface = cookies.Sessions()
    login_manager.init_app(app)
    csrf.init_app(app)
    limits.limiter.init_app(app)
    locale.babel.init_app(app, locale_selector=locale.reader_language, **locale.OPTIONS)
    jinja.register(app)
    app.context_processor(context.page_context)
    errors.register(app)
    app.register_error_handler(HTTPException, _show_or_answer)
    headers.register(app)
    for pages in PAGES:
        app.register_blueprint(pages)
    csrf.exempt(unsubscribing.blueprint)


def _show_or_answer(error: HTTPException) -> ResponseReturnValue:
    if request.path.startswith(openapi.PREFIX):
        return problems.answer_http(error)
    return errors.show_http(error)
