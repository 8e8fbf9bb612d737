"""What each figure means: the text shown beside it everywhere. Bokmål, which is also the message id."""

from marketplace.foundation.translation import text

DEFINITIONS: dict[str, str] = {
    "units_listed": "Antall gjenstander i annonser som ble lagt ut i perioden. Telles i kommunen som la dem ut.",
    "units_handed_over": (
        "Antall gjenstander som skiftet eier gjennom Ombruk i perioden, minus det som ble levert tilbake eller rettet. "
        "Telles i kommunen som ga dem fra seg."
    ),
    "units_returned": "Antall gjenstander som ble levert tilbake eller rettet bort i perioden.",
    "units_received": "Antall gjenstander kommunen tok imot i perioden, minus det som ble levert tilbake eller rettet.",
    "turnover_rate": (
        "Omsetningsgrad: andelen som ble overlevert, av gjenstandene i annonser som ble avsluttet i perioden. En "
        "annonse er avsluttet når alt er hentet, når den er trukket, eller når fristen er ute."
    ),
    "disposition_reuse_rate": (
        "Avhendingsgrad til ombruk: gjenstander brukt om igjen (i egen kommune, i nettverket, solgt eller gitt bort) "
        "delt på alle gjenstander som er avhendet på noen måte, også til materialgjenvinning og avfall."
    ),
    "network_share": "Nettverksandel: gjenstander overlevert til en annen kommune delt på alle som er overlevert.",
    "weight_kg": "Samlet vekt av gjenstandene kommunen tok imot, der vekten er kjent.",
    "co2e_gross_kg": (
        "CO₂e brutto: antall gjenstander ganger utslippet fra å lage en ny. Telles én gang, hos mottakeren, når "
        "overleveringen er bekreftet. Gjenstander uten utslippsfaktor er ikke med; se dekningen."
    ),
    "co2e_cautious_kg": (
        "CO₂e forsiktig regnet: brutto ganger det mottakeren ellers ville gjort (kjøpt nytt 1, kjøpt brukt 0,5, klart "
        "seg uten 0, vet ikke 0,5), minus transport (luftlinje × veifaktor × utslipp per km, slik de gjaldt den dagen, "
        "én gang per overlevering, og delt når flere er hentet på samme tur) og minus reparasjoner (oppgitt utslipp, "
        "ellers kroner × utslipp per krone). "
        "Reparasjoner som ikke er notert med kostnad eller utslipp, er ikke trukket fra."
    ),
    "co2e_gross_low_kg": (
        "Det laveste brutto kan være når alle faktorene ligger lavest i spennet sitt. Gjenstander uten spenn er med "
        "som de er."
    ),
    "co2e_gross_high_kg": (
        "Det høyeste brutto kan være når alle faktorene ligger høyest i spennet sitt. Gjenstander uten spenn er med "
        "som de er."
    ),
    "co2e_cautious_low_kg": (
        "Det laveste forsiktige anslaget: faktorene lavest, transporten og reparasjonene høyest i spennet sitt. "
        "Usikkerheten i hva mottakeren ellers ville gjort, er ikke med."
    ),
    "co2e_cautious_high_kg": (
        "Det høyeste forsiktige anslaget: faktorene høyest, transporten og reparasjonene lavest i spennet sitt. "
        "Usikkerheten i hva mottakeren ellers ville gjort, er ikke med."
    ),
    "range_coverage": (
        "Andelen av gjenstandene med CO₂e-verdi der faktoren har et spenn. Egne verdier har ikke spenn, og heller ikke "
        "rader fra før spennet ble tatt med."
    ),
    "value_saved_nok": (
        "Kroner spart: prisen på nytt minus prisen som ble betalt, transporten (luftlinje × veifaktor × kroner per km, "
        "én gang per overlevering, og delt når flere er hentet på samme tur) og det reparasjoner kostet, der prisen på "
        "nytt er kjent. Rader fra før vi regnet hva en km koster, har ikke trukket fra transporten."
    ),
    "median_days_to_hand_over": "Det midterste tallet (medianen) for dager fra annonsen ble lagt ut til overlevering.",
    "p90_days_to_hand_over": (
        "Ni av ti overleveringer tok ikke mer enn så mange dager fra annonsen ble lagt ut. De som venter ennå, er ikke "
        "med."
    ),
    "hand_overs": "Antall ganger noe ble overlevert i perioden, også det som siden er levert tilbake.",
    "listings_without_claim": (
        "Annonser som ble lagt ut i perioden, og som ingen hadde sendt forespørsel på da perioden var over. Telles i "
        "kommunen som la dem ut."
    ),
    "claims_lapsed": (
        "Godkjente forespørsler som ble avsluttet i perioden uten at noe ble hentet, fordi en av sidene trakk seg "
        "eller fristen for å hente gikk ut. De som fortsatt står åpne, er ikke med. Telles i kommunen som eide "
        "gjenstandene."
    ),
    "weight_coverage": "Andelen av mottatte gjenstander der vekten er kjent, fra gjenstanden selv eller kategorien.",
    "factor_coverage": (
        "Andelen av mottatte gjenstander som har en CO₂e-verdi, fra gjenstanden selv eller kategorien. Resten er ikke "
        "med i CO₂e-tallene."
    ),
    "price_coverage": "Andelen av mottatte gjenstander der prisen på nytt er kjent. Resten er ikke med i kroner spart.",
    "rates": (
        "En prosent vises bare når den gjelder minst fem, og antallet står ved siden av. Den står tom når returer fra "
        "en tidligere periode er større enn det den skulle vært en andel av."
    ),
    "coverage": (
        "Dekning: hvor mange mottatte gjenstander som har egen verdi, kategoriens verdi eller ingen. Det som mangler, "
        "regnes aldri som null."
    ),
}


def definitions(language: str) -> dict[str, str]:
    """All definitions in a language."""
    return {key: text(language, sentence) for key, sentence in DEFINITIONS.items()}
