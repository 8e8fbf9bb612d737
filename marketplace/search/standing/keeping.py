"""An index of standing questions that follows what is stored: in every process, whoever changed it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from threading import Lock

from marketplace.search.engine import SearchRequest
from marketplace.search.lexicon.synonyms import current
from marketplace.search.lexicon.thesaurus import Thesaurus
from marketplace.search.standing.index import StandingIndex
from marketplace.search.standing.reading import read
from marketplace.search.standing.thing import Thing

Stamp = tuple[int, int]
"""How many questions there are, and the sum of their marks."""

Marks = Mapping[int, int]
"""The mark of each question: another whenever what is asked is another."""


class KeptIndex:
    """Looks at the stamp before each answer, at all marks when it differs, and reads only the questions that do.

    `requests` gives questions by their numbers. With another thesaurus all are read anew.
    """

    def __init__(
        self,
        stamp: Callable[[], Stamp],
        marks: Callable[[], Marks],
        requests: Callable[[Sequence[int]], Iterable[tuple[int, SearchRequest]]],
    ) -> None:
        self._stamp_now, self._marks_now, self._requests = stamp, marks, requests
        self._lock = Lock()
        self._index = StandingIndex()
        self._stamp: Stamp | None = None
        self._marks: Marks = {}
        self._thesaurus: Thesaurus | None = None

    def answered_by(self, thing: Thing) -> list[int]:
        """The questions, as they are stored now, that a thing answers."""
        with self._lock:
            self._follow()
            return self._index.answered_by(thing)

    def _follow(self) -> None:
        thesaurus = current()
        if thesaurus is not self._thesaurus:
            self._index, self._marks, self._stamp, self._thesaurus = StandingIndex(), {}, None, thesaurus
        stamp = self._stamp_now()
        if stamp == self._stamp:
            return
        marks = dict(self._marks_now())
        for number in self._marks.keys() - marks.keys():
            self._index.drop(number)
        changed = sorted(number for number, mark in marks.items() if self._marks.get(number) != mark)
        for number, request in self._requests(changed):
            self._index.put(number, read(request, thesaurus))
        self._marks, self._stamp = marks, stamp
