"""What an operator can set, read from the environment once."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

_CHECKOUT = Path(__file__).resolve().parent.parent
ROOT = _CHECKOUT if (_CHECKOUT / "pyproject.toml").exists() else Path.cwd()
DATABASES = ("sqlite", "postgresql", "postgresql+psycopg", "postgres")
ENGINES = ("whoosh", "postgres")
UPLOADS = ("", "file", "memory", "s3", "az", "azure", "gs")
WORKFLOWS = "*.logic.azure.com, *.api.powerplatform.com"
"""Where Microsoft's Workflows take posts to Teams."""
_DEVELOPMENT_KEY = "a key for trying out on one machine only"


class WrongSetting(Exception):
    """A setting that cannot be used; its text names the setting and how to mend it."""


@dataclass(frozen=True)
class Settings:
    """All settings, checked. The defaults are the embedded service on one machine."""

    database_url: str = "sqlite:///" + str(ROOT / "ombruk.sqlite")
    search: str = "whoosh"
    search_index: Path = ROOT / "search_index"
    uploads_url: str = str(ROOT / "uploads")
    secret_key: str = _DEVELOPMENT_KEY
    base_url: str = "http://127.0.0.1:8000"
    smtp_url: str | None = None
    teams_webhook: str | None = None
    teams_hosts: str = WORKFLOWS
    oidc_issuer: str | None = None
    oidc_client_id: str | None = None
    oidc_client_secret: str | None = None
    redis_url: str | None = None
    inline_worker: bool = True
    testing: bool = False

    @property
    def secure_cookies(self) -> bool:
        """Whether the service is reached by https only."""
        return self.base_url.startswith("https://")


def from_environment(environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings in the environment.

    Raises:
        WrongSetting: one is wrong; the sentence names it.
    """
    found = {name.removeprefix("OMBRUK_").lower(): value.strip() for name, value in environment.items() if _ours(name)}
    known = set(Settings.__dataclass_fields__) - {"testing"}
    for name in found:
        if name not in known:
            raise WrongSetting(f"OMBRUK_{name.upper()} is not a setting; see docs/configuration.md.")
    given = {name: value for name, value in found.items() if value}
    return _checked(given)


def _ours(name: str) -> bool:
    return name.startswith("OMBRUK_")


def _checked(given: dict[str, str]) -> Settings:
    defaults = Settings()
    url = _database_url(given.get("database_url", defaults.database_url))
    search = given.get("search", defaults.search)
    if search not in ENGINES:
        raise WrongSetting(f"OMBRUK_SEARCH is {search!r}; it must be one of {', '.join(ENGINES)}.")
    base_url = _web_address("BASE_URL", given.get("base_url", defaults.base_url)).rstrip("/")
    key = given.get("secret_key", defaults.secret_key)
    if len(key) < 16:
        raise WrongSetting("OMBRUK_SECRET_KEY is too short; give it at least 16 characters.")
    if key == _DEVELOPMENT_KEY and base_url.startswith("https://"):
        raise WrongSetting("OMBRUK_SECRET_KEY must be set when OMBRUK_BASE_URL is https; give it 32 random characters.")
    return Settings(
        database_url=url,
        search=search,
        search_index=Path(given.get("search_index", str(defaults.search_index))),
        uploads_url=_scheme("UPLOADS_URL", given.get("uploads_url", defaults.uploads_url), UPLOADS),
        secret_key=key,
        base_url=base_url,
        smtp_url=_scheme("SMTP_URL", given["smtp_url"], ("smtp", "smtps")) if "smtp_url" in given else None,
        teams_webhook=_web_address("TEAMS_WEBHOOK", given["teams_webhook"]) if "teams_webhook" in given else None,
        teams_hosts=given.get("teams_hosts", defaults.teams_hosts),
        oidc_issuer=_web_address("OIDC_ISSUER", given["oidc_issuer"]) if "oidc_issuer" in given else None,
        oidc_client_id=given.get("oidc_client_id"),
        oidc_client_secret=given.get("oidc_client_secret"),
        redis_url=_scheme("REDIS_URL", given["redis_url"], ("redis", "rediss")) if "redis_url" in given else None,
        inline_worker=_yes_or_no("INLINE_WORKER", given.get("inline_worker", "1")),
    )


def _database_url(url: str) -> str:
    scheme = url.partition("://")[0]
    if scheme not in DATABASES or "://" not in url:
        raise WrongSetting("OMBRUK_DATABASE_URL must begin with sqlite:/// or postgresql://.")
    if scheme == "sqlite":
        if not url.startswith("sqlite:///") or url in ("sqlite:///", "sqlite:///:memory:"):
            raise WrongSetting("OMBRUK_DATABASE_URL must name a file: sqlite:////folder/ombruk.sqlite.")
        return url
    return "postgresql+psycopg://" + url.partition("://")[2]


def _scheme(name: str, url: str, allowed: tuple[str, ...]) -> str:
    scheme = url.partition("://")[0] if "://" in url else ""
    if scheme not in allowed:
        raise WrongSetting(f"OMBRUK_{name} must begin with one of {', '.join(s + '://' for s in allowed if s)}.")
    return url


def _web_address(name: str, url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise WrongSetting(f"OMBRUK_{name} must be an address that begins with http:// or https://.")
    return url


def _yes_or_no(name: str, value: str) -> bool:
    answers = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}
    if value.lower() not in answers:
        raise WrongSetting(f"OMBRUK_{name} must be 1 or 0.")
    return answers[value.lower()]
