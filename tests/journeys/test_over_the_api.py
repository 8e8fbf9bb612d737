"""The whole journey over the API of a real server: from a spreadsheet in Ringerike to the project lead's file.

Every call of the outside contract is made at least once, and every answer is held to the API's own description.
"""

import json
from datetime import timedelta
from decimal import Decimal

import pytest

from marketplace.foundation.database import db
from tests.builders import GJOVIK, LILLESTROM, RINGERIKE
from tests.house.source import ROOT
from tests.journeys.downloads import csv_rows, json_rows, xlsx_rows
from tests.journeys.programs import BY_NAME, Programs
from tests.journeys.server import Installation, today, until
from tests.listings.pictures import drawn, saved

SHEET = ROOT / "docs" / "examples" / "ringerike-ungdomsskole.csv"
DAY = timedelta(days=1)


@pytest.fixture
def programs(app, database, tmp_path):
    """Programs that speak with a server on the test's database."""
    db.session.remove()
    db.engine.dispose()
    installation = Installation(tmp_path, database.url)
    with installation.served() as address:
        speaking = Programs(address)
        yield speaking
        speaking.close()


def test_from_the_spreadsheet_to_the_figures(programs):
    manager, seeker = programs.of("facility_manager", RINGERIKE), programs.of("requester", GJOVIK)
    latecomer, lead = programs.of("requester", LILLESTROM), programs.of("project_lead", LILLESTROM)
    administrator = programs.of("municipality_admin", RINGERIKE)
    chair, desk = import_the_sheet(manager)
    listing = list_surplus(manager, chair)
    find(seeker, listing)
    claim = claim_some(seeker, latecomer, manager, listing)
    transfer = hand_over(manager, seeker, claim)
    correct(administrator, transfer)
    withdraw_another(manager, desk)
    dispose(manager, desk)
    figures_are_right(lead)
    spend_hours(lead)
    report_to_the_funder(lead)
    order_a_workbook(lead)
    have_reports_sent(lead)
    assert programs.made == set(BY_NAME)


def days():
    """A period with all that was done, also when it is past midnight by now."""
    return {"from": str(today() - DAY), "to": str(today() + DAY)}


def import_the_sheet(manager):
    """Look, then keep; the rows with errors stay out. The ids of the chairs and of the desks."""
    files = {"file": (SHEET.name, SHEET.read_bytes(), "text/csv")}
    begun = manager.call("POST /assets/imports", files=files)
    looked = until(lambda: state_of_import(manager, begun["id"], "looked"))
    assert (looked["rows_total"], looked["rows_ok"], looked["rows_failed"]) == (14, 10, 4)
    assert [(error["row"], error["column"], error["code"]) for error in looked["errors"]] == [
        (15, "Antall", "value-approximate"),
        (18, "Innkjøpt", "value-not-a-year"),
        (19, "Tilstand", "import-condition-unknown"),
        (20, "Gjenstand", "import-row-is-total"),
    ]
    unknown = [column["title"] for column in looked["columns"] if column["field"] is None]
    assert unknown == ["Vaktmesterens merknadskode"]
    assert manager.call("GET /assets")["total"] == 0
    manager.call("POST /assets/imports/{import_id}/commit", begun["id"])
    until(lambda: state_of_import(manager, begun["id"], "kept"))
    kept = {asset["inventory_number"]: asset for asset in manager.call("GET /assets")["items"]}
    assert len(kept) == 10
    chair = manager.call("GET /assets/{asset_id}", kept["EU-1001"]["id"])
    assert (chair["quantity"], chair["acquired_price_nok"], chair["weight_kg"]) == (24, 1235, 16)
    changed = manager.call("PATCH /assets/{asset_id}", chair["id"], json={"room": "Kjeller 1"})
    assert (changed["room"], changed["version"]) == ("Kjeller 1", chair["version"] + 1)
    made = manager.call("POST /assets", json={"name": "Skrivebord", "category": "KON.SKRIV", "quantity": 4})
    return chair["id"], made["id"]


def state_of_import(manager, import_id, state):
    found = manager.call("GET /assets/imports/{import_id}", import_id)
    assert found["state"] != "failed", found
    return found if found["state"] == state else None


def list_surplus(manager, asset_id):
    """A published listing of twenty of the chairs, with a picture."""
    given = {
        "title": "Kontorstoler fra ungdomsskolen",
        "description": "Hele og pene, med armlener.",
        "category": "KON.STOL",
        "condition": "good",
        "quantity": 12,
        "asset_id": asset_id,
    }
    draft = manager.call("POST /listings", json=given)
    assert (draft["state"], draft["published_at"]) == ("draft", None)
    listing_id = draft["id"]
    changed = manager.call("PATCH /listings/{listing_id}", listing_id, json={"quantity": 20})
    assert changed["quantity"] == 20
    picture = {"photo": ("stol.jpg", saved(drawn(1200, 900), "JPEG"), "image/jpeg")}
    pictured = manager.call("POST /listings/{listing_id}/photos", listing_id, files=picture)
    assert [(photo["width"], photo["height"]) for photo in pictured["photos"]] == [(1200, 900)]
    published = manager.call("POST /listings/{listing_id}/publish", listing_id)
    assert (published["state"], published["available_quantity"]) == ("published", 20)
    return listing_id


def find(seeker, listing_id):
    """The listing, by another word for it, with counts and a picture that the seeker may fetch."""
    asked = {"q": "kontorstoler", "category": ["KON"], "min_quantity": 10, "condition": "good", "sort": "nearest"}
    found = until(lambda: first_hit(seeker.call("GET /listings", params=asked), listing_id))
    [hit] = found["items"]
    assert (hit["available_quantity"], hit["municipality"]) == (20, {"number": RINGERIKE, "name": "Ringerike"})
    assert hit["actions"] == ["claim"]
    assert hit["distance_km"] > 0
    groups = ((name, of) for name, of in found["facets"].items() if name != "without")
    facets = {name: {choice["code"]: choice["count"] for choice in of} for name, of in groups}
    assert (facets["municipality"], facets["condition"], facets["category"]["KON"]) == ({RINGERIKE: 1}, {"good": 1}, 1)
    assert seeker.call("GET /listings", params={"q": "kontorstol", "min_quantity": 21})["total"] == 0
    assert seeker.call("GET /listings/suggestions", params={"q": "kont"})["items"]
    assert seeker.call("GET /listings/{listing_id}", listing_id)["title"] == "Kontorstoler fra ungdomsskolen"


def first_hit(found, listing_id):
    return found if [item["id"] for item in found["items"]] == [listing_id] else None


def claim_some(seeker, latecomer, manager, listing_id):
    """Twelve for Gjøvik of fifteen asked for; Lillestrøm waits, is told no, asks again and gives up."""
    asked = {"quantity": 15, "message": "Til ny avdeling", "otherwise": "buy_new"}
    claim = seeker.call("POST /listings/{listing_id}/claims", listing_id, json=asked)
    assert (claim["state"], claim["queue_position"]) == ("requested", None)
    body = {"quantity": 10, "otherwise": "unknown"}
    late = latecomer.call("POST /listings/{listing_id}/claims", listing_id, json=body)
    assert (late["state"], late["queue_position"]) == ("queued", 1)
    assert seeker.refused("POST", f"/claims/{claim['id']}/approve") == (403, "claim-decision-needs-permission")
    assert latecomer.refused("GET", f"/claims/{claim['id']}") == (404, "claim-not-found")
    waiting = manager.call("GET /claims", params={"side": "owner", "state": ["requested", "queued"]})
    assert [item["id"] for item in waiting["items"]] == [late["id"], claim["id"]]
    approved = manager.call("POST /claims/{claim_id}/approve", claim["id"], json={"quantity": 12})
    assert (approved["state"], approved["approved_quantity"]) == ("approved", 12)
    assert manager.call("GET /listings/{listing_id}", listing_id)["available_quantity"] == 8
    declined = manager.call("POST /claims/{claim_id}/decline", late["id"], json={"reason": "Bare åtte igjen."})
    assert (declined["state"], declined["decline_reason"]) == ("declined", "Bare åtte igjen.")
    again = latecomer.call("POST /listings/{listing_id}/claims", listing_id, json=body | {"quantity": 2})
    assert latecomer.call("POST /claims/{claim_id}/cancel", again["id"])["state"] == "cancelled"
    return claim["id"]


def hand_over(manager, seeker, claim_id):
    """Agreed on, talked about, handed over by the receiver; the chairs are in Gjøvik's inventory."""
    day = today() + 2 * DAY
    window = {"place": "Port B", "from": f"{day}T09:00:00+02:00", "until": f"{day}T11:00:00+02:00"}
    agreed = manager.call("POST /claims/{claim_id}/appointment", claim_id, json=window)
    assert agreed["appointment"]["place"] == "Port B"
    told = seeker.call("POST /claims/{claim_id}/messages", claim_id, json={"text": "Vi kommer med varebil."})
    assert [message["text"] for message in told["messages"]] == ["Vi kommer med varebil."]
    transfer = seeker.call("POST /claims/{claim_id}/hand-over", claim_id, json={"quantity": 12, "on": str(today())})
    assert (transfer["quantity"], transfer["from"]["number"], transfer["to"]["number"]) == (12, RINGERIKE, GJOVIK)
    assert (transfer["weight_kg"], transfer["weight_origin"]) == (192, "own")
    done = seeker.call("GET /claims/{claim_id}", claim_id)
    assert (done["state"], done["handed_over_quantity"]) == ("handed_over", 12)
    received = seeker.call("GET /assets")["items"]
    assert [(asset["name"], asset["quantity"]) for asset in received] == [("Kontorstol med armlener, sort", 12)]
    assert manager.call("GET /assets/{asset_id}", transfer["from_asset_id"])["quantity"] == 12
    return transfer["id"]


def correct(administrator, transfer_id):
    """Two of the twelve came back."""
    body = {"quantity": 2, "reason": "To hadde løs rygg.", "kind": "return"}
    row = administrator.call("POST /transfers/{transfer_id}/corrections", transfer_id, json=body)
    assert (row["quantity"], row["reverses_id"], row["weight_kg"]) == (-2, transfer_id, -32)
    listed = administrator.call("GET /transfers", params={**days(), "municipality": GJOVIK, "category": "KON"})
    assert [item["id"] for item in listed["items"]] == [row["id"], transfer_id]


def withdraw_another(manager, asset_id):
    """A listing that is taken back."""
    body = {"title": "Skrivebord", "category": "KON.SKRIV", "condition": "good", "quantity": 2, "asset_id": asset_id}
    listing_id = manager.call("POST /listings", json=body)["id"]
    manager.call("POST /listings/{listing_id}/publish", listing_id)
    assert manager.call("POST /listings/{listing_id}/withdraw", listing_id)["state"] == "withdrawn"


def dispose(manager, asset_id):
    """Three desks to recycling."""
    body = {"asset_id": asset_id, "category": "KON.SKRIV", "quantity": 3, "kind": "recycled", "on": str(today())}
    row = manager.call("POST /dispositions", json=body | {"weight_kg": 105})
    assert (row["kind"], row["quantity"], row["weight_kg"]) == ("recycled", 3, 105)
    assert manager.call("GET /assets/{asset_id}", asset_id)["quantity"] == 1


def figures_are_right(lead):
    """The figures, the same in every group and in every file."""
    told = lead.call("GET /statistics", params={**days(), "group_by": "municipality"})
    figures = told["figures"]
    assert (figures["units_handed_over"], figures["units_returned"], figures["units_listed"]) == (10, 2, 22)
    assert (figures["network_share"], figures["disposition_reuse_rate"]) == (1, 0.7692)
    # Of the listing with 20 chairs nothing has closed; of the withdrawn one nothing went.
    assert (figures["turnover_rate"], told["bases"]["turnover_rate"]) == (None, {"part": 0, "base": 2})
    assert (figures["weight_kg"], figures["co2e_gross_kg"]) == (160, 720)
    assert told["coverage"]["weight"] == {"own": 10, "category": 0, "none": 0}
    assert told["coverage"]["factor"] == {"own": 0, "category": 10, "none": 0}
    months = lead.call("GET /statistics", params={**days(), "group_by": "month"})
    assert months["figures"] == figures
    assert sum(group["figures"]["units_handed_over"] for group in months["groups"]) == 10
    files = {kind: exported(lead, kind) for kind in ("csv", "json", "xlsx")}
    assert json.loads(files["json"])["figures"] == figures
    for kind, rows in (("csv", csv_rows), ("json", json_rows), ("xlsx", xlsx_rows)):
        found = rows(files[kind])
        assert sum(Decimal(str(row["quantity"])) for row in found) == figures["units_handed_over"], kind
        assert sum(Decimal(str(row["co2e_gross_kg"])) for row in found) == Decimal(str(figures["co2e_gross_kg"])), kind
        assert sum(Decimal(str(row["weight_kg"])) for row in found) == Decimal(str(figures["weight_kg"])), kind
        cautious = sum(Decimal(str(row["co2e_cautious_kg"])) for row in found)
        assert cautious == Decimal(str(figures["co2e_cautious_kg"])), kind


def exported(lead, kind):
    return lead.call("GET /statistics/export", params={**days(), "format": kind}).content


def spend_hours(lead):
    """Two meetings written down, one of them taken back; the file holds the other."""
    body = {"on": str(today()), "hours": 1.5, "kind": "exchange", "activity": "Møte om felles lager"}
    kept = lead.call("POST /hours", json=body)
    wrong = lead.call("POST /hours", json=body | {"activity": "Ført to ganger"})
    removed = lead.call("DELETE /hours/{hours_id}", wrong["id"])
    assert removed["removed_at"] is not None
    assert lead.call("GET /hours/{hours_id}", kept["id"]) == kept
    assert lead.call("GET /hours", params={"whose": "all"})["items"] == [kept]
    file = lead.call("GET /hours/export", params={"whose": "all", "format": "csv"}).text
    assert "Møte om felles lager" in file
    assert "Ført to ganger" not in file


def report_to_the_funder(lead):
    """The figures and the hours recorded for the year, at the year's cap; the workbook holds the same."""
    period = days()
    told = lead.call("GET /statistics/klimasats", params=period)
    assert told["figures"] == lead.call("GET /statistics", params=period)["figures"]
    year = int(lead.call("GET /hours", params={"whose": "all"})["items"][0]["on"][:4])
    assert [(each["year"], each["hours"], each["amount_nok"]) for each in told["hours"]] == [(year, 1.5, 1050)]
    file = lead.call("GET /statistics/klimasats/export", params={**period, "format": "xlsx"}).content
    assert file.startswith(b"PK")


def order_a_workbook(lead):
    """The rows as a workbook made beside the request; each column stands in the dictionary."""
    ordered = lead.call("POST /statistics/files", json=days())
    ready = until(lambda: ready_file(lead, ordered["id"]))
    assert (ready["rows_done"], ready["actions"]) == (ready["rows_total"], ["fetch"])
    assert lead.call("GET /statistics/files")["items"] == [ready]
    rows = xlsx_rows(lead.call("GET /statistics/files/{file_id}/file", ready["id"]).content)
    assert len(rows) == ready["rows_total"]
    columns = lead.call("GET /statistics/dictionary")["columns"]
    assert set(rows[0]) <= {column["name"] for column in columns}


def ready_file(lead, file_id):
    found = lead.call("GET /statistics/files/{file_id}", file_id)
    assert found["state"] != "failed", found
    return found if found["state"] == "ready" else None


def have_reports_sent(lead):
    """A report for each month, then for each quarter, then none."""
    made = lead.call("POST /report-subscriptions", json={"rhythm": "monthly"})
    changed = lead.call("PATCH /report-subscriptions/{subscription_id}", made["id"], json={"rhythm": "quarterly"})
    assert changed["next_on"] >= made["next_on"]
    assert lead.call("GET /report-subscriptions/{subscription_id}", made["id"]) == changed
    assert lead.call("GET /report-subscriptions")["items"] == [changed]
    lead.call("DELETE /report-subscriptions/{subscription_id}", made["id"])
    assert lead.call("GET /report-subscriptions")["items"] == []


def test_a_token_that_is_wrong_is_refused(programs):
    manager = programs.of("facility_manager", RINGERIKE)
    assert manager.refused("GET", "/claims", params={"side": "both"}) == (422, "invalid-input")
    assert manager.refused("GET", "/nowhere") == (404, "page-not-found")
    manager.http.headers["Authorization"] = "Bearer wrong"
    assert manager.refused("GET", "/listings") == (401, "token-unknown")
    del manager.http.headers["Authorization"]
    assert manager.refused("GET", "/listings") == (401, "token-needed")
