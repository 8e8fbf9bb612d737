"""Answers that set no cookie and are the same for everybody."""

from flask import Flask, Response, g
from flask.sessions import SecureCookieSessionInterface, SessionMixin


class Sessions(SecureCookieSessionInterface):
    """The session cookie, left alone where an answer is for everybody: neither set, renewed nor said to matter."""

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Keep the session, unless the answer goes without."""
        if not g.get("without_cookie"):
            super().save_session(app, session, response)


def go_without() -> None:
    """Let this answer set no cookie and not vary by one."""
    g.without_cookie = True
