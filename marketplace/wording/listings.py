"""Words for what listings and their photos refuse."""

REFUSALS: dict[str, str] = {
    "listing-not-found": "Vi finner ikke annonsen. Den kan være trukket, eller den er ikke åpen for kommunen din.",
    "listing-needs-permission": "Du kan ikke legge ut eller endre annonser her. Spør administratoren i kommunen din.",
    "listing-other-unit": "Dette hører til en annen enhet. Be noen der, eller en som har rolle for hele kommunen.",
    "listing-needs-membership": (
        "Kommunen din er ikke med i nettverket nå, så annonsen kan bare legges ut i egen kommune. Velg det trinnet."
    ),
    "listing-already-published": "Annonsen er allerede lagt ut.",
    "listing-already-withdrawn": "Annonsen er allerede trukket.",
    "listing-closed": "Alt i annonsen er overlevert, så den kan ikke endres. Lag en ny annonse hvis du har mer.",
    "listing-wrong-state": "Det går ikke slik annonsen står nå. Last inn siden på nytt og se hva som gjelder.",
    "listing-changed-meanwhile": (
        "Annonsen er endret siden du åpnet den, så endringen din er ikke lagret. "
        "Åpne annonsen på nytt, se hva som er nytt, og gjør endringen din igjen."
    ),
    "listing-title-missing": "Skriv hva det er, med minst tre tegn.",
    "listing-category-missing": "Velg en kategori. Vi klarte ikke å foreslå en ut fra tittelen.",
    "listing-category-unknown": "Kategorien finnes ikke. Velg en fra listen.",
    "listing-pickup-place-unknown": "Hentestedet finnes ikke i kommunen din. Velg et annet.",
    "listing-unit-unknown": "Enheten finnes ikke i kommunen din. Velg en annen.",
    "listing-unit-of-asset": "Annonsen hører til samme enhet som eiendelen. Flytt eiendelen til en annen enhet først.",
    "listing-mass-out-of-range": "Skriv en vekt over 0 og høyst %(most)s kg.",
    "listing-closes-in-past": "Sluttdatoen er passert. Velg en senere dato, eller la feltet stå tomt.",
    "listing-closes-too-late": "Sluttdatoen er mer enn tre år fram i tid. Velg en tidligere, eller la feltet stå tomt.",
    "listing-closes-before-available": "Annonsen stenger før tingene kan hentes. Rett en av datoene.",
    "listing-more-than-asset": "Eiendelen har bare %(most)s stk. Skriv et lavere antall.",
    "listing-asset-too-few": (
        "Eiendelen har bare %(free)s stk. som ikke er lagt ut eller lovet bort. "
        "Skriv et lavere antall, eller rett antallet på eiendelen først."
    ),
    "listing-asset-has-left": "«%(name)s» er overført eller avhendet, så den kan ikke legges ut.",
    "listing-asset-all-offered": "Alt av «%(name)s» er allerede lagt ut eller lovet bort. Ta den ut av utvalget.",
    "listing-choose-assets": "Velg minst én eiendel og høyst %(most)s om gangen.",
    "listing-choose-drafts": "Velg minst ett utkast.",
    "listing-quantity-held": "%(held)s stk. er lovet bort eller overlevert. Antallet kan ikke være lavere enn det.",
    "listing-loan-priced": "Utlån er gratis. Ta bort prisen, eller la feltet om utlån stå tomt.",
    "listing-loan-fixed": (
        "Andre har sett annonsen som den er. Trekk den og lag en ny hvis den skal lånes ut i stedet for å gis bort, "
        "eller omvendt."
    ),
    "listing-indivisible-fixed": (
        "Du kan ikke endre om partiet kan deles, mens annonsen ligger ute. Trekk annonsen først, og legg den ut igjen."
    ),
    "listing-allocation-fixed": (
        "Du kan ikke endre hvem som får, mens annonsen ligger ute. Trekk annonsen først, og legg den ut igjen."
    ),
    "listing-draw-time-missing": "Velg når det skal trekkes.",
    "listing-draw-in-past": "Velg et tidspunkt for trekningen som kommer.",
    "listing-draw-after-closing": "Trekningen må være før annonsen stenger.",
    "listing-draw-too-late": "Trekningen må være innen ett år.",
    "listing-price-raised": "Prisen kan ikke settes opp etter at annonsen er lagt ut. Den kan være høyst %(most)s kr.",
    "listing-stage-narrowed": (
        "Andre ser annonsen allerede. Skal færre se den, må du trekke den og legge den ut igjen."
    ),
    "listing-opening-in-past": "Dagen er passert. Velg i dag eller en senere dag, eller la feltet stå tomt.",
    "listing-opens-after-closing": "Annonsen stenger før den dagen. Rett en av datoene.",
    "listing-openings-in-order": (
        "Annonsen kan ikke åpne for flere før den har åpnet for færre. Sett datoene i rekkefølge."
    ),
    "listing-voluntary-not-allowed": (
        "Reglene i kommunen din gir ikke til frivillige organisasjoner. Velg et annet trinn, "
        "eller be administratoren om å endre reglene for utlysning."
    ),
    "listing-given-directly": ("Annonsen gis direkte til én kommune. Ta bort det først, så kan flere se den."),
    "listing-receiver-unknown": "Velg en annen kommune i nettverket.",
    "voluntary-listing-not-open": "Denne kan dere ikke be om lenger. Se hva som er ledig nå.",
    "voluntary-request-not-found": "Vi finner ikke ønsket fra organisasjonen. Last inn siden på nytt.",
    "voluntary-answered-already": "Organisasjonen har fått svar allerede. Last inn siden på nytt.",
    "voluntary-quantity-out-of-range": "Skriv et antall fra 1 til %(most)s. Det er så mange som er ledige.",
    "voluntary-indivisible": "Partiet kan ikke deles. Alle %(whole)s stk. må gis samlet.",
    "watch-needs-person": "Bare den som er logget inn og ser annonsen, kan følge den.",
    "watch-already-open": "Annonsen er åpen for dere allerede. Send en forespørsel.",
    "watch-opens-never": "Annonsen har ingen dato for når den åpner for dere, så du kan ikke følge den.",
    "listing-too-many-photos": "Annonsen har allerede %(most)s bilder. Fjern ett før du legger til et nytt.",
    "photo-not-found": "Vi finner ikke bildet. Det kan være fjernet, eller annonsen kan være trukket.",
    "photo-missing": "Velg et bilde å laste opp.",
    "photo-order-mismatch": "Bildene er endret siden du åpnet siden. Last den inn på nytt og prøv igjen.",
    "photo-form-first": "Rett feltene med feil før du legger til bilder.",
}
