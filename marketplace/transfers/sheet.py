"""A spreadsheet of what left otherwise: which columns mean what, and its rows as values for dispositions."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from marketplace.catalogue.guessing import guess_category
from marketplace.claims.texts import REASON_LIMIT
from marketplace.foundation import clock
from marketplace.foundation.errors import Facts
from marketplace.foundation.tabular import numbers, values
from marketplace.foundation.tabular.numbers import Unreadable
from marketplace.foundation.tabular.table import CellValue, Row
from marketplace.foundation.texts import clean
from marketplace.inventory.spreadsheet.mapping import Column
from marketplace.inventory.spreadsheet.measures import read_measure
from marketplace.inventory.spreadsheet.reading import Problem, Reading, Surroundings, is_header
from marketplace.inventory.spreadsheet.sheets import Sheet
from marketplace.inventory.spreadsheet.titles import IGNORE, Titles, Vocabulary, key_of
from marketplace.inventory.states import ImportPurpose, Severity
from marketplace.transfers.kinds import DispositionKind

FIELDS = ("inventory_number", "name", "category", "quantity", "kind", "on", "weight_kg", "note")
MOST_UNITS = 1_000_000
MOST_WEIGHT_G = 1_000_000_000_000
_SHOWN = 60
_TITLES: Titles = {
    "inventory_number": (
        "inventarnummer inventarnr inventarid invnr eiendelsnummer eiendelid utstyrsnummer assetnumber assetid",
        "strekkode barcode merkenummer",
        "",
    ),
    "name": (
        "navn namn gjenstand benevnelse eiendel eigedel name item asset hva kva",
        "produkt vare møbel objekt utstyr ting beskrivelse beskriving description",
        "type",
    ),
    "category": ("kategori kategorikode kategorinavn varegruppe category categorycode", "type gruppe klasse", ""),
    "quantity": ("antall antal mengde quantity qty count antallstk", "ant stk pieces", ""),
    "kind": (
        (
            "avhending avhendingsmåte avhendingsmåten måte hvordan korleis disponering avhendetslik slag kind "
            "disposition disposal dispositionkind"
        ),
        "status hendelse metode method utfall",
        "type",
    ),
    "on": (
        "dato avhendet avhendetdato avhendingsdato avhenda date disposedon utdato day dag",
        "når tidspunkt",
        "",
    ),
    "weight_kg": ("vekt samletvekt samlavekt totalvekt vektialt weight totalweight mass", "", ""),
    "note": ("merknad merknader merknadar kommentar notat note notes comment remark", "mottaker til kjøper", ""),
}
VOCABULARY = Vocabulary(FIELDS, _TITLES)

_KINDS: Mapping[DispositionKind, str] = {
    DispositionKind.INTERNAL_REUSE: (
        "internalreuse|internt|ombruktinternt|bruktinternt|ombruk|ombrukt|internombruk|internbruk|gjenbruk|intern|"
        "bruktomigjen|bruktomatt|bruktomigjeniegenkommune|bruktomattieigenkommune|omplassert|flyttet|reused|reuse|reusedinternally"
    ),
    DispositionKind.SOLD: "sold|solgt|selt|salg|sal|solgttilbruk|selttilbruk|auksjon|sale|soldforuse",
    DispositionKind.DONATED: (
        "donated|gittbort|gitt|gjevebort|donert|gave|gåve|gittborttilbruk|giveaway|givenaway|donasjon"
    ),
    DispositionKind.RECYCLED: (
        "recycled|gjenvunnet|gjenvunne|gjenvinning|materialgjenvinning|materialgjenvunnet|resirkulert|resirkulering|"
        "levertgjenvinning|leverttilmaterialgjenvinning|metall|treverk|recycling|materialrecycling"
    ),
    DispositionKind.WASTE: (
        "waste|kastet|kasta|kassert|avfall|restavfall|kastetsomrestavfall|kastasomrestavfall|deponi|brent|søppel|scrapped"
    ),
}
_BY_WORD = {word: kind for kind, words in _KINDS.items() for word in words.split("|")}


def kind_in(text: str) -> DispositionKind | None:
    """The kind that a word means; None for an unknown one."""
    return _BY_WORD.get(key_of(text))


class DispositionReader:
    """Reads rows of one file, whose columns are mapped."""

    def __init__(self, columns: Sequence[Column], around: Surroundings) -> None:
        self._around = around
        self._mapped = [column for column in columns if column.field not in (None, IGNORE)]
        self._by_field = {column.field: column for column in self._mapped}

    def read(self, row: Row) -> Reading | None:
        """The row's values; None for the header said once more. The digest is of what tells dispositions apart."""
        if is_header(row, self._mapped):
            return None
        reading = Reading(row.number, "")
        for column in self._mapped:
            try:
                self._read(column, row.cell(column.index), reading)
            except Unreadable as error:
                self._add(reading, column.field or "", error.code, error.facts)
        self._settle(reading)
        reading.digest = digest_of(reading.values)
        return reading

    def _read(self, column: Column, cell: CellValue, reading: Reading) -> None:
        name, said = column.field or "", reading.values
        if numbers.is_blank(cell):
            return
        if name == "quantity":
            said["quantity"] = numbers.integer(cell)
        elif name == "on":
            said["on"] = values.day(cell).isoformat()
        elif name == "weight_kg":
            said["weight_g"] = read_measure("weight_kg", column.title, cell)[1]
        else:
            said[name] = clean(values.text(cell))

    def _settle(self, reading: Reading) -> None:
        """Refuse what no disposition has, and fill in what the row leaves out."""
        said, failed = reading.values, {problem.column for problem in reading.problems}
        self._settle_kind(said, reading)
        if "on" not in said and self._shown("on") not in failed:
            self._add(reading, "on", "disposition-import-no-date")
        elif date.fromisoformat(said.get("on", "0001-01-01")) > clock.today():
            self._add(reading, "on", "date-in-future")
        if "quantity" not in said and self._shown("quantity") not in failed:
            said["quantity"] = 1
            self._add(reading, "quantity", "import-quantity-assumed", severity=Severity.NOTICE)
        elif not 1 <= said.get("quantity", 1) <= MOST_UNITS:
            self._add(reading, "quantity", "disposition-quantity-out-of-range", {"most": MOST_UNITS})
        if not 0 <= (said.get("weight_g") or 0) <= MOST_WEIGHT_G:
            self._add(reading, "weight_kg", "disposition-weight-out-of-range")
        if len(said.get("note", "")) > REASON_LIMIT:
            self._add(reading, "note", "field-too-long", {"most": REASON_LIMIT})
        self._settle_category(said, reading)

    def _settle_kind(self, said: dict[str, Any], reading: Reading) -> None:
        told = said.pop("kind", "")
        kind = kind_in(told)
        if kind is not None:
            said["kind"] = kind.value
        elif told:
            self._add(reading, "kind", "disposition-import-kind-unknown", {"value": told[:_SHOWN]})
        else:
            self._add(reading, "kind", "disposition-import-no-kind")

    def _settle_category(self, said: dict[str, Any], reading: Reading) -> None:
        """The category named, or guessed of what has no inventory number: with one, the asset's own counts."""
        told, name = said.pop("category", ""), said.pop("name", "")
        if said.get("inventory_number"):
            return
        code = self._around.categories.get(key_of(told)) if told else None
        guessed = code or guess_category(told) or guess_category(name)
        if guessed is None:
            self._add(reading, "category", "disposition-import-no-category")
            return
        said["category_code"] = guessed
        if code is None:
            facts: Facts = {"value": (told or name)[:_SHOWN], "category": guessed}
            self._add(reading, "category", "import-category-guessed", facts, Severity.NOTICE)

    def _shown(self, field: str) -> str:
        return self._by_field[field].shown if field in self._by_field else ""

    def _add(
        self, reading: Reading, field: str, code: str, facts: Facts | None = None, severity: Severity = Severity.ERROR
    ) -> None:
        reading.problems.append(Problem(reading.row, self._shown(field), severity, code, facts or {}))


def digest_of(said: Mapping[str, Any]) -> str:
    """What a row is recognised by in another file: which thing, how, when and how many; not its weight and note."""
    told = [said.get(name) for name in ("inventory_number", "category_code", "kind", "on", "quantity")]
    return hashlib.blake2b(json.dumps(told).encode(), digest_size=16).hexdigest()


SHEET = Sheet(
    ImportPurpose.DISPOSITIONS,
    VOCABULARY,
    DispositionReader,
    {
        "inventory_number": "disposition-import-no-number-column",
        "quantity": "import-no-column-quantity",
    },
)
