"""Placeholder until the feature is here."""

from marketplace.foundation.outbox import in_batches


@in_batches
def refresh_listings(events: object) -> None:
    """Placeholder."""


def rebuild() -> int:
    """Placeholder."""
    return 0
