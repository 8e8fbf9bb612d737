"""Words for refusals about assets and imports of spreadsheets."""

REFUSALS: dict[str, str] = {
    "asset-not-found": "Vi finner ikke gjenstanden. Den kan høre til en annen kommune.",
    "asset-needs-permission-to-see": "Du har ikke tilgang til å se eiendelene. Spør administratoren i kommunen din.",
    "asset-needs-permission": "Du har ikke tilgang til å endre eiendelene. Spør administratoren i kommunen din.",
    "asset-other-unit": "Du kan bare registrere og endre eiendelene til din egen enhet.",
    "asset-has-left": "Gjenstanden er overført eller avhendet. Den kan ikke endres lenger.",
    "asset-wrong-state": "Gjenstanden kan ikke få denne statusen nå. Last inn siden på nytt og se hva som har skjedd.",
    "asset-changed-meanwhile": (
        "Noen andre har endret gjenstanden mens du skrev. Last inn siden på nytt og gjør endringen din igjen."
    ),
    "asset-too-few-left": "Det er bare %(left)s igjen av gjenstanden. Velg et antall som er der.",
    "asset-units-listed": ("%(listed)s av gjenstanden står i annonser. Trekk annonsen før du setter antallet lavere."),
    "asset-name-missing": "Navnet mangler. Skriv hva gjenstanden er, for eksempel kontorstol.",
    "asset-text-too-long": "Teksten har %(length)s tegn. Kort den ned til høyst %(limit)s.",
    "asset-number-out-of-range": "Tallet må være fra %(lowest)s til %(highest)s. Rett det.",
    "asset-category-unknown": "Kategorien finnes ikke. Velg en fra listen.",
    "asset-state-not-possible": "Statusen må være i bruk, på lager eller til overs.",
    "asset-place-unknown": "Stedet eller enheten finnes ikke i kommunen. Velg en fra listen.",
    "asset-inventory-number-taken": "Inventarnummeret er i bruk på en annen gjenstand. Velg et annet, eller endre den.",
    "asset-repair-missing": "Skriv hva som ble reparert.",
    "asset-repair-out-of-range": "Skriv et tall fra 0 til høyst 10 millioner kroner eller 1 000 tonn CO₂e.",
    "asset-date-not-come": "Datoen er fram i tid. Velg dagens dato eller en tidligere.",
    "import-not-found": "Vi finner ikke importen. Den kan høre til en annen kommune eller enhet.",
    "import-wrong-state": "Importen kan ikke endres nå. Last inn siden på nytt og se hvor langt den er kommet.",
    "import-not-looked-at": (
        "Filen er ikke lest ferdig, eller den kunne ikke leses. Vent litt, eller last den opp på nytt."
    ),
    "import-already-kept": "Radene er allerede tatt inn. Last inn siden på nytt for å se dem.",
    "import-nothing-to-keep": "Ingen av radene kan tas inn. Rett feilene i filen og last den opp på nytt.",
    "import-file-missing": "Velg en fil i CSV, XLSX eller ODS.",
    "import-no-header": "Vi fant ingen overskrifter i «%(filename)s». Gi hver kolonne en overskrift i én rad.",
    "import-no-rows": "«%(filename)s» har ingen rader under overskriftene. Fyll inn en rad for hver gjenstand.",
    "import-mapping-field-unknown": "«%(field)s» er ikke et felt. Velg et felt fra listen.",
    "import-mapping-field-twice": "Feltet «%(field)s» er valgt for flere kolonner. Velg det for bare én.",
    "import-mapping-too-long": "Koblingen har for mange kolonner. Den kan ha høyst %(most)s.",
    "import-mapping-not-understood": (
        'Koblingen må være et JSON-objekt fra overskrift til felt, for eksempel {"Hva": "name"}.'
    ),
    "import-mapping-column-missing": "Koblingen nevner en kolonne som ikke er i filen. Sjekk hvordan den er skrevet.",
    "import-number-twice": (
        "Inventarnummer «%(value)s» står både i rad %(first)s og rad %(second)s. "
        "Ingen av dem tas inn. Gi den ene et annet nummer, eller slett den."
    ),
    "import-number-missing": ("Inventarnummer mangler. Vi kjenner raden igjen bare så lenge alt i den er likt."),
    "import-row-is-total": "Raden ser ut til å være en sum, ikke en gjenstand. Slett den, eller gi den et annet navn.",
    "import-name-from-category": "Navnet mangler. Vi bruker det som står som kategori.",
    "import-category-guessed": "Kategorien er gjettet ut fra «%(value)s»: %(category)s.",
    "import-category-other": "Vi vet ikke hvilken kategori «%(value)s» hører til. Den havner under Diverse.",
    "import-category-code-unknown": "Kategorikoden «%(value)s» finnes ikke. Velg en kode eller et navn fra malen.",
    "import-quantity-assumed": "Antall mangler. Vi regner med 1.",
    "import-quantity-zero": "Antallet er 0. Skriv hvor mange som finnes, eller slett raden.",
    "import-condition-assumed": "Tilstand mangler. Vi regner med god.",
    "import-condition-unknown": (
        "Vi forstår ikke tilstanden «%(value)s». Skriv ny, som ny, god, brukbar eller trenger reparasjon."
    ),
    "import-condition-read-as": "Vi forstår bare en del av tilstanden «%(value)s». Det mest slitte teller.",
    "import-state-unknown": "Vi forstår ikke statusen «%(value)s». Gjenstanden regnes som i bruk.",
    "import-state-gone": "«%(value)s» betyr at gjenstanden ikke er der lenger. Slett raden, eller rett statusen.",
    "import-unit-unknown": "Kommunen har ingen enhet som heter «%(value)s». Enheten blir stående åpen.",
    "import-other-unit": "Du kan bare ta inn eiendeler for din egen enhet, ikke for «%(value)s».",
    "import-site-unknown": "Kommunen har ikke noe sted som heter «%(value)s». Teksten settes inn som bygning.",
    "import-zero-is-nothing": "0 er lest som at verdien ikke er kjent.",
    "import-header-again": "Overskriftene står en gang til. Raden hoppes over.",
    "import-column-unknown": "Kolonne %(letters)s tas ikke inn. Velg et felt for den hvis den skal med.",
    "import-no-column-inventory-number": (
        "Ingen kolonne er inventarnummer. Vi kjenner radene igjen bare så lenge alt i dem er likt."
    ),
    "import-no-column-quantity": "Ingen kolonne er antall. Hver rad regnes som 1.",
    "import-no-column-condition": "Ingen kolonne er tilstand. Alle regnes som god.",
    "import-asset-has-left": "Gjenstanden er overført eller avhendet. Endringene i raden tas ikke inn.",
    "import-asset-of-other-unit": "Gjenstanden hører til en annen enhet. Raden tas ikke inn.",
    "import-quantity-below-listed": (
        "Antallet er %(read)s, men %(listed)s står i annonser. Trekk annonsen, eller rett antallet."
    ),
    "import-quantity-after-hand-over": (
        "Antallet er %(read)s, men %(left)s er overført eller avhendet siden, og nå er det %(now)s igjen. "
        "Skriv %(now)s i filen, eller endre antallet på gjenstanden."
    ),
}

FIELDS: dict[str, str] = {
    "inventory_number": "Inventarnummer",
    "name": "Navn",
    "category": "Kategori",
    "quantity": "Antall",
    "condition": "Tilstand",
    "state": "Status",
    "brand": "Merke",
    "model": "Modell",
    "dimensions": "Mål (bredde x dybde x høyde)",
    "width_cm": "Bredde",
    "depth_cm": "Dybde",
    "height_cm": "Høyde",
    "weight_kg": "Vekt",
    "colour": "Farge",
    "material": "Materiale",
    "unit": "Enhet",
    "site": "Sted",
    "building": "Bygning",
    "room": "Rom",
    "acquired_year": "Innkjøpsår",
    "acquired_price_nok": "Innkjøpspris",
    "co2e_kg": "CO₂e fra produsenten",
    "notes": "Merknader",
}
"""What a column of a spreadsheet can be, as the reader calls it."""

STATES: dict[str, str] = {
    "in_use": "I bruk",
    "in_store": "På lager",
    "surplus": "Til overs",
    "transferred": "Overført",
    "disposed": "Avhendet",
}
"""What a municipality does with a thing, as the reader calls it."""

IMPORT_STATES: dict[str, str] = {
    "uploaded": "Leses",
    "looked": "Venter på at du tar den inn",
    "keeping": "Tas inn",
    "kept": "Tatt inn",
    "failed": "Kunne ikke leses",
}
"""How far an import has come, as the reader calls it."""

STORY: dict[str, str] = {
    "registered": "Registrert",
    "imported": "Lest inn fra regneark",
    "changed": "Endret",
    "handed_over": "Overlevert til %(counterpart)s",
    "received": "Mottatt fra %(counterpart)s",
    "returned": "Levert tilbake, %(counterpart)s",
    "disposed": "Avhendet",
    "restored": "Avhending rettet, tilbake i inventaret",
    "counted": "Talt opp",
    "repaired": "Reparert",
}
"""What happened to a thing, as its life story tells it."""

CHANGED_FIELDS: dict[str, str] = {
    **{name: words for name, words in FIELDS.items() if name not in ("category", "unit", "site", "dimensions")},
    "category_code": FIELDS["category"],
    "unit_id": FIELDS["unit"],
    "site_id": FIELDS["site"],
    "weight_g": FIELDS["weight_kg"],
    "co2e_g": FIELDS["co2e_kg"],
}
"""The fields of an asset, as a change of them is told."""
