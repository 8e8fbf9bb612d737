"""Words of the hours log."""

REFUSALS: dict[str, str] = {
    "hours-need-person": "Timer føres av en person. Logg inn med din egen konto.",
    "hours-need-municipality": "Timer føres for en kommune. Be en administrator om å gi deg en rolle i kommunen din.",
    "hours-not-found": "Vi finner ikke timene. De kan være fjernet. Last inn siden på nytt.",
    "hours-not-yours": "Du kan bare fjerne timer du har ført selv.",
    "hours-removed": "Timene er allerede fjernet.",
    "hours-of-others": (
        "Du kan se timene du selv har ført. Administratorene ser kommunens timer, og prosjektlederne ser nettverkets."
    ),
    "hours-to-come": "Velg i dag eller en dag som har vært. Timer føres når de er brukt.",
    "hours-long-ago": "Velg en dag i de siste fem årene.",
    "hours-out-of-range": "Skriv et antall timer som er større enn 0 og høyst 24, for eksempel 1,5.",
}

KINDS: dict[str, str] = {
    "exchange": "Erfaringsutveksling",
    "mapping": "Kartlegging av eiendeler",
    "coordination": "Samordning og møter",
    "training": "Opplæring",
    "other": "Annet",
}
"""What each kind of hours is called."""
