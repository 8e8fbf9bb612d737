"""Words for refusals about hand-overs, returns, corrections and dispositions."""

REFUSALS: dict[str, str] = {
    "objection-own-hand-over": (
        "Dere har selv registrert overleveringen. Stemmer den ikke, kan en administrator rette den."
    ),
    "objection-too-late": (
        "Fristen på sju dager er ute. Skriv til den andre siden, eller be en administrator rette overleveringen."
    ),
    "objection-open": "Det er allerede en innvending som ikke er avklart. Skriv til den andre siden om den.",
    "objection-resolved": "Innvendingen er allerede avklart. Last inn siden på nytt og se hva som ble svart.",
    "objection-others-settle": (
        "Det er siden som kom med innvendingen, som avklarer den. Skriv til dem, eller før tilbake det som er feil."
    ),
    "objection-not-found": "Vi finner ikke innvendingen. Den kan gjelde andre kommuner enn din.",
    "run-needs-two": "Velg fra 2 til %(most)s forespørsler som skal hentes på samme tur.",
    "run-not-shared": (
        "Disse ligger ikke langs samme vei, eller én tur sparer ikke noe. Velg blant forslagene på siden."
    ),
    "run-taken": "En av forespørslene er allerede med på en felles tur. Last inn siden på nytt.",
    "transfer-not-found": "Vi finner ikke overføringen. Den kan gjelde andre kommuner enn din.",
    "transfer-not-yours": "Overføringen gjelder andre kommuner enn din. Spør en av dem det gjelder.",
    "hand-over-quantity-out-of-range": "Skriv et antall fra 1 til %(most)s, for det er så mange som gjenstår.",
    "date-in-future": "Datoen er ikke kommet ennå. Velg dagens dato eller en tidligere.",
    "hand-over-before-listing": "Annonsen ble lagt ut %(listed_on)s. Velg den datoen eller en senere.",
    "transfer-return-needs-permission": (
        "Du kan ikke registrere retur her. Spør den som har ansvar for eiendelene i en av de to kommunene."
    ),
    "transfer-correction-needs-permission": (
        "Bare en administrator i en av de to kommunene kan rette overføringen. Be administratoren din om hjelp."
    ),
    "transfer-not-a-take-back": (
        "Bare en overlevering kan rettes eller returneres. Gå til overleveringen raden gjelder."
    ),
    "transfer-not-a-hand-over": "Dette er selv en retur eller retting. Gå til overføringen den gjelder.",
    "note-only-of-hand-over": "En retur eller retting har ikke noe eget notat. Gå til overleveringen den gjelder.",
    "note-not-found": "Vi kjenner ikke koden. Se etter at alle tolv tegnene er med, slik de står på notatet.",
    "transfer-all-taken-back": "Alt i denne overføringen er allerede returnert eller rettet.",
    "take-back-quantity-out-of-range": "Skriv et antall fra 1 til %(most)s, for det er så mange som er igjen.",
    "take-back-units-promised": (
        "Mottakeren har lovet bort %(promised)s av disse videre. De må trekke annonsen sin først."
    ),
    "loan-not-found": "Vi finner ikke lånet. Det kan gjelde andre kommuner enn din.",
    "loan-ended": "Alt er allerede levert tilbake.",
    "loan-quantity-out-of-range": "Skriv et antall fra 1 til %(most)s.",
    "loan-day-out-of-range": "Velg en dag fra %(first)s til %(last)s.",
    "loan-extended-before": "Dere har forlenget lånet én gang. Spør eieren om dere kan ha det lenger.",
    "loan-others-wait": "Andre venter på det dere har lånt. Spør eieren om dere likevel kan ha det lenger.",
    "gift-passes-queue": (
        "I køen venter %(waiting)s som det du gir bort, kunne gått til. Se hvem de er, og bekreft at du gir det bort."
    ),
    "gift-out-of-turn": (
        "I køen venter %(waiting)s som det du gir bort, kunne gått til. De står for tur. Avslå dem først med en grunn."
    ),
    "disposition-needs-permission": (
        "Du kan ikke registrere avhending for kommunen din. Be administratoren i kommunen om å gi deg den rollen."
    ),
    "disposition-other-unit": "Eiendelen tilhører en annen enhet i kommunen. Be den enheten registrere avhendingen.",
    "disposition-quantity-out-of-range": "Skriv et antall fra 1 til %(most)s.",
    "disposition-weight-out-of-range": "Vekten kan ikke stemme. Skriv samlet vekt i kilo.",
    "count-out-of-range": "Skriv hvor mange som er der, fra 0 til %(most)s.",
    "disposition-import-no-kind": (
        "Skriv hva som skjedde: ombrukt internt, solgt, gitt bort, materialgjenvinning eller restavfall."
    ),
    "disposition-import-kind-unknown": (
        "Vi kjenner ikke «%(value)s». Skriv ombrukt internt, solgt, gitt bort, materialgjenvinning eller restavfall."
    ),
    "disposition-import-no-date": "Skriv datoen da det skjedde, for eksempel 21.11.2026.",
    "disposition-import-no-category": (
        "Skriv et inventarnummer, en kategori eller et navn vi kjenner igjen, for eksempel kontorstol."
    ),
    "disposition-import-unknown": (
        "Ingen eiendel har inventarnummeret «%(value)s». Rett nummeret, eller la det stå tomt og skriv en kategori."
    ),
    "disposition-import-no-number-column": (
        "Ingen kolonne er inventarnummer. Avhendingene føres uten eiendel, og inventaret endres ikke."
    ),
    "disposition-not-found": "Vi finner ikke avhendingen. Den kan gjelde en annen kommune, eller være rettet allerede.",
    "disposition-not-yours": "Du kan bare se avhendinger i din egen kommune. Spør kommunen det gjelder.",
    "reconciliation-needs-permission": (
        "Avstemmingen er for dem som har ansvar for eiendelene i kommunen. Spør administratoren om å gi deg den rollen."
    ),
    "disposition-is-a-correction": "Dette er selv en retting. Gå til avhendingen den gjelder, og rett den.",
    "disposition-all-corrected": (
        "Alt i denne avhendingen er rettet allerede. Registrer den riktige på nytt hvis den mangler."
    ),
    "disposition-correction-out-of-range": "Skriv et antall fra 1 til %(most)s, for det er så mange som står igjen.",
    "disposition-lines-out-of-range": "Velg fra 1 til %(most)s eiendeler om gangen.",
    "disposition-asset-twice": "Eiendelen er valgt to ganger. Ta bort den ene.",
    "disposition-other-category": "Eiendelen står i en annen kategori. Velg den samme, eller la kategorien stå tom.",
}
