"""What an occasion is told as: its template filled with its facts, in the reader's language."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

from babel.dates import format_datetime
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from jinja2.runtime import Context

from marketplace.foundation.clock import OSLO
from marketplace.foundation.translation import plural, text
from marketplace.wording.claims import decline_reason

FOLDER = Path(__file__).with_name("templates")
Fact = str | int | bool | datetime | None
Facts = Mapping[str, Fact]


@dataclass(frozen=True, slots=True)
class Words:
    """A heading on one line, paragraphs, and what its button says."""

    heading: str
    paragraphs: tuple[str, ...]
    button: str


def words_of(occasion: str, language: str, facts: Facts, name: str = "") -> Words:
    """The blocks subject, body and button of the template `letters/<occasion>.txt`; `name` is the reader's."""
    template = environment_of(language).get_template(f"letters/{occasion}.txt")
    context = template.new_context({"name": name, **facts})
    parts = {part: _render(template.blocks[part], context) for part in ("subject", "body", "button")}
    return Words(
        heading=" ".join(parts["subject"].split()),
        paragraphs=tuple(" ".join(part.split()) for part in parts["body"].split("\n\n") if part.strip()),
        button=parts["button"].strip(),
    )


def kept_facts(facts: Facts) -> dict[str, str | int | bool | None]:
    """The facts as they are stored: a moment as text."""
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in facts.items()}


def _render(block: object, context: Context) -> str:
    assert callable(block)
    return "".join(block(context))


@cache
def environment_of(language: str) -> Environment:
    """The templates in a language."""
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
    environment.filters["moment"] = lambda value: _moment(value, language)
    environment.filters["day"] = _day
    environment.filters["in_words"] = lambda reason: decline_reason(language, reason)
    return environment


def _moment(value: datetime | str, language: str) -> str:
    """`21.11.2026 kl. 14.05`, in Norwegian time; in English `21.11.2026 at 14.05`."""
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    between = "at" if language == "en" else "kl."
    return format_datetime(moment.astimezone(OSLO), f"dd.MM.yyyy '{between}' HH.mm", locale="nb")


def _day(value: datetime | str) -> str:
    """`21.11.2026`, the day in Norway."""
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    return format_datetime(moment.astimezone(OSLO), "dd.MM.yyyy", locale="nb")
