"""Which field a column means, from its title in bokmål, nynorsk or English.

`Nr`, `ID` and running numbers are not taken for inventory numbers: two sheets that both count from 1 would overwrite
each other's assets. They can be mapped by hand.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache

FIELDS = (
    "inventory_number",
    "name",
    "category",
    "quantity",
    "condition",
    "state",
    "brand",
    "model",
    "dimensions",
    "width_cm",
    "depth_cm",
    "height_cm",
    "weight_kg",
    "colour",
    "material",
    "unit",
    "site",
    "building",
    "room",
    "acquired_year",
    "acquired_price_nok",
    "co2e_kg",
    "notes",
)
"""What a column can be mapped to, in the order of the page."""

SEVERAL = frozenset({"notes"})
"""Fields that more than one column may be mapped to."""

IGNORE = "ignore"

_SURE, _LIKELY, _PERHAPS = 3, 2, 1
_TITLES: dict[str, tuple[str, str, str]] = {
    "inventory_number": (
        (
            "inventarnummer inventarnr inventarid invnr invnummer eiendelsnummer eiendelsnr eiendelid anleggsnummer "
            "anleggsnr utstyrsnummer utstyrsnr objektnummer objektnr objektid gjenstandsnummer gjenstandsnr "
            "inventorynumber inventoryno inventoryid assetnumber assetno assetid assettag"
        ),
        "strekkode strekkodenummer barcode merkenummer",
        "",
    ),
    "name": (
        (
            "navn namn gjenstand gjenstandsnavn benevnelse benevning nemning eiendel eigedel inventar produktnavn "
            "varenavn artikkelnavn artikkel name itemname assetname item asset title tittel hva kva"
        ),
        "produkt vare møbel objekt utstyr ting product beskrivelse beskriving skildring description varebeskrivelse",
        "type møbeltype",
    ),
    "category": (
        (
            "kategori kategorikode kategorinavn møbelkategori varegruppe produktgruppe produktkategori category "
            "categorycode categoryname"
        ),
        "type møbeltype produkttype utstyrstype gruppe klasse hovedgruppe undergruppe assettype class",
        "",
    ),
    "quantity": (
        "antall antal mengde antallenheter antalleiendeler quantity qty count antallstk antalstk",
        "ant stk beholdning behaldning units pieces",
        "",
    ),
    "condition": ("tilstand tilstandsgrad stand brukstilstand condition", "tg kvalitet slitasje quality", "status"),
    "state": ("status bruksstatus state", "", ""),
    "brand": ("merke varemerke merkevare produsent fabrikat brand manufacturer make", "", "leverandør supplier"),
    "model": ("modell modellnavn modellbetegnelse model modelname typebetegnelse", "serie series", ""),
    "dimensions": (
        "mål dimensjon dimensjoner dimensjonar målbxdxh bxdxh lxbxh dimensions målbdh bredde×dybde×høyde",
        "størrelse storleik size",
        "",
    ),
    "width_cm": ("bredde breidde breidd width", "br b w lengde lengd length", ""),
    "depth_cm": ("dybde djupn djupne depth", "d lengde lengd length", "bredde breidde breidd width"),
    "height_cm": ("høyde høgd høgde height", "h", ""),
    "weight_kg": ("vekt vektprstk vektperstk egenvekt masse weight mass", "", ""),
    "colour": ("farge fargar farger fargekode colour color", "", ""),
    "material": ("material materiale materialer materialar materials", "stoff overflate trekk", ""),
    "unit": (
        (
            "enhet eining avdeling virksomhet verksemd tjenestested tenestestad resultatenhet ansvarligenhet unit "
            "department"
        ),
        "institusjon skole skule barnehage organisasjon eier",
        "",
    ),
    "site": (
        "lokasjon sted stad plassering lokalisering site location",
        "eiendom eigedom adresse address lokalitet",
        "",
    ),
    "building": ("bygg bygning bygningsnavn byggnavn bygningsdel building", "hus fløy", ""),
    "room": ("rom romnummer romnr romnavn room roomnumber roomno", "lokale etasjerom", ""),
    "acquired_year": (
        (
            "innkjøpsår anskaffelsesår anskaffingsår anskaffet anskaffa kjøpsår innkjøpt innkjøpsdato anskaffelsesdato "
            "kjøpsdato acquiredyear acquisitionyear acquired purchaseyear yearofpurchase yearbought purchasedate "
            "purchased"
        ),
        "årstall år kjøpt produksjonsår årsmodell year",
        "",
    ),
    "acquired_price_nok": (
        (
            "innkjøpspris anskaffelsespris anskaffelseskost anskaffelsesverdi anskaffelseskostnad kjøpspris nypris "
            "kostpris enhetspris stykkpris purchaseprice acquisitionprice unitprice acquiredprice"
        ),
        "pris price cost verdi value",
        "",
    ),
    "co2e_kg": (
        "co2e co2 co2ekvivalenter co2ekv klimagassutslipp klimafotavtrykk co2avtrykk kgco2e kgco2 carbonfootprint",
        "utslipp klimaavtrykk",
        "",
    ),
    "notes": (
        (
            "merknad merknader merknadar kommentar kommentarer kommentarar notat notater notatar anmerkning "
            "anmerkninger notes note comment comments remarks remark"
        ),
        "tilleggsinfo tilleggsopplysninger info annet anna øvrig beskrivelse beskriving skildring description",
        "",
    ),
}
_UNITS = {
    "mm": "mm",
    "millimeter": "mm",
    "cm": "cm",
    "centimeter": "cm",
    "m": "m",
    "meter": "m",
    "kg": "kg",
    "kilo": "kg",
    "g": "g",
    "gram": "g",
    "tonn": "tonn",
    "t": "tonn",
}
_MEASURES = {
    **dict.fromkeys(("width_cm", "depth_cm", "height_cm"), frozenset({"mm", "cm", "m"})),
    "weight_kg": frozenset({"kg", "g", "tonn"}),
}
_TAIL = frozenset({*_UNITS, "nok", "kr", "kroner", "stk", "pr", "per", "eks", "ekskl", "inkl", "mva", "ca", "i"})
_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_NOT_WORD = re.compile(r"[\W_]+")


Titles = Mapping[str, tuple[str, str, str]]
"""For each field the titles that surely, likely and perhaps mean it, as words that `key_of` gives."""


class Vocabulary:
    """The fields that columns of one sort of sheet can mean, and the titles that mean them.

    `several` are fields that more than one column may be mapped to.
    """

    def __init__(self, fields: Sequence[str], titles: Titles, several: frozenset[str] = frozenset()) -> None:
        self.fields = tuple(fields)
        self.several = several
        self._known: dict[str, dict[str, int]] = {}
        for field, groups in titles.items():
            for words, score in zip(groups, (_SURE, _LIKELY, _PERHAPS), strict=True):
                for word in words.split():
                    self._known.setdefault(word, {})[field] = score
        for field in fields:
            self._known.setdefault(field.replace("_", ""), {})[field] = _SURE + 1

    def meanings(self, title: str) -> dict[str, int]:
        """The fields a title may mean, with how sure that is (more is surer); none for an unknown title."""
        for part in (title, *title.split("/")):
            for key in _keys(part):
                if key in self._known:
                    return self._known[key]
        return {}

    def is_known(self, title: str) -> bool:
        """Whether a title means any field."""
        return bool(self.meanings(title))


ASSETS = Vocabulary(FIELDS, _TITLES, SEVERAL)


def unit_in(title: str, field: str) -> str | None:
    """The unit that a title gives its column, as `Bredde (mm)`, where the field is a length or a mass."""
    allowed = _MEASURES.get(field, frozenset())
    words = _NOT_WORD.sub(" ", _folded(title)).split()
    return next((unit for word in reversed(words[1:]) if (unit := _UNITS.get(word)) in allowed), None)


def key_of(title: str) -> str:
    """A title without case, spaces and signs, to recognise it in another file."""
    return _NOT_WORD.sub("", _folded(title))


def _folded(title: str) -> str:
    return unicodedata.normalize("NFKC", title).casefold()


@lru_cache(maxsize=4096)
def _keys(title: str) -> list[str]:
    folded = _folded(title)
    words = _NOT_WORD.sub(" ", _BRACKETS.sub(" ", folded)).split()
    keys = ["".join(words), _NOT_WORD.sub("", folded)]
    while len(words) > 1 and words[-1] in _TAIL:
        words.pop()
        keys.append("".join(words))
    return [key for key in keys if key]
