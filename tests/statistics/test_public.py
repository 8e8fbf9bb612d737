"""What anybody may see: the same figures as the statistics, without small numbers, as data that describe themselves."""

import csv
import io
import json
from dataclasses import asdict
from datetime import UTC, date, datetime

import pytest

from marketplace.foundation import clock
from marketplace.foundation.database import db
from marketplace.foundation.errors import NotFound
from marketplace.statistics import queries
from marketplace.statistics.figures import figures
from marketplace.statistics.grouping import GroupBy
from marketplace.statistics.periods import Period
from marketplace.statistics.public import dataset, describing, opening, telling
from marketplace.statistics.public.steps import KEYS, RUNNING
from marketplace.transfers.models import Transfer
from tests.builders import ASKER, BAERUM, GJOVIK, RINGERIKE, a_claim, a_listing, a_transfer, an_actor
from tests.statistics.histories import a_history

MAY, LAST_MAY = date(2026, 5, 20), date(2025, 5, 20)

pytestmark = pytest.mark.usefixtures("app")


def moved(units, giver=ASKER, taker=GJOVIK, on=LAST_MAY, category="KON.STOL", **values):
    claim = a_claim(a_listing(of=giver, quantity=units, category_code=category), by=taker, quantity=units)
    return a_transfer(claim, units, from_municipality_number=giver, on=on, category_code=category, **values)


def told(year=2025):
    telling.tell_due()
    return opening.open_year(year, "nb")


def shown(key, by=GroupBy.MUNICIPALITY, year=2025):
    return {row.key: None if key in row.hidden else row.values[key] for row in told(year).parts[by]}


def test_nothing_is_told_before_the_first_month_is_over():
    assert opening.years() == []
    moved(9, on=date(2026, 6, 1))
    assert telling.tell_due() == 0
    assert opening.years() == []
    with pytest.raises(NotFound):
        opening.open_year(2026, "nb")
    assert list(dataset.rows("nb")) == []
    assert b'"dct:temporal"' not in describing.describe("https://ombruk.example")


def test_the_month_that_runs_is_not_told():
    moved(9, on=MAY)
    moved(50, on=date(2026, 6, 1))
    found = told(2026)
    assert (found.period, found.whole.values["units_handed_over"]) == (Period(date(2026, 1, 1), date(2026, 5, 31)), 9)


def test_of_the_year_that_runs_only_the_network_is_told_month_by_month():
    moved(9, on=date(2026, 3, 1))
    moved(7, on=MAY)
    found = told(2026)
    assert (found.parts[GroupBy.MUNICIPALITY], found.parts[GroupBy.CATEGORY], found.is_over) == ([], [], False)
    assert shown("units_handed_over", GroupBy.MONTH, 2026) == {"2026-03": 9, "2026-04": 0, "2026-05": 7}
    assert {fact["split"] for fact in dataset.rows("nb")} == {"network", "month"}
    assert {fact["figure"] for fact in dataset.rows("nb")} == set(RUNNING)


def test_the_figures_are_those_of_the_statistics():
    for seed in (1, 2):
        a_history(seed, 25)
    with clock.standing_still(datetime(2027, 1, 12, 10, tzinfo=UTC)):
        found = told(2026)
    actor = an_actor("project_lead")
    whole = asdict(figures(queries.get_statistics(actor, found.period).whole))
    up_to_date = [key for key, last in found.through.items() if last == found.period.last]
    assert [key for key in up_to_date if found.whole.values[key] != whole[key]] == []
    assert found.whole.values["units_handed_over"] == whole["units_handed_over"]
    groups = queries.get_statistics(actor, found.period, group_by=GroupBy.MUNICIPALITY).groups
    for row, group in zip(found.parts[GroupBy.MUNICIPALITY], groups, strict=True):
        for key, value in asdict(figures(group.sums)).items():
            assert key not in KEYS or key in row.hidden or row.values[key] == value


def test_a_small_number_is_hidden_and_so_is_what_would_give_it_away():
    moved(20, giver=ASKER)
    moved(3, giver=BAERUM)
    moved(8, giver=RINGERIKE)
    assert shown("units_handed_over") == {ASKER: 20, BAERUM: None, GJOVIK: None, RINGERIKE: None}
    assert told().whole.values["units_handed_over"] == 31


def test_a_total_of_fewer_than_five_is_hidden_with_all_its_rows():
    moved(4)
    assert set(told().whole.hidden) >= {"units_handed_over", "units_received", "weight_kg"}
    assert all(not fact["value"] for fact in dataset.rows("nb"))


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
    telling.tell_due()
    facts = list(dataset.rows("nb", 2025))
    text = dataset.as_csv(facts).decode()
    rows = list(csv.DictReader(io.StringIO(text)))
    said = json.loads(dataset.as_json(facts, "nb"))
    assert list(rows[0]) == [column.key for column in dataset.COLUMNS] == list(said["columns"])
    assert [row["figure"] for row in rows] == [row["figure"] for row in said["rows"]]
    first = {row["figure"]: row for row in rows if row["split"] == "network"}
    assert (first["units_handed_over"]["value"], first["units_handed_over"]["status"]) == ("27", "told")
    assert {row["figure"] for row in rows} == set(KEYS) == set(said["figures"])
    assert all(figure["definition"] and figure["formula"] for figure in said["figures"].values())
    assert said["licence"]["name"] == "CC BY 4.0"
    assert "\ufeff" not in text


def test_all_years_are_told_oldest_first_and_one_can_be_asked_for():
    moved(20, on=LAST_MAY)
    moved(20, on=MAY)
    telling.tell_due()
    assert list(dict.fromkeys(fact["year"] for fact in dataset.rows("nb"))) == [2025, 2026]
    assert {fact["year"] for fact in dataset.rows("nb", 2025)} == {2025}
    with pytest.raises(NotFound):
        list(dataset.rows("nb", 2024))


def test_data_are_in_the_readers_language_and_their_names_are_not():
    moved(20)
    telling.tell_due()
    english = next(dataset.rows("en"))
    assert (english["figure"], english["split"]) == ("units_handed_over", "network")
    assert english["label"] != next(dataset.rows("nb"))["label"]


MANDATORY = {
    "dcat:Catalog": "dct:title dct:description dct:publisher dcat:contactPoint dct:identifier dcat:dataset",
    "dcat:Dataset": "dct:title dct:description dct:publisher dcat:contactPoint dcat:theme dct:identifier dct:temporal",
    "dcat:Distribution": "dcat:accessURL dct:license dct:format dct:description",
    "org:Organization": "foaf:name",
    "vcard:Organization": "vcard:fn vcard:hasURL",
}


def test_the_description_has_what_the_profile_demands_and_points_at_nothing_missing():
    moved(20, on=MAY)
    telling.tell_due()
    said = json.loads(describing.describe("https://ombruk.example"))
    nodes = {node["@id"]: node for node in said["@graph"]}
    kinds = [node["@type"] for node in nodes.values()]
    assert sorted(set(kinds)) == sorted(MANDATORY)
    assert kinds.count("dcat:Distribution") == 2
    for node in nodes.values():
        assert [name for name in MANDATORY[node["@type"]].split() if not node.get(name)] == []
        for name in ("dct:publisher", "dcat:contactPoint", "dcat:dataset", "dcat:distribution"):
            links = node.get(name, [])
            assert all(link["@id"] in nodes for link in (links if isinstance(links, list) else [links]))
    prefixes = {name.partition(":")[0] for node in nodes.values() for name in node if not name.startswith("@")}
    assert prefixes <= set(said["@context"])
    dataset_node = nodes["https://ombruk.example/apne-tall#datasett"]
    assert [title["@language"] for title in dataset_node["dct:title"]] == ["nb", "nn", "en"]
    assert "blir fortalt én gang" in dataset_node["dct:description"][0]["@value"]
    assert dataset_node["dcat:theme"][0]["@id"].startswith(
        "http://publications.europa.eu/resource/authority/data-theme/"
    )
    assert dataset_node["dct:temporal"]["dcat:endDate"]["@value"] == "2026-05-31"


def test_a_year_costs_the_same_however_long_the_ledger(count_queries):
    for _ in range(10):
        moved(9)
    telling.tell_due()
    for year in (2025, 2026):
        with count_queries() as sent:
            opening.open_year(year, "nb")
        assert len(sent) <= 4
    assert db.session.query(Transfer).count() == 10
