"""Which engine this process uses. Chosen once, by the application."""

from marketplace.search.engine import SearchEngine
from marketplace.search.whoosh.engine import WhooshEngine
from marketplace.settings import Settings, WrongSetting

_chosen: list[SearchEngine] = []


def from_settings(settings: Settings) -> SearchEngine:
    """The engine that the settings name.

    Raises:
        WrongSetting: there is no such engine.
    """
    if settings.search != "whoosh":
        raise WrongSetting(f"OMBRUK_SEARCH is {settings.search!r}; this version has only 'whoosh'.")
    return WhooshEngine(settings.search_index)


def use(engine: SearchEngine) -> None:
    """Search with this engine from now on."""
    _chosen[:] = [engine]


def engine() -> SearchEngine:
    """The engine in use."""
    return _chosen[0]
