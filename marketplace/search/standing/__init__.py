"""Questions that stand: read once, and held against each new thing instead of the other way round."""
