"""The transfer note as a PDF, as JSON, and both in one file for the archive."""

import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from importlib.resources import files
from typing import Any

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal

from marketplace.catalogue import queries as catalogue
from marketplace.foundation import codes
from marketplace.foundation.actor import Actor
from marketplace.foundation.clock import OSLO
from marketplace.foundation.documents import control
from marketplace.foundation.documents.typesetting import typeset
from marketplace.foundation.translation import text
from marketplace.organisations.geography import place_of
from marketplace.transfers import notes
from marketplace.transfers.models import TransferNote
from marketplace.wording import transfer_notes as words
from marketplace.wording.search import CONDITIONS

TEMPLATE = files("marketplace.transfers") / "note" / "transfer_note.typ"
_FIGURES = "nb"
_EARLIEST_IN_ZIP = 1980


class NoteFormat(StrEnum):
    """The files a note is given out as."""

    PDF = "pdf"
    JSON = "json"
    ZIP = "zip"


MIMETYPES = {
    NoteFormat.PDF: "application/pdf",
    NoteFormat.JSON: "application/json",
    NoteFormat.ZIP: "application/zip",
}


def file_of(actor: Actor, transfer_id: int, kind: NoteFormat, language: str) -> tuple[str, bytes]:
    """The note of a hand-over as a file: its name and content.

    Raises:
        NotFound, Conflict: as `notes.note_of`.
    """
    note = notes.note_of(actor, transfer_id)
    left = notes.left_of(note)
    content = {
        NoteFormat.PDF: lambda: as_pdf(note, left, language),
        NoteFormat.JSON: lambda: as_json(note, left),
        NoteFormat.ZIP: lambda: as_archive(note, left, language),
    }[kind]()
    return f"{_name(note)}.{kind.value}", content


def as_pdf(note: TransferNote, left: int, language: str) -> bytes:
    """The note as an accessible PDF (PDF/UA-1). `left` is how many units have not been taken back since.

    The same note, language and `left` give the same bytes.
    """
    pictures = notes.pictures_of(note)
    data = _Page(note, left, language).data(tuple(pictures))
    return typeset(TEMPLATE, data, {**pictures, control.PICTURE: control.picture_of(note.code)}, made_at=note.made_at)


def as_json(note: TransferNote, left: int) -> bytes:
    """The note's facts as they were frozen, with its code and address, and what has not been taken back since."""
    told = {
        "code": codes.spaced(note.code),
        "address": codes.address_of(note.code),
        "transfer_id": note.transfer_id,
        "made_at": note.made_at.isoformat(),
        "left_quantity": left,
        **note.facts,
    }
    return json.dumps(told, ensure_ascii=False, indent=2).encode("utf-8")


def as_archive(note: TransferNote, left: int, language: str) -> bytes:
    """A ZIP file with the PDF, the JSON and the pictures, for an archive to take in."""
    name = _name(note)
    content = {f"{name}.pdf": as_pdf(note, left, language), f"{name}.json": as_json(note, left)}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for own, what in (content | notes.pictures_of(note)).items():
            stamp = max(note.made_at.year, _EARLIEST_IN_ZIP), note.made_at.month, note.made_at.day, 0, 0, 0
            archive.writestr(zipfile.ZipInfo(own, stamp), what, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def _name(note: TransferNote) -> str:
    return f"overforingsnotat-{codes.spaced(note.code)}"


class _Page:
    """What the template sets, in words of one language."""

    def __init__(self, note: TransferNote, left: int, language: str) -> None:
        self._note, self._left, self._language = note, left, language
        self._facts: dict[str, Any] = note.facts

    def data(self, pictures: tuple[str, ...]) -> dict[str, object]:
        """Everything of the page, as the template reads it."""
        giver, receiver = self._facts["from"], self._facts["to"]
        told = {"quantity": self._facts["quantity"], "title": self._facts["title"]}
        return {
            "title": self._heading("title"),
            "language": self._language,
            "footer": self._sentence("footer", code=codes.spaced(self._note.code), day=self._day(self._note.made_at)),
            "lead": self._sentence("lead", **told, giver=giver["name"], receiver=receiver["name"]),
            "names": [self._heading("what"), self._heading("value")],
            "facts": self._rows(words.FACTS, self._values()),
            "parties": {
                "heading": self._heading("parties"),
                "header": [self._heading("what"), self._heading("giver"), self._heading("receiver")],
                "rows": [[self._text(name), *self._sides(key)] for key, name in words.PARTIES.items()],
            },
            "pictures": [self._picture(number, name) for number, name in enumerate(pictures, start=1)],
            "pictures_heading": self._heading("pictures"),
            "terms": {"heading": self._heading("terms"), "paragraphs": list(self._terms())},
            "checks": {
                "heading": self._heading("checks"),
                "rows": [
                    {"ticked": ticked, "text": self._text(words.CHECKS[check])}
                    for check, ticked in self._facts["checks"].items()
                ],
            },
            "signed": {"heading": self._heading("confirmed"), "rows": self._rows(words.CONFIRMED, self._confirmed())},
            "control": control.control_box(
                self._note.code,
                heading=self._heading("control"),
                told=self._sentence("control"),
                alt=self._text(words.SENTENCES["code_alt"]),
            ),
        }

    def _values(self) -> dict[str, str | None]:
        facts, back = self._facts, self._facts["quantity"] - self._left
        sizes = [facts["width_cm"], facts["depth_cm"], facts["height_cm"]]
        known = " × ".join("–" if size is None else str(size) for size in sizes) + " cm"
        return {
            "category": catalogue.category_names(self._language).get(facts["category"], facts["category"]),
            "quantity": self._number(facts["quantity"]),
            "taken_back": self._number(back) if back else None,
            "condition": self._text(CONDITIONS[facts["condition"]]),
            "brand": facts["brand"] or None,
            "size": known if any(sizes) else None,
            "colour": facts["colour"] or None,
            "material": facts["material"] or None,
            "acquired_year": str(facts["acquired_year"]) if facts["acquired_year"] else None,
            "weight": None if facts["weight_g"] is None else f"{self._number(Decimal(facts['weight_g']) / 1000)} kg",
            "price": f"{self._number(facts['price_nok'])} kr" if facts["price_nok"] else self._sentence("no_price"),
            "on": self._day(date.fromisoformat(facts["on"])),
        }

    def _confirmed(self) -> dict[str, str | None]:
        at = datetime.fromisoformat(self._facts["confirmed_at"]).astimezone(OSLO)
        return {
            "by": self._facts["confirmed_by"],
            "for": place_of(self._facts["confirmed_for"]).name,
            "at": format_datetime(at, "dd.MM.yyyy HH:mm", locale=_FIGURES),
        }

    def _terms(self) -> Iterator[str]:
        for name in ("as_is", "ownership", "priced" if self._facts["price_nok"] else "free"):
            yield self._sentence(name)

    def _picture(self, number: int, name: str) -> dict[str, str]:
        return {"file": name, "alt": self._sentence("picture_alt", number=number, title=self._facts["title"])}

    def _sides(self, key: str) -> list[str]:
        return [self._facts[side][key] or self._sentence("unknown") for side in ("from", "to")]

    def _rows(self, names: Mapping[str, str], values: Mapping[str, str | None]) -> list[list[str]]:
        return [[self._text(name), value] for key, name in names.items() if (value := values[key]) is not None]

    def _heading(self, key: str) -> str:
        return self._text(words.HEADINGS[key])

    def _sentence(self, key: str, **facts: object) -> str:
        return text(self._language, words.SENTENCES[key], **facts)

    def _text(self, sentence: str) -> str:
        return text(self._language, sentence)

    def _day(self, value: date | datetime) -> str:
        local = value.astimezone(OSLO).date() if isinstance(value, datetime) else value
        return format_date(local, "dd.MM.yyyy", locale=_FIGURES)

    def _number(self, value: int | Decimal) -> str:
        return format_decimal(value, "#,##0.##", locale=_FIGURES)
