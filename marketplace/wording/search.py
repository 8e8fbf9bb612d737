"""Words of search."""

CONDITIONS: dict[str, str] = {
    "new": "Ny",
    "as_new": "Som ny",
    "good": "God stand",
    "fair": "Brukt, hel",
    "needs_repair": "Trenger reparasjon",
}
"""The conditions, best first, as a choice to filter by."""

PRICES: dict[str, str] = {"free": "Gratis", "priced": "Med pris"}
"""Prices as a choice to filter by."""

TERMS: dict[str, str] = {"take_over": "Til overtakelse", "loan": "Til utlån"}
"""Whether one keeps it or brings it back, as a choice to filter by."""

DISTANCES: dict[str, str] = {"within_km": "Innen %(km)s km"}

REFUSALS: dict[str, str] = {
    "search-index-busy": "En annen prosess skriver til søkeindeksen. Vent til den er ferdig, og prøv igjen.",
    "search-index-not-written": (
        "Søkeindeksen kunne ikke skrives: %(reason)s. Se etter at tjenesten kan skrive i mappen, og prøv igjen."
    ),
    "search-near-unknown": (
        "Vi kjenner ikke stedet. Bruk et kommunenummer på fire siffer, «site:» og nummeret til et sted i din egen "
        "kommune, eller breddegrad og lengdegrad med komma mellom."
    ),
}
