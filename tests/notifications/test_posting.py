"""Cards to Teams: to whose channels, what they say, at once or once a day, each once, over real HTTP too."""

import json
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from marketplace.claims import service as claims
from marketplace.claims.states import Otherwise
from marketplace.foundation import clock, outbox, ports
from marketplace.foundation.clock import OSLO
from marketplace.foundation.database import db
from marketplace.foundation.outbox import Delivery
from marketplace.foundation.posting.hosts import hosts_from
from marketplace.foundation.posting.http import HttpPoster
from marketplace.foundation.posting.memory import MemoryPoster
from marketplace.notifications import channels, posting
from marketplace.notifications.channels import ChannelFields
from marketplace.notifications.kinds import CHANNEL_DEFAULTS, Kind, Pace
from marketplace.notifications.models import Card
from marketplace.notifications.readers import Side
from marketplace.notifications.telling import tell
from marketplace.organisations.models import Municipality
from tests import builders
from tests.builders import ASKER, GJOVIK
from tests.conftest import NOW
from tests.foundation.receivers import receiving, rubbish, speaking
from tests.notifications.scenes import FACTS

SEVEN = datetime(2026, 6, 16, 7, 0, tzinfo=OSLO)
WORKFLOW = "https://prod-01.westeurope.logic.azure.com/workflows/abc/invoke?sig="


def use(poster, webhook=None):
    ports.use(ports.Ports(ports.storage(), ports.mailer(), ports.base_url(), ports.secret_key(), poster, webhook))


def a_channel(of=ASKER, name="Eiendom", unit_id=None, address=None, **paces):
    """A channel whose first card has gone."""
    wanted = CHANNEL_DEFAULTS | {Kind(kind): Pace(pace) for kind, pace in paces.items()}
    fields = ChannelFields(name=name, address=address or WORKFLOW + name, unit_id=unit_id, paces=wanted)
    channels.open_channel(builders.an_actor("municipality_admin", of), of, fields)
    outbox.deliver_all()
    if isinstance(ports.poster(), MemoryPoster):
        ports.poster().clear()


def news(occasion="claim_requested", fact="1", of=ASKER, unit_id=None, **facts):
    tell([Side(of, unit_id, ())], occasion, fact, "/foresporsler/1", FACTS | facts)
    outbox.deliver_all()


def posted():
    return [(address.removeprefix(WORKFLOW), content(card)) for address, card in ports.poster().posted]


def content(card):
    (attachment,) = card["attachments"]
    assert (card["type"], attachment["contentType"]) == ("message", "application/vnd.microsoft.card.adaptive")
    return attachment["content"]


def texts(card):
    return [block["text"] for block in card["body"]]


def test_a_request_is_told_to_the_owners_channel_and_the_answer_to_the_askers(app):
    a_channel(ASKER, "Asker")
    a_channel(GJOVIK, "Gjovik")
    owner, asker = builders.an_actor("facility_manager", ASKER), builders.an_actor("requester", GJOVIK)
    listing_id = builders.a_listing(quantity=3, created_by=owner.person_id, title="Stol *fin* [x](http://y)").id
    claim_id = claims.request_claim(asker, listing_id, quantity=2, otherwise=Otherwise.BUY_NEW, message="").id
    outbox.deliver_all()
    claims.approve_claim(owner, claim_id)
    outbox.deliver_all()
    (first, request), (second, answer) = posted()
    assert (first, second) == ("Asker", "Gjovik")
    assert request["version"] == "1.4"
    assert texts(request)[:2] == [r"Ny forespørsel: Stol \*fin\* \[x\](http://y)", "Asker"]
    assert request["actions"] == [
        {
            "type": "Action.OpenUrl",
            "title": "Svar på forespørselen",
            "url": f"http://ombruk.example/foresporsler/{claim_id}",
        }
    ]
    assert texts(answer)[0].startswith("Godkjent: ")


def test_a_municipality_of_nynorsk_is_written_to_in_nynorsk(app):
    a_channel(nynorsk())
    news(of=nynorsk())
    ((_, card),) = posted()
    assert card["lang"] == "nn"


def nynorsk():
    found = db.session.scalars(select(Municipality.number).where(Municipality.official_language == "nn"))
    number = sorted(found)[0]
    db.session.rollback()
    return number


def test_a_units_channel_gets_what_concerns_the_unit_only(app):
    unit, other = builders.a_unit().id, builders.a_unit().id
    a_channel(name="Alle")
    a_channel(name="Skolen", unit_id=unit)
    for fact, unit_id in (("1", unit), ("2", other), ("3", None)):
        news(fact=fact, unit_id=unit_id)
    assert [name for name, _ in posted()] == ["Alle", "Skolen", "Alle", "Alle"]


def test_each_kind_is_told_at_once_once_a_day_or_not(app):
    a_channel(request="off", queue="at_once", cancellation="daily")
    for occasion in ("claim_requested", "claim_queued", "claim_cancelled", "claim_message"):
        news(occasion, writer="Ola", place="Gjøvik")
    assert [texts(card)[0] for _, card in posted()] == ["Ny forespørsel i kø: Kontorstol"]
    ports.poster().clear()
    for moment in (SEVEN - timedelta(minutes=1), SEVEN, SEVEN + timedelta(minutes=1), SEVEN + timedelta(days=1)):
        with clock.standing_still(moment):
            posting.begin_card_digests()
            outbox.deliver_all()
    ((_, card),) = posted()
    assert texts(card)[0] == "1 ting har skjedd siden sist"
    assert texts(card)[2] == "[Trukket tilbake: Kontorstol](http://ombruk.example/foresporsler/1)"


def test_the_same_event_told_again_is_one_card(app):
    a_channel()
    for _ in range(3):
        news(fact="7")
    assert len(posted()) == 1


def test_municipalities_without_a_channel_of_their_own_share_the_common_one(app):
    use(MemoryPoster((), frozenset({"http://teams.intern/hook"})), "http://teams.intern/hook")
    news(of=GJOVIK)
    news("claim_queued", of=GJOVIK)
    news("claim_queued", of=ASKER)
    with clock.standing_still(SEVEN):
        assert posting.begin_card_digests() == 2
        outbox.deliver_all()
    cards = [content(card) for address, card in ports.poster().posted if address == "http://teams.intern/hook"]
    assert sorted(texts(card)[1] for card in cards) == ["Asker", "Gjøvik", "Gjøvik"]


def test_without_any_channel_nothing_is_kept_to_be_posted(app):
    news()
    assert db.session.scalars(select(Card)).all() == []


@pytest.fixture
def receiver(app):
    with receiving() as found:
        use(HttpPoster(hosts_from(found.address), step_s=2, whole_s=2))
        a_channel(address=f"{found.address}/hook")
        found.taken.clear()
        yield found


def due(minutes):
    with clock.standing_still(NOW + timedelta(minutes=minutes)):
        outbox.deliver_all()


def test_a_receiver_that_fails_gets_the_card_when_it_is_well_and_once(receiver):
    receiver.answers += [(500, {}), (502, {}), (503, {})]
    news()
    for minute in range(1, 9):
        due(minute)
    assert [texts(content(card))[0] for card in receiver.taken] == ["Ny forespørsel: Kontorstol"]
    assert outbox.state().waiting == 0


def test_a_receiver_that_asks_us_to_wait_is_left_alone_for_so_long(receiver):
    receiver.answers.append((429, {"Retry-After": "600"}))
    news()
    asked = receiver.asked
    due(9)
    assert receiver.asked == asked
    due(16)
    assert len(receiver.taken) == 1


@pytest.mark.parametrize("status", [302, 401, 404])
def test_an_address_that_is_wrong_is_given_up_at_once_and_tried_again_when_mended(receiver, status):
    receiver.answers.append((status, {"Location": "http://127.0.0.1:9/"}))
    news()
    assert outbox.state().given_up == 1
    (reason,) = db.session.scalars(select(Delivery.last_error))
    assert f"the receiver answered {status}" in reason
    outbox.try_again(outbox.given_up())
    outbox.deliver_all()
    assert len(receiver.taken) == 1
    assert outbox.state() == outbox.OutboxState(0, 0, None)


def test_a_receiver_that_speaks_rubbish_is_tried_again(app):
    with speaking(rubbish) as port:
        use(HttpPoster(hosts_from(f"http://127.0.0.1:{port}"), step_s=1, whole_s=1))
        a_channel(address=f"http://127.0.0.1:{port}/hook")
        assert outbox.state().waiting == 1
        assert outbox.state().given_up == 0


def test_a_host_that_is_allowed_no_more_gets_nothing_more(receiver):
    use(HttpPoster(hosts_from("teams.example")))
    news()
    assert receiver.taken == []
    assert outbox.state().given_up == 1


class Killed(BaseException):
    """The process ends here."""


def test_a_process_killed_between_posting_and_noting_it_posts_no_second_card(app, monkeypatch):
    a_channel()
    poster, post = ports.poster(), ports.poster().post

    def post_and_die(address, card):
        post(address, card)
        raise Killed

    monkeypatch.setattr(poster, "post", post_and_die)
    with pytest.raises(Killed):
        news(title="Pult")
    monkeypatch.setattr(poster, "post", post)
    due(5)
    assert len(poster.posted) == 1
    poster.clear()
    with clock.standing_still(SEVEN):
        posting.begin_card_digests()
        outbox.deliver_all()
    assert "Pult" in str(poster.posted)


def test_a_card_of_the_day_stays_within_what_teams_takes(app):
    a_channel(cancellation="daily")
    for number in range(40):
        news("claim_cancelled", fact=str(number), title="Stol " + "æ" * 150)
    with clock.standing_still(SEVEN):
        posting.begin_card_digests()
        outbox.deliver_all()
    ((_, card),) = ports.poster().posted
    assert texts(content(card))[0] == "40 ting har skjedd siden sist"
    assert len(json.dumps(card, ensure_ascii=False).encode()) < 28_000
