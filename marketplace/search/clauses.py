"""A word of a question as all that may answer it, weighed: itself, its compounds and parts, what means the same."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache

from marketplace.search.analysis import (
    BRAND,
    CATEGORY,
    CONDITION,
    FOR,
    FREE,
    IS,
    PLACE,
    AskedWord,
    analyse_word,
    categories_of,
    tokens_of,
)
from marketplace.search.asking import Alternative, AnyOf, Clause, How, Subject
from marketplace.search.lexicon.files import words_of_kind
from marketplace.search.lexicon.stems import is_adjective, spelled, stem
from marketplace.search.lexicon.thesaurus import Key, Meaning, Thesaurus
from marketplace.search.lexicon.things import is_thing
from marketplace.search.numbers import Number, size_token
from marketplace.search.subjects import Place, categories_near, category_named, condition_named

MOST_ALTERNATIVES, MOST_OF_HEAD = 48, 12

EXACT, SPELLED, KIND, SAME_USE, FOR_USE, ACCESSORY, APART = 1.0, 0.95, 0.75, 0.5, 0.9, 0.12, 0.6
COLOUR_WITHIN, MADE_OF = 0.9, 0.8
IN_CATEGORY, NEAR_CATEGORY, LAST_RESORT = 0.9, 0.45, 0.22
SAID_OF_KIND, OF_HEAD = 0.7, 0.5
NAME, ASIDE, ATTRIBUTE, NUMBER, PLACED, BRANDED, WITHIN, UNITS = 1.0, 0.45, 0.5, 0.4, 0.6, 0.6, 0.3, 1.0


def word_clause(asked: AskedWord, thesaurus: Thesaurus, *, alone: bool = False) -> Clause:
    """What answers a word, whatever index is asked. If it is `alone` in the question it names a thing, if it can:
    `lys` is lamps, and what is light of colour only beside other words.
    """
    return thesaurus.remembered((asked, alone), lambda: _word_clause(asked, thesaurus.meanings(tokens_of), alone))


def _word_clause(asked: AskedWord, meanings: Mapping[Key, Mapping[Key, Meaning]], alone: bool) -> Clause:
    word = analyse_word(asked.word)
    key = (word.token,)
    if is_attribute(asked.word) and not (alone and (is_wide(key) or is_named(word.token))):
        return _attribute(asked.word, word.token, meanings.get(key, {}))
    found = [
        Alternative(((word.token,),), EXACT),
        Alternative(((IS + word.token,),), KIND, How.COMPOUND),
        Alternative(((FOR + word.token,),), ACCESSORY if is_thing(word.token) else SAME_USE, How.PART),
    ]
    if len(asked.pieces) > 1:
        found.append(Alternative(tuple(as_name(stem(piece)) for piece in asked.pieces), APART, How.APART))
    found += apart(word.uses, word.kinds)
    found += synonyms(meanings.get(key, {}), word.kinds)
    codes = category_named(key)
    if codes:
        found = [*_categories(key), *(replace(each, weight=each.weight * SAID_OF_KIND) for each in found)]
    subject = Subject.CATEGORY if codes else Subject.THING
    return Clause(asked.word, limited(found), NAME, subject, codes=codes)


def phrase_clause(written: str, key: Key, thesaurus: Thesaurus, head: str) -> Clause:
    """What answers words that mean something together; with less weight what answers their head by itself."""
    own = Alternative(tuple((token, IS + token) for token in key), EXACT)
    found = [own, *synonyms(thesaurus.meanings(tokens_of).get(key, {}))]
    codes = category_named(key)
    if codes:
        found = [*_categories(key), *(replace(each, weight=each.weight * SAID_OF_KIND) for each in found)]
    subject = Subject.CATEGORY if codes else Subject.THING
    clause = Clause(written, limited(found), NAME, subject, codes=codes)
    if codes or not is_named(analyse_word(head).token):
        return clause
    return replace(clause, alternatives=limited([*found, *_of_head(clause, head, thesaurus, OF_HEAD)]))


def compound_clause(written: str, joined: AskedWord, thesaurus: Thesaurus, head: str) -> Clause:
    """What answers a compound whose parts are written apart; with less weight what answers its head by itself."""
    clause = word_clause(joined, thesaurus)
    weight = LAST_RESORT if (analyse_word(joined.word).token,) in thesaurus.meanings(tokens_of) else OF_HEAD
    return replace(
        clause, asked=written, alternatives=limited([*clause.alternatives, *_of_head(clause, head, thesaurus, weight)])
    )


def _of_head(clause: Clause, head: str, thesaurus: Thesaurus, weight: float) -> list[Alternative]:
    known = {each.all_of for each in clause.alternatives}
    alone = word_clause(AskedWord(head, (head,)), thesaurus).alternatives[:MOST_OF_HEAD]
    return [
        replace(each, weight=each.weight * weight, how=How.KIND, meaning=head if each.how is How.WORD else each.meaning)
        for each in alone
        if each.all_of not in known
    ]


def place_clause(written: str, place: Place) -> Clause:
    """What lies in a place, or else speaks of it."""
    found = [Alternative((tuple(PLACE + code for code in place.codes),), EXACT)]
    if " " not in written:
        found.append(Alternative(((analyse_word(written).token,),), APART))
    return Clause(written, tuple(found), PLACED, Subject.PLACE, decides=False, codes=place.codes)


def brand_clause(written: str, names: Sequence[str]) -> Clause:
    """What is of a brand, or else names it."""
    own = Alternative(((BRAND + spelled("".join(names)),),), EXACT)
    named = Alternative(tuple((analyse_word(name).token,) for name in names), SPELLED)
    return Clause(written, (own, named), BRANDED, Subject.BRAND, decides=False)


def brand_fact(name: str) -> Clause:
    """What says itself that it is of a brand."""
    return Clause(name, (Alternative(((BRAND + spelled(name),),), EXACT),))


def number_clause(written: str, number: Number) -> Clause:
    """What has a length, size or another number: in the right unit first."""
    first = number.parts[0]
    if number.unit == "x":
        each = tuple((part, f"{part}cm") for part in number.parts)
        found = [Alternative(((size_token(number.parts),),), EXACT), Alternative(each, SPELLED)]
        found += [Alternative((any_of,), LAST_RESORT) for any_of in each]
    elif number.unit == "seat":
        found = [
            Alternative(((first + number.unit,),), EXACT),
            Alternative((as_name(analyse_word("sofa").token),), APART),
        ]
    elif number.unit:
        found = [Alternative(((first + number.unit,),), EXACT)]
        if len(first) > 1:
            found.append(Alternative(((first,),), APART))
    else:
        found = [Alternative(((first, f"{first}cm", f"{first}pers", f"{first}in"),), EXACT)]
    return Clause(written, tuple(found), NUMBER, Subject.NUMBER, decides=False)


def quantity_clause(written: str, wanted: int) -> Clause:
    """What there is enough of."""
    return Clause(written, (), UNITS, Subject.QUANTITY, decides=False, at_least=max(wanted, 1))


def support_clause(clause: Clause, key: Key) -> Clause | None:
    """Raises what lies where such things lie, so that a thing comes before what only speaks of it."""
    codes = categories_of(key)
    if not codes or clause.subject is not Subject.THING or clause.asked in words_of_kind("generic"):
        return None
    return Clause(clause.asked, (_within(codes, EXACT),), WITHIN, Subject.CATEGORY, decides=False, codes=codes)


def aside(clause: Clause) -> Clause:
    """The same as it stands beside what is asked for: it raises, most of all what is for that use."""
    alternatives = tuple(
        replace(each, weight=FOR_USE) if each.how is How.PART else each for each in clause.alternatives
    )
    return replace(clause, alternatives=alternatives, importance=clause.importance * ASIDE, decides=False)


def turned(clause: Clause) -> Clause:
    """The same if it is no word: of words, one that decided only raises, and one that raised decides; so do brands."""
    is_word = clause.subject in (Subject.THING, Subject.CATEGORY, Subject.BRAND)
    return replace(clause, decides=not clause.decides) if is_word else clause


def names_thing(clause: Clause, meanings: Mapping[Key, object]) -> bool:
    """Whether a clause is for a thing that is known, or a compound of one, or for a group of things."""
    key = tokens_of(clause.asked)
    word = analyse_word(clause.asked)
    return bool(clause.codes) or key in meanings or any(map(is_named, key)) or any(map(is_thing, word.kinds))


def further(clause: Clause) -> Clause:
    """The same with what is further off, for a word with few answers: other things of its kind."""
    kinds = [kind for kind in analyse_word(clause.asked).kinds if is_thing(kind)]
    known = {each.all_of for each in clause.alternatives}
    others = [Alternative((as_name(kind),), LAST_RESORT, How.KIND, kind) for kind in kinds]
    new = [each for each in others if each.all_of not in known]
    return replace(clause, alternatives=(*clause.alternatives, *new)) if new else clause


def parts_clause(word: str) -> Clause | None:
    """For a compound that nobody wrote: things of its kind, those for the same use first."""
    parts = analyse_word(word)
    if not parts.kinds:
        return None
    found = apart(parts.uses, parts.kinds)
    found += [Alternative((as_name(kind),), LAST_RESORT, How.KIND) for kind in parts.kinds]
    return Clause(word, tuple(found))


def use_clause(word: str) -> Clause | None:
    """For a compound of whose kind there is nothing: what it is a part of, or for: `toalett` for `toalettlokk`."""
    things = [use for use in analyse_word(word).uses if is_thing(use)]
    return (
        Clause(word, tuple(Alternative((as_name(use),), LAST_RESORT, How.PART) for use in things)) if things else None
    )


def without_kinds(clause: Clause) -> Clause:
    """The same without what is only of its kind."""
    return replace(clause, alternatives=tuple(each for each in clause.alternatives if each.how is not How.KIND))


def apart(uses: Sequence[str], kinds: Sequence[str]) -> list[Alternative]:
    """A compound's parts wherever they stand: a thing of its kind that is for the same use."""
    if not uses or not kinds:
        return []
    return [
        Alternative((anywhere(use), as_name(kinds[0])), APART * (1.0 if at == 0 else 0.8), How.APART)
        for at, use in enumerate(uses[:2])
    ]


def synonyms(meanings: Mapping[Key, Meaning], kinds: Sequence[str] = ()) -> list[Alternative]:
    """What stands for a word, and compounds of that, the nearest first.

    Where a word's own head stands for it (`pult` for `elevpult`), compounds of the head do not.
    """
    found: list[Alternative] = []
    for tokens, meaning in sorted(meanings.items(), key=lambda item: -item[1].weight):
        how = How.KIND if meaning.narrower else How.SYNONYM
        if len(tokens) > 1:
            found.append(Alternative(tuple((token,) for token in tokens), meaning.weight, how, meaning.written))
        elif tokens[0] in kinds:
            found.append(Alternative((tokens,), min(meaning.weight, APART), how, meaning.written))
        else:
            found.append(Alternative((tokens,), meaning.weight, how, meaning.written))
            found.append(Alternative(((IS + tokens[0],),), meaning.weight * KIND, how, meaning.written))
    return found


def as_name(token: str) -> AnyOf:
    """The word, or what is one of its kind."""
    return token, IS + token


def anywhere(token: str) -> AnyOf:
    """The word, by itself or at either end of a compound."""
    return token, IS + token, FOR + token


def limited(alternatives: Iterable[Alternative]) -> tuple[Alternative, ...]:
    """The first of many."""
    return tuple(alternatives)[:MOST_ALTERNATIVES]


def _attribute(written: str, token: str, meanings: Mapping[Key, Meaning]) -> Clause:
    codes = condition_named((token,))
    found = [
        Alternative(((token,),), EXACT),
        Alternative(((IS + token,),), COLOUR_WITHIN, How.COMPOUND),
        *synonyms(meanings),
    ]
    if not is_adjective(written):
        found.append(Alternative(((FOR + token,),), MADE_OF, How.PART))
    if codes:
        found.insert(1, Alternative((tuple(CONDITION + code for code in codes),), EXACT))
    if token in ("gratis", "gratisk"):
        found.insert(1, Alternative(((FREE,),), EXACT))
    return Clause(written, limited(found), ATTRIBUTE, Subject.ATTRIBUTE, decides=False, codes=codes)


def is_wide(key: Key) -> bool:
    """Whether words name whole categories."""
    return bool(category_named(key))


def is_named(token: str) -> bool:
    """Whether a word is known as a thing, or something of which a thing is known."""
    return is_thing(token) or bool(categories_of((token,)))


def _categories(key: Key) -> list[Alternative]:
    """What lies in the categories that words name, and in those close to them."""
    near = categories_near(key)
    found = [_within(category_named(key), IN_CATEGORY)]
    return [*found, _within(near, NEAR_CATEGORY)] if near else found


def _within(codes: Sequence[str], weight: float) -> Alternative:
    return Alternative((tuple(CATEGORY + code for code in codes),), weight, How.CATEGORY)


def is_attribute(word: str) -> bool:
    """Whether a word says what a thing is like: a colour, a material, a shape, a condition."""
    token = analyse_word(word).token
    return token in _attributes() or (is_adjective(word) and not is_named(token) and not is_wide((token,)))


@cache
def _attributes() -> frozenset[str]:
    return frozenset(analyse_word(word).token for word in words_of_kind("attribute"))
