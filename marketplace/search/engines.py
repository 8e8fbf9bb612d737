"""Placeholder until the feature is here."""


def use(engine: object) -> None:
    """Placeholder."""


def from_settings(settings: object) -> object:
    """Placeholder."""
    return settings
