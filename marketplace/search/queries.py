"""Placeholder until the feature is here."""


def troubles() -> list[str]:
    """Placeholder."""
    return []
