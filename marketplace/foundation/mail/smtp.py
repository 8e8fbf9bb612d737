"""Letters by SMTP."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.headerregistry import BaseHeader, HeaderRegistry, UniqueUnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, Policy
from email.utils import format_datetime, make_msgid, parseaddr
from hashlib import sha256
from typing import Any

from marketplace.foundation import clock
from marketplace.foundation.deadlines import Watch, ended_after
from marketplace.foundation.mail.port import Attachment, MailNotDelivered, Message, RecipientRefused, check_address

_STEP_S = 20.0
_WHOLE_S = 90.0
_FAREWELL_S = 2.0
_PERMANENT = range(500, 600)
_MOST_SUBJECT = 200


class _OneLine(BaseHeader):
    """A header that is not folded: an address broken into encoded words is none to a mail program."""

    max_count = 1

    @staticmethod
    def parse(value: str, kwds: dict[str, Any]) -> None:
        UniqueUnstructuredHeader.parse(value, kwds)

    def fold(self, *, policy: Policy) -> str:
        return f"{self.name}: {self}{policy.linesep}"


_headers = HeaderRegistry()
_headers.map_to_type("list-unsubscribe", _OneLine)
_POLICY = SMTP.clone(header_factory=_headers)


@dataclass(frozen=True, slots=True)
class SmtpMailer:
    """See `Mailer`. A connection of its own for each letter, so that any thread may send.

    `tls` is `none`, `starttls` or `always`; `sender` is an address, with or without a name.
    """

    host: str
    port: int
    sender: str
    tls: str = "none"
    username: str | None = None
    password: str | None = None

    step_s: float = _STEP_S
    whole_s: float = _WHOLE_S

    def send(self, message: Message) -> None:
        """See `Mailer.send`. Once the server has taken the letter, nothing that it does after matters."""
        with _told_as_not_delivered():
            letter = compose(message, self.sender)
            with ended_after(self.whole_s) as watch, self._connected(watch) as server:
                server.send_message(letter)

    @contextmanager
    def _connected(self, watch: Watch) -> Iterator[smtplib.SMTP]:
        safe = ssl.create_default_context() if self.tls != "none" else None
        if self.tls == "always":
            server: smtplib.SMTP = _WatchedSecurely(self.host, self.port, watch, self.step_s, safe)
        else:
            server = _Watched(self.host, self.port, watch, self.step_s)
        try:
            if self.tls == "starttls":
                server.starttls(context=safe)
            if self.username is not None:
                server.login(self.username, self.password or "")
            yield server
            with suppress(smtplib.SMTPException, OSError, ValueError):
                if server.sock is not None:
                    server.sock.settimeout(_FAREWELL_S)
                server.quit()
        finally:
            server.close()


class _Watched(smtplib.SMTP):
    def __init__(self, host: str, port: int, watch: Watch, step_s: float) -> None:
        self._watch = watch
        super().__init__(host, port, timeout=step_s)

    def getreply(self) -> tuple[int, bytes]:
        self._watch.note(self.sock)
        return super().getreply()


class _WatchedSecurely(smtplib.SMTP_SSL):
    def __init__(self, host: str, port: int, watch: Watch, step_s: float, safe: ssl.SSLContext | None) -> None:
        self._watch = watch
        super().__init__(host, port, timeout=step_s, context=safe)

    def getreply(self) -> tuple[int, bytes]:
        self._watch.note(self.sock)
        return super().getreply()


@contextmanager
def _told_as_not_delivered() -> Iterator[None]:
    try:
        yield
    except smtplib.SMTPRecipientsRefused as error:
        codes = [code for code, _ in error.recipients.values()]
        kind = RecipientRefused if all(code in _PERMANENT for code in codes) else MailNotDelivered
        raise kind(f"the server refused the reader: {codes}") from error
    except (smtplib.SMTPException, OSError, ValueError) as error:
        raise MailNotDelivered(f"{type(error).__name__}: {error}") from error


def compose(message: Message, sender: str) -> EmailMessage:
    """The letter as it travels. Line breaks in subject or address cannot begin a header.

    Raises:
        RecipientRefused: the address is none.
    """
    letter = EmailMessage(policy=_POLICY)
    letter["From"] = sender
    letter["To"] = check_address(message.to)
    letter["Subject"] = " ".join(_printable(message.subject).split())[:_MOST_SUBJECT]
    letter["Date"] = format_datetime(clock.now())
    letter["Message-ID"] = _message_id(message, sender)
    letter["Auto-Submitted"] = "auto-generated"
    letter["X-Auto-Response-Suppress"] = "All"
    if message.unsubscribe is not None:
        letter["List-Unsubscribe"] = f"<{message.unsubscribe}>"
        letter["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    letter.set_content(_printable(message.text))
    if message.html is not None:
        letter.add_alternative(_printable(message.html), subtype="html")
    for attachment in message.attachments:
        _attach(letter, attachment)
    letter["Content-Language"] = " ".join(_printable(message.language).split())  # what sets content takes such off
    return letter


def _attach(letter: EmailMessage, attachment: Attachment) -> None:
    kind, _, subkind = attachment.mimetype.partition("/")
    told = {"method": attachment.method} if attachment.method else {}
    if kind == "text":
        told["charset"] = "utf-8"
    letter.add_attachment(attachment.content, kind, subkind, filename=attachment.name, params=told)


def _printable(text: str) -> str:
    """Without characters that mail cannot carry."""
    kept = "".join(character for character in text if character.isprintable() or character in "\n\r\t\u00a0\u00ad")
    return kept.encode("utf-8", "ignore").decode()


def _message_id(message: Message, sender: str) -> str:
    domain = parseaddr(sender)[1].rpartition("@")[2] or "localhost"
    if message.identity is None:
        return make_msgid(domain=domain)
    digest = sha256(f"{message.identity}\n{message.to}".encode()).hexdigest()[:40]
    return f"<{digest}@{domain}>"
