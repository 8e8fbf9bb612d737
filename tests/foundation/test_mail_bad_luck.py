"""Mail servers that stall, drop, speak rubbish or never end: an answer in time, and none that is wrong."""

import socket
from contextlib import contextmanager
from email import message_from_bytes, policy

import pytest
from aiosmtpd.controller import Controller

from marketplace.foundation.mail.port import MailNotDelivered, Message, RecipientRefused
from marketplace.foundation.mail.smtp import SmtpMailer
from tests.foundation.receivers import drip, hang_up, rubbish, speaking, stall

pytestmark = pytest.mark.once

END = "https://ombruk.example/varsler/avmeld/" + "eyJwZXJzb24iOjEyLCJraW5kIjoicmVxdWVzdCJ9." + "x" * 60
LETTER = Message("kari@ringerike.example", "Emne", "Tekst", html="<p>Tekst</p>", identity="a-1-7", unsubscribe=END)


def mailer_to(port, step_s=0.3, whole_s=0.6):
    return SmtpMailer("127.0.0.1", port, "Ombruk <noreply@ombruk.example>", step_s=step_s, whole_s=whole_s)


def talk_until(stage, then):
    """A server that does all right up to a stage (`data`: the letter's end; `quit`: after it took it), then `then`."""

    def say(connection, over):
        said = connection.makefile("rwb", buffering=0)
        said.write(b"220 hi\r\n")
        taking = False
        while line := said.readline():
            if taking:
                if line != b".\r\n":
                    continue
                if stage == "data":
                    return then(connection, over)
                taking = False
                said.write(b"250 taken\r\n")
            elif line.upper().startswith(b"DATA"):
                taking = True
                said.write(b"354 go on\r\n")
            elif line.upper().startswith(b"QUIT"):
                return then(connection, over)
            else:
                said.write(b"250 fine\r\n")
        return None

    return say


@pytest.mark.parametrize("say", [stall, hang_up, rubbish, drip(b"220-hello\r\n"), drip(b"2"), drip(b"x" * 9000)])
def test_a_server_that_does_not_greet_takes_nothing(say):
    with speaking(say) as port, pytest.raises(MailNotDelivered) as failed:
        mailer_to(port).send(LETTER)
    assert not isinstance(failed.value, RecipientRefused)


@pytest.mark.parametrize("then", [stall, hang_up, drip(b"250-more\r\n")])
def test_a_letter_whose_taking_was_never_answered_is_not_delivered(then):
    """The standard has it so: without the answer the sender still has the letter, and sends it again."""
    with speaking(talk_until("data", then)) as port, pytest.raises(MailNotDelivered):
        mailer_to(port).send(LETTER)


@pytest.mark.parametrize("then", [stall, hang_up, rubbish, drip(b"221-bye\r\n")])
def test_a_letter_that_was_taken_is_delivered_whatever_the_server_does_at_parting(then):
    with speaking(talk_until("quit", then)) as port:
        mailer_to(port).send(LETTER)


class Keeping:
    def __init__(self):
        self.letters = []

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802 - aiosmtpd's name
        self.letters.append(envelope.content)
        return "250 OK"


@contextmanager
def keeping():
    box = Keeping()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield box, port
    finally:
        controller.stop()


def test_the_way_out_travels_in_the_header_whole_as_mail_programs_want_it():
    with keeping() as (box, port):
        mailer_to(port, 5, 5).send(LETTER)
        mailer_to(port, 5, 5).send(Message("kari@ringerike.example", "Emne", "Tekst"))
    assert f"\r\nList-Unsubscribe: <{END}>\r\n".encode() in box.letters[0]
    first, second = (message_from_bytes(letter, policy=policy.default) for letter in box.letters)
    assert first["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert second["List-Unsubscribe"] is None
    assert second["List-Unsubscribe-Post"] is None
