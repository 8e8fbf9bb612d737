"""The description of the open data for data.norge.no: DCAT-AP-NO as JSON-LD.

Mandatory of a catalogue: title, description, publisher, contact point, identifier. Of a dataset: title, description,
publisher, contact point, theme. Of a distribution: access address; format and licence are recommended. Values of theme,
licence, language, frequency, format, access right and place come from the vocabularies of the EU, as the profile asks.
"""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from marketplace.foundation.translation import LANGUAGES, text
from marketplace.statistics.public.dataset import LICENCE
from marketplace.statistics.public.opening import last_day, years
from marketplace.wording.open_data import DESCRIBED

EU = "http://publications.europa.eu/resource/authority/"
MEDIA = "https://www.iana.org/assignments/media-types/"
CONTEXT = {
    "adms": "http://www.w3.org/ns/adms#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "org": "http://www.w3.org/ns/org#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_LANGUAGES = {"nb": "NOB", "nn": "NNO", "en": "ENG"}
_LICENCES = {"CC BY 4.0": EU + "licence/CC_BY_4_0"}
_FORMATS = {"csv": ("CSV", "text/csv"), "json": ("JSON", "application/json")}
_KEYWORDS = ("reuse", "second_hand", "municipalities", "climate", "waste")


def describe(base_url: str) -> bytes:
    """The catalogue with its one dataset and two distributions, as JSON-LD; the same until a month more is told."""
    page = f"{base_url}/apne-tall"
    last = last_day()
    graph = [_catalogue(page, last), _dataset(page, last)]
    graph += [_distribution(page, ending) for ending in _FORMATS]
    graph += [_publisher(page), _contact(page, base_url)]
    return json.dumps({"@context": CONTEXT, "@graph": graph}, ensure_ascii=False, indent=1).encode()


def _catalogue(page: str, last: date | None) -> dict[str, Any]:
    return {
        "@id": f"{page}#katalog",
        "@type": "dcat:Catalog",
        "dct:title": _in_all("catalogue"),
        "dct:description": _in_all("description"),
        "dct:identifier": f"{page}#katalog",
        "dct:publisher": _link(f"{page}#utgiver"),
        "dcat:contactPoint": _link(f"{page}#kontakt"),
        "foaf:homepage": _link(page),
        "dct:language": _languages(),
        "dct:license": _link(_LICENCES[LICENCE]),
        **_modified(last),
        "dcat:themeTaxonomy": _link(EU + "data-theme"),
        "dcat:dataset": _link(f"{page}#datasett"),
    }


def _dataset(page: str, last: date | None) -> dict[str, Any]:
    begun = {"dct:temporal": _temporal(date(years()[-1], 1, 1), last)} if last else {}
    return {
        "@id": f"{page}#datasett",
        "@type": "dcat:Dataset",
        "dct:title": _in_all("title"),
        "dct:description": _in_all("description", "telling"),
        "dct:identifier": f"{page}#datasett",
        "dct:publisher": _link(f"{page}#utgiver"),
        "dcat:contactPoint": _link(f"{page}#kontakt"),
        "dcat:theme": [_link(EU + "data-theme/ENVI"), _link(EU + "data-theme/GOVE")],
        "dcat:keyword": [word for keyword in _KEYWORDS for word in _in_all(keyword)],
        "dcat:landingPage": _link(page),
        "dct:accessRights": _link(EU + "access-right/PUBLIC"),
        "dct:accrualPeriodicity": _link(EU + "frequency/MONTHLY"),
        "dct:language": _languages(),
        "dct:spatial": _link(EU + "country/NOR"),
        **_modified(last),
        **begun,
        "dcat:distribution": [_link(f"{page}/data.{ending}") for ending in _FORMATS],
    }


def _distribution(page: str, ending: str) -> dict[str, Any]:
    name, media = _FORMATS[ending]
    address = f"{page}/data.{ending}"
    return {
        "@id": address,
        "@type": "dcat:Distribution",
        "dct:title": _in_all("title", rest=f" ({name})"),
        "dct:description": _in_all("distribution"),
        "dcat:accessURL": _link(page),
        "dcat:downloadURL": _link(address),
        "dct:format": _link(EU + f"file-type/{name}"),
        "dcat:mediaType": _link(MEDIA + media),
        "dct:license": _link(_LICENCES[LICENCE]),
        "dct:conformsTo": _link(f"{page}/ordbok.json"),
        "adms:status": _link(EU + "distribution-status/COMPLETED"),
    }


def _publisher(page: str) -> dict[str, Any]:
    return {"@id": f"{page}#utgiver", "@type": "org:Organization", "foaf:name": [_said(DESCRIBED["publisher"], "nb")]}


def _contact(page: str, base_url: str) -> dict[str, Any]:
    return {
        "@id": f"{page}#kontakt",
        "@type": "vcard:Organization",
        "vcard:fn": [_said(DESCRIBED["publisher"], "nb")],
        "vcard:hasURL": _link(f"{base_url}/om"),
    }


def _temporal(first: date, last: date) -> dict[str, Any]:
    return {"@type": "dct:PeriodOfTime", "dcat:startDate": _day(first), "dcat:endDate": _day(last)}


def _in_all(*keys: str, rest: str = "") -> list[dict[str, str]]:
    """The words for the keys in all three languages, each followed by `rest`."""
    return [_said(" ".join(text(language, DESCRIBED[key]) for key in keys) + rest, language) for language in LANGUAGES]


def _said(words: str, language: str) -> dict[str, str]:
    return {"@value": words, "@language": language}


def _languages() -> list[Mapping[str, str]]:
    return [_link(f"{EU}language/{code}") for code in _LANGUAGES.values()]


def _modified(last: date | None) -> dict[str, Any]:
    return {"dct:modified": _day(last)} if last else {}


def _day(day: date) -> dict[str, str]:
    return {"@value": day.isoformat(), "@type": "xsd:date"}


def _link(address: str) -> dict[str, str]:
    return {"@id": address}
