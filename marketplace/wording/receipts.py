"""Words of the receipt that one looked in the network first."""

HEADINGS: dict[str, str] = {
    "title": "Sjekket nettverket først",
    "what": "Opplysning",
    "value": "Verdi",
    "place": "Kommune",
    "person": "Søkt av",
    "at": "Søkt",
    "question": "Det ble søkt etter",
    "answer": "Svaret",
    "listing": "Annonse",
    "municipality": "Kommune",
    "available": "Ledige",
    "reason": "Derfor passet ingen av treffene",
    "control": "Kontrollkode",
}

QUESTION: dict[str, str] = {
    "q": "Søkeord",
    "categories": "Kategori",
    "municipalities": "Kommune",
    "counties": "Fylke",
    "conditions": "Tilstand",
    "within_km": "Avstand i luftlinje",
    "min_quantity": "Minst så mange ledige",
    "max_width_cm": "Bredde høyst",
    "max_depth_cm": "Dybde høyst",
    "max_height_cm": "Høyde høyst",
    "free": "Pris",
    "loan": "Utlån eller overtakelse",
    "available_by": "Kan hentes innen",
}
"""What a question may hold, in the order it is told."""

PRICES: dict[str, str] = {"free": "Gratis", "priced": "Med pris"}

SENTENCES: dict[str, str] = {
    "lead": "%(place)s søkte i ombruksnettverket %(at)s, før nytt ble kjøpt.",
    "total": "Søket ga %(total)s treff blant det kommunen kunne se da.",
    "more": "De %(shown)s første av %(total)s treff.",
    "within": "innen %(km)s km fra %(place)s",
    "control": "Koden finner kvitteringen igjen. Skann den, eller slå den opp.",
    "code_alt": "QR-kode som åpner %(address)s",
    "footer": "Kvittering %(code)s · søkt %(at)s",
}

REFUSALS: dict[str, str] = {
    "receipt-needs-role": "Du må ha en rolle i en kommune for å lage en kvittering.",
    "receipt-not-yours": "Kvitteringen hører til en annen kommune. Bytt kommune hvis du har en rolle der.",
    "receipt-not-found": "Vi finner ikke kvitteringen. Den kan høre til en annen kommune enn din.",
    "receipt-needs-question": "Kvitteringen må vise hva du lette etter. Skriv søkeord eller velg et filter først.",
    "receipt-needs-reason": "Skriv kort hvorfor ingen av treffene passet.",
    "receipt-index-building": "Søket blir bygget opp på nytt akkurat nå. Vent et minutt, og lag kvitteringen da.",
}
