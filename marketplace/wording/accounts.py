"""Words for what is refused around accounts."""

REFUSALS: dict[str, str] = {
    "sign-in-failed": "E-postadressen eller passordet er feil. Prøv igjen, eller velg «Glemt passord».",
    "sign-in-throttled": "Det er prøvd for mange ganger. Vent %(minutes)s min, eller velg «Glemt passord».",
    "account-not-yours": "Du kan bare endre din egen konto. Logg inn som den det gjelder.",
    "account-deactivated": "Kontoen er stengt. Spør administratoren i kommunen din.",
    "person-not-found": "Vi finner ikke personen. Gå tilbake og velg en fra listen.",
    "person-already-registered": "%(email)s har allerede en konto. Logg inn med den.",
    "password-link-not-valid": "Lenken er brukt, utløpt eller ufullstendig. Be om en ny under «Glemt passord».",
    "password-wrong": "Det er ikke passordet du har nå.",
    "password-changed-meanwhile": "Passordet ble endret et annet sted mens du skrev. Logg inn på nytt med det nye.",
    "password-too-short": "Passordet er for kort. Bruk minst %(least)s tegn, gjerne flere ord etter hverandre.",
    "password-too-long": "Passordet er for langt. Bruk høyst %(most)s tegn.",
    "password-too-simple": "Passordet er for lett å gjette. Bruk flere ulike tegn.",
    "password-like-email": "Passordet ligner for mye på e-postadressen din. Velg et annet.",
    "passwords-differ": "De to passordene er ulike. Skriv det samme i begge feltene.",
    "email-missing": "Skriv e-postadressen.",
    "email-wrong": "Dette er ikke en e-postadresse. Skriv den slik: fornavn.etternavn@kommune.no.",
    "name-missing": "Skriv navnet.",
    "text-too-long": "Teksten er for lang. Bruk høyst %(most)s tegn.",
    "text-has-control-characters": "Teksten har usynlige tegn som ikke kan lagres. Skriv den inn på nytt.",
    "language-unknown": "Velg bokmål, nynorsk eller engelsk.",
}
