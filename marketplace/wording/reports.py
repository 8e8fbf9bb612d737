"""Words of the reports, of the stamp on what is exported, and of the data dictionary."""

REFUSALS: dict[str, str] = {
    "report-subscription-exists": "Du får denne rapporten fra før. Velg noe annet, eller stopp den du har.",
    "report-subscriptions-too-many": "Du får allerede %(most)s rapporter. Stopp en av dem først.",
    "report-subscription-not-found": "Vi finner ikke rapporten. Den kan være stoppet. Be om den på nytt.",
    "ordered-file-not-found": "Vi finner ikke filen. Den kan være slettet. Bestill den på nytt fra statistikken.",
    "export-kind-unknown": "%(name)s er ikke en CSV-, JSON-, XLSX- eller PDF-fil herfra. Velg en fil som er tatt ut.",
    "export-without-stamp": (
        "%(name)s har ikke noe stempel. Enten er filen ikke tatt ut herfra, eller så er stempelet borte. "
        "Ta den ut på nytt."
    ),
    "export-unreadable": "%(name)s kan ikke leses. Filen er skadet eller av et annet slag. Ta den ut på nytt.",
    "ordered-file-not-ready": "Filen er ikke ferdig ennå. Vent til siden sier at den er klar.",
}

HEADINGS: dict[str, str] = {
    "title_network": "Ombruk i nettverket",
    "title_place": "Ombruk i %(place)s",
    "period": "Fra %(first)s til %(last)s",
    "figures": "Alle nøkkeltallene",
    "coverage": "Dekning: hvor mye som er kjent",
    "months": "Måned for måned",
    "categories": "Etter kategori",
    "municipalities": "Etter kommune",
    "definitions": "Slik regner vi",
    "factors": "Utslippsfaktorene bak tallene",
    "about": "Om rapporten",
}

COLUMNS: dict[str, str] = {
    "figure": "Nøkkeltall",
    "value": "Verdi",
    "interval": "Spenn",
    "counts": "Antall",
    "definition": "Hva det betyr, og formelen",
    "of": "Gjelder",
    "own": "Egen verdi",
    "category_value": "Kategoriens verdi",
    "none": "Ukjent",
    "share": "Dekning",
    "month": "Måned",
    "category": "Kategori",
    "municipality": "Kommune",
    "handed_over": "Overlevert",
    "received": "Mottatt",
    "cautious": "CO₂e forsiktig, kg",
    "gross": "CO₂e brutto, kg",
    "value_saved": "Kroner spart",
    "factor": "Faktor",
    "version": "Versjon",
    "per_unit": "kg CO₂e",
    "range": "Spenn",
    "source": "Kilde",
    "confidence": "Tillit",
    "units": "Gjenstander",
    "what": "Opplysning",
    "said": "Verdi",
}

COVERED: dict[str, str] = {
    "weight": "Vekt",
    "factor": "Utslippsfaktor",
    "price": "Pris på nytt",
}

SENTENCES: dict[str, str] = {
    "part": "%(part)s av %(base)s",
    "between": "%(low)s til %(high)s",
    "lead": (
        "%(units)s gjenstander skiftet eier gjennom Ombruk fra %(first)s til %(last)s. Forsiktig regnet sparte det "
        "%(cautious)s kg CO₂e, og innkjøp for %(value)s kroner ble unngått."
    ),
    "lead_place": (
        "%(place)s ga fra seg %(units)s gjenstander og tok imot %(received)s gjennom Ombruk fra %(first)s til "
        "%(last)s. Det kommunen tok imot, sparte %(cautious)s kg CO₂e, forsiktig regnet, og innkjøp for %(value)s "
        "kroner."
    ),
    "where": (
        "Antall og grader telles hos den som ga fra seg. Vekt, CO₂e og kroner telles hos den som tok imot. Slik kan "
        "kommunenes tall legges sammen uten at noe telles to ganger."
    ),
    "nothing": "Ingenting ble overlevert i perioden.",
    "covers": "gjelder %(part)s av %(base)s gjenstander",
    "unknown_factors": "Overleveringene i perioden har ingen utslippsfaktor fra en kategori.",
    "factors": (
        "Faktoren er utslippet fra å lage en ny. Den versjonen som gjaldt da noe ble overlevert, er låst på "
        "overleveringen og endres ikke siden. Tillit A er best og C er dårligst."
    ),
    "transport": "Transport med varebil, per km",
    "repair": "Reparasjon, per krone",
    "cost_per_km": "%(amount)s kr per km",
    "furniture": "Møbler uten egen faktor, per kg",
    "chart_months": "Gjenstander overlevert per måned",
    "chart_categories": "Gjenstander overlevert per kategori, de ti største",
    "chart_alt": "Stolpediagram. %(title)s: %(values)s. Tallene står også i tabellen under.",
    "footer": "%(title)s · laget %(at)s",
    "attachment": "Tallene i rapporten, for maskiner",
    "checksum": (
        "Kontrollsummen er SHA-256 av vedlegget %(file)s i denne filen, der alle tallene står. Lages rapporten på nytt "
        "for den samme perioden, blir vedlegget det samme til siste byte så lenge tallene er de samme."
    ),
    "address": "Tallene på nettet",
    "nobody": "Ombruk selv",
}

STAMP: dict[str, str] = {
    "made_at": "Laget",
    "made_by": "Av",
    "from": "Fra",
    "to": "Til",
    "municipality": "Gjelder",
    "category": "Kategori",
    "language": "Språk",
    "sha256": "Kontrollsum (SHA-256)",
}

RHYTHMS: dict[str, str] = {
    "monthly": "Hver måned",
    "quarterly": "Hvert kvartal",
    "yearly": "Hvert år",
}

FORMATS: dict[str, str] = {
    "pdf": "Rapport (PDF)",
    "xlsx": "Regneark med alle radene (XLSX)",
    "csv": "Radene for maskiner (CSV)",
    "json": "Tall og rader for maskiner (JSON)",
}

LANGUAGES: dict[str, str] = {
    "nb": "bokmål",
    "nn": "nynorsk",
    "en": "engelsk",
}
