"""Text in a given language, without a request. The source language is bokmål."""

from functools import cache
from pathlib import Path

from babel.support import NullTranslations, Translations

LANGUAGES = ("nb", "nn", "en")
DEFAULT_LANGUAGE = "nb"
FOLDER = Path(__file__).resolve().parent.parent / "translations"


@cache
def _catalogue(language: str) -> NullTranslations:
    return Translations.load(FOLDER, [language])


def text(language: str, sentence: str, /, **facts: object) -> str:
    """`sentence` (bokmål) in another language, its `%(name)s` filled from `facts`."""
    translated = _catalogue(language).ugettext(sentence) if language != DEFAULT_LANGUAGE else sentence
    return translated % facts if facts else translated


def plural(language: str, one: str, many: str, count: int, /, **facts: object) -> str:
    """As `text`, in the form for `count`; `%(num)s` is the count."""
    if language == DEFAULT_LANGUAGE:
        sentence = one if count == 1 else many
    else:
        sentence = _catalogue(language).ungettext(one, many, count)
    return sentence % {"num": count, **facts}
