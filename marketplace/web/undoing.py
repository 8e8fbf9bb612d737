"""Telling that something is done, with a button that takes it back."""

from typing import Any, cast

from flask import flash


def flash_done(text: str, undo: str) -> None:
    """Say on the next page what was done; `undo` is the address that takes it back when posted to."""
    message: Any = {"text": text, "undo": undo}  # kept in the session as it is, drawn by `ui.flashed`
    flash(cast(str, message))
