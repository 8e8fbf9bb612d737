"""Words for the kinds of notification, for what did not get through, and for what is refused around them."""

REFUSALS: dict[str, str] = {
    "notifications-need-person": "Varsler hører til en person. Logg inn med din egen konto.",
    "notification-not-found": "Vi finner ikke varselet. Det kan være eldre enn tolv måneder.",
    "unsubscribe-link-not-valid": "Lenken virker ikke. Velg på kontosiden hva du vil ha e-post om.",
    "channels-not-yours": "Bare en administrator i kommunen kan endre kanalene.",
    "channel-not-found": "Vi finner ikke kanalen. Noen kan ha fjernet den.",
    "channels-too-many": "Kommunen har allerede %(most)s kanaler. Fjern en av dem først.",
    "channel-address-refused": (
        "Adressen må være den https-adressen som arbeidsflyten i Teams viser. Kopier den på nytt derfra."
    ),
    "deliveries-need-operator": (
        "Bare drifteren av tjenesten ser hva som ikke kom fram. Spør drifteren hvis noe mangler."
    ),
    "delivery-not-found": "Leveransen er ikke her lenger. Den kan ha kommet fram i mellomtiden.",
}

KINDS: dict[str, str] = {
    "request": "Nye forespørsler",
    "answer": "Svar på forespørsler",
    "message": "Meldinger",
    "appointment": "Henteavtaler",
    "queue": "Forespørsler i kø",
    "cancellation": "Forespørsler som blir trukket tilbake",
    "hand_over": "Overleveringer",
    "colleagues": "Oppgaver etter kolleger",
    "loan": "Lån",
    "deadline": "Frister",
    "saved_search": "Lagrede søk",
    "wanted": "Ønskes",
    "opening": "Annonser som åpner",
}
"""What each kind is called."""

KINDS_EXPLAINED: dict[str, str] = {
    "request": "Noen ber om noe du har ansvar for.",
    "answer": "Ja, nei, eller at det er blitt deres tur.",
    "message": "Den andre siden skriver til deg.",
    "appointment": "Tid og sted for henting er satt eller endret.",
    "queue": "Noen ber om mer enn det som er ledig, eller køen går videre av seg selv.",
    "cancellation": "Den som ba om noe, trenger det ikke likevel.",
    "hand_over": "Noe er overlevert, eller en overlevering er rettet.",
    "colleagues": "En kollega har sluttet, og du tar over det som sto åpent.",
    "loan": "Noe er lånt, forlenget eller levert tilbake, eller skal tilbake snart.",
    "deadline": "Noe må svares på eller hentes innen en dag, har fått mer tid, eller har falt bort.",
    "saved_search": "En ny annonse passer med et søk du har lagret.",
    "wanted": "Noe passer med det dere ønsker, eller noen ønsker det dere har.",
    "opening": "En annonse du følger, er åpen for dere, eller noe er gitt direkte til kommunen din.",
}
"""What each kind tells, in a sentence."""

PACES: dict[str, str] = {
    "at_once": "Med en gang",
    "daily": "Én gang om dagen",
    "off": "Av",
}
"""How soon."""

HANDLERS: dict[str, str] = {
    "notifications.mailing.send_letter": "E-post",
    "notifications.mailing.send_digest": "Daglig e-post",
    "notifications.posting.post_card": "Kort til Teams",
    "notifications.notify_accounts.send_reset_link": "E-post om nytt passord",
    "notifications.notify_accounts.tell_of_new_password": "E-post om endret passord",
    "notifications.notify_organisations.send_invitation": "Invitasjon",
    "notifications.notify_voluntary.write_of_listing": "Brev til frivillige organisasjoner",
    "notifications.notify_voluntary.write_of_answer": "Svar til en frivillig organisasjon",
    "search.indexing.refresh_listings": "Søkeindeksen",
    "search.saved.matching.find_waiting": "Treff for lagrede søk",
    "search.saved.matching.find_waiting_where_opened": "Treff for lagrede søk",
    "notifications.notify_saved_searches.tell_of_answer": "Varsel om lagrede søk",
    "search.wanted.matching.find_notices": "Treff for det som ønskes",
    "search.wanted.matching.find_notices_for_asset": "Treff for det som ønskes",
    "search.wanted.matching.find_notices_for_import": "Treff for det som ønskes",
    "search.wanted.matching.find_things": "Treff for det som ønskes",
    "notifications.notify_wanted.tell_of_match": "Varsel om det som ønskes",
    "notifications.notify_wanted.tell_of_answer": "Varsel om det som ønskes",
    "notifications.notify_wanted.tell_of_end": "Varsel om det som ønskes",
    "inventory.importing.look_at_file": "Lesing av regneark",
    "inventory.importing.keep_rows": "Import av eiendeler",
    "transfers.importing.look_at_file": "Lesing av regneark",
    "transfers.importing.keep_rows": "Import av avhendinger",
}
"""What a delivery is, by its name in the outbox."""
OTHER_HANDLER = {"other": "Noe annet"}
