"""Words for what anybody may see: what each column of the open data means, and how the data are described."""

REFUSALS: dict[str, str] = {
    "open-year-not-found": "Vi har ingen åpne tall for det året. Velg et av årene på siden.",
    "open-figure-of-whole-years": (
        "Tall for en kommune og andeler viser vi for hele år. Velg et år som er over, eller la året stå tomt."
    ),
    "open-figure-not-found": "Vi har ikke det tallet. Velg et av tallene på siden med åpne tall.",
}

MEANINGS: dict[str, str] = {
    "year": "Året raden gjelder.",
    "from": "Første dag som er med (ISO 8601).",
    "to": "Siste dag som er med: årets siste, eller siste dag i den siste måneden tallet er ført fram til.",
    "split": "Hva raden er en del av: network (hele nettverket), municipality, category eller month.",
    "key": "Kommunenummer, kode for hovedkategori eller måned (2026-05). Tomt for hele nettverket.",
    "name": "Navnet på det nøkkelen står for.",
    "figure": "Hvilket tall det er. Definisjon og formel står under figurene.",
    "label": "Navnet på tallet.",
    "value": "Tallet. Andeler går fra 0 til 1. Tomt når statusen ikke er told.",
    "unit": "Enheten. Tom for andeler.",
    "status": (
        "told: tallet står der. hidden: færre enn fem gjenstander, eller skjult for at ingen skal kunne regne seg "
        "fram til et slikt tall. En skjult måned er regnet med i en senere måned. unknown: ingenting er kjent, eller "
        "grunnlaget er for lite til en prosent."
    ),
}
"""What each column means. Bokmål, which is also the message id."""

DESCRIBED: dict[str, str] = {
    "catalogue": "Åpne data fra Ombruk",
    "title": "Ombruk av kommunale eiendeler",
    "description": (
        "Hvor mye kommunene i nettverket bruker om igjen, og hva det sparer: gjenstander, vekt, CO₂e og kroner, per "
        "år og kommune, hovedkategori og måned. Bare summer; ingenting om færre enn fem gjenstander."
    ),
    "telling": (
        "En måned blir fortalt én gang, den tiende i måneden etter, og endres ikke siden. Retting, retur og det som "
        "føres for sent, regnes med i den første måneden som fortelles etterpå. Et tall flyttes bare når det har "
        "endret seg med minst fem gjenstander. Kommuner, kategorier og andeler blir fortalt én gang for hvert år."
    ),
    "distribution": "Én rad for hvert tall. Kolonnene er forklart i ordboken.",
    "publisher": "Kommunenettverk for klimaomstilling",
    "reuse": "ombruk",
    "second_hand": "gjenbruk",
    "municipalities": "kommuner",
    "climate": "klima",
    "waste": "avfall",
}
"""How the data are described to a catalogue."""
