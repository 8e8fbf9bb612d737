"""Words for the effect."""

REFUSALS: dict[str, str] = {
    "factor-not-found": "Vi finner ikke utslippsfaktoren. Velg en fra listen.",
    "factors-need-lead": (
        "Bare prosjektledere kan endre utslippsfaktorer. Si fra til prosjektlederen i nettverket hvis en faktor er "
        "feil."
    ),
    "factor-revised-meanwhile": (
        "Noen andre har lagt til en ny versjon mens du skrev. Last inn siden på nytt og se på den før du prøver igjen."
    ),
    "factor-exists": "Kategorien har fått en faktor. Lag en ny versjon av den i stedet.",
    "factor-of-group": "Velg en kategori, ikke en gruppe av kategorier.",
    "factor-value-out-of-range": "Skriv et tall som er større enn 0 og høyst %(most)s.",
    "factor-weight-out-of-range": (
        "Skriv en vekt som er større enn 0 og høyst %(most)s kg, eller la feltet stå tomt. Bare faktorer per gjenstand "
        "har vekt."
    ),
    "factor-road-out-of-range": "Skriv et tall fra 1 til 3. 1,3 betyr at veien er 30 prosent lengre enn luftlinjen.",
    "factor-road-not-of-this": "Bare transport har veifaktor.",
    "factor-cost-out-of-range": "Skriv et beløp fra 0 til %(most)s kroner, eller la feltet stå tomt.",
    "factor-cost-not-of-this": "Bare transport har kroner per km.",
    "factor-range-half": "Fyll ut både lavest og høyest, eller la begge stå tomme.",
    "factor-range-reversed": "Lavest kan ikke være større enn høyest.",
    "factor-outside-its-range": "Verdien må ligge mellom lavest og høyest.",
    "factor-before-earlier-version": "Velg %(day)s eller senere. Da begynte den forrige versjonen å gjelde.",
    "factor-in-the-past": "Velg i dag eller senere. Det som allerede er regnet ut, endres ikke.",
    "factor-too-far-ahead": "Velg en dato innen et år.",
}
