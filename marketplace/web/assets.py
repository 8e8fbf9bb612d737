"""Static files: addresses that change with their content, and icons drawn into the page."""

import gzip
import hashlib
from functools import cache, lru_cache
from pathlib import Path

from flask import Flask, Response, g, request, url_for
from markupsafe import Markup

STATIC = Path(__file__).resolve().parent / "static"
ICONS = "vendor/icons.svg"
_FOREVER = "public, max-age=31536000, immutable"
_COMPRESSED = {".css", ".js", ".svg", ".json"}


@cache
def _fingerprint(name: str, changed_ns: int) -> str:
    return hashlib.blake2b((STATIC / name).read_bytes(), digest_size=6).hexdigest()


def asset(name: str) -> str:
    """The address of a static file, new whenever its content is new.

    Raises:
        FileNotFoundError: no such file; the assets have not been built.
    """
    known: dict[str, str] = g.setdefault("assets", {})  # a page asks for the same sprite with every icon
    if name not in known:
        version = _fingerprint(name, (STATIC / name).stat().st_mtime_ns)
        known[name] = url_for("static", filename=name, v=version)
    return known[name]


def icon(name: str) -> Markup:
    """An Aksel icon from the sprite, hidden from screen readers: the words beside it carry the meaning.

    Nothing, when the sprite has not been built: a page does not fall for want of an ornament.
    """
    try:
        sprite = asset(ICONS)
    except FileNotFoundError:
        return Markup("")
    return _drawn(sprite, name)


@lru_cache(maxsize=1_000)
def _drawn(sprite: str, name: str) -> Markup:
    return Markup('<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>').format(
        sprite, name
    )


@cache
def _compressed(name: str, changed_ns: int) -> bytes:
    return gzip.compress((STATIC / name).read_bytes(), 9, mtime=0)


def serve_static_well(response: Response) -> Response:
    """Let a versioned address be kept for ever, and send text compressed to who takes it."""
    if request.endpoint != "static" or response.status_code != 200:
        return response
    name = (request.view_args or {})["filename"]
    if "v" in request.args:
        response.headers["Cache-Control"] = _FOREVER
    path = STATIC / name
    if path.suffix in _COMPRESSED:
        response.vary.add("Accept-Encoding")
        if request.accept_encodings["gzip"] and "Range" not in request.headers:
            response.close()
            response.direct_passthrough = False
            response.set_data(_compressed(name, path.stat().st_mtime_ns))
            response.headers["Content-Encoding"] = "gzip"
    return response


def register(app: Flask) -> None:
    """Give templates `asset` and `icon`, and static files their headers."""
    app.jinja_env.globals.update(asset=asset, icon=icon)
    app.after_request(serve_static_well)
