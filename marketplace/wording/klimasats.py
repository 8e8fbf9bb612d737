"""Words of the report to Klimasats."""

REFUSALS: dict[str, str] = {
    "klimasats-too-long": "Velg en periode på høyst %(most)s år.",
    "klimasats-hours-of-other-year": "Oppgi timer for år i perioden, og bare én gang for hvert år.",
}

HEADINGS: dict[str, str] = {
    "title": "Rapport til Klimasats: %(place)s",
    "period": "Resultater fra %(first)s til %(last)s",
    "results": "Resultater så langt",
    "activity": "Aktivitetsdata",
    "categories": "Aktivitet etter kategori",
    "next_years": "De neste tre årene",
    "longer_term": "På lengre sikt",
    "hours": "Egne timer",
    "coverage": "Dekning: hvor mye som er kjent",
    "definitions": "Slik regner vi",
    "assumptions": "Forutsetninger",
}

COLUMNS: dict[str, str] = {
    "year": "År",
    "years": "År",
    "handed_over": "Overlevert",
    "received": "Mottatt",
    "weight": "Vekt, kg",
    "cautious": "CO₂e forsiktig, kg",
    "interval": "Spenn",
    "gross": "CO₂e brutto, kg",
    "saved": "Kroner spart",
    "what": "Nøkkeltall",
    "count": "Antall",
    "category": "Kategori",
    "middle": "Midterste",
    "least": "Lavest",
    "most": "Høyest",
    "hours": "Timer",
    "rate": "Timekostnad, kr",
    "cap": "Tak, kr per time",
    "counted": "Regnet med, kr per time",
    "amount": "Sum, kr",
    "meaning": "Hva det betyr",
    "value": "Verdi",
}

SENTENCES: dict[str, str] = {
    "network": "nettverket",
    "coverage": "Dekning",
    "together": "I alt",
    "lead": (
        "Tallene er hentet fra regnskapet over overleveringer i Ombruk. Hver overlevering er bekreftet, teller én "
        "gang, og regnes fra igjen hvis den blir levert tilbake."
    ),
    "results": (
        "CO₂e telles hos den som tok imot, med utslippsfaktoren som gjaldt den dagen. Spennet viser hvor lavt og "
        "høyt tallet kan være når alle faktorene ligger lavest eller høyest."
    ),
    "activity": "Det som ble gjort i perioden, og som resultatene er regnet av.",
    "next_years": (
        "Metode: de hele månedene fra %(first)s til %(last)s (%(months)s med aktivitet) trekkes %(draws)s ganger, "
        "hver måned med alle tallene sine. Vi viser den midterste trekningen, og spennet mellom den som %(low)s "
        "prosent ligger under, og den som %(high)s prosent ligger under. Verken sesong, vekst eller trend er regnet "
        "inn."
    ),
    "longer_term": (
        "Forutsetninger for årene %(first)s–%(last)s: et år blir som de siste tolv månedene tilsier, ombruken vokser "
        "%(growth)s prosent i året, og nye gjenstander blir %(cleaner)s prosent renere å lage for hvert år. Det "
        "siste gjelder bare CO₂e. Spennet legger sammen hvert års ytterpunkter."
    ),
    "unknown_ahead": "Det trengs minst tre hele måneder med aktivitet for å se framover. Så mange er det ikke ennå.",
    "hours": (
        "Timer ganger timekostnad, men ikke mer enn taket per time: 600 kroner til og med 2023, 700 kroner fra 2024. "
        "Er timekostnaden ikke oppgitt, regnes taket."
    ),
    "no_hours": "Det er ikke ført timer for perioden.",
    "chart_results": "CO₂e spart per år, forsiktig regnet, i kg",
    "chart_alt": "Stolpediagram. %(title)s: %(values)s. Tallene står også i tabellen under.",
    "tile_ahead": "CO₂e de neste tre årene, forsiktig regnet",
    "tile_hours": "Egne timer",
    "growth": "Vekst i ombruk, prosent i året",
    "cleaner": "Nye gjenstander blir renere, prosent i året",
    "horizon": "Siste år på lengre sikt",
    "text": "Andre forutsetninger",
    "method": "Metode for de neste tre årene",
}
