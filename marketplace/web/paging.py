"""Which page of a list is asked for."""

from flask import request

MOST_PAGES = 100_000


def page_number() -> int:
    """The `page` in the address, from 1; what is no number is the first."""
    return min(max(request.args.get("page", 1, type=int), 1), MOST_PAGES)
