"""Words for refusals about claims, and for the reasons the service itself gives."""

from marketplace.foundation.translation import text

REFUSALS: dict[str, str] = {
    "appointment-not-found": "Det er ikke avtalt noen tid for henting ennå.",
    "claim-not-found": "Vi finner ikke forespørselen. Den kan gjelde en annen kommune eller enhet enn din.",
    "claim-needs-permission": (
        "Du kan ikke sende forespørsler for kommunen din. Be administratoren i kommunen om å gi deg den rollen."
    ),
    "claim-decision-needs-permission": (
        "Bare de som har ansvar for annonsen, kan svare på forespørselen. Spør administratoren i kommunen din."
    ),
    "claim-not-yours": "Forespørselen gjelder en annen kommune eller enhet enn din.",
    "listing-not-open": "Annonsen tar ikke imot forespørsler nå. Søk etter noe lignende, eller spør eieren.",
    "claim-own-listing": "Dette er enhetens egen annonse. Andre enheter i kommunen kan sende forespørsel.",
    "claim-quantity-out-of-range": "Skriv et antall fra 1 til %(most)s.",
    "claim-indivisible": "Dette gis bort samlet. Du må be om alle %(whole)s.",
    "approve-quantity-out-of-range": "Du kan godkjenne fra 1 til %(most)s, for det er så mange de har bedt om.",
    "claim-more-than-left": (
        "Det er bare %(left)s ledig nå. Godkjenn så mange eller færre, eller vent til flere blir ledige."
    ),
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
}

DECLINE_REASONS: dict[str, str] = {
    "listing-withdrawn": "Eieren har trukket annonsen.",
    "listing-closed": "Alt er hentet.",
}
"""Reasons that the service gives by code, when nobody wrote any."""


def decline_reason(language: str, reason: str) -> str:
    """Why a claim was declined: what its owner wrote, or the service's reason in words."""
    return text(language, DECLINE_REASONS[reason]) if reason in DECLINE_REASONS else reason
