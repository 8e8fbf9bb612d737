"""Letters as they are written: what is told, as text and as plain HTML, in the reader's language."""

from collections.abc import Sequence
from dataclasses import dataclass

from marketplace.accounts.models import Person
from marketplace.foundation import ports
from marketplace.foundation.mail.port import Message
from marketplace.notifications.words import Fact, environment_of, words_of

MOST_LINES = 100


@dataclass(frozen=True, slots=True)
class Reader:
    """Who a letter is for. `key` tells readers apart."""

    key: str
    email: str
    name: str
    language: str


@dataclass(frozen=True, slots=True)
class Line:
    """One thing in a letter of the day; `link` is an address on this site."""

    heading: str
    text: str
    link: str


def reader(person: Person) -> Reader:
    """A person as the reader of a letter."""
    return Reader(str(person.id), person.email, person.name, person.language)


def compose(
    occasion: str,
    fact: str,
    to: Reader,
    link: str,
    unsubscribe: str | None = None,
    stop: str | None = None,
    /,
    **facts: Fact,
) -> Message:
    """The letter of an occasion.

    `fact` names what happened (`12`), so that the letter's identity is one for this occasion, fact and reader.
    `link`, `unsubscribe` and `stop`, which ends only the alert that the letter came by, are addresses on this site,
    from the first slash.
    """
    words = words_of(occasion, to.language, facts, to.name)
    body: dict[str, object] = {
        "paragraphs": words.paragraphs,
        "lines": (),
        "button": words.button,
        "address": ports.base_url() + link,
        "stop": None if stop is None else ports.base_url() + stop,
    }
    return _letter(to, words.heading, body, f"{occasion}-{fact}-{to.key}", unsubscribe)


def compose_digest(digest_id: int, to: Reader, lines: Sequence[Line], unsubscribe: str) -> Message:
    """The letter of the day: how many there are, and the newest hundred, each with its link."""
    words = words_of("digest", to.language, {"count": len(lines)}, to.name)
    shown = [Line(line.heading, line.text, ports.base_url() + line.link) for line in lines[:MOST_LINES]]
    address = ports.base_url() + "/varsler"
    body: dict[str, object] = {
        "paragraphs": words.paragraphs,
        "lines": shown,
        "button": words.button,
        "address": address,
    }
    return _letter(to, words.heading, body, f"digest-{digest_id}-{to.key}", unsubscribe)


def _letter(to: Reader, subject: str, body: dict[str, object], identity: str, unsubscribe: str | None) -> Message:
    environment = environment_of(to.language)
    ends = None if unsubscribe is None else ports.base_url() + unsubscribe
    shown: dict[str, object] = {"stop": None, **body}
    shown |= {"language": to.language, "name": to.name, "home": ports.base_url(), "unsubscribe": ends}
    return Message(
        to=to.email,
        subject=subject,
        text=environment.get_template("letter.txt").render(shown),
        html=environment.get_template("letter.html").render(shown),
        language=to.language,
        identity=identity,
        unsubscribe=ends,
    )
