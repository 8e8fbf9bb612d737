"""Words of the transfer note."""

HEADINGS: dict[str, str] = {
    "title": "Overføringsnotat",
    "parties": "Partene",
    "pictures": "Tilstanden i bilder",
    "terms": "Vilkår",
    "checks": "Sett til før overleveringen",
    "confirmed": "Bekreftelse",
    "control": "Kontrollkode",
    "what": "Opplysning",
    "value": "Verdi",
    "giver": "Giver",
    "receiver": "Mottaker",
}

FACTS: dict[str, str] = {
    "category": "Kategori",
    "quantity": "Antall",
    "taken_back": "Ført tilbake siden",
    "condition": "Tilstand",
    "brand": "Merke",
    "size": "Bredde × dybde × høyde",
    "colour": "Farge",
    "material": "Materiale",
    "acquired_year": "Anskaffet",
    "weight": "Vekt i alt",
    "price": "Pris i alt",
    "on": "Overlevert",
}

PARTIES: dict[str, str] = {
    "name": "Kommune",
    "organisation_number": "Organisasjonsnummer",
    "unit": "Enhet",
    "person": "Kontakt",
}

CONFIRMED: dict[str, str] = {
    "by": "Bekreftet av",
    "for": "For",
    "at": "Bekreftet",
}

CHECKS: dict[str, str] = {
    "data_wiped": "Data er slettet, og utstyret er koblet fra brukere og systemer.",
    "electrically_safe": "Utstyret er sett over og er trygt å bruke elektrisk.",
}
"""What is ticked on the note and when a hand-over is confirmed."""

SENTENCES: dict[str, str] = {
    "lead": "%(quantity)s stk. %(title)s fra %(giver)s til %(receiver)s",
    "as_is": (
        "Mottakeren overtar gjenstandene som de er. Giveren svarer bare for feil som giveren kjente til og ikke har "
        "opplyst om."
    ),
    "ownership": "Eierskap og ansvar går over til mottakeren når gjenstandene er overlevert.",
    "free": "Gjenstandene gis uten vederlag.",
    "priced": "Kommunene gjør opp prisen seg imellom, utenfor denne tjenesten.",
    "control": "Koden finner raden i regnskapet over overføringer, slik den står i dag. Skann den, eller slå den opp.",
    "code_alt": "QR-kode som åpner %(address)s",
    "picture_alt": "Bilde %(number)s av %(title)s, tatt da gjenstandene var lagt ut",
    "footer": "Overføringsnotat %(code)s · laget %(day)s",
    "unknown": "ikke oppgitt",
    "no_price": "Gratis",
}
