"""A card is marked only with what may change somebody's mind."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from flask_babel import Babel

from marketplace.catalogue.conditions import Condition
from marketplace.listings.queries import ListingCard
from marketplace.listings.states import ListingState, Stage
from marketplace.web.cards import marks_of

TODAY = date(2026, 6, 15)
NOON = datetime(2026, 6, 15, 10, 0, tzinfo=UTC)
PLAIN = ListingCard(
    id=1,
    title="Stol",
    category_code="KON.STOL",
    municipality_number="3203",
    municipality_name="Asker",
    unit_id=None,
    condition=Condition.GOOD,
    quantity=12,
    left_quantity=8,
    price_nok=0,
    loan_days=None,
    state=ListingState.PUBLISHED,
    stage=Stage.NETWORK,
    photo=(),
    published_at=NOON,
    updated_at=NOON,
    available_from=None,
    closes_at=None,
)


@pytest.fixture(scope="module", autouse=True)
def _in_norwegian():
    app = Flask("marks")
    Babel(app, locale_selector=lambda: "nb")
    with app.test_request_context():
        yield


def test_an_ordinary_card_has_no_mark():
    assert marks_of(PLAIN, TODAY) == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"closes_at": NOON + timedelta(hours=5)}, ["Stenger i dag"]),
        ({"closes_at": NOON + timedelta(days=1)}, ["Stenger i morgen"]),
        ({"closes_at": NOON + timedelta(days=7)}, ["Stenger om 7 dager"]),
        ({"closes_at": NOON + timedelta(days=8)}, []),
        ({"closes_at": NOON - timedelta(days=1)}, []),
        ({"condition": Condition.NEEDS_REPAIR}, ["Trenger reparasjon"]),
        ({"available_from": date(2026, 12, 1)}, ["Fra 01.12.2026"]),
        ({"available_from": TODAY}, []),
        ({"price_nok": 1200}, ["1\N{NO-BREAK SPACE}200\N{NO-BREAK SPACE}kr per stk."]),
        ({"stage": Stage.MUNICIPALITY}, ["Bare egen kommune"]),
        ({"stage": Stage.UNIT}, ["Bare egen enhet"]),
        ({"state": ListingState.DRAFT}, ["Utkast"]),
        ({"state": ListingState.WITHDRAWN, "price_nok": 5}, ["Trukket", "5\N{NO-BREAK SPACE}kr per stk."]),
    ],
)
def test_what_matters_is_marked(change, words):
    assert [text for text, _ in marks_of(replace(PLAIN, **change), TODAY)] == words
