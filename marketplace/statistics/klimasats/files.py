"""The report as a file: PDF to send, XLSX to go on reckoning."""

from dataclasses import asdict, replace
from enum import StrEnum

from marketplace.foundation import ports
from marketplace.foundation.actor import Actor
from marketplace.organisations.geography import place_of
from marketplace.statistics.figures import figures
from marketplace.statistics.klimasats.assumptions import Assumptions
from marketplace.statistics.klimasats.gathering import Material, gather
from marketplace.statistics.klimasats.report import report_of
from marketplace.statistics.klimasats.workbook import workbook_of
from marketplace.statistics.reports import printing
from marketplace.statistics.stamps import stamp_of


class KlimasatsFormat(StrEnum):
    """What kind of file."""

    PDF = "pdf"
    XLSX = "xlsx"


MIMETYPES = {
    KlimasatsFormat.PDF: printing.MIMETYPE,
    KlimasatsFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def file_of(actor: Actor, stated: Assumptions, kind: KlimasatsFormat, address: str) -> bytes:
    """The file, stamped; the same assumptions and figures give the same but for the stamp.

    Raises:
        Forbidden, Invalid: as `gathering.gather`.
    """
    material = gather(actor, stated)
    report = report_of(material)
    stamp = stamp_of(actor, stated.period, stated.municipality_number)
    if kind is KlimasatsFormat.XLSX:
        return workbook_of(material, report, stamp)
    return printing.as_pdf(report, printing.as_json(_told(material)), stamp, f"{ports.base_url()}{address}")


def filename(stated: Assumptions, kind: KlimasatsFormat) -> str:
    """What to call it."""
    number = stated.municipality_number
    whose = place_of(number).name.lower() if number else "nettverket"
    return f"klimasats-{whose}-{stated.period.first}-{stated.period.last}.{kind.value}".replace(" ", "-")


def _told(material: Material) -> dict[str, object]:
    """Everything that the report says in figures."""
    return {
        "assumptions": asdict(replace(material.stated, hours=())),
        "hours": [
            {**asdict(each), "counted_rate_nok": each.counted_rate_nok, "amount_nok": each.amount_nok}
            for each in material.stated.hours
        ],
        "results": asdict(figures(material.whole)),
        "years": {str(year): asdict(figures(sums)) for year, sums in material.years},
        "categories": {group.key: asdict(figures(group.sums)) for group in material.categories},
        "next_years": [asdict(each) for each in material.next_years],
        "longer_term": [asdict(each) for each in material.longer_term],
    }
