"""What anybody may see: the same figures as the statistics, without small numbers, as data that describe themselves."""

import csv
import io
import json
from dataclasses import asdict
from datetime import date

import pytest

from marketplace.foundation.database import db
from marketplace.foundation.errors import NotFound
from marketplace.statistics import queries
from marketplace.statistics.figures import figures
from marketplace.statistics.grouping import GroupBy
from marketplace.statistics.periods import Period
from marketplace.statistics.public import dataset, describing, opening
from marketplace.transfers.models import Transfer
from tests.builders import ASKER, BAERUM, GJOVIK, RINGERIKE, a_claim, a_listing, a_transfer, an_actor
from tests.statistics.histories import a_history

TODAY = date(2026, 6, 15)
MAY = date(2026, 5, 20)

pytestmark = pytest.mark.usefixtures("app")


def moved(units, giver=ASKER, taker=GJOVIK, on=MAY, category="KON.STOL", **values):
    claim = a_claim(a_listing(of=giver, quantity=units, category_code=category), by=taker, quantity=units)
    return a_transfer(claim, units, from_municipality_number=giver, on=on, category_code=category, **values)


def shown(key, by=GroupBy.MUNICIPALITY, year=2026):
    rows = opening.open_year(year, TODAY, "nb").parts[by]
    return {row.key: None if key in row.hidden else row.values[key] for row in rows}


def test_nothing_is_told_before_the_first_month_is_over():
    assert opening.years(TODAY) == []
    moved(9, on=date(2026, 6, 1))
    assert opening.years(TODAY) == []
    with pytest.raises(NotFound):
        opening.open_year(2026, TODAY, "nb")
    assert list(dataset.rows(TODAY, "nb")) == []
    assert b'"dct:temporal"' not in describing.describe("https://ombruk.example", TODAY)


def test_the_month_that_runs_is_not_told():
    moved(9)
    moved(50, on=date(2026, 6, 1))
    told = opening.open_year(2026, TODAY, "nb")
    assert (told.period, told.whole.values["units_handed_over"]) == (Period(date(2026, 1, 1), date(2026, 5, 31)), 9)


def test_the_figures_are_those_of_the_statistics():
    for seed in (1, 2):
        a_history(seed, 25)
    told = opening.open_year(2026, TODAY, "nb")
    actor = an_actor("project_lead")
    whole = asdict(figures(queries.get_statistics(actor, told.period).whole))
    assert told.whole.values == {
        key: whole[key] for key in opening.KEYS if key not in told.whole.hidden
    } | dict.fromkeys(told.whole.hidden)
    groups = queries.get_statistics(actor, told.period, group_by=GroupBy.MUNICIPALITY).groups
    for row, group in zip(told.parts[GroupBy.MUNICIPALITY], groups, strict=True):
        for key, value in asdict(figures(group.sums)).items():
            assert key not in opening.KEYS or key in row.hidden or row.values[key] == value


def test_a_small_number_is_hidden_and_so_is_what_would_give_it_away():
    moved(20, giver=ASKER)
    moved(3, giver=BAERUM)
    moved(8, giver=RINGERIKE)
    assert shown("units_handed_over") == {ASKER: 20, BAERUM: None, GJOVIK: None, RINGERIKE: None}
    assert opening.open_year(2026, TODAY, "nb").whole.values["units_handed_over"] == 31


def test_a_total_of_fewer_than_five_is_hidden_with_all_its_rows():
    moved(4)
    told = opening.open_year(2026, TODAY, "nb")
    assert set(told.whole.hidden) >= {"units_handed_over", "units_received", "weight_kg"}
    assert all(fact["value"] is None for fact in dataset.rows(TODAY, "nb"))


def test_kilograms_do_not_give_hidden_units_away():
    known = {"weight_origin": "own", "weight_g": 90_000}
    moved(20, taker=ASKER, **known)
    moved(3, taker=BAERUM, **known)
    moved(8, taker=GJOVIK, **known)
    assert shown("units_received")[GJOVIK] is None
    assert shown("weight_kg") == {ASKER: 90, BAERUM: None, GJOVIK: None}


def test_categories_are_told_by_their_main_category():
    moved(6, category="KON.STOL")
    moved(7, category="KON.SKRIV")
    assert shown("units_handed_over", GroupBy.CATEGORY) == {"KON": 13}


def test_the_csv_says_the_same_as_the_json_one_row_for_each_fact():
    moved(20)
    moved(7, giver=BAERUM)
    facts = list(dataset.rows(TODAY, "nb"))
    text = dataset.as_csv(facts).decode()
    rows = list(csv.DictReader(io.StringIO(text)))
    told = json.loads(dataset.as_json(facts, "nb"))
    assert list(rows[0]) == [column.key for column in dataset.COLUMNS] == list(told["columns"])
    assert [row["figure"] for row in rows] == [row["figure"] for row in told["rows"]]
    first = {row["figure"]: row for row in rows if row["split"] == "network"}
    assert (first["units_handed_over"]["value"], first["units_handed_over"]["status"]) == ("27", "told")
    assert {row["figure"] for row in rows} == set(opening.KEYS) == set(told["figures"])
    assert all(figure["definition"] and figure["formula"] for figure in told["figures"].values())
    assert told["licence"]["name"] == "CC BY 4.0"
    assert "\ufeff" not in text


def test_all_years_are_told_oldest_first_and_one_can_be_asked_for():
    moved(20, on=date(2025, 3, 1))
    moved(20)
    assert [fact["year"] for fact in dataset.rows(TODAY, "nb") if fact["split"] == "network"][::16] == [2025, 2026]
    assert {fact["year"] for fact in dataset.rows(TODAY, "nb", 2025)} == {2025}
    with pytest.raises(NotFound):
        list(dataset.rows(TODAY, "nb", 2024))


def test_data_are_in_the_readers_language_and_their_names_are_not():
    moved(20)
    english = next(dataset.rows(TODAY, "en"))
    assert (english["figure"], english["split"]) == ("units_handed_over", "network")
    assert english["label"] != next(dataset.rows(TODAY, "nb"))["label"]


MANDATORY = {
    "dcat:Catalog": "dct:title dct:description dct:publisher dcat:contactPoint dct:identifier dcat:dataset",
    "dcat:Dataset": "dct:title dct:description dct:publisher dcat:contactPoint dcat:theme dct:identifier dct:temporal",
    "dcat:Distribution": "dcat:accessURL dct:license dct:format dct:description",
    "org:Organization": "foaf:name",
    "vcard:Organization": "vcard:fn vcard:hasURL",
}


def test_the_description_has_what_the_profile_demands_and_points_at_nothing_missing():
    moved(20)
    told = json.loads(describing.describe("https://ombruk.example", TODAY))
    nodes = {node["@id"]: node for node in told["@graph"]}
    kinds = [node["@type"] for node in nodes.values()]
    assert sorted(set(kinds)) == sorted(MANDATORY)
    assert kinds.count("dcat:Distribution") == 2
    for node in nodes.values():
        assert [name for name in MANDATORY[node["@type"]].split() if not node.get(name)] == []
        for name in ("dct:publisher", "dcat:contactPoint", "dcat:dataset", "dcat:distribution"):
            links = node.get(name, [])
            assert all(link["@id"] in nodes for link in (links if isinstance(links, list) else [links]))
    prefixes = {name.partition(":")[0] for node in nodes.values() for name in node if not name.startswith("@")}
    assert prefixes <= set(told["@context"])
    dataset_node = nodes["https://ombruk.example/apne-tall#datasett"]
    assert [title["@language"] for title in dataset_node["dct:title"]] == ["nb", "nn", "en"]
    assert dataset_node["dcat:theme"][0]["@id"].startswith(
        "http://publications.europa.eu/resource/authority/data-theme/"
    )
    assert dataset_node["dct:temporal"]["dcat:endDate"]["@value"] == "2026-05-31"


def test_a_year_costs_the_same_however_long_the_ledger(count_queries):
    costs = []
    for _ in range(2):
        for _ in range(5):
            moved(9)
        opening.open_year(2026, TODAY, "nb")
        with count_queries() as sent:
            opening.open_year(2026, TODAY, "nb")
        costs.append(len(sent))
    assert costs[0] == costs[1]
    assert db.session.query(Transfer).count() == 10
