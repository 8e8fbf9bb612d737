"""Words of the thesaurus, and of what is searched for."""

REFUSALS: dict[str, str] = {
    "search-not-yours": "Bare prosjektlederen og drifteren av tjenesten ser og endrer dette.",
    "synonym-not-found": "Vi finner ikke synonymet. Noen kan ha fjernet det.",
    "synonym-is-shipped": "Synonymet følger med tjenesten og kan ikke endres. Slå det av, og legg til et eget.",
    "synonym-is-own": "Synonymet er lagt til av en prosjektleder. Fjern det i stedet for å slå det av.",
    "synonym-too-many": "Det er lagt til %(most)s synonymer, og flere tar vi ikke. Fjern noen som ikke trengs.",
    "synonym-only-stop-words": "«%(text)s» er bare småord som søket ser bort fra. Skriv et ord som sier hva tingen er.",
    "synonym-without-letters": "«%(text)s» har ingen bokstaver. Tall og tegn forstår søket av seg selv. Skriv et ord.",
    "synonym-too-many-words": "Bruk høyst %(most)s ord. Lengre uttrykk blir ikke kjent igjen i et søk.",
    "synonym-same-word": "Søket ser «%(word)s» og «%(other)s» som samme ord allerede. Du trenger ikke legge det til.",
    "synonym-narrower-both-ways": (
        "Et videre ord fører til det snevrere, aldri tilbake. Ta bort «Begge veier», eller velg «Nesten det samme»."
    ),
    "synonym-is-compound": (
        "Den som søker etter «%(word)s», får allerede treff på «%(other)s», siden ordet ender på det. "
        "Du trenger ikke legge det til."
    ),
    "synonym-exists": "«%(word)s» og «%(other)s» er allerede lagt til. Endre det paret i stedet.",
    "synonym-shipped-already": (
        "Ordlisten som følger med, har allerede «%(word)s» og «%(other)s», minst så nært. "
        "Skal det veie mindre, så slå av det innebygde først."
    ),
    "synonym-in-circle": (
        "«%(other)s» er allerede det videre ordet for «%(word)s». Da går det i ring hvis det også skal gjelde "
        "andre veien. Velg «Nesten det samme» hvis ordene brukes om hverandre."
    ),
}

NEARNESS: dict[str, str] = {
    "same": "Det samme",
    "near": "Nesten det samme",
    "related": "Beslektet",
    "narrower": "Videre ord til snevrere",
}
"""How near a word is to another."""

NEARNESS_EXPLAINED: dict[str, str] = {
    "same": "To navn på én ting, som «laptop» og «bærbar pc». Treffene kommer nesten like høyt.",
    "near": "Ting som ofte kan brukes i stedet for hverandre, som «pult» og «skrivebord». Treffene kommer litt lavere.",
    "narrower": "Ordet dekker flere slags ting, som «hvitevarer» og «komfyr». Gjelder aldri andre veien.",
}
"""The same in a sentence, for whoever has to choose."""

DEEDS: dict[str, str] = {
    "added": "La til",
    "changed": "Endret",
    "removed": "Fjernet",
    "switched_off": "Slo av",
    "switched_on": "Slo på",
}
"""What was done with a pair."""
