"""Words of saved searches."""

ALERTS: dict[str, str] = {
    "at_once": "Med en gang",
    "daily": "Én gang om dagen",
    "off": "Ikke si fra, bare lagre søket",
}
"""How soon somebody is told."""

REFUSALS: dict[str, str] = {
    "saved-search-needs-role": (
        "Du må kunne sende forespørsler for en kommune for å lagre søk. Be administratoren i kommunen om en slik rolle."
    ),
    "saved-search-not-yours": "Søket er lagret av en annen. Lagre ditt eget fra søkesiden.",
    "saved-search-not-found": "Vi finner ikke det lagrede søket. Det kan være slettet.",
    "saved-search-needs-question": "Skriv søkeord eller velg et filter først, så vet vi hva vi skal se etter.",
    "saved-searches-too-many": "Du har allerede %(most)s lagrede søk. Slett et av dem, og lagre på nytt.",
    "saved-search-link-not-valid": "Lenken virker ikke. Søket kan være slettet. Logg inn og se på lagrede søk.",
}
