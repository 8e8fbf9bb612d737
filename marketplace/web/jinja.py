"""What every template may use: filters for figures and dates, pictures, labels, and the components as `ui`."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Protocol

from flask import Flask, g, request, url_for
from flask_babel import get_translations, gettext
from jinja2 import Environment
from markupsafe import Markup, escape
from wtforms import Field, fields

from marketplace.foundation import clock
from marketplace.organisations.geography import place_of
from marketplace.web import assets, cards, formatting, menu, release_words
from marketplace.web.locale import reader_language
from marketplace.wording.search import CONDITIONS

COMPONENTS = ("actions", "facts", "feedback", "forms", "listings", "navigation", "tables", "timeline")


HTMX = {
    "allowEval": False,
    "includeIndicatorStyles": False,
    "selfRequestsOnly": True,
    "historyCacheSize": 0,
    "scrollBehavior": "auto",
    "responseHandling": [
        {"code": "204", "swap": False},
        {"code": "[23]..", "swap": True},
        {"code": "4(09|13|22|29)", "swap": True},
        {"code": "...", "swap": False, "error": True},
    ],
}
"""How htmx behaves under our content policy: no eval, no styles of its own; refusals are answers to be shown."""


class Variant(Protocol):
    """One size of a photo."""

    @property
    def url(self) -> str: ...
    @property
    def width(self) -> int: ...
    @property
    def height(self) -> int: ...


class Components:
    """The macros of `components/`, reached as `ui.button(…)` from any template without importing."""

    def __init__(self, environment: Environment) -> None:
        self._environment = environment
        self._homes: dict[str, str] = {}

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        if not self._homes:
            self._find_homes()
        return getattr(self._environment.get_template(self._homes[name]).module, name)

    def _find_homes(self) -> None:
        """Learn them all, then show them at once: other threads may be asking."""
        homes: dict[str, str] = {}
        for component in COMPONENTS:
            file = f"components/{component}.html"
            homes |= dict.fromkeys(vars(self._environment.get_template(file).module), file)
        self._homes = homes


def condition_label(condition: str) -> str:
    """The reader's words for a condition's code, as on a card: «God stand»."""
    return str(gettext(CONDITIONS[condition]))


def when(value: datetime | date | None) -> Markup:
    """`<time>`: relative to now with the exact moment on hover; a date as a date; nothing for nothing."""
    if value is None:
        return Markup("")
    if not isinstance(value, datetime):
        return Markup('<time datetime="{}">{}</time>').format(value.isoformat(), formatting.day(value))
    return Markup('<time datetime="{}" title="{}">{}</time>').format(
        value.isoformat(timespec="seconds"),
        formatting.moment(value, reader_language()),
        formatting.relative(value, clock.now(), reader_language()),
    )


def picture(variants: Sequence[Variant], alt: str, sizes: str = "100vw", eager: bool = False) -> Markup:
    """`<img>` with every size in `srcset`, its width and height, and loading put off unless `eager`."""
    largest = max(variants, key=lambda variant: variant.width)
    attributes = {
        "src": min(variants, key=lambda variant: abs(variant.width - 640)).url,
        "srcset": ", ".join(f"{variant.url} {variant.width}w" for variant in variants),
        "sizes": sizes,
        "width": str(largest.width),
        "height": str(largest.height),
        "alt": alt,
        "decoding": "async",
        "loading": "eager" if eager else "lazy",
    }
    return Markup("<img {}>").format(Markup(" ").join(Markup('{}="{}"').format(*pair) for pair in attributes.items()))


def url_with(**changes: str | int | None) -> str:
    """The present page's address with some of its query changed; None takes a part away."""
    query: dict[str, Any] = dict(request.args.lists())
    query.update(changes)
    endpoint = request.endpoint
    if endpoint is None:
        return request.path
    return url_for(endpoint, **{**(request.view_args or {}), **query})


def field_kind(field: Field) -> str:
    """Which component draws a form field."""
    kinds: Mapping[type[Field], str] = {
        fields.HiddenField: "hidden",
        fields.BooleanField: "checkbox",
        fields.RadioField: "radios",
        fields.SelectMultipleField: "checkboxes",
        fields.SelectField: "select",
        fields.TextAreaField: "textarea",
        fields.MultipleFileField: "file",
        fields.FileField: "file",
    }
    return next((kind for base, kind in kinds.items() if isinstance(field, base)), "input")


def may_be_empty(field: Field) -> bool:
    """Whether a field may be left empty; a list of choices without an empty one always has an answer."""
    if field.flags.required:
        return False
    return field_kind(field) != "select" or any(choice.value in ("", None) for choice in field.iter_choices())


def control_attributes(field: Field, about: str | None, given: Mapping[str, object] | None = None) -> dict[str, object]:
    """What ties a control to its help and error, and the phone's keyboard for figures; `given` wins."""
    parts = [f"{field.id}-{part}" for part, there in (("help", about), ("error", field.errors)) if there]
    found: dict[str, object] = {}
    if parts:
        found["aria-describedby"] = " ".join(parts)
    if field.errors and field_kind(field) not in ("radios", "checkboxes"):
        found["aria-invalid"] = "true"
    if isinstance(field, fields.IntegerField):
        found["inputmode"] = "numeric"
    elif isinstance(field, fields.DecimalField | fields.FloatField):
        found["inputmode"] = "decimal"
    return found | {name.replace("_", "-"): value for name, value in (given or {}).items()}


def page_numbers(page: int, pages: int) -> list[int | None]:
    """The numbers a pagination shows: first, last and those around `page`; None where some are left out."""
    shown = sorted({1, pages, *range(max(1, page - 1), min(pages, page + 1) + 1)})
    numbers: list[int | None] = []
    for before, number in zip([0, *shown], shown, strict=False):
        if number - before == 2:
            numbers.append(number - 1)
        elif number - before > 2:
            numbers.append(None)
        numbers.append(number)
    return numbers


def attributes(values: Mapping[str, object]) -> Markup:
    """HTML attributes: True as a bare name, None and False not at all, `_` in a name as `-`."""
    written = Markup("")
    for name, value in values.items():
        if value is None or value is False:
            continue
        attribute = escape(name.rstrip("_").replace("_", "-"))
        written += Markup(" ") + attribute + ("" if value is True else Markup('="{}"').format(value))
    return written


def _translations() -> Any:
    """The reader's translations, looked for once for each page: a page has a hundred and more of texts."""
    if "translations" not in g:
        g.translations = get_translations()
    return g.translations


_DAYS: dict[str, Callable[[datetime, str], str]] = {
    "long_date": formatting.long_day,
    "weekday": formatting.weekday,
    "moment": formatting.moment,
}


def _in_readers_language(write: Callable[[datetime, str], str]) -> Callable[[datetime], str]:
    return lambda value: write(value, reader_language())


def register(app: Flask) -> None:
    """Add all of it to the application's templates."""
    assets.register(app)
    environment: Any = app.jinja_env
    environment.install_gettext_callables(
        gettext=lambda text: _translations().ugettext(text),
        ngettext=lambda one, several, count: _translations().ungettext(one, several, count),
        newstyle=True,
    )
    environment.trim_blocks = environment.lstrip_blocks = True
    environment.filters.update(
        number=formatting.number,
        percent=formatting.percent,
        kg=formatting.kilograms,
        nok=formatting.kroner,
        date=formatting.day,
        clock=formatting.clock_time,
        **{name: _in_readers_language(write) for name, write in _DAYS.items()},
    )
    environment.globals.update(
        ui=Components(environment),
        attributes=attributes,
        condition_label=condition_label,
        control_attributes=control_attributes,
        field_kind=field_kind,
        htmx_config=HTMX,
        language=reader_language,
        marks_of=cards.marks_of,
        may_be_empty=may_be_empty,
        menu_entries=menu.menu_entries,
        page_numbers=page_numbers,
        person_entries=menu.person_entries,
        picture=picture,
        place_of=place_of,
        stage_name=release_words.stage_name,
        today=clock.today,
        url_with=url_with,
        when=when,
    )
