"""Words for what does not add up when the books are held against each other, and how to mend it."""

FINDINGS: dict[str, str] = {
    "asset-inventory-differs": "Historien og regnskapet gir %(expected)s stk., inventaret sier %(found)s.",
    "asset-ledger-differs": "Overføringene gir %(expected)s stk., inventaret sier %(found)s.",
    "asset-dispositions-differ": "Avhendingene gir %(expected)s stk., inventaret sier %(found)s.",
    "asset-state-differs": "Antallet er %(found)s, men statusen sier noe annet.",
    "transfer-taken-back-too-often": "%(expected)s ble overlevert, men %(found)s er ført tilbake.",
    "disposition-corrected-too-often": "%(expected)s ble avhendet, men %(found)s er rettet bort.",
    "claim-ledger-differs": "Overføringene viser %(expected)s overlevert, forespørselen sier %(found)s.",
}
"""What two books say; both numbers are units."""

MENDS: dict[str, str] = {
    "asset-inventory-differs": "Tell dem og skriv antallet. Da rettes inventaret, og differansen føres som opptelling.",
    "asset-ledger-differs": (
        "Se om en overføring mangler eller er ført to ganger, og rett den. Stemmer overføringene, teller du opp."
    ),
    "asset-dispositions-differ": (
        "Se om en avhending mangler eller er ført to ganger, og rett den. Stemmer avhendingene, teller du opp."
    ),
    "asset-state-differs": "Tell dem og skriv antallet. Da blir statusen riktig.",
    "transfer-taken-back-too-often": (
        "Rader i regnskapet kan ikke slettes. Be den som drifter tjenesten, om hjelp, og oppgi nummeret på "
        "overføringen."
    ),
    "disposition-corrected-too-often": "Registrer avhendingen på nytt med antallet som er rettet for mye.",
    "claim-ledger-differs": (
        "Overføringene gjelder. Be den som drifter tjenesten, om hjelp, og oppgi nummeret på forespørselen."
    ),
}
"""How each is mended."""

PLACES: dict[str, str] = {
    "registered": "Registrert for hånd eller med en annonse",
    "imported": "Lest inn fra regneark",
    "counted_up": "Funnet ved opptelling eller endring",
    "received": "Mottatt fra andre kommuner",
    "moved_in": "Mottatt fra egne enheter",
    "in_inventory": "I inventaret",
    "handed_over": "Overlevert til andre kommuner",
    "moved_out": "Overlevert til egne enheter",
    "sold": "Solgt til bruk",
    "donated": "Gitt bort til bruk",
    "recycled": "Levert til materialgjenvinning",
    "waste": "Kastet som restavfall",
    "counted_down": "Borte ved opptelling eller endring",
}
"""How units came in, and where they are."""
