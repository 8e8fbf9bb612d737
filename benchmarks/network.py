"""A demo network with many listings, for what is measured over HTTP."""

import http.client
import os
import re
from pathlib import Path
from random import Random
from urllib.parse import urlencode, urlsplit

from benchmarks.measure import timed
from marketplace.accounts.queries import find_person_by_email
from marketplace.app import create_app
from marketplace.cli.database import bring_up_to_date
from marketplace.demo import large, people
from marketplace.foundation import clock
from marketplace.foundation.actor import Actor
from marketplace.organisations import tokens
from marketplace.organisations.queries import actor_of
from marketplace.search import indexing
from marketplace.settings import from_environment

READER = "innkjoper@gjovik.example"
MANAGER = "forvalter@gjovik.example"


def settings_in(folder: Path) -> dict[str, str]:
    """Settings of a service that keeps everything in a folder."""
    return {
        "OMBRUK_DATABASE_URL": f"sqlite:///{folder / 'ombruk.sqlite'}",
        "OMBRUK_SEARCH_INDEX": str(folder / "index"),
        "OMBRUK_UPLOADS_URL": str(folder / "uploads"),
    }


def filled(settings: dict[str, str], size: int) -> tuple[dict[str, str], float]:
    """A database with listings and an index; gives a token for each person, and the seconds that indexing took."""
    with create_app(from_environment({**os.environ, **settings})).app_context():
        bring_up_to_date()
        large.add_many(people.add_people(), Random(1), listings=size, transfers=0)
        building = timed(indexing.rebuild)
        secrets = {email: tokens.create_token(actor(email), "benchmark").secret for email in (READER, MANAGER)}
        return secrets, building


def actor(email: str) -> Actor:
    """Somebody of the demo."""
    person = find_person_by_email(email)
    if person is None:
        raise LookupError(f"the demo has no {email}")
    return actor_of(person, on=clock.today())


def signed_in(address: str) -> str:
    """The cookie of a session."""
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=30)
    connection.request("GET", "/logg-inn")
    form = connection.getresponse()
    page, cookie = form.read().decode(), _cookie(form)
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    fields = {"csrf_token": token[1] if token else "", "email": READER, "password": people.PASSWORD}
    headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
    connection.request("POST", "/logg-inn", urlencode(fields), headers)
    answer = connection.getresponse()
    answer.read()
    return _cookie(answer) or cookie


def _cookie(answer: http.client.HTTPResponse) -> str:
    return "; ".join(line.partition(";")[0] for line in answer.headers.get_all("Set-Cookie") or ())
