"""Words for refusals about claims, and for the reasons the service itself gives."""

from marketplace.foundation.translation import text

REFUSALS: dict[str, str] = {
    "appointment-not-found": "Det er ikke avtalt noen tid for henting ennå. Avtal en tid på forespørselen først.",
    "claim-not-found": "Vi finner ikke forespørselen. Den kan gjelde en annen kommune eller enhet enn din.",
    "claim-needs-permission": (
        "Du kan ikke sende forespørsler for kommunen din. Be administratoren i kommunen om å gi deg den rollen."
    ),
    "claim-decision-needs-permission": (
        "Bare de som har ansvar for annonsen, kan svare på forespørselen. Spør administratoren i kommunen din."
    ),
    "claim-not-yours": "Forespørselen gjelder en annen kommune eller enhet enn din. Spør noen der.",
    "listing-not-open": "Annonsen tar ikke imot forespørsler nå. Søk etter noe lignende, eller spør eieren.",
    "claim-own-listing": "Dette er enhetens egen annonse. Andre enheter i kommunen kan sende forespørsel.",
    "claim-quantity-out-of-range": "Skriv et antall fra 1 til %(most)s.",
    "claim-indivisible": "Dette gis bort samlet. Du må be om alle %(whole)s.",
    "approve-quantity-out-of-range": "Du kan godkjenne fra 1 til %(most)s, for det er så mange de har bedt om.",
    "claim-more-than-left": (
        "Det er bare %(left)s ledig nå. Godkjenn så mange eller færre, eller vent til flere blir ledige."
    ),
    "claim-awaits-draw": "Trekningen avgjør hvem som får. Vent til den er gjort.",
    "claim-waits-its-turn": (
        "Her går det etter tur. De neste i køen får tilbud når noe blir ledig. "
        "Vil dere velge selv, må dere avslå dem som står foran."
    ),
    "claim-extended-already": "Dere har utsatt hentingen én gang. Be eieren om mer tid.",
    "claim-outside-network": "En av kommunene er ikke med i nettverket nå, så du kan ikke ta opp igjen forespørselen.",
    "extension-day-is-owners": "Bare eieren kan velge dag. La dagen stå tom, så får dere den ekstra tiden eieren gir.",
    "extension-not-later": "Velg en dag etter den fristen som gjelder nå.",
    "extension-too-far": "Dagen er mer enn to år fram i tid. Velg en som er nærmere.",
    "times-remind-too-early": "Påminnelsen må komme etter at de har fått ja. Velg høyst %(most)s dager.",
    "draw-not-found": "Det er ikke gjort noen trekning for denne annonsen.",
    "claim-is-loan": "Dette lånes ut. Registrer utlånet i stedet, så vet begge når det skal tilbake.",
    "claim-not-a-loan": "Dette gis bort, og lånes ikke ut. Registrer overleveringen i stedet.",
    "claim-wrong-state": "Det går ikke slik forespørselen står nå. Last inn siden på nytt og se hva som er neste steg.",
    "claim-ended": (
        "Forespørselen er avsluttet, så det er ikke mer å gjøre her. Send en ny hvis dere fortsatt vil ha noe."
    ),
    "submission-key-used": "Skjemaet er allerede brukt til noe annet. Last inn siden på nytt og send igjen.",
    "field-not-a-time": "Skriv et klokkeslett, for eksempel 09.30.",
    "appointment-without-zone": "Tidspunktet mangler tidssone. Skriv for eksempel 2026-06-15T10:00:00+02:00.",
    "appointment-times-in-order": "Sluttiden må være etter starttiden.",
    "appointment-in-past": "Tidspunktet er passert. Velg et som kommer.",
    "appointment-too-far": "Tidspunktet er mer enn to år fram i tid. Velg et som er nærmere.",
    "window-needs-permission": (
        "Du kan ikke tilby hentetider for kommunen din. Be administratoren i kommunen om å gi deg den rollen."
    ),
    "window-not-yours": "Annonsen gjelder en annen kommune eller enhet enn din. Tilby tider for deres egne annonser.",
    "window-not-found": "Vi finner ikke hentetiden. Velg en av dem som tilbys nå.",
    "window-taken": "Hentetiden er ikke ledig lenger. Velg en annen, eller foreslå en selv.",
    "window-too-long": "En hentetid kan vare høyst ett døgn. Del den opp i flere.",
    "window-number-out-of-range": "Skriv et antall fra 1 til %(most)s.",
}

DECLINE_REASONS: dict[str, str] = {
    "listing-withdrawn": "Eieren har trukket annonsen.",
    "listing-closed": "Alt er hentet.",
    "listing-expired": "Annonsen ble stengt før det kom svar.",
    "offer-not-answered": "Tilbudet ble ikke besvart innen fristen.",
    "not-collected": "Det ble ikke hentet innen fristen.",
    "left-network": "En av kommunene er ikke lenger med i nettverket.",
}
"""Reasons that the service gives by code, when nobody wrote any."""


def decline_reason(language: str, reason: str) -> str:
    """Why a claim was declined: what its owner wrote, or the service's reason in words."""
    return text(language, DECLINE_REASONS[reason]) if reason in DECLINE_REASONS else reason
