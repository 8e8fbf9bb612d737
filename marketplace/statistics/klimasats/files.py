"""The report as a file: PDF to send, XLSX to go on reckoning."""

from dataclasses import asdict, replace
from decimal import Decimal
from enum import StrEnum
from urllib.parse import urlencode

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


def file_of(actor: Actor, stated: Assumptions, kind: KlimasatsFormat) -> bytes:
    """The file, stamped; the same assumptions and figures give the same but for the stamp.

    Raises:
        Forbidden, Invalid: as `gathering.gather`.
    """
    material = gather(actor, stated)
    report = report_of(material)
    stamp = stamp_of(actor, stated.period, stated.municipality_number)
    if kind is KlimasatsFormat.XLSX:
        return workbook_of(material, report, stamp)
    return printing.as_pdf(report, printing.as_json(_told(material)), stamp, address_of(stated))


def address_of(stated: Assumptions) -> str:
    """Where the report stands on the site, with all that is stated; a year without hours says that it has none."""
    query = {"fra": stated.period.first.isoformat(), "til": stated.period.last.isoformat()}
    if stated.municipality_number is not None:
        query["kommune"] = stated.municipality_number
    query |= {
        "horisont": str(stated.horizon),
        "vekst": _typed(stated.growth_percent),
        "renere": _typed(stated.cleaner_percent),
    }
    known = {each.year: each for each in stated.hours}
    for year in range(stated.period.first.year, stated.period.last.year + 1):
        hours = known.get(year)
        query[f"timer-{year}"] = "" if hours is None else _typed(hours.hours)
        if hours is not None and hours.rate_nok is not None:
            query[f"sats-{year}"] = str(hours.rate_nok)
    if stated.text:
        query["forutsetninger"] = stated.text
    return f"{ports.base_url()}/statistikk/klimasats?{urlencode(query)}"


def filename(stated: Assumptions, kind: KlimasatsFormat) -> str:
    """What to call it."""
    number = stated.municipality_number
    whose = place_of(number).name.lower() if number else "nettverket"
    return f"klimasats-{whose}-{stated.period.first}-{stated.period.last}.{kind.value}".replace(" ", "-")


def _typed(number: Decimal) -> str:
    """As it is typed: `37,5`."""
    return f"{number.normalize():f}".replace(".", ",")


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
