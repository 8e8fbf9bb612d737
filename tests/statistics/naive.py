"""A second, naive reckoning of every figure: plain Python over exported rows."""

import json
from math import ceil, floor
from statistics import median

from sqlalchemy import select

from marketplace.claims.models import Claim
from marketplace.foundation import clock
from marketplace.foundation.database import db
from marketplace.listings.models import Listing
from marketplace.statistics.export import Format, export
from marketplace.transfers.models import Disposition, Transfer

REUSED = ("internal_reuse", "sold", "donated")
ENDED = ("closed", "withdrawn", "expired")


def exported(actor, period, number):
    """The JSON file, read."""
    return json.loads(b"".join(export(actor, period, number, Format.JSON)))


def naive(rows, facts, period, number):
    """Every figure, counted one by one over the rows of both tables."""
    given = [row for row in rows if row["counts_as_given"]]
    received = [row for row in rows if row["counts_as_received"]]
    units = sum(row["quantity"] for row in given)
    elsewhere = sum(row["quantity"] for row in given if row["from_number"] != row["to_number"])
    found = {
        "units_handed_over": units,
        "units_returned": -sum(row["quantity"] for row in given if row["quantity"] < 0),
        "units_received": sum(row["quantity"] for row in received),
        "network_share": share(elsewhere, units),
        **_amounts(received),
        **_of_facts(facts, units),
    }
    return found | _pace(given, number, period)


def share(part, whole):
    """With four decimals, nothing under five."""
    return round(part / whole + 1e-12, 4) if whole >= 5 and 0 <= part <= whole else None


def _pace(given, number, period):
    days = sorted(row["days_to_hand_over"] for row in given if row["row"] == "transfer" and row["kind"] == "hand_over")
    if number is None:
        days = sorted(
            (row["on"] - row["listed_on"]).days
            for row in _dump(Transfer)
            if row["kind"] == "hand_over" and period.first <= row["on"] <= period.last
        )
    return {
        "hand_overs": len(days),
        "median_days_to_hand_over": median(days) if days else None,
        "p90_days_to_hand_over": days[ceil(len(days) * 0.9) - 1] if days else None,
    }


def _amounts(received):
    found = {}
    units = sum(row["quantity"] for row in received)
    for key, origin in (
        ("weight_kg", "weight_origin"),
        ("co2e_gross_kg", "factor_origin"),
        ("co2e_cautious_kg", "factor_origin"),
        ("value_saved_nok", "price_origin"),
    ):
        by_origin = {name: sum(row["quantity"] for row in received if row[origin] == name) for name in _origins()}
        nothing = by_origin["none"] > 0 and by_origin["own"] == by_origin["category"] == 0
        found[key] = None if nothing else sum(round((row[key] or 0) * 1000) for row in received) / 1000
        found[f"{origin.removesuffix('_origin')}_coverage"] = share(units - by_origin["none"], units)
    return found | _ends(received, found)


def _ends(received, found):
    """How far the rows' own ends lie below and above, in whole grams."""
    ends = {}
    for key in ("co2e_gross", "co2e_cautious"):
        below = above = 0
        for row in received:
            if row[f"{key}_low_kg"] is not None:
                below += round((row[f"{key}_kg"] - row[f"{key}_low_kg"]) * 1000)
                above += round((row[f"{key}_high_kg"] - row[f"{key}_kg"]) * 1000)
        value = found[f"{key}_kg"]
        ends[f"{key}_low_kg"] = None if value is None else value - max(below, -above, 0) / 1000
        ends[f"{key}_high_kg"] = None if value is None else value + max(above, -below, 0) / 1000
    ranged = sum(row["quantity"] for row in received if row["co2e_gross_low_kg"] is not None)
    known = sum(row["quantity"] for row in received if row["factor_origin"] != "none")
    return ends | {"range_coverage": share(ranged, known)}


def reckoned_again(row):
    """A hand-over's amounts in grams from what is frozen beside them: factor, answer, distance."""
    if row["factor_co2e_kg"] is None:
        return {"co2e_gross_kg": None, "co2e_cautious_kg": None}
    part = row["displacement_percent"]
    shared = (row["transport_share_percent"] or 100) / 100
    driven = round(row["distance_km"] * row["transport_kg_per_km"] * row["road_percent"] * 10 * shared + 1e-9)
    found = {"transport_co2e_kg": driven}
    for end, paid in (("co2e", "co2e"), ("low", "high"), ("high", "low")):
        name = "" if end == "co2e" else f"_{end}"
        per_unit = row[f"factor_{end}_kg"]
        spent = [row[f"{what}_{paid}_kg"] for what in ("transport", "repair")]
        if per_unit is not None and None not in spent:
            gross = round(per_unit * 1000) * row["quantity"]
            found[f"co2e_gross{name}_kg"] = gross
            found[f"co2e_cautious{name}_kg"] = gross * part // 100 - sum(round(kg * 1000) for kg in spent)
    return found


def kroner_again(row):
    """A hand-over's kroner from what is frozen beside them; what a km cost is empty where it was not known."""
    shared = (row["transport_share_percent"] or 100) / 100
    km = row["distance_km"] * row["road_percent"] / 100 * shared
    driven = floor(km * (row["transport_nok_per_km"] or 0) + 0.5 + 1e-9)
    found = {} if row["transport_nok"] is None else {"transport_nok": driven}
    if row["replacement_nok"] is None:
        return found | {"value_saved_nok": None}
    spent = row["price_nok"] + (row["transport_nok"] or 0) + row["repair_nok"]
    return found | {"value_saved_nok": row["replacement_nok"] - spent}


def _origins():
    return ("own", "category", "none")


def _of_facts(facts, handed_over):
    """Listings, claims and what left otherwise, counted over the rows of the second table."""

    def added(column, fact, part=None):
        chosen = [row for row in facts if row["fact"] == fact and part in (None, row["counts_as_part"])]
        return sum(row[column] for row in chosen)

    reused = handed_over + added("quantity", "disposed", True)
    return {
        "units_listed": added("quantity", "listed"),
        "listings_without_claim": added("things", "listed", True),
        "claims_lapsed": added("things", "claim_ended", True),
        "turnover_rate": share(added("handed_over_quantity", "closed"), added("quantity", "closed")),
        "disposition_reuse_rate": share(reused, reused + added("quantity", "disposed", False)),
    }


def facts_of(period, number):
    """The second table reckoned from all that is stored, as an export by whoever sees everything would hold it."""
    listings = {row["id"]: row for row in _dump(Listing) if number in (None, row["municipality_number"])}
    claims, moved = _dump(Claim), _dump(Transfer)
    asked = {row["listing_id"] for row in claims if clock.local_date(row["requested_at"]) <= period.last}
    for row in listings.values():
        if _within(row["published_at"], period):
            yield _fact("listed", row["quantity"], None, row["id"] not in asked)
        if row["published_at"] and row["state"] in ENDED and _within(row["closed_at"], period):
            gone = sum(each["quantity"] for each in moved if each["listing_id"] == row["id"])
            yield _fact("closed", row["quantity"], gone, None)
    for row in claims:
        if row["listing_id"] in listings and row["approved_quantity"] and _within(row["ended_at"], period):
            lapsed = row["state"] != "handed_over" and not row["handed_over_quantity"]
            yield _fact("claim_ended", row["approved_quantity"], row["handed_over_quantity"], lapsed)
    for row in _dump(Disposition):
        if number in (None, row["municipality_number"]) and period.first <= row["on"] <= period.last:
            yield _fact("disposed", row["quantity"], None, row["kind"] in REUSED)


def _fact(fact, quantity, handed_over, part):
    return {
        "fact": fact,
        "things": 1,
        "quantity": quantity,
        "handed_over_quantity": handed_over,
        "counts_as_part": part,
    }


def _within(moment, period):
    return moment is not None and period.first <= clock.local_date(moment) <= period.last


def _dump(model):
    """A table's rows as plain values."""
    return [dict(row._mapping) for row in db.session.execute(select(*model.__table__.columns))]
