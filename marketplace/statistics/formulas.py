"""The formula of each figure, in the names of the exported columns: the same in every language.

Σ adds up rows, # counts them, and what stands after | says which.
"""

FORMULAS: dict[str, str] = {
    "units_listed": "Σ facts.quantity | on ∈ period ∧ fact = listed",
    "units_handed_over": "Σ quantity | on ∈ period ∧ counts_as_given",
    "units_returned": "−Σ quantity | on ∈ period ∧ counts_as_given ∧ quantity < 0",
    "units_received": "Σ quantity | on ∈ period ∧ counts_as_received",
    "hand_overs": "# rows | on ∈ period ∧ counts_as_given ∧ kind = hand_over",
    "turnover_rate": "Σ facts.handed_over_quantity ÷ Σ facts.quantity | on ∈ period ∧ fact = closed",
    "disposition_reuse_rate": (
        "(units_handed_over + Σ d) ÷ (units_handed_over + Σ d + Σ w) | "
        "d, w: facts.quantity | on ∈ period ∧ fact = disposed; d: counts_as_part; w: ¬counts_as_part"
    ),
    "network_share": "(Σ quantity | from_number ≠ to_number) ÷ units_handed_over",
    "weight_kg": "Σ weight_kg | on ∈ period ∧ counts_as_received",
    "co2e_gross_kg": "Σ quantity × factor_co2e_kg | on ∈ period ∧ counts_as_received",
    "co2e_cautious_kg": (
        "Σ (co2e_gross_kg × displacement_percent ÷ 100 − transport_co2e_kg − repair_co2e_kg) | "
        "on ∈ period ∧ counts_as_received"
    ),
    "co2e_gross_low_kg": (
        "co2e_gross_kg − max(Σ (co2e_gross_kg − co2e_gross_low_kg), Σ (co2e_gross_kg − co2e_gross_high_kg), 0) | "
        "co2e_gross_low_kg = quantity × factor_low_kg"
    ),
    "co2e_gross_high_kg": (
        "co2e_gross_kg + max(Σ (co2e_gross_high_kg − co2e_gross_kg), Σ (co2e_gross_low_kg − co2e_gross_kg), 0) | "
        "co2e_gross_high_kg = quantity × factor_high_kg"
    ),
    "co2e_cautious_low_kg": (
        "co2e_cautious_kg − max(Σ (co2e_cautious_kg − co2e_cautious_low_kg), "
        "Σ (co2e_cautious_kg − co2e_cautious_high_kg), 0) | "
        "co2e_cautious_low_kg = co2e_gross_low_kg × displacement_percent ÷ 100 − transport_high_kg − repair_high_kg"
    ),
    "co2e_cautious_high_kg": (
        "co2e_cautious_kg + max(Σ (co2e_cautious_high_kg − co2e_cautious_kg), "
        "Σ (co2e_cautious_low_kg − co2e_cautious_kg), 0) | "
        "co2e_cautious_high_kg = co2e_gross_high_kg × displacement_percent ÷ 100 − transport_low_kg − repair_low_kg"
    ),
    "value_saved_nok": (
        "Σ (replacement_nok − price_nok − transport_nok − repair_nok) | "
        "on ∈ period ∧ counts_as_received ∧ replacement_nok known"
    ),
    "median_days_to_hand_over": "P50(on − listed_on) | on ∈ period ∧ counts_as_given ∧ kind = hand_over",
    "p90_days_to_hand_over": "P90(on − listed_on) | on ∈ period ∧ counts_as_given ∧ kind = hand_over",
    "listings_without_claim": "Σ facts.things | on ∈ period ∧ fact = listed ∧ counts_as_part",
    "claims_lapsed": "Σ facts.things | on ∈ period ∧ fact = claim_ended ∧ counts_as_part",
    "weight_coverage": "(Σ quantity | weight_origin ≠ none) ÷ units_received",
    "factor_coverage": "(Σ quantity | factor_origin ≠ none) ÷ units_received",
    "price_coverage": "(Σ quantity | price_origin ≠ none) ÷ units_received",
    "range_coverage": "(Σ quantity | co2e_gross_low_kg known) ÷ (Σ quantity | factor_origin ≠ none)",
}
