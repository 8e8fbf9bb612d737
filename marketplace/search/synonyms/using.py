"""The thesaurus in force: what ships and is not turned off, and what people added. In every process, within seconds."""

import logging
from collections.abc import Iterable
from threading import Lock

from sqlalchemy import func, select

from marketplace.foundation.database import db
from marketplace.search.lexicon import synonyms
from marketplace.search.lexicon.thesaurus import Term, Thesaurus
from marketplace.search.synonyms.fields import SynonymFields, key_of
from marketplace.search.synonyms.models import SwitchedOff, Synonym, SynonymChange
from marketplace.search.synonyms.shipped_terms import Pair, shipped_terms

log = logging.getLogger(__name__)

Stamp = tuple[int, int]
"""The newest change and how many there are: two writers may finish in another order than they began."""

_lock = Lock()
_seen: list[tuple[Stamp, Thesaurus]] = []


def refresh() -> None:
    """Read questions with the thesaurus as it is stored. One query when nothing has changed since last time."""
    with _lock:
        stamp = _stamp()
        if _seen and _seen[0] == (stamp, synonyms.current()):
            return
        thesaurus = composed(own_terms(), switched_off())
        thesaurus.meanings(key_of)  # made here, and not while somebody waits for an answer
        synonyms.use(thesaurus)
        _seen[:] = [(stamp, thesaurus)]


def refresh_or_wait() -> None:
    """The same after a change of one's own; if it fails, the next look mends it."""
    try:
        refresh()
    except Exception:
        log.exception("the thesaurus could not be read anew; it is tried again")


def composed(own: Iterable[Term], off: set[Pair]) -> Thesaurus:
    """What ships without what is turned off, and people's own."""
    added = tuple(own)
    if not added and not off:
        return synonyms.shipped()
    return Thesaurus([*(term for term in synonyms.shipped().terms if (term.word, term.other) not in off), *added])


def own_terms() -> list[Term]:
    """What people added."""
    columns = (Synonym.word, Synonym.other, Synonym.nearness, Synonym.both_ways)
    rows = db.session.execute(select(*columns))
    return [
        SynonymFields(word=word, other=other, nearness=nearness, both_ways=both_ways).term
        for word, other, nearness, both_ways in rows
    ]


def switched_off() -> set[Pair]:
    """The shipped pairs that are turned off."""
    return {(row.word, row.other) for row in db.session.execute(select(SwitchedOff.word, SwitchedOff.other))}


def shipped_in_use() -> list[Term]:
    """The shipped terms that are not turned off."""
    off = switched_off()
    return [shipped.term for shipped in shipped_terms() if shipped.pair not in off]


def _stamp() -> Stamp:
    newest, count = db.session.execute(select(func.max(SynonymChange.id), func.count(SynonymChange.id))).one()
    return newest or 0, count
