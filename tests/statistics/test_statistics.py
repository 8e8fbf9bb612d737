"""Sums from the ledger: per municipality, category and month, in a fixed number of queries, equal everywhere."""

import csv
import io
import json
from datetime import date, timedelta
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from marketplace.claims.models import Claim
from marketplace.foundation import clock
from marketplace.foundation.database import db
from marketplace.foundation.errors import Forbidden
from marketplace.impact.reckoning import Origin
from marketplace.statistics.arithmetic import Base
from marketplace.statistics.export import Format, export
from marketplace.statistics.figures import bases, figures
from marketplace.statistics.grouping import GroupBy
from marketplace.statistics.periods import period
from marketplace.statistics.queries import get_statistics
from marketplace.statistics.sums import total
from tests import builders
from tests.builders import ASKER, GJOVIK
from tests.statistics.histories import PLACES, a_history
from tests.statistics.naive import exported, kroner_again, naive, reckoned_again

YEAR = period(date(2026, 1, 1), date(2026, 12, 31))


@pytest.fixture
def lead(app):
    return builders.an_actor("project_lead", ASKER)


def a_hand_over(giver=ASKER, taker=GJOVIK, units=3, **values):
    listing = builders.a_listing(giver, quantity=units)
    claim = builders.a_claim(listing, taker, units, "handed_over")
    return builders.a_transfer(claim, units, from_municipality_number=giver, **values)


def test_units_count_where_they_came_from_and_effect_where_they_went(lead):
    a_hand_over(units=6, weight_g=30_000, weight_origin=Origin.OWN, co2e_gross_g=6_000, factor_origin=Origin.OWN)
    giver = figures(get_statistics(lead, YEAR, municipality_number=ASKER).whole)
    taker = figures(get_statistics(lead, YEAR, municipality_number=GJOVIK).whole)
    assert (giver.units_handed_over, giver.units_received, giver.co2e_gross_kg) == (6, 0, 0)
    assert (taker.units_handed_over, taker.units_received, taker.co2e_gross_kg) == (0, 6, 6)
    assert giver.network_share == 1


def test_what_is_taken_back_is_no_longer_counted(lead):
    row = a_hand_over(units=3, co2e_gross_g=6_000, co2e_cautious_g=6_000, factor_origin=Origin.OWN)
    builders.a_transfer(
        db.session.get(Claim, row.claim_id),
        -3,
        from_municipality_number=ASKER,
        reverses_id=row.id,
        co2e_gross_g=-6_000,
        co2e_cautious_g=-6_000,
        factor_origin=Origin.OWN,
    )
    told = figures(get_statistics(lead, YEAR).whole)
    assert (told.units_handed_over, told.units_returned, told.co2e_gross_kg) == (0, 3, 0)
    assert told.network_share is None


@pytest.mark.parametrize("by", list(GroupBy))
def test_the_parts_add_up_to_the_whole(lead, by):
    a_history(7)
    split = get_statistics(lead, YEAR, group_by=by)
    assert total([group.sums for group in split.groups]) == get_statistics(lead, YEAR).whole
    assert len(split.groups) > 1


def test_the_number_of_queries_is_the_same_however_long_the_ledger(lead, count_queries):
    a_history(1, hand_overs=2)
    with count_queries() as few:
        get_statistics(lead, YEAR, group_by=GroupBy.CATEGORY)
    a_history(2, hand_overs=20)
    with count_queries() as many:
        get_statistics(lead, YEAR, group_by=GroupBy.CATEGORY)
    assert len(many) == len(few)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10_000))
def test_a_naive_reckoning_of_the_exported_rows_gives_the_same_figures(lead, seed):
    a_history(seed, hand_overs=8)
    for number in (None, ASKER, GJOVIK):
        actor = lead if number is None else builders.an_actor(of=number)
        for whole in (YEAR, period(date(2026, 3, 1), date(2026, 5, 20))):
            told = exported(actor, whole, number)
            found = naive(told["rows"], told["facts"], whole, number)
            assert {key: told["figures"][key] for key in found} == pytest.approx(found)
            assert set(told["figures"]) - set(found) <= ({"median_days_to_hand_over"} if number is None else set())


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10_000))
def test_each_row_can_be_reckoned_again_from_what_is_frozen_on_it(lead, seed):
    a_history(seed, hand_overs=8)
    rows = [
        row for row in exported(lead, YEAR, None)["rows"] if row["kind"] == "hand_over" and row["row"] == "transfer"
    ]
    for row in rows:
        for name, grams in reckoned_again(row).items():
            assert row[name] == (None if grams is None else pytest.approx(grams / 1000)), name
        assert {name: row[name] for name in kroner_again(row)} == kroner_again(row)
    assert rows


def test_a_row_told_outside_says_what_the_transport_cost(lead):
    claim = builders.a_claim(builders.a_listing(ASKER), GJOVIK, 1, "handed_over")
    builders.a_transfer(claim, transport_nok=745, transport_ore_per_km=530)
    builders.a_transfer(claim)
    rows = csv.DictReader(io.StringIO(_file(lead, Format.CSV).decode("utf-8-sig")), delimiter=";")
    told = [(row["transport_nok"], row["transport_nok_per_km"]) for row in rows if row["row"] == "transfer"]
    assert told == [("745", "5,3"), ("", "")]
    rows = json.loads(_file(lead, Format.JSON))["rows"]
    assert [(row["transport_nok"], row["transport_nok_per_km"]) for row in rows] == [(745, 5.3), (None, None)]
    workbook = openpyxl.load_workbook(io.BytesIO(_file(lead, Format.XLSX)))
    titles, *rows = workbook["Rader"].iter_rows(values_only=True)
    told = [dict(zip(titles, row, strict=True)) for row in rows]
    assert [(row["transport_nok"], row["transport_nok_per_km"]) for row in told] == [(745, 5.3), (None, None)]


def test_the_files_add_up_to_the_figures_to_the_last_digit(lead, tmp_path):
    a_history(3, hand_overs=15)
    told = figures(get_statistics(lead, YEAR).whole)
    rows = list(csv.DictReader(io.StringIO(_file(lead, Format.CSV).decode("utf-8-sig")), delimiter=";"))
    kilograms = sum(Decimal(row["co2e_gross_kg"].replace(",", ".") or 0) for row in rows)
    assert kilograms == told.co2e_gross_kg
    assert sum(int(row["quantity"]) for row in rows) == told.units_handed_over
    loaded = json.loads(_file(lead, Format.JSON))
    assert loaded["figures"]["co2e_gross_kg"] == float(told.co2e_gross_kg)
    workbook = tmp_path / "figures.xlsx"
    workbook.write_bytes(_file(lead, Format.XLSX))
    sheets = openpyxl.load_workbook(workbook, read_only=True)
    header, *body = sheets["Rader"].iter_rows(values_only=True)
    column = header.index("co2e_gross_kg")
    assert round(sum(row[column] or 0 for row in body), 3) == float(told.co2e_gross_kg)
    summary = {row[0]: row[1] for row in sheets["Sammendrag"].iter_rows(values_only=True)}
    assert summary["CO₂e spart, brutto"] == float(told.co2e_gross_kg)
    sheets.close()


def test_a_claim_that_ends_without_a_hand_over_after_approval_has_lapsed(lead):
    listing = builders.a_listing(quantity=9)
    for state, values in (
        ("cancelled", {"approved_quantity": 2}),
        ("declined", {"approved_quantity": 1}),
        ("declined", {}),
        ("cancelled", {"approved_quantity": 2, "handed_over_quantity": 1}),
        ("handed_over", {}),
    ):
        builders.a_claim(listing, quantity=2, state=state, ended_at=clock.now(), **values)
    builders.a_claim(listing, quantity=2, state="approved")
    found = get_statistics(lead, YEAR, municipality_number=ASKER).whole
    assert bases(found)["claims_lapsed"] == Base(2, 4)
    assert figures(get_statistics(lead, YEAR, municipality_number=GJOVIK).whole).claims_lapsed == 0


def test_a_listing_is_without_a_claim_until_somebody_asks_within_the_period(lead):
    for _ in range(2):
        builders.a_listing(published_at=clock.now() - timedelta(days=40))
    asked = builders.a_listing(published_at=clock.now() - timedelta(days=40))
    builders.a_claim(asked, requested_at=clock.now())
    assert bases(get_statistics(lead, YEAR).whole)["listings_without_claim"] == Base(2, 3)
    earlier = period(date(2026, 5, 1), date(2026, 5, 31))
    assert bases(get_statistics(lead, earlier).whole)["listings_without_claim"] == Base(3, 3)


def test_definition_formula_and_counts_stand_beside_each_figure_in_the_files(lead, tmp_path):
    a_history(3, hand_overs=15)
    loaded = json.loads(_file(lead, Format.JSON))
    assert set(loaded["formulas"]) == set(loaded["figures"]) <= set(loaded["definitions"])
    assert loaded["bases"]["turnover_rate"].keys() == {"part", "base"}
    workbook = tmp_path / "figures.xlsx"
    workbook.write_bytes(_file(lead, Format.XLSX))
    sheets = openpyxl.load_workbook(workbook, read_only=True)
    header, *rows = sheets["Sammendrag"].iter_rows(values_only=True)
    assert header == ("Nøkkeltall", "Verdi", "Enhet", "Antall", "Av", "Slik regner vi", "Formel")
    told = {row[0]: row for row in rows}
    assert told["Omsetningsgrad"][3:5] == tuple(loaded["bases"]["turnover_rate"].values())
    assert all(row[5] for row in rows)
    assert "turnover_rate_base" in next(sheets["Kommuner"].iter_rows(values_only=True))
    sheets.close()


def test_a_title_that_looks_like_a_formula_is_harmless_in_the_files(lead):
    a_hand_over(title="=HYPERLINK(0)")
    rows = list(csv.DictReader(io.StringIO(_file(lead, Format.CSV).decode("utf-8-sig")), delimiter=";"))
    assert rows[0]["title"] == "'=HYPERLINK(0)"


def test_hand_overs_within_a_municipality_are_seen_row_by_row_by_itself_alone(lead):
    within = a_hand_over(GJOVIK, GJOVIK, units=2)
    rows = json.loads(_file(lead, Format.JSON))["rows"]
    assert [(row["row"], row["id"], row["quantity"]) for row in rows] == [("sum", None, 2)]
    own = json.loads(b"".join(export(builders.an_actor(of=GJOVIK), YEAR, GJOVIK, Format.JSON)))["rows"]
    assert [row["id"] for row in own] == [within.id]


@pytest.mark.parametrize("role", ["observer", "requester", "facility_manager", "municipality_admin"])
@pytest.mark.parametrize("number", [None, GJOVIK])
def test_rows_of_others_are_refused(app, role, number):
    with pytest.raises(Forbidden, match="export-other-municipality"):
        export(builders.an_actor(role), YEAR, number, Format.CSV)


def test_who_may_not_see_statistics_sees_none(app):
    with pytest.raises(Forbidden, match="statistics-needs-permission"):
        get_statistics(builders.an_actor("operator"), YEAR)


def test_a_municipality_with_nothing_has_no_rates_and_no_unknowns(lead):
    told = figures(get_statistics(lead, YEAR, municipality_number=PLACES[3]).whole)
    assert (told.units_handed_over, told.weight_kg, told.turnover_rate) == (0, 0, None)


def _file(actor, kind):
    return b"".join(export(actor, YEAR, None, kind))
