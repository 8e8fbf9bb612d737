"""What each figure means: the text shown beside it everywhere. Bokmål, which is also the message id."""

from marketplace.foundation.translation import text

DEFINITIONS: dict[str, str] = {
    "units_listed": "Antall enheter i annonser som ble publisert i perioden. Telles i kommunen som la dem ut.",
    "units_handed_over": (
        "Antall enheter som skiftet eier gjennom markedsplassen i perioden, minus det som ble levert tilbake eller "
        "rettet. Telles i kommunen som ga fra seg."
    ),
    "units_returned": "Antall enheter som ble levert tilbake eller rettet bort i perioden.",
    "units_received": "Antall enheter kommunen tok imot i perioden, minus det som ble levert tilbake eller rettet.",
    "turnover_rate": (
        "Omsetningsgrad: av enhetene i annonser som ble avsluttet i perioden, andelen som ble overlevert. En annonse "
        "er avsluttet når alt er hentet, når den er trukket, eller når fristen er ute."
    ),
    "disposition_reuse_rate": (
        "Avhendingsgrad til ombruk: enheter brukt om igjen (internt, i nettverket, solgt eller gitt bort) delt på alle "
        "enheter som er avhendet på noen måte, også til materialgjenvinning og avfall."
    ),
    "network_share": "Nettverksandel: enheter overlevert til en annen kommune delt på alle overleverte enheter.",
    "weight_kg": "Samlet vekt av enhetene kommunen tok imot, der vekten er kjent.",
    "co2e_gross_kg": (
        "CO₂e brutto: antall enheter ganger utslippet fra å lage en ny. Telles én gang, hos mottakeren, når "
        "overleveringen er bekreftet. Enheter uten utslippsfaktor er ikke med; se dekningen."
    ),
    "co2e_cautious_kg": (
        "CO₂e nøkternt: brutto ganger det mottakeren ellers ville gjort (kjøpt nytt 1, kjøpt brukt 0,5, klart seg "
        "uten 0, vet ikke 0,5), minus transport (luftlinje × 1,3 × 250 gram per km, én gang per overlevering)."
    ),
    "value_saved_nok": "Kroner spart: prisen på nytt minus prisen som ble betalt, der prisen på nytt er kjent.",
    "median_days_to_hand_over": "Median antall dager fra annonsen ble publisert til overlevering.",
    "coverage": (
        "Dekning: hvor mange mottatte enheter som har egen verdi, kategoriens verdi eller ingen. Det som mangler, "
        "regnes aldri som null."
    ),
}


def definitions(language: str) -> dict[str, str]:
    """All definitions in a language."""
    return {key: text(language, sentence) for key, sentence in DEFINITIONS.items()}
