"""Adaptive Cards, as a Workflows webhook in Teams takes them."""

from collections.abc import Sequence

from marketplace.foundation import ports
from marketplace.notifications.letters import Line
from marketplace.notifications.words import Facts, words_of

SCHEMA = "http://adaptivecards.io/schemas/adaptive-card.json"
VERSION = "1.4"
MOST_TEXT = 1000
MOST_LINES, MOST_OF_LINE = 20, 300  # Teams takes 28 kB

Element = dict[str, object]


def card_of(occasion: str, language: str, facts: Facts, link: str, place: str) -> dict[str, object]:
    """The card of an occasion, with a button to the thing; `place` is the municipality's name."""
    words = words_of(occasion, language, facts)
    body = [_heading(words.heading), _quiet(place), *(_paragraph(part) for part in words.paragraphs)]
    return _message(body, words.button, link, language, words.heading)


def digest_card(lines: Sequence[Line], language: str, place: str) -> dict[str, object]:
    """The card of the day: how many there are, and the newest twenty, each with its link."""
    words = words_of("digest_card", language, {"count": len(lines)})
    body = [_heading(words.heading), _quiet(place)]
    for line in lines[:MOST_LINES]:
        body += [
            _paragraph(f"[{_plain(line.heading)}]({ports.base_url()}{line.link})", raw=True),
            _paragraph(line.text[:MOST_OF_LINE]),
        ]
    return _message(body, words.button, "/mitt-arbeid", language, words.heading)


def trial_card(language: str, place: str, name: str) -> dict[str, object]:
    """A card that shows that the channel works."""
    return card_of("channel_tried", language, {"channel": name}, "/kommune", place)


def _message(body: list[Element], button: str, link: str, language: str, spoken: str) -> dict[str, object]:
    card = {
        "$schema": SCHEMA,
        "type": "AdaptiveCard",
        "version": VERSION,
        "lang": language,
        "speak": spoken,
        "fallbackText": spoken,
        "body": body,
        "actions": [{"type": "Action.OpenUrl", "title": button, "url": ports.base_url() + link}],
        "msteams": {"width": "Full"},
    }
    attachment = {"contentType": "application/vnd.microsoft.card.adaptive", "contentUrl": None, "content": card}
    return {"type": "message", "attachments": [attachment]}


def _heading(words: str) -> Element:
    return {
        "type": "TextBlock",
        "text": _plain(words),
        "weight": "Bolder",
        "size": "Medium",
        "wrap": True,
        "style": "heading",
    }


def _quiet(words: str) -> Element:
    return {"type": "TextBlock", "text": _plain(words), "isSubtle": True, "spacing": "None", "wrap": True}


def _paragraph(words: str, raw: bool = False) -> Element:
    shown = words if raw else _plain(words)
    return {"type": "TextBlock", "text": shown[:MOST_TEXT], "wrap": True}


def _plain(words: str) -> str:
    """Words that a card does not take for Markdown: what people write neither becomes a link nor a list."""
    return "".join(f"\\{sign}" if sign in _SIGNS else sign for sign in words)


_SIGNS = frozenset("\\*_[]")
