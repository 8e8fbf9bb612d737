"""The stamp on what is exported: when, by whom, with which filters, and a checksum of all the rest."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from marketplace.accounts import queries as accounts
from marketplace.catalogue.queries import category_names
from marketplace.foundation import clock
from marketplace.foundation.actor import Actor
from marketplace.foundation.clock import OSLO
from marketplace.foundation.tabular.columns import Column
from marketplace.foundation.tabular.xlsx_writing import Sheet
from marketplace.foundation.translation import text
from marketplace.organisations.geography import place_of
from marketplace.statistics.periods import Period
from marketplace.wording import reports as words


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who took what out, and when. Two exports of the same differ in nothing else."""

    made_at: datetime
    made_by: str
    period: Period
    municipality_number: str | None
    language: str
    category_code: str | None = None

    def told(self, checksum: str) -> dict[str, str | None]:
        """For programs: times in UTC, `municipality` None for the network, `category` None for all."""
        return {
            "made_at": self.made_at.isoformat(timespec="seconds"),
            "made_by": self.made_by,
            "from": self.period.first.isoformat(),
            "to": self.period.last.isoformat(),
            "municipality": self.municipality_number,
            "category": self.category_code,
            "language": self.language,
            "sha256": checksum,
        }

    def in_words(self, checksum: str | None = None) -> list[tuple[str, str]]:
        """For people: each with its name; the checksum only if it is given."""
        said = {
            "made_at": f"{self.made_at.astimezone(OSLO):%d.%m.%Y %H:%M}",
            "made_by": self.made_by,
            "from": f"{self.period.first:%d.%m.%Y}",
            "to": f"{self.period.last:%d.%m.%Y}",
            "municipality": self._place(),
            "category": self._category(),
            "language": text(self.language, words.LANGUAGES[self.language]),
            "sha256": checksum or "",
        }
        return [(text(self.language, name), said[key]) for key, name in words.STAMP.items() if said[key]]

    def in_one_line(self, checksum: str) -> str:
        """For a single cell: `made_at=… made_by=… … sha256=…`."""
        return " ".join(f"{key}={value or ''}" for key, value in self.told(checksum).items())

    def sheet(self, checksum: str) -> Sheet:
        """For a workbook: its last sheet."""
        columns = (
            Column("what", text(self.language, "Hva"), width=24),
            Column("value", text(self.language, "Verdi"), width=70),
        )
        rows = [{"what": name, "value": value} for name, value in self.in_words(checksum)]
        return Sheet(text(self.language, "Om filen"), columns, rows)

    def _place(self) -> str:
        number = self.municipality_number
        return f"{place_of(number).name} ({number})" if number else text(self.language, "Nettverket")

    def _category(self) -> str:
        code = self.category_code
        return f"{category_names(self.language)[code]} ({code})" if code else ""


def stamp_of(actor: Actor, period: Period, municipality_number: str | None, category_code: str | None = None) -> Stamp:
    """The stamp of what the actor takes out now."""
    person = accounts.find_person(actor.person_id) if actor.person_id is not None else None
    name = person.name if person else text(actor.language, words.SENTENCES["nobody"])
    return Stamp(clock.now(), name, period, municipality_number, actor.language, category_code)


def stamped(pieces: Iterable[bytes], last: Callable[[str], bytes]) -> Iterator[bytes]:
    """The pieces, and last what `last` makes of the SHA-256 of them all."""
    checksum = sha256()
    for piece in pieces:
        checksum.update(piece)
        yield piece
    yield last(checksum.hexdigest())
