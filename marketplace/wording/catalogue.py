"""Words for what is refused around categories."""

REFUSALS: dict[str, str] = {
    "category-not-found": "Vi kjenner ikke kategorien. Velg en fra listen.",
}
