"""Letters by SMTP."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid, parseaddr
from hashlib import sha256

from marketplace.foundation import clock
from marketplace.foundation.mail.port import MailNotDelivered, Message, RecipientRefused, check_address

_TIMEOUT_SECONDS = 20
_PERMANENT = range(500, 600)
_MOST_SUBJECT = 200


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

    def send(self, message: Message) -> None:
        """See `Mailer.send`."""
        with _told_as_not_delivered():
            letter = compose(message, self.sender)
            with self._connected() as server:
                server.send_message(letter)

    @contextmanager
    def _connected(self) -> Iterator[smtplib.SMTP]:
        safe = ssl.create_default_context() if self.tls != "none" else None
        if self.tls == "always":
            server: smtplib.SMTP = smtplib.SMTP_SSL(self.host, self.port, timeout=_TIMEOUT_SECONDS, context=safe)
        else:
            server = smtplib.SMTP(self.host, self.port, timeout=_TIMEOUT_SECONDS)
        with server:
            if self.tls == "starttls":
                server.starttls(context=safe)
            if self.username is not None:
                server.login(self.username, self.password or "")
            yield server


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
    letter = EmailMessage(policy=SMTP)
    letter["From"] = sender
    letter["To"] = check_address(message.to)
    letter["Subject"] = " ".join(_printable(message.subject).split())[:_MOST_SUBJECT]
    letter["Date"] = format_datetime(clock.now())
    letter["Message-ID"] = _message_id(message, sender)
    letter["Auto-Submitted"] = "auto-generated"
    letter["X-Auto-Response-Suppress"] = "All"
    letter.set_content(_printable(message.text))
    if message.html is not None:
        letter.add_alternative(_printable(message.html), subtype="html")
    letter["Content-Language"] = " ".join(_printable(message.language).split())  # what sets content takes such off
    return letter


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
