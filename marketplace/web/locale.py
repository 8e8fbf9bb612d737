"""The reader's language."""

from dataclasses import replace

from flask import g, has_request_context, request, session
from flask_babel import Babel

from marketplace.foundation.actor import Actor
from marketplace.foundation.translation import DEFAULT_LANGUAGE, FOLDER, LANGUAGES
from marketplace.web.access import current_actor, current_person

LANGUAGE = "language"
ASKED = "asked_language"
babel = Babel()


def reader_language() -> str:
    """The language asked for in the address, else chosen in the session, else the person's, the browser's, bokmål."""
    if not has_request_context():
        return DEFAULT_LANGUAGE
    if ASKED in g:
        return str(g.get(ASKED))
    chosen = session.get(LANGUAGE)
    if chosen in LANGUAGES:
        return str(chosen)
    person = current_person()
    if person is not None:
        return person.language
    return request.accept_languages.best_match(LANGUAGES) or DEFAULT_LANGUAGE


def ask_for_language() -> None:
    """Let `lang` in the address, else the browser, decide the language of this answer, whoever is signed in."""
    asked = request.args.get("lang")
    named = request.accept_languages.best_match(LANGUAGES)
    setattr(g, ASKED, asked if asked in LANGUAGES else named or DEFAULT_LANGUAGE)


def reading_actor() -> Actor:
    """Who acts in this request, reading in the language chosen; what they write stays in their own."""
    return replace(current_actor(), language=reader_language())


OPTIONS = {"default_locale": DEFAULT_LANGUAGE, "default_translation_directories": str(FOLDER)}
