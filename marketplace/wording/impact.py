"""Words for the effect."""

REFUSALS: dict[str, str] = {}
