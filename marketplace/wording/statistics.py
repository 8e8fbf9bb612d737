"""Words for figures."""

REFUSALS: dict[str, str] = {
    "statistics-needs-permission": "Du har ikke tilgang til statistikken. Spør administratoren i kommunen din.",
    "sites-of-other-municipality": "Tallene for hvert sted er for kommunen selv. Velg kommunen din først.",
    "export-other-municipality": "Du kan bare eksportere rader for din egen kommune. Velg kommunen din først.",
    "period-reversed": "Til-datoen kan ikke være før fra-datoen.",
    "period-out-of-range": "Velg datoer mellom 2000 og 2100.",
    "target-not-found": "Vi finner ikke målet. Gå tilbake og velg et fra listen.",
    "target-not-yours": "Bare administratorer i kommunen og prosjektledere kan sette mål for kommunen. Spør en av dem.",
    "target-changed-meanwhile": (
        "Noen andre har satt eller endret dette målet mens du skrev. Last inn siden på nytt og se på det."
    ),
    "target-withdrawn": "Målet er allerede trukket tilbake.",
    "target-out-of-range": "Verdien kan ikke nås. Skriv et tall større enn 0, og høyst 100 for prosent.",
    "target-year-out-of-range": "Velg et år fra %(least)s til %(most)s. Mål settes ikke for år som er over.",
}
