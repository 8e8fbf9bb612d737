"""What each column of the exported rows means. The columns' own names are the same in every language."""

COLUMNS: dict[str, str] = {
    "row": (
        "transfer: én overlevering, retur eller retting. sum: summen av flere overleveringer innenfor en annen "
        "kommune. stamp: stempelet, som alltid er siste rad i CSV og ikke teller noe."
    ),
    "id": "Radens nummer i regnskapet. Raden finnes på /overforinger/<id>. Tom for summer.",
    "kind": "hand_over: overlevering. return: retur. correction: retting.",
    "reverses_id": "Raden som denne returen eller rettingen gjelder.",
    "on": "Dagen det skjedde.",
    "from_number": "Kommunenummeret til den som ga fra seg.",
    "from_name": "Navnet på kommunen som ga fra seg.",
    "to_number": "Kommunenummeret til den som tok imot.",
    "to_name": "Navnet på kommunen som tok imot.",
    "category": "Kategoriens kode.",
    "category_name": "Kategoriens navn, på språket filen er laget på.",
    "title": "Tittelen på annonsen. I stempelet: når, av hvem, filtre og kontrollsum.",
    "quantity": "Antall gjenstander. Negativt når noe tas tilbake.",
    "counts_as_given": "ja når raden teller som gitt i utvalget. Antall og grader regnes av disse radene.",
    "counts_as_received": "ja når raden teller som mottatt i utvalget. Vekt, CO₂e og kroner regnes av disse radene.",
    "weight_kg": "Vekten av alle gjenstandene på raden. Tom når den ikke er kjent.",
    "weight_origin": "Hvor vekten kommer fra. own: gjenstanden selv. category: kategorien. none: ukjent.",
    "factor_version": "Versjonen av utslippsfaktoren som er låst på raden.",
    "factor_co2e_kg": "Utslippet fra å lage én ny, som er låst på raden.",
    "factor_origin": "Hvor faktoren kommer fra. own: gjenstanden selv. category: kategorien. none: ingen faktor.",
    "otherwise": "Hva mottakeren ellers ville gjort. buy_new, buy_used, do_without eller unknown.",
    "displacement_percent": "Hvor mye av et nytt innkjøp overleveringen erstattet.",
    "transport_co2e_kg": "Utslippet fra hentingen.",
    "co2e_gross_kg": "Antallet ganget med faktoren.",
    "co2e_cautious_kg": "Brutto ganger erstatningen, minus transport og reparasjon.",
    "price_nok": "Prisen som ble betalt for alle gjenstandene på raden.",
    "replacement_nok": "Prisen på nytt for alle gjenstandene på raden. Tom når den ikke er kjent.",
    "price_origin": "Hvor prisen på nytt kommer fra. own: gjenstanden selv. category: kategorien. none: ukjent.",
    "value_saved_nok": "Prisen på nytt minus det som ble betalt, transporten og reparasjonen.",
    "listed_on": "Dagen annonsen ble lagt ut.",
    "days_to_hand_over": "Dager fra annonsen ble lagt ut til overleveringen. Tom for returer og rettinger.",
    "factor_low_kg": "Den lave enden av faktorens spenn. Tom når faktoren ikke har spenn.",
    "factor_high_kg": "Den høye enden av faktorens spenn.",
    "co2e_gross_low_kg": "Brutto med faktoren lavest.",
    "co2e_gross_high_kg": "Brutto med faktoren høyest.",
    "co2e_cautious_low_kg": "Forsiktig regnet med faktoren lavest og transporten høyest.",
    "co2e_cautious_high_kg": "Forsiktig regnet med faktoren høyest og transporten lavest.",
    "transport_low_kg": "Utslippet fra hentingen med transportfaktoren lavest.",
    "transport_high_kg": "Utslippet fra hentingen med transportfaktoren høyest.",
    "transport_version": "Versjonen av transportfaktoren som er låst på raden.",
    "transport_kg_per_km": "Utslippet per km, som er låst på raden.",
    "road_percent": "Hvor lang veien regnes å være i prosent av luftlinjen.",
    "distance_km": "Luftlinjen mellom giver og mottaker.",
    "repair_nok": "Det reparasjonen kostet, for gjenstandene på raden.",
    "repair_spend_nok": "Den delen av kostnaden som er regnet om til utslipp.",
    "repair_co2e_kg": "Utslippet fra reparasjonen.",
    "repair_low_kg": "Utslippet fra reparasjonen med faktoren lavest.",
    "repair_high_kg": "Utslippet fra reparasjonen med faktoren høyest.",
    "repair_version": "Versjonen av reparasjonsfaktoren som er låst på raden.",
    "repair_kg_per_nok": "Utslippet per krone brukt på reparasjon, som er låst på raden.",
    "transport_share_percent": "Hvor stor del av turen som regnes på denne overleveringen når flere hentes samtidig.",
    "transport_nok": (
        "Det hentingen kostet, for gjenstandene på raden. 0 når faktoren ikke har kroner per km. Tom for rader fra før "
        "vi regnet hva en km koster."
    ),
    "transport_nok_per_km": "Kostnaden per km, som er låst på raden. Tom når den ikke er kjent.",
}

FACTS: dict[str, str] = {
    "row": (
        "single: én annonse, forespørsel eller avhending. sum: summen av flere i en annen kommune. stamp: stempelet, "
        "som alltid er siste rad i CSV og ikke teller noe."
    ),
    "fact": (
        "listed: annonsen ble lagt ut. closed: annonsen ble avsluttet. claim_ended: en godkjent forespørsel ble "
        "avsluttet. disposed: noe ble avhendet på annen måte."
    ),
    "id": "Nummeret til annonsen, forespørselen eller avhendingen. Tom for summer.",
    "on": "Dagen det skjedde. Tom for summer.",
    "municipality_number": "Kommunenummeret til den som eide gjenstandene.",
    "municipality_name": "Navnet på kommunen som eide gjenstandene.",
    "category": "Kategoriens kode.",
    "category_name": "Kategoriens navn, på språket filen er laget på.",
    "title": "Tittelen på annonsen. Tom for avhendinger og summer. I stempelet: når, av hvem, filtre og kontrollsum.",
    "kind": "Tilstanden til annonsen eller forespørselen nå, eller hva slags avhending det var.",
    "things": "Antall annonser, forespørsler eller avhendinger. 1 når raden ikke er en sum.",
    "quantity": "Antall gjenstander: i annonsen, godkjent i forespørselen, eller avhendet.",
    "handed_over_quantity": "Hvor mange av gjenstandene som er overlevert. Tom der det ikke er regnet.",
    "counts_as_part": (
        "listed: ja når ingen hadde spurt da perioden var over. claim_ended: ja når ingenting ble hentet. disposed: ja "
        "når gjenstandene brukes om igjen. Tom for closed."
    ),
}

KINDS: dict[str, str] = {
    "text": "tekst",
    "integer": "heltall",
    "decimal": "desimaltall",
    "date": "dato (ÅÅÅÅ-MM-DD)",
    "boolean": "ja eller nei",
}

UNITS: dict[str, str] = {
    "kg": "kg",
    "km": "km",
    "nok": "kroner",
    "percent": "prosent",
    "days": "dager",
}
