import asyncio
import socket
from email import message_from_bytes
from email.policy import default

import pytest
from aiosmtpd.controller import Controller

from marketplace.foundation.mail.memory import MemoryMailer
from marketplace.foundation.mail.port import Attachment, MailNotDelivered, Message, RecipientRefused
from marketplace.foundation.mail.smtp import SmtpMailer, compose
from marketplace.foundation.mail.urls import mailer_from_url

pytestmark = pytest.mark.once

SENDER = "Ombruk <noreply@ombruk.example>"
LETTER = Message("kari@ringerike.example", "Ny forespørsel på kontorstol", "Hei\n\nNoen vil ha 8 stoler.\n")


class Server:
    """Takes letters as a real server does."""

    def __init__(self):
        self.letters = []
        self.answer = None

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802 - aiosmtpd's name
        if address.startswith("unknown"):
            return "550 no such reader"
        if address.startswith("later"):
            return "451 try again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - aiosmtpd's name
        if self.answer:
            return self.answer
        self.letters.append(message_from_bytes(envelope.content, policy=default))
        return "250 OK"


@pytest.fixture(scope="module")
def running():
    server = Server()
    controller = Controller(server, hostname="127.0.0.1", port=free_port())
    controller.start()
    yield server, controller.port
    controller.stop()


@pytest.fixture
def server(running):
    running[0].letters.clear()
    running[0].answer = None
    return running[0]


@pytest.fixture
def smtp(running, server):
    return SmtpMailer("127.0.0.1", running[1], SENDER)


@pytest.fixture(params=["smtp", "memory"])
def mailer(request):
    return request.getfixturevalue("smtp") if request.param == "smtp" else MemoryMailer()


def free_port():
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return listening.getsockname()[1]


def test_every_mailer_takes_a_letter(mailer, server):
    mailer.send(LETTER)
    sent = mailer.sent if isinstance(mailer, MemoryMailer) else server.letters
    assert len(sent) == 1


@pytest.mark.parametrize(
    "address",
    [
        "",
        "kari",
        "@a.example",
        "kari@",
        "a@b.example, c@d.example",
        "Kari <a@b.example>",
        "a@b.example\nBcc: c@d.example",
        "a b@c.example",
        "a@b.example\0",
        "x" * 330 + "@b.example",
    ],
)
def test_every_mailer_refuses_what_is_no_single_address(mailer, server, address):
    with pytest.raises(RecipientRefused):
        mailer.send(Message(address, "Emne", "Tekst"))
    assert server.letters == []


def test_every_mailer_can_be_used_again_after_a_refusal(mailer, server):
    with pytest.raises(RecipientRefused):
        mailer.send(Message("nobody", "Emne", "Tekst"))
    mailer.send(LETTER)
    assert len(mailer.sent if isinstance(mailer, MemoryMailer) else server.letters) == 1


def test_a_letter_arrives_as_it_was_written(smtp, server):
    smtp.send(LETTER)
    [letter] = server.letters
    assert letter["From"] == SENDER
    assert letter["To"] == "kari@ringerike.example"
    assert letter["Subject"] == "Ny forespørsel på kontorstol"
    assert letter["Content-Language"] == "nb"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["Date"]
    assert letter.get_content().replace("\r\n", "\n") == LETTER.text


def test_a_letter_may_have_two_forms(smtp, server):
    smtp.send(Message("kari@ringerike.example", "Emne", "Hei på deg", language="nn", html="<p>Hei på deg</p>"))
    [letter] = server.letters
    assert letter["Content-Language"] == "nn"
    assert [part.get_content_type() for part in letter.iter_parts()] == ["text/plain", "text/html"]
    assert "Hei på deg" in letter.get_body(("html",)).get_content()


def test_a_file_goes_with_a_letter(smtp, server):
    file = Attachment("henting-7.ics", "BEGIN:VCALENDAR\r\nSUMMARY:Blå stol\r\n".encode(), "text/calendar", "CANCEL")
    smtp.send(Message("kari@ringerike.example", "Emne", "Hei på deg", html="<p>Hei på deg</p>", attachments=(file,)))
    [letter] = server.letters
    assert letter["Content-Language"] == "nb"
    assert "Hei på deg" in letter.get_body(("html",)).get_content()
    [part] = letter.iter_attachments()
    assert (part.get_content_type(), part.get_filename()) == ("text/calendar", "henting-7.ics")
    assert (part.get_param("method"), part.get_param("charset")) == ("CANCEL", "utf-8")
    assert part.get_payload(decode=True) == file.content


def test_a_letter_delivered_again_is_recognised():
    same = Message("kari@ringerike.example", "Emne", "Tekst", identity="claim-approved-12-7")
    other = Message("kari@ringerike.example", "Emne", "Tekst", identity="claim-approved-13-7")
    first, again, different = (compose(message, SENDER)["Message-ID"] for message in (same, same, other))
    assert first == again != different
    assert first.endswith("@ombruk.example>")
    assert compose(LETTER, SENDER)["Message-ID"] != compose(LETTER, SENDER)["Message-ID"]


def test_no_line_break_begins_a_header(smtp, server):
    subject = "Emne\r\nBcc: alle@ringerike.example\n\nKropp"
    smtp.send(Message("kari@ringerike.example", subject, "Tekst\r\n.\r\nMer\x00"))
    [letter] = server.letters
    assert letter["Bcc"] is None
    assert letter["Subject"] == "Emne Bcc: alle@ringerike.example Kropp"
    assert "Mer" in letter.get_content()


def test_very_long_subjects_and_lines_travel(smtp, server):
    smtp.send(Message("kari@ringerike.example", "å" * 5000, "ø" * 20_000))
    [letter] = server.letters
    assert letter["Subject"] == "å" * 200
    assert letter.get_content().strip() == "ø" * 20_000


def test_a_reader_whom_the_server_does_not_know_is_refused_for_good(smtp, server):
    with pytest.raises(RecipientRefused):
        smtp.send(Message("unknown@ringerike.example", "Emne", "Tekst"))
    assert server.letters == []


def test_a_reader_to_be_tried_later_is_not_refused_for_good(smtp):
    with pytest.raises(MailNotDelivered) as failed:
        smtp.send(Message("later@ringerike.example", "Emne", "Tekst"))
    assert not isinstance(failed.value, RecipientRefused)


def test_a_letter_the_server_turns_away_is_not_delivered(smtp, server):
    server.answer = "554 looks like advertising"
    with pytest.raises(MailNotDelivered):
        smtp.send(LETTER)


def test_a_server_that_is_away_is_told():
    with pytest.raises(MailNotDelivered):
        SmtpMailer("127.0.0.1", free_port(), SENDER).send(LETTER)


def test_a_connection_that_breaks_is_told():
    async def hang_up(reader, writer):
        writer.close()

    async def sent_while_running():
        broken = await asyncio.start_server(hang_up, "127.0.0.1", 0)
        port = broken.sockets[0].getsockname()[1]
        async with broken:
            await asyncio.to_thread(SmtpMailer("127.0.0.1", port, SENDER).send, LETTER)

    with pytest.raises(MailNotDelivered):
        asyncio.run(sent_while_running())


def test_a_server_without_encryption_is_refused_when_encryption_is_asked_for(running, server):
    with pytest.raises(MailNotDelivered):
        SmtpMailer("127.0.0.1", running[1], SENDER, tls="starttls").send(LETTER)
    with pytest.raises(MailNotDelivered):
        SmtpMailer("127.0.0.1", running[1], SENDER, username="a", password="b").send(LETTER)
    assert server.letters == []


def test_memory_keeps_the_latest_and_forgets_on_request():
    mailer = MemoryMailer()
    for number in range(1001):
        mailer.send(Message("kari@ringerike.example", str(number), "Tekst"))
    assert (len(mailer.sent), mailer.sent[0].subject, mailer.sent[-1].subject) == (1000, "1", "1000")
    mailer.clear()
    assert mailer.sent == []


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://mail.example", ("mail.example", 25, "none", None, None)),
        ("smtp://mail.example:587?starttls=1", ("mail.example", 587, "starttls", None, None)),
        ("smtps://kari%40a:p%2Fw@mail.example", ("mail.example", 465, "always", "kari@a", "p/w")),
    ],
)
def test_an_address_names_a_server(url, expected):
    mailer = mailer_from_url(url, sender=SENDER)
    assert (mailer.host, mailer.port, mailer.tls, mailer.username, mailer.password) == expected
    assert mailer.sender == SENDER


def test_the_address_may_name_the_sender():
    assert mailer_from_url("smtp://mail.example?sender=ombruk%40asker.example").sender == "ombruk@asker.example"


@pytest.mark.parametrize("url", [None, "memory://"])
def test_without_a_server_letters_stay_in_memory(url):
    assert isinstance(mailer_from_url(url), MemoryMailer)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "http://mail.example",
        "smtp://",
        "smtp://mail.example:notaport",
        "smtp://mail.example?starttls=maybe",
        "smtp://mail.example?tls=1",
        "smtp://mail.example?sender=nobody",
        "smtp://mail.example?sender=a%40b%0aBcc:c",
    ],
)
def test_an_address_of_no_server_is_refused_without_telling_the_password(url):
    with pytest.raises(ValueError, match=r"\w") as refused:
        mailer_from_url(url.replace("mail.example", "kari:hemmelig@mail.example"))
    assert "hemmelig" not in str(refused.value)
