"""What each figure is called, and its unit. Bokmål, which is also the message id."""

FIGURES: dict[str, tuple[str, str]] = {
    "units_handed_over": ("Enheter overlevert", "enheter"),
    "co2e_cautious_kg": ("CO₂e spart, nøkternt", "kg CO₂e"),
    "co2e_gross_kg": ("CO₂e spart, brutto", "kg CO₂e"),
    "value_saved_nok": ("Kroner spart", "kr"),
    "weight_kg": ("Vekt", "kg"),
    "turnover_rate": ("Omsetningsgrad", ""),
    "disposition_reuse_rate": ("Avhendingsgrad til ombruk", ""),
    "network_share": ("Nettverksandel", ""),
    "median_days_to_hand_over": ("Median dager til overlevering", "dager"),
    "units_listed": ("Enheter lagt ut", "enheter"),
    "units_received": ("Enheter mottatt", "enheter"),
    "units_returned": ("Enheter levert tilbake", "enheter"),
}
