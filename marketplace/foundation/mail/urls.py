"""The mailer that a setting names."""

from email.utils import parseaddr
from urllib.parse import parse_qs, unquote, urlsplit

from marketplace.foundation.mail.memory import MemoryMailer
from marketplace.foundation.mail.port import Mailer, RecipientRefused, check_address
from marketplace.foundation.mail.smtp import SmtpMailer

_PORTS = {"smtp": 25, "smtps": 465}
_OPTIONS = {"starttls", "sender"}
SENDER = "Ombruk <noreply@localhost>"


def mailer_from_url(url: str | None, *, sender: str = SENDER) -> Mailer:
    """`smtp://user:password@host:port?starttls=1&sender=name%40host`, `smtps://…`; None keeps letters in memory.

    Raises:
        ValueError: it names no server; the sentence says why, without the password.
    """
    if url is None or url == "memory://":
        return MemoryMailer()
    parts = urlsplit(url)
    options = parse_qs(parts.query)
    if parts.scheme not in _PORTS or not parts.hostname:
        raise ValueError("a mail server's address is smtp://host:port or smtps://host:port")
    if unknown := set(options) - _OPTIONS:
        raise ValueError(f"a mail server's address has no option {', '.join(sorted(unknown))}")
    return SmtpMailer(
        host=parts.hostname,
        port=parts.port or _PORTS[parts.scheme],
        sender=_checked_sender(options.get("sender", [sender])[-1]),
        tls=_tls(parts.scheme, options.get("starttls", ["0"])[-1]),
        username=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password else None,
    )


def _tls(scheme: str, starttls: str) -> str:
    if scheme == "smtps":
        return "always"
    if starttls not in ("0", "1"):
        raise ValueError("starttls must be 1 or 0")
    return "starttls" if starttls == "1" else "none"


def _checked_sender(sender: str) -> str:
    try:
        check_address(parseaddr(sender)[1])
    except RecipientRefused as error:
        raise ValueError("the sender is not an address") from error
    if not sender.isprintable():
        raise ValueError("the sender is not an address")
    return sender
