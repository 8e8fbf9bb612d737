"""Words for a spreadsheet of what left otherwise."""

FIELDS: dict[str, str] = {
    "inventory_number": "Inventarnummer",
    "name": "Navn",
    "category": "Kategori",
    "quantity": "Antall",
    "kind": "Hva skjedde",
    "on": "Dato",
    "weight_kg": "Samlet vekt",
    "note": "Merknad",
}
"""What a column can be, as the reader calls it."""

KINDS: dict[str, str] = {
    "internal_reuse": "ombrukt internt",
    "sold": "solgt",
    "donated": "gitt bort",
    "recycled": "materialgjenvinning",
    "waste": "restavfall",
}
"""What may be written in the column for what happened."""
