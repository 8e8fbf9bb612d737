"""Suggestions as the search field shows them: groups of options, and a word to those who listen."""

from collections.abc import Iterable, Sequence

from flask import url_for
from flask_babel import gettext, ngettext

from marketplace.search.engine import Suggestion, SuggestionKind
from marketplace.web.formatting import number

MOST_WORDS = 6

Option = dict[str, str]


def answer(found: Sequence[Suggestion], category_names: dict[str, str]) -> dict[str, object]:
    """Completions as plain texts (`items`), the same with categories and brands in groups, and how many they are."""
    brands = {each.text.casefold() for each in found if each.kind is SuggestionKind.BRAND}
    words = [each for each in found if each.kind is SuggestionKind.WORDS and each.text not in brands][:MOST_WORDS]
    kinds: tuple[tuple[str, Iterable[Option]], ...] = (
        (gettext("Søk etter"), [{"text": each.text, "q": each.text} for each in words]),
        (gettext("I én kategori"), [_within(each, category_names) for each in _of(found, SuggestionKind.IN_CATEGORY)]),
        (gettext("Kategorier"), [_category(each) for each in _of(found, SuggestionKind.CATEGORY)]),
        (gettext("Merker"), [_brand(each) for each in _of(found, SuggestionKind.BRAND)]),
    )
    groups = [{"label": label, "options": list(options)} for label, options in kinds if options]
    amount = sum(len(list(options)) for _, options in kinds)
    told = ngettext(
        "%(num)s forslag. Bruk piltastene for å velge.", "%(num)s forslag. Bruk piltastene for å velge.", amount
    )
    return {
        "items": [each.text for each in found if each.kind is SuggestionKind.WORDS],
        "groups": groups,
        "told": told if amount else gettext("Ingen forslag."),
    }


def _of(found: Sequence[Suggestion], kind: SuggestionKind) -> list[Suggestion]:
    return [each for each in found if each.kind is kind]


def _within(each: Suggestion, names: dict[str, str]) -> Option:
    name = names[each.category or ""]
    return _counted(each) | {
        "detail": gettext("i %(category)s", category=name),
        "href": url_for("search.show", q=each.text, category=each.category),
    }


def _category(each: Suggestion) -> Option:
    return _counted(each) | {"href": url_for("search.show", category=each.category)}


def _brand(each: Suggestion) -> Option:
    return _counted(each) | {"q": each.text}


def _counted(each: Suggestion) -> Option:
    return {
        "text": each.text,
        "count": number(each.count, 0),
        "counted": ngettext("%(num)s annonse", "%(num)s annonser", each.count),
    }
