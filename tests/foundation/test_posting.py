"""Cards to webhooks: only where the operator allows, and whatever the receiver does, an answer in time."""

from datetime import timedelta
from email.utils import format_datetime

import pytest

from marketplace.foundation import clock
from marketplace.foundation.posting import hosts
from marketplace.foundation.posting.hosts import hosts_from
from marketplace.foundation.posting.http import HttpPoster
from marketplace.foundation.posting.memory import MemoryPoster
from marketplace.foundation.posting.port import AddressRefused, PostNotDelivered, PostRefused
from marketplace.settings import WORKFLOWS
from tests.foundation.receivers import drip, hang_up, receiving, rubbish, speaking, stall

pytestmark = pytest.mark.once

CARD = {"type": "message", "text": "Ny forespørsel på «stol»"}
GOOD = "https://prod-01.westeurope.logic.azure.com:443/workflows/abc/invoke?sig=x"


@pytest.fixture
def receiver():
    with receiving() as found:
        yield found


def poster_to(address, step_s=5.0, whole_s=5.0):
    return HttpPoster(hosts_from(address), step_s=step_s, whole_s=whole_s)


@pytest.fixture(params=["http", "memory"])
def poster(request, receiver):
    allowed = hosts_from(receiver.address)
    return HttpPoster(allowed) if request.param == "http" else MemoryPoster(allowed)


def test_every_poster_takes_a_card_to_an_allowed_host(poster, receiver):
    poster.post(f"{receiver.address}/hook", CARD)
    taken = [card for _, card in poster.posted] if isinstance(poster, MemoryPoster) else receiver.taken
    assert taken == [CARD]


@pytest.mark.parametrize("address", ["", "rubbish", "https://ombruk.example/x", GOOD, "http://[::1", "http://a:b@c/"])
def test_every_poster_refuses_every_other_address_and_sends_nothing(poster, receiver, address):
    for act in (poster.check, lambda where: poster.post(where, CARD)):
        with pytest.raises(AddressRefused):
            act(address)
    assert receiver.asked == 0


def test_every_poster_takes_an_address_that_the_operator_set_whole(receiver):
    address = f"{receiver.address}/common"
    for made in (HttpPoster((), frozenset({address})), MemoryPoster((), frozenset({address}))):
        made.post(address, CARD)
        with pytest.raises(AddressRefused):
            made.check(f"{receiver.address}/other")
    assert receiver.taken == [CARD]


@pytest.mark.parametrize(
    "address", [GOOD, "https://default1.16.environment.api.powerplatform.com/powerautomate/x?sig=y"]
)
def test_workflows_are_allowed_as_they_come(address):
    HttpPoster(hosts_from(WORKFLOWS)).check(address)


@pytest.mark.parametrize(
    "address",
    [
        GOOD.replace("https", "http"),
        GOOD.replace(":443", ":22"),
        "https://logic.azure.com/x",
        "https://evil-logic.azure.com.example/x",
        "https://xlogic.azure.com/x",
        "https://user@prod.logic.azure.com/x",
        "https://prod.logic.azure.com\\@evil.example/x",
        "https://prod.logic.azure.com/x#y",
        "https://prød.logic.azure.com/x",
        "https://127.0.0.1/x",
        "https://0x7f.1/x",
        "https://[::ffff:10.0.0.1]/x",
    ],
)
def test_nothing_else_passes_for_a_workflow(address):
    with pytest.raises(AddressRefused):
        HttpPoster(hosts_from(WORKFLOWS)).check(address)


@pytest.mark.parametrize(
    "private", ["127.0.0.1", "10.1.2.3", "192.168.0.9", "169.254.169.254", "::1", "fd00::1", "0.0.0.0"]
)
def test_a_name_that_leads_into_a_private_network_is_refused(monkeypatch, private):
    monkeypatch.setattr(hosts.socket, "getaddrinfo", lambda *_, **__: [(2, 1, 6, "", (private, 443))])
    with pytest.raises(PostRefused, match="private"):
        HttpPoster(hosts_from(WORKFLOWS)).post(GOOD, CARD)


def test_a_name_that_leads_nowhere_may_be_tried_again(monkeypatch):
    def nowhere(*_, **__):
        raise OSError("no such name")

    monkeypatch.setattr(hosts.socket, "getaddrinfo", nowhere)
    with pytest.raises(PostNotDelivered, match="no such name") as failed:
        HttpPoster(hosts_from(WORKFLOWS)).post(GOOD, CARD)
    assert not isinstance(failed.value, PostRefused)


@pytest.mark.parametrize(
    "setting",
    [
        "*",
        "*.com",
        "https://*.example.org/x",
        "https://a@b.example",
        "ftp://x.example",
        "a b.example",
        "*.*.example.org",
    ],
)
def test_a_setting_that_allows_too_much_or_nothing_is_refused(setting):
    with pytest.raises(ValueError, match=r"\w"):
        hosts_from(setting)


@pytest.mark.parametrize("status", [500, 502, 503, 408, 429])
def test_what_may_pass_is_to_be_tried_again(receiver, status):
    receiver.answers.append((status, {}))
    with pytest.raises(PostNotDelivered, match=str(status)) as failed:
        poster_to(receiver.address).post(receiver.address, CARD)
    assert not isinstance(failed.value, PostRefused)
    assert failed.value.seconds is None


@pytest.mark.parametrize("status", [301, 302, 307, 400, 401, 403, 404, 410])
def test_what_will_not_pass_is_in_vain_and_no_redirect_is_followed(receiver, status):
    with receiving() as elsewhere:
        receiver.answers.append((status, {"Location": elsewhere.address}))
        with pytest.raises(PostRefused, match=str(status)):
            poster_to(f"{receiver.address}, {elsewhere.address}").post(receiver.address, CARD)
        assert elsewhere.asked == 0


def test_how_long_to_wait_is_read_as_seconds_or_as_a_moment(receiver):
    later = clock.now() + timedelta(minutes=10)
    wanted = {"120": 120.0, format_datetime(later, usegmt=True): pytest.approx(600, abs=30), "soon": None, "-5": None}
    wanted["9" * 5000] = 999_999_999.0
    for written, seconds in wanted.items():
        receiver.answers.append((429, {"Retry-After": written}))
        with pytest.raises(PostNotDelivered) as failed:
            poster_to(receiver.address).post(receiver.address, CARD)
        assert failed.value.seconds == seconds


@pytest.mark.parametrize("say", [stall, rubbish, hang_up, drip(b"HTTP/1.1 200 OK\r\n"[:1]), drip(b"X: y\r\n")])
def test_a_receiver_that_stalls_or_speaks_rubbish_is_left_in_time(say):
    with speaking(say) as port:
        address = f"http://127.0.0.1:{port}"
        with pytest.raises(PostNotDelivered) as failed:
            poster_to(address, step_s=0.3, whole_s=0.6).post(address, CARD)
    assert not isinstance(failed.value, PostRefused)


def test_a_taken_card_is_taken_whatever_comes_after_the_status():
    def endless(connection, over):
        connection.recv(65536)
        connection.sendall(b"HTTP/1.1 202 Accepted\r\nContent-Length: 999999999\r\n\r\n")
        drip(b"x" * 1000)(connection, over)

    with speaking(endless) as port:
        address = f"http://127.0.0.1:{port}"
        poster_to(address, step_s=0.5, whole_s=1.0).post(address, CARD)


def test_a_receiver_that_is_away_is_told(receiver):
    with speaking(hang_up) as port:
        pass
    address = f"http://127.0.0.1:{port}"
    with pytest.raises(PostNotDelivered, match="ConnectError"):
        poster_to(address).post(address, CARD)
