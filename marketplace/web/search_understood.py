"""What a question was understood to be about, in words, with the filters it could be instead."""

from collections.abc import Iterator
from dataclasses import dataclass

from babel.lists import format_list
from flask_babel import gettext
from markupsafe import Markup

from marketplace.catalogue import queries as catalogue
from marketplace.organisations.geography import county_names, place_of
from marketplace.search import highlighting
from marketplace.search.asking import Clause, Plan, Subject
from marketplace.search.origins import is_municipality
from marketplace.web.formatting import number
from marketplace.web.locale import reader_language
from marketplace.web.search_address import Query
from marketplace.web.search_choices import address
from marketplace.wording.search import CONDITIONS

COUNTY_DIGITS = 2


@dataclass(frozen=True, slots=True)
class Understood:
    """A sentence, and for each word that names a filter what it would show and where."""

    sentence: Markup
    filters: list[tuple[str, str]]


def understood(plan: Plan, query: Query) -> Understood | None:
    """What the words of a question that are not things are about; None if there are none."""
    told = highlighting.understood(plan.clauses)
    if not told:
        return None
    read = [Markup(gettext("%(word)s som %(subject)s")) % _named(clause) for clause in told]
    sentence = Markup(gettext("Vi leser %(words)s.")) % {"words": Markup(format_list(read, locale=reader_language()))}
    filters = [
        (text, address({name: values for name, values in query.items() if name != "page"} | {parameter: chosen}))
        for clause in told
        for parameter, chosen, text in _filter_of(clause)
        if sorted(query.get(parameter, ())) != sorted(chosen)
    ]
    return Understood(sentence, filters)


def _named(clause: Clause) -> dict[str, object]:
    subjects = {
        Subject.CATEGORY: gettext("kategori"),
        Subject.ATTRIBUTE: gettext("tilstand") if clause.codes else gettext("egenskap"),
        Subject.BRAND: gettext("merke"),
        Subject.PLACE: gettext("sted"),
        Subject.NUMBER: gettext("mål"),
        Subject.QUANTITY: gettext("antall"),
    }
    return {"word": Markup("<em>%s</em>") % clause.asked, "subject": subjects[clause.subject]}


def _filter_of(clause: Clause) -> Iterator[tuple[str, list[str], str]]:
    """The filter that a word could be: its name in the address, its values, and what it shows."""
    if clause.at_least is not None:
        wanted = number(clause.at_least)
        yield "min_quantity", [str(clause.at_least)], gettext("Vis bare minst %(count)s stk.", count=wanted)
    elif clause.subject is Subject.PLACE:
        yield from _place_filter(clause.codes)
    elif clause.subject is Subject.CATEGORY:
        names = catalogue.category_names(reader_language())
        known = [code for code in clause.codes if code in names]
        if len(known) == 1:
            yield "category", known, gettext("Vis bare %(names)s", names=names[known[0]])
        elif known:
            yield "category", known, gettext("Vis bare disse %(count)s kategoriene", count=len(known))
    elif clause.subject is Subject.ATTRIBUTE and clause.codes:
        conditions = _listed([gettext(CONDITIONS[code]) for code in clause.codes])
        yield "condition", list(clause.codes), gettext("Vis bare %(names)s", names=conditions)


def _place_filter(codes: tuple[str, ...]) -> Iterator[tuple[str, list[str], str]]:
    counties = county_names()
    municipalities = [code for code in codes if is_municipality(code)]
    if municipalities:
        places = _listed([place_of(code).name for code in municipalities])
        yield "municipality", municipalities, gettext("Vis bare treff i %(places)s", places=places)
        return
    known = [code for code in codes if len(code) == COUNTY_DIGITS and code in counties]
    if known:
        places = _listed([counties[code] for code in known])
        yield "county", known, gettext("Vis bare treff i %(places)s", places=places)


def _listed(names: list[str]) -> str:
    return str(format_list(names, locale=reader_language()))
