"""Words for what is refused around municipalities, their people and their places."""

REFUSALS: dict[str, str] = {
    "release-rules-not-yours": "Bare en administrator i kommunen kan endre reglene for utlysning.",
    "voluntary-not-found": "Vi finner ikke organisasjonen. Noen kan ha tatt den av listen.",
    "voluntary-name-taken": (
        "En organisasjon med det navnet står på listen allerede. Åpne den igjen, eller skriv et annet navn."
    ),
    "voluntary-link-not-valid": "Lenken virker ikke lenger. Bruk lenken i den nyeste e-posten fra kommunen.",
    "municipality-not-found": "Vi finner ingen kommune med det nummeret.",
    "municipality-not-yours": "Du har ingen rolle i den kommunen. Velg en av dine egne.",
    "people-not-yours": "Bare en administrator i kommunen kan gjøre dette med folk og roller.",
    "sites-not-yours": "Bare en administrator i kommunen kan endre enheter og steder.",
    "members-not-yours": "Bare prosjektlederen og drifteren av tjenesten ser medlemskapene.",
    "members-need-operator": "Bare drifteren av tjenesten kan endre hvem som er med i nettverket.",
    "role-needs-operator": "Bare drifteren av tjenesten kan gi eller ta roller for hele nettverket.",
    "role-covers-municipality": "Rollen gjelder alltid hele kommunen. Velg «Hele kommunen» i stedet for en enhet.",
    "role-of-other-kind": "En kommunerolle kan ikke bli en nettverksrolle. Gi den nye rollen for seg.",
    "role-not-found": "Vi finner ikke rollen. Noen kan ha fjernet den.",
    "last-admin-stays": "Kommunen må ha minst én administrator. Gi rollen til en annen først.",
    "person-has-role-here": "%(name)s har allerede en rolle i kommunen. Endre den rollen i stedet.",
    "person-has-roles-elsewhere": "Personen har roller du ikke styrer. Fjern rollen i din kommune i stedet.",
    "person-is-yourself": "Du kan ikke stenge din egen konto. Be en annen administrator om det.",
    "invitation-not-found": "Vi finner ikke invitasjonen. Sjekk at du fikk med hele lenken.",
    "invitation-already-accepted": "Invitasjonen er allerede brukt. Logg inn for å komme videre.",
    "invitation-withdrawn": "Invitasjonen er trukket tilbake. Spør den som inviterte deg.",
    "invitation-expired": "Invitasjonen er utløpt. Be om en ny fra den som inviterte deg.",
    "invitation-waiting": "%(email)s har allerede en invitasjon til en annen rolle. Trekk den tilbake først.",
    "invitation-for-another": "Invitasjonen gjelder %(email)s. Logg inn med den kontoen for å ta imot.",
    "unit-not-found": "Vi finner ikke enheten, eller den er stengt.",
    "site-not-found": "Vi finner ikke stedet, eller det er stengt.",
    "pickup-place-not-found": "Vi finner ikke hentestedet, eller det er stengt.",
    "name-taken": "Det finnes allerede noe med navnet «%(name)s» i kommunen. Velg et annet navn.",
    "position-half-given": "Oppgi både breddegrad og lengdegrad, eller ingen av dem.",
    "position-out-of-range": "Posisjonen finnes ikke. Breddegrad går til 90, lengdegrad til 180.",
    "organisation-number-wrong": "Et organisasjonsnummer har ni siffer, og det siste skal stemme med de andre.",
    "membership-not-found": "Vi finner ikke medlemskapet. Gå tilbake og velg ett fra listen.",
    "membership-overlaps": "Kommunen er allerede medlem i deler av denne tiden. Endre det medlemskapet i stedet.",
    "membership-ends-before-start": "Siste dag kan ikke være før første dag.",
    "membership-date-out-of-range": "Velg en dato fra %(least)s til %(most)s.",
    "token-needs-role": "Du må ha en rolle i en kommune for å lage en nøkkel.",
    "token-not-yours": "Du kan bare trekke tilbake dine egne nøkler.",
    "token-not-found": "Vi finner ikke nøkkelen. Den kan være trukket tilbake allerede.",
    "token-name-taken": "Du har allerede en nøkkel med dette navnet. Velg et annet, så du kan skille dem.",
}

ROLES: dict[str, str] = {
    "observer": "Observatør",
    "requester": "Forespørrer",
    "facility_manager": "Driftsansvarlig",
    "municipality_admin": "Administrator",
    "project_lead": "Prosjektleder i nettverket",
    "operator": "Drifter av tjenesten",
}
"""What each role is called."""

ROLES_EXPLAINED: dict[str, str] = {
    "observer": "Ser annonser og statistikk.",
    "requester": "Ber om gjenstander på vegne av kommunen eller enheten.",
    "facility_manager": "Registrerer eiendeler, lager annonser, svarer på forespørsler og overleverer.",
    "municipality_admin": "Alt en driftsansvarlig gjør, og styrer folk, enheter og steder.",
    "project_lead": "Ser tall og overføringer for hele nettverket, og vedlikeholder søket.",
    "operator": "Styrer medlemskap, hjelper kommunene med folk og steder, og vedlikeholder søket.",
}
"""What each role is for, in a sentence."""
