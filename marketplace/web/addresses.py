"""Where to go next, on this site only."""

from urllib.parse import urlsplit

START = "/"


def safe_next(wanted: str | None, otherwise: str = START) -> str:
    """The wanted address when it lies on this site and is read the same by every browser, else `otherwise`."""
    if not wanted or not wanted.startswith("/") or wanted.startswith(("//", "/\\")):
        return otherwise
    if "\\" in wanted or not wanted.isprintable() or len(wanted) > 2000:
        return otherwise
    try:
        parts = urlsplit(wanted)
    except ValueError:
        return otherwise
    if parts.scheme or parts.netloc or parts.path == "/logg-ut":
        return otherwise
    return wanted
