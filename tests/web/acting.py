"""What people do on pages, and what is stored of it."""

from sqlalchemy import func, select

from marketplace.claims.models import Claim
from marketplace.foundation.database import db
from tests.web.pages import faults

HTMX = {"HX-Request": "true"}


def fetch(client, address, status=200, **more):
    answer = client.get(address, **more)
    assert answer.status_code == status
    assert faults(answer.text) == []
    return answer.text


def send(client, address, status=302, headers=None, **values):
    answer = client.post(address, data=values, headers=headers)
    assert answer.status_code == status, answer.text
    if status != 302:
        assert faults(answer.text) == []
    return answer


def only(model=Claim):
    db.session.expire_all()
    return db.session.scalars(select(model)).one()


def count(model=Claim):
    db.session.expire_all()
    return db.session.scalar(select(func.count(model.id)))
