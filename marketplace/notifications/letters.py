"""Letters as they are written: a template per occasion, in the reader's language, as text and as plain HTML."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

from babel.dates import format_datetime
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from jinja2.runtime import Context

from marketplace.accounts.models import Person
from marketplace.foundation import ports
from marketplace.foundation.clock import OSLO
from marketplace.foundation.mail.port import Message
from marketplace.foundation.translation import plural, text

FOLDER = Path(__file__).with_name("templates")
Fact = str | int | bool | datetime | None


@dataclass(frozen=True, slots=True)
class Reader:
    """Who a letter is for. `key` tells readers apart in `SentMail`."""

    key: str
    email: str
    name: str
    language: str


def reader(person: Person) -> Reader:
    """A person as the reader of a letter."""
    return Reader(str(person.id), person.email, person.name, person.language)


def compose(occasion: str, fact: str, to: Reader, link: str, **facts: Fact) -> Message:
    """The letter of an occasion: the template `letters/<occasion>.txt`, whose blocks are subject, body and button.

    `fact` names what happened (`12`), so that the letter's identity is one for this occasion, fact and reader.
    `link` is an address on this site, from the first slash.
    """
    environment = _environment(to.language)
    template = environment.get_template(f"letters/{occasion}.txt")
    context = template.new_context({"reader": to, **facts})
    parts = {name: _render(template.blocks[name], context) for name in ("subject", "body", "button")}
    shown = {
        "paragraphs": [" ".join(part.split()) for part in parts["body"].split("\n\n") if part.strip()],
        "button": parts["button"].strip(),
        "language": to.language,
        "name": to.name,
        "address": ports.base_url() + link,
        "home": ports.base_url(),
    }
    return Message(
        to=to.email,
        subject=" ".join(parts["subject"].split()),
        text=environment.get_template("letter.txt").render(shown),
        html=environment.get_template("letter.html").render(shown),
        language=to.language,
        identity=f"{occasion}-{fact}-{to.key}",
    )


def _render(block: object, context: Context) -> str:
    assert callable(block)
    return "".join(block(context))


@cache
def _environment(language: str) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=select_autoescape(("html",)),
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    environment.install_gettext_callables(  # type: ignore[attr-defined] # added by the extension
        lambda sentence: text(language, sentence),
        lambda one, many, count: plural(language, one, many, count),
        newstyle=True,
    )
    environment.filters["moment"] = _moment
    return environment


def _moment(value: datetime) -> str:
    """`21.11.2026 kl. 14.05`, in Norwegian time."""
    return format_datetime(value.astimezone(OSLO), "dd.MM.yyyy 'kl.' HH.mm", locale="nb")
