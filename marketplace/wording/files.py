"""What is said of files, cells and photos that cannot be taken: what happened, and how to mend it."""

REFUSALS: dict[str, str] = {
    "file-empty": "Filen «%(filename)s» er tom. Velg filen som inneholder tabellen, og prøv igjen.",
    "file-not-a-table": (
        "«%(filename)s» er ikke en tabell vi kan lese. Åpne den i et regneark og lagre den som XLSX, ODS eller CSV."
    ),
    "file-web-page": (
        "«%(filename)s» er en nettside eller XML, selv om navnet kan si noe annet. "
        "Åpne den i et regneark og lagre den som XLSX."
    ),
    "file-old-excel": (
        "«%(filename)s» er i et gammelt eller binært Excel-format. "
        "Åpne den i Excel og lagre den som «Excel-arbeidsbok (.xlsx)»."
    ),
    "file-encrypted": "«%(filename)s» er låst med passord. Fjern passordet og lagre filen på nytt.",
    "file-broken": (
        "«%(filename)s» er skadet og kan ikke leses. Åpne den i et regneark, lagre den på nytt og prøv igjen."
    ),
    "file-unpacks-too-large": (
        "«%(filename)s» blir for stor når den pakkes ut. "
        "Fjern bilder og ark som ikke trengs, eller lagre tabellen som CSV."
    ),
    "file-too-large": (
        "«%(filename)s» er for stor. Den kan være på høyst %(most_mb)s MB. Del den opp, eller fjern bilder."
    ),
    "file-too-many-rows": "«%(filename)s» har flere enn %(most)s rader. Del den opp i flere filer.",
    "file-too-many-columns": (
        "Rad %(row)s i «%(filename)s» har flere enn %(most)s kolonner. Slett kolonnene som ikke trengs."
    ),
    "file-too-many-cells": (
        "«%(filename)s» har for mange celler; vi leser høyst %(most)s. "
        "Slett tomme rader og kolonner langt ute i arket, eller lagre tabellen som CSV."
    ),
    "file-too-many-error-cells": (
        "«%(filename)s» har flere enn %(most)s celler med feil, for eksempel #I/T eller #VERDI!. "
        "Rett formlene, eller slett kolonnen."
    ),
    "file-cell-too-long": (
        "En celle i rad %(row)s i «%(filename)s» har flere enn %(most)s tegn. "
        "Kort ned teksten, og se etter et anførselstegn som mangler sin make."
    ),
    "file-row-unreadable": (
        "Rad %(row)s i «%(filename)s» har en dato eller et klokkeslett som ikke kan finnes. Rett cellen, og prøv igjen."
    ),
    "file-sheet-not-found": "«%(filename)s» har ikke noe ark som heter «%(sheet)s». Velg ett av disse: %(sheets)s.",
    "file-not-found": "Filen finnes ikke lenger. Last den opp på nytt.",
    "export-too-many-rows": (
        "Uttrekket har flere enn %(most)s rader, mer enn et regneark tar. "
        "Velg en kortere periode, eller hent det som CSV."
    ),
    "value-missing": "Feltet er tomt. Fyll inn en verdi.",
    "value-cell-error": "Cellen viser feilen %(error)s. Rett formelen i regnearket.",
    "value-not-a-number": "«%(value)s» er ikke et tall. Skriv bare tallet, for eksempel 1 234,5.",
    "value-not-whole": "«%(value)s» er ikke et helt tall. Skriv et antall uten desimaler.",
    "value-approximate": "«%(value)s» er omtrentlig. Skriv et bestemt antall, uten «ca.».",
    "value-a-range": "«%(value)s» er et spenn. Skriv ett tall, for eksempel det største.",
    "value-several-numbers": "«%(value)s» er flere tall. Skriv ett tall i hver kolonne.",
    "value-ambiguous": (
        "«%(value)s» kan bety to ting. Bruk komma for desimaler og mellomrom for tusen, for eksempel 1,2 eller 1 200."
    ),
    "value-too-large": "«%(value)s» er et for stort tall. Se etter et siffer for mye.",
    "value-other-currency": "«%(value)s» er ikke i norske kroner. Regn om til kroner.",
    "value-unknown-unit": "Vi kjenner ikke enheten i «%(value)s». Bruk cm, mm eller m for mål, kg eller g for vekt.",
    "value-not-a-date": "«%(value)s» er ikke en dato. Skriv den som 21.11.2026.",
    "value-date-impossible": "Datoen «%(value)s» finnes ikke. Skriv dag, måned og år, som 21.11.2026.",
    "value-date-lacks-day": "«%(value)s» er bare et år. Skriv hele datoen, som 21.11.2026.",
    "value-not-a-year": "«%(value)s» er ikke et årstall. Skriv fire siffer, som 2019.",
    "value-not-yes-or-no": "«%(value)s» er verken ja eller nei. Skriv ja eller nei.",
    "photo-empty": "Bildefilen er tom. Ta eller velg bildet på nytt.",
    "photo-not-an-image": "Filen er ikke et bilde vi kan bruke. Velg et bilde i JPEG, PNG, WebP eller HEIC.",
    "photo-truncated": "Bildet er skadet eller bare delvis lastet opp. Prøv igjen, eller velg et annet bilde.",
    "photo-too-small": (
        "Bildet er for lite: %(width)s × %(height)s piksler. Det må være minst %(least)s piksler hver vei."
    ),
    "photo-too-narrow": (
        "Bildet er for langt og smalt: %(width)s × %(height)s piksler. "
        "Beskjær det, så den lengste siden er høyst %(most)s ganger den korteste."
    ),
    "photo-too-large": "Bildefilen er for stor. Den kan være på høyst %(most_mb)s MB.",
    "photo-too-many-pixels": (
        "Bildet har for mange piksler: %(width)s × %(height)s. "
        "Det kan ha høyst %(most)s millioner. Lagre det i mindre størrelse."
    ),
}
