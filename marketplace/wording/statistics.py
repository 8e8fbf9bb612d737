"""Words for figures."""

REFUSALS: dict[str, str] = {
    "statistics-needs-permission": "Du har ikke tilgang til statistikken.",
    "export-other-municipality": "Du kan bare eksportere rader for din egen kommune. Velg kommunen din først.",
    "period-reversed": "Til-datoen kan ikke være før fra-datoen.",
    "period-out-of-range": "Velg datoer mellom 2000 og 2100.",
}
