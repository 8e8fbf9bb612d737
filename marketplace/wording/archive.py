"""Words for backup and restore."""

REFUSALS: dict[str, str] = {
    "archive-database-not-empty": "Databasen er ikke tom. Bruk --replace hvis alt som ligger der, skal bort.",
    "archive-not-readable": "Filen er ikke en sikkerhetskopi fra Ombruk, eller den er skadet.",
    "archive-other-version": (
        "Sikkerhetskopien er fra en annen versjon (%(revision)s). Gjenopprett med den versjonen av programmet."
    ),
}
