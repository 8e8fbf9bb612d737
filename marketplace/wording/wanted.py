"""Words of wanted notices."""

STATES: dict[str, str] = {
    "open": "Søker fortsatt",
    "fulfilled": "Har fått det",
    "withdrawn": "Trukket tilbake",
    "expired": "Fristen er ute",
}
"""Where a notice stands."""

REFUSALS: dict[str, str] = {
    "wanted-needs-role": (
        "Du må kunne sende forespørsler for en kommune for å ønske noe. Be administratoren i kommunen om en slik rolle."
    ),
    "wanted-not-for-you": "Ønsket hører til en kommune som ikke er i nettverket sammen med din.",
    "wanted-not-yours": "Bare de som ønsker seg dette, kan endre det. Legg heller ut et eget ønske.",
    "wanted-not-found": "Vi finner ikke det som ønskes. Det kan høre til en kommune utenfor nettverket.",
    "wanted-not-open": "Dette ønskes ikke lenger. Legg ut et nytt ønske hvis dere trenger det likevel.",
    "wanted-own": "Dette ønsker dere selv. Andre enheter og kommuner kan svare.",
    "wanted-answer-needs-role": "Du må kunne legge ut annonser for å svare. Si fra til driftsansvarlig hos dere.",
    "wanted-answered-already": "Dere har allerede svart med denne annonsen. De har fått beskjed.",
    "wanted-listing-not-open": "Velg en annonse som er lagt ut, eller et utkast.",
    "wanted-title-missing": "Skriv hva dere ønsker, med minst tre tegn.",
    "wanted-day-not-possible": "Velg en dag fra i dag og høyst %(most)s dager fram.",
    "wanted-changed-meanwhile": "Noen har endret ønsket mens du skrev. Se hva det er nå, og endre det på nytt.",
}
