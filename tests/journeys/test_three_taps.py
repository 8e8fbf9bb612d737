"""From an approved claim to the recorded hand-over on a phone: three taps at most, nothing typed, one side alone."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from marketplace.claims import appointing
from marketplace.foundation import clock
from marketplace.foundation.database import db
from marketplace.transfers.models import Transfer
from tests.builders import ASKER, GJOVIK, PASSWORD, a_claim, a_listing, a_person, actor_of
from tests.journeys.browser import chromium, sign_in
from tests.journeys.server import Installation

pytestmark = [pytest.mark.browser, pytest.mark.once]

MOST_TAPS = 3
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True, "locale": "nb-NO"}
expect.set_options(timeout=20_000)


class Phone:
    """Somebody's phone, that counts what is tapped on it once they have signed in."""

    def __init__(self, browser, address, email):
        self._context = browser.new_context(base_url=address, **PHONE)
        self.page = self._context.new_page()
        sign_in(self.page, email, PASSWORD)
        self.taps = 0

    def tap(self, role, name):
        """One tap on what is in the page itself; Playwright waits until a finger could reach it."""
        self.taps += 1
        self.page.locator("main").get_by_role(role, name=name).first.tap()

    def open(self, text):
        """One tap that unfolds."""
        self.taps += 1
        self.page.locator("main summary", has_text=text).first.tap()

    def close(self):
        self._context.close()


@pytest.fixture(scope="module")
def browser():
    with chromium() as driven:
        yield driven


@pytest.fixture
def claim(app):
    """Five of Asker's stools that Gjøvik was promised, as things are today."""
    with clock.standing_still(datetime.now(UTC) - timedelta(days=1)):
        owner = a_person("facility_manager", ASKER, email="eier@asker.example")
        asker = a_person("requester", GJOVIK, email="spor@gjovik.example")
        listing = a_listing(quantity=5, title="Grønn krakk", created_by=owner.id)
        made = a_claim(listing, by=GJOVIK, quantity=5, state="approved", requested_by=asker.id, decided_by=owner.id)
        return made.id, listing.id, actor_of(owner)


@pytest.fixture
def phone(claim, browser, database, tmp_path):
    """A phone of either side, against a server of its own on the test's database."""
    opened = []
    db.session.remove()
    db.engine.dispose()
    with Installation(tmp_path, database.url).served() as address:

        def hold(email):
            opened.append(Phone(browser, address, email))
            return opened[-1]

        yield hold
        for each in opened:
            each.close()


def agree(claim):
    claim_id, _, owner = claim
    at = datetime.now(UTC) + timedelta(hours=2)
    with clock.standing_still(datetime.now(UTC)):
        appointing.make_appointment(owner, claim_id, place="Porten", from_at=at, until_at=at + timedelta(hours=1))
    db.session.remove()


def recorded():
    db.session.rollback()
    return [(row.quantity, row.to_municipality_number) for row in db.session.query(Transfer).all()]


SIDES = [("eier@asker.example", "Lever 5 stk."), ("spor@gjovik.example", "Hent 5 stk.")]


@pytest.mark.parametrize(("email", "waiting"), SIDES)
def test_from_the_start_page_when_no_time_was_agreed(phone, email, waiting):
    held = phone(email)
    held.page.goto("/")
    held.tap("link", waiting)
    held.open("Det er allerede overlevert")
    held.tap("button", "Bekreft overleveringen")
    expect(held.page.locator("main")).to_contain_text("5 stk. er overlevert")
    assert held.taps <= MOST_TAPS
    assert recorded() == [(5, GJOVIK)]


@pytest.mark.parametrize(("email", "waiting"), SIDES)
def test_from_the_start_page_when_a_time_was_agreed(phone, claim, email, waiting):
    agree(claim)
    held = phone(email)
    held.page.goto("/")
    held.tap("link", waiting)
    held.tap("button", "Bekreft overleveringen")
    expect(held.page.locator("main")).to_contain_text("5 stk. er overlevert")
    assert held.taps <= MOST_TAPS
    assert recorded() == [(5, GJOVIK)]


@pytest.mark.parametrize(("email", "_waiting"), SIDES)
def test_on_the_spot_where_the_labels_code_leads(phone, claim, email, _waiting):
    held = phone(email)
    held.page.goto(f"/annonser/{claim[1]}/overlever")
    held.open("Overlevert?")
    held.tap("button", "Bekreft at 5 stk. er overlevert")
    expect(held.page.locator("main")).to_contain_text("5 stk. er overlevert")
    assert held.taps <= MOST_TAPS
    assert recorded() == [(5, GJOVIK)]


def test_from_the_days_list(phone, claim):
    agree(claim)
    held = phone("eier@asker.example")
    held.page.goto("/hentinger")
    if held.page.get_by_text("Ingenting å hente denne dagen").count():  # two hours from now is tomorrow
        held.tap("link", "Dagen etter")
    held.open("Overlevert?")
    held.tap("button", "Bekreft at 5 stk. er overlevert")
    expect(held.page.locator("main")).to_contain_text("5 stk. er overlevert")
    assert held.taps <= MOST_TAPS
    assert recorded() == [(5, GJOVIK)]
