"""Words for the demo."""

REFUSALS: dict[str, str] = {
    "demo-database-not-empty": "Databasen har folk som ikke hører til demoen. Bruk en tom database.",
}
