"""What each figure is called, and its unit, and what it is split by. Bokmål, which is also the message id."""

FIGURES: dict[str, tuple[str, str]] = {
    "units_handed_over": ("Gjenstander overlevert", "gjenstander"),
    "co2e_cautious_kg": ("CO₂e spart, forsiktig regnet", "kg CO₂e"),
    "co2e_cautious_low_kg": ("CO₂e spart, forsiktig regnet, lavest", "kg CO₂e"),
    "co2e_cautious_high_kg": ("CO₂e spart, forsiktig regnet, høyest", "kg CO₂e"),
    "co2e_gross_kg": ("CO₂e spart, brutto", "kg CO₂e"),
    "co2e_gross_low_kg": ("CO₂e spart, brutto, lavest", "kg CO₂e"),
    "co2e_gross_high_kg": ("CO₂e spart, brutto, høyest", "kg CO₂e"),
    "value_saved_nok": ("Kroner spart", "kr"),
    "weight_kg": ("Vekt", "kg"),
    "turnover_rate": ("Omsetningsgrad", ""),
    "disposition_reuse_rate": ("Avhendingsgrad til ombruk", ""),
    "network_share": ("Nettverksandel", ""),
    "median_days_to_hand_over": ("Median dager til overlevering", "dager"),
    "p90_days_to_hand_over": ("Ni av ti overlevert innen", "dager"),
    "units_listed": ("Gjenstander lagt ut", "gjenstander"),
    "units_received": ("Gjenstander mottatt", "gjenstander"),
    "units_returned": ("Gjenstander levert tilbake", "gjenstander"),
    "hand_overs": ("Overleveringer", "overleveringer"),
    "listings_without_claim": ("Annonser uten forespørsel", "annonser"),
    "claims_lapsed": ("Godkjent, men ikke hentet", "forespørsler"),
    "weight_coverage": ("Dekning for vekt", ""),
    "factor_coverage": ("Dekning for utslippsfaktor", ""),
    "price_coverage": ("Dekning for pris på nytt", ""),
    "range_coverage": ("Dekning for spennet", ""),
}

SPLITS: dict[str, str] = {
    "municipality": "Kommuner",
    "category": "Kategorier",
    "month": "Måneder",
}
