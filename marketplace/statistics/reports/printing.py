"""A report as a PDF that screen readers can read (PDF/UA-1), with its figures attached for machines."""

import json
from decimal import Decimal
from hashlib import sha256
from importlib.resources import files

from marketplace.foundation.documents.typesetting import typeset
from marketplace.foundation.translation import text
from marketplace.statistics.reports import writing
from marketplace.statistics.reports.parts import Report
from marketplace.statistics.stamps import Stamp
from marketplace.wording import reports as words

TEMPLATE = files("marketplace.statistics.reports") / "report.typ"
MIMETYPE = "application/pdf"
ATTACHMENT = "tall.json"


def as_pdf(report: Report, figures: bytes, stamp: Stamp, address: str) -> bytes:
    """The report with its stamp; `figures` is attached as `tall.json`, and the stamp's checksum is of it.

    The same report, figures, stamp and address give the same bytes.
    """
    language = stamp.language
    checksum = sha256(figures).hexdigest()
    at = writing.moment(stamp.made_at)
    data = {
        "title": report.title,
        "language": language,
        "footer": text(language, words.SENTENCES["footer"], title=report.title, at=at),
        "report": report.told(),
        "attachment": {"file": ATTACHMENT, "description": text(language, words.SENTENCES["attachment"])},
        "about": {
            "heading": text(language, words.HEADINGS["about"]),
            "names": [text(language, words.COLUMNS[name]) for name in ("what", "said")],
            "rows": [*stamp.in_words(), (text(language, words.SENTENCES["address"]), address)],
            "how": text(language, words.SENTENCES["checksum"], file=ATTACHMENT),
            "checksum": checksum,
            "stamp": stamp.in_one_line(checksum),
        },
    }
    return typeset(TEMPLATE, data, {ATTACHMENT: figures}, made_at=stamp.made_at)


def as_json(told: object) -> bytes:
    """Plain values as the bytes that are attached: the same values give the same bytes."""
    return (json.dumps(told, ensure_ascii=False, indent=1, default=_plain) + "\n").encode()


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return str(value)
