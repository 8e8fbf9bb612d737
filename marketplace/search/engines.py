"""Which engine this process uses. Chosen once, by the application."""

from marketplace.foundation.transaction import open_connection
from marketplace.search.engine import SearchEngine
from marketplace.search.postgres.engine import PostgresEngine
from marketplace.search.whoosh.engine import WhooshEngine
from marketplace.settings import Settings, WrongSetting

_chosen: list[SearchEngine] = []


def from_settings(settings: Settings) -> SearchEngine:
    """The engine that the settings name.

    Raises:
        WrongSetting: the engine needs another database.
    """
    if settings.search == "whoosh":
        return WhooshEngine(settings.search_index)
    if not settings.database_url.startswith("postgresql"):
        raise WrongSetting("OMBRUK_SEARCH is 'postgres', and OMBRUK_DATABASE_URL names no PostgreSQL database.")
    return PostgresEngine(settings.database_url, open_connection)


def use(engine: SearchEngine) -> None:
    """Search with this engine from now on."""
    _chosen[:] = [engine]


def engine() -> SearchEngine:
    """The engine in use."""
    return _chosen[0]
