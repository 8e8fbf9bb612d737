"""What did not get through, on the operators' page."""

from datetime import timedelta

import pytest

from marketplace.foundation import clock, outbox, ports
from marketplace.foundation.mail.port import MailNotDelivered, RecipientRefused
from tests import builders
from tests.conftest import NOW
from tests.notifications.scenes import told
from tests.web.acting import fetch, send
from tests.web.pages import Page

PLACE = "/drift/leveranser"


@pytest.fixture
def operator(client, sign_in):
    return sign_in(client, builders.a_person("operator"))


@pytest.fixture
def mailer(app, monkeypatch, mailbox):
    """A mail server that takes nothing until told otherwise."""

    class Away:
        error = MailNotDelivered("TimeoutError: <timed out>")

        def send(self, message):
            if self.error is not None:
                raise self.error
            mailbox.send(message)

    away = Away()
    monkeypatch.setattr(ports, "mailer", lambda: away)
    return away


@pytest.mark.parametrize("role", ["observer", "requester", "facility_manager", "municipality_admin", "project_lead"])
def test_only_operators_see_and_mend(client, sign_in, role):
    sign_in(client, builders.a_person(role))
    fetch(client, PLACE, status=403)
    assert client.post(f"{PLACE}/prov-igjen").status_code == 403
    assert client.post(f"{PLACE}/1/prov-igjen").status_code == 403
    assert PLACE not in fetch(client, "/hjelp")


def test_an_empty_page_says_that_all_is_delivered(operator):
    assert "Alt er levert" in fetch(operator, PLACE)
    assert Page(fetch(operator, "/hjelp")).all("a", href=PLACE)


def test_what_is_given_up_is_shown_with_its_reason_and_reader(operator, mailer):
    mailer.error = RecipientRefused("the server refused the reader: [550]")
    reader = builders.a_person(email="borte@asker.example")
    told(reader)
    outbox.deliver_all()
    html = fetch(operator, PLACE)
    assert "borte@asker.example" in html
    assert "Gitt opp" in html
    assert "refused the reader: [550]" in html
    assert outbox.state().given_up == 1


def test_what_is_late_is_shown_when_ten_minutes_have_gone_and_not_before(operator, mailer):
    told(builders.a_person(email="sen@asker.example"))
    outbox.deliver_pending()
    assert "sen@asker.example" not in fetch(operator, PLACE)
    with clock.standing_still(NOW + timedelta(minutes=11)):
        html = fetch(operator, PLACE)
    assert "sen@asker.example" in html
    assert "Forsinket" in html
    assert "TimeoutError: &lt;timed out&gt;" in html


def test_one_is_tried_again_and_gets_through(operator, mailer, mailbox):
    mailer.error = RecipientRefused("550")
    told(builders.a_person(email="a@asker.example"))
    told(builders.a_person(email="b@asker.example"))
    outbox.deliver_all()
    mailer.error = None
    first = Page(fetch(operator, PLACE)).all("form")
    address = next(
        form["action"]
        for form in first
        if form.get("action", "").startswith(f"{PLACE}/") and "/prov" in form["action"][len(PLACE) + 1 :]
    )
    send(operator, address)
    outbox.deliver_all()
    assert [letter.to for letter in mailbox.sent] == ["a@asker.example"]
    send(operator, address, status=404)


def test_all_are_tried_again_and_each_letter_leaves_once(operator, mailer, mailbox):
    mailer.error = RecipientRefused("550")
    for name in ("a", "b", "c"):
        told(builders.a_person(email=f"{name}@asker.example"))
    outbox.deliver_all()
    mailer.error = None
    for _ in range(2):
        send(operator, f"{PLACE}/prov-igjen")
        outbox.deliver_all()
    assert sorted(letter.to for letter in mailbox.sent) == ["a@asker.example", "b@asker.example", "c@asker.example"]
    assert "Alt er levert" in fetch(operator, PLACE)


def test_the_page_costs_the_same_however_much_went_wrong(operator, mailer, count_queries):
    mailer.error = RecipientRefused("550")
    costs = []
    for _ in range(2):
        for _ in range(3):
            told(builders.a_person())
        outbox.deliver_all()
        fetch(operator, PLACE)
        with count_queries() as sent:
            fetch(operator, PLACE)
        costs.append(len(sent))
    assert costs[0] == costs[1]
