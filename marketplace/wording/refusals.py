"""A refusal in the reader's words."""

from importlib import import_module
from pkgutil import iter_modules

from marketplace import wording
from marketplace.foundation.errors import Facts, FieldError, Refusal
from marketplace.foundation.translation import text


def _collect() -> dict[str, str]:
    words: dict[str, str] = {}
    for module in iter_modules(wording.__path__):
        if module.name != "refusals":
            words.update(getattr(import_module(f"{wording.__name__}.{module.name}"), "REFUSALS", {}))
    return words


SENTENCES = _collect()


def in_words(language: str, code: str, facts: Facts) -> str:
    """What happened and how to mend it; an unknown code is told as an unexpected error."""
    sentence = SENTENCES.get(code, SENTENCES["unexpected-error"])
    try:
        return text(language, sentence, **facts)
    except KeyError:
        return text(language, SENTENCES["unexpected-error"])


def refusal_in_words(language: str, refusal: Refusal) -> str:
    """The sentence for a refusal."""
    return in_words(language, refusal.code, refusal.facts)


def field_in_words(language: str, error: FieldError) -> str:
    """The sentence for a field."""
    return in_words(language, error.code, error.facts)
