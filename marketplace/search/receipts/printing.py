"""The receipt as a PDF."""

from importlib.resources import files

from babel.dates import format_datetime

from marketplace.foundation import codes
from marketplace.foundation.clock import OSLO
from marketplace.foundation.documents import control
from marketplace.foundation.documents.typesetting import typeset
from marketplace.foundation.translation import text
from marketplace.organisations.geography import place_of
from marketplace.search.receipts import questions
from marketplace.search.receipts.models import SearchReceipt
from marketplace.search.receipts.queries import ReceiptRow
from marketplace.wording import receipts as words

TEMPLATE = files("marketplace.search.receipts") / "receipt.typ"
MIMETYPE = "application/pdf"


def filename(receipt: SearchReceipt) -> str:
    """What the file is called."""
    return f"kvittering-{codes.spaced(receipt.code)}.pdf"


def as_pdf(row: ReceiptRow, language: str) -> bytes:
    """The receipt as an accessible PDF (PDF/UA-1); the same bytes each time."""
    receipt = row.receipt
    picture = {control.PICTURE: control.picture_of(receipt.code)}
    return typeset(TEMPLATE, _data(row, language), picture, made_at=receipt.made_at)


def _data(row: ReceiptRow, language: str) -> dict[str, object]:
    receipt = row.receipt
    place = place_of(receipt.municipality_number).name
    at = format_datetime(receipt.made_at.astimezone(OSLO), "dd.MM.yyyy HH:mm", locale="nb")
    heading = {name: text(language, sentence) for name, sentence in words.HEADINGS.items()}
    return {
        "title": heading["title"],
        "language": language,
        "footer": _said(language, "footer", code=codes.spaced(receipt.code), at=at),
        "lead": _said(language, "lead", place=place, at=at),
        "names": [heading["what"], heading["value"]],
        "made": [[heading["place"], place], [heading["person"], row.person], [heading["at"], at]],
        "question": {"heading": heading["question"], "rows": questions.in_words(receipt.question, language)},
        "answer": {
            "heading": heading["answer"],
            "lead": _said(language, "total", total=receipt.total),
            "header": [heading["listing"], heading["municipality"], heading["available"]],
            "rows": [[hit["title"], hit["municipality"], str(hit["available_quantity"])] for hit in receipt.hits],
            "more": _said(language, "more", shown=len(receipt.hits), total=receipt.total)
            if receipt.total > len(receipt.hits)
            else "",
        },
        "reason": {"heading": heading["reason"], "text": receipt.reason},
        "control": control.control_box(
            receipt.code,
            heading=heading["control"],
            told=_said(language, "control"),
            alt=_said(language, "code_alt"),
        ),
    }


def _said(language: str, key: str, **facts: object) -> str:
    return text(language, words.SENTENCES[key], **facts)
