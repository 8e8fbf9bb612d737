"""The ledger and dispositions over the API, as the contract says."""

import pytest
from sqlalchemy import func, select

from marketplace.foundation.database import db
from marketplace.transfers import service
from marketplace.transfers.models import Disposition, Transfer
from tests.builders import ASKER, GJOVIK, RINGERIKE, a_claim, a_listing, a_person, actor_of, an_asset


@pytest.fixture
def admin(api):
    return api(a_person("municipality_admin", ASKER))


def a_transfer(quantity=5, **values):
    claim = a_claim(a_listing(quantity=quantity, **values), quantity=quantity, state="approved")
    return service.hand_over(actor_of(a_person(of=ASKER)), claim.id)


def count(model):
    db.session.rollback()
    return db.session.scalar(select(func.count(model.id)))


def test_the_ledger_is_listed_newest_first_with_what_was_frozen(admin):
    first, second = a_transfer(price_nok=100), a_transfer(1)
    page = admin.get("/api/v1/transfers").json
    assert (page["total"], [item["id"] for item in page["items"]]) == (2, [second.id, first.id])
    row = page["items"][1]
    assert (row["from"]["number"], row["to"]["number"], row["quantity"]) == (ASKER, GJOVIK, 5)
    assert (row["weight_kg"], row["co2e_gross_kg"], row["price_nok"], row["displacement"]) == (80.0, 360.0, 500, 1.0)
    assert row["factor"] == {"id": first.factor_id, "version": 1, "co2e_kg": 72.0, "origin": "category"}
    assert (row["transport_nok"], row["transport_nok_per_km"]) == (first.transport_nok, 5.3)
    assert row["category"] == {"code": "KON.STOL", "name": "Kontorstoler"}
    assert row["actions"] == ["correction", "return"]
    assert admin.get(f"/api/v1/transfers/{first.id}").json == row


def test_the_ledger_is_chosen_from(admin):
    row = a_transfer()
    for query, total in [
        ("from=2026-06-15&to=2026-06-15", 1),
        ("from=2026-06-16", 0),
        ("to=2026-06-14", 0),
        (f"municipality={GJOVIK}&category=KON", 1),
        (f"municipality={RINGERIKE}", 0),
        ("category=SKO", 0),
    ]:
        found = admin.get(f"/api/v1/transfers?{query}").json
        assert (found["total"], [item["id"] for item in found["items"]]) == (total, [row.id] * total), query


def test_a_correction_answers_the_row_that_points_back(admin):
    original = a_transfer()
    answer = admin.post(f"/api/v1/transfers/{original.id}/corrections", json={"quantity": 2, "reason": "Talte feil"})
    assert answer.status_code == 201
    row = answer.json
    assert (row["kind"], row["quantity"], row["reverses_id"]) == ("correction", -2, original.id)
    assert (row["weight_kg"], row["co2e_gross_kg"]) == (-32.0, -144.0)
    assert admin.get(f"/api/v1/transfers/{original.id}").json["left_quantity"] == 3


def test_a_return_may_be_recorded_by_those_who_record(api):
    original, manager = a_transfer(), api(a_person("facility_manager", GJOVIK))
    body = {"quantity": 1, "reason": "Passet ikke"}
    assert manager.post(f"/api/v1/transfers/{original.id}/corrections", json=body).status_code == 403
    answer = manager.post(f"/api/v1/transfers/{original.id}/corrections", json=body | {"kind": "return"})
    assert (answer.status_code, answer.json["kind"]) == (201, "return")


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"quantity": 6, "reason": "Feil"}, 422),
        ({"quantity": 0, "reason": "Feil"}, 422),
        ({"quantity": 1, "reason": "  "}, 422),
        ({"quantity": 1}, 422),
        ({"quantity": 1, "reason": "a" * 1001}, 422),
        ({"quantity": 1, "reason": "Feil", "kind": "hand_over"}, 422),
    ],
)
def test_a_correction_that_cannot_be_is_refused(admin, body, status):
    original = a_transfer()
    assert admin.post(f"/api/v1/transfers/{original.id}/corrections", json=body).status_code == status
    assert count(Transfer) == 1


def test_rows_of_others_are_not_found(api):
    original, stranger = a_transfer(), api(a_person("municipality_admin", RINGERIKE))
    body = {"quantity": 1, "reason": "Feil"}
    assert stranger.get(f"/api/v1/transfers/{original.id}").status_code == 404
    assert stranger.post(f"/api/v1/transfers/{original.id}/corrections", json=body).status_code == 404
    assert stranger.get("/api/v1/transfers").json["total"] == 0
    assert api(a_person("requester", ASKER)).get("/api/v1/transfers").status_code == 403
    assert count(Transfer) == 1


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("from=i-fjor", 422),
        ("municipality=Asker", 422),
        ("category=FINNES.IKKE", 404),
        ("category=%00", 422),
        ("per_page=0", 422),
    ],
)
def test_a_wrong_question_is_refused(admin, query, status):
    assert admin.get(f"/api/v1/transfers?{query}").status_code == status


def dispose(client, **body):
    given = {"category": "KON.STOL", "quantity": 2, "kind": "sold", "on": "2026-06-15"}
    return client.post("/api/v1/dispositions", json=given | body)


def test_what_left_otherwise_is_recorded(admin):
    asset = an_asset(quantity=5)
    answer = dispose(admin, asset_id=asset.id, weight_kg=12.5, note="Finn")
    assert answer.status_code == 201
    assert (answer.json["asset_id"], answer.json["weight_kg"], answer.json["kind"]) == (asset.id, 12.5, "sold")
    assert answer.json["category"] == {"code": "KON.STOL", "name": "Kontorstoler"}


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"quantity": 0}, 422),
        ({"kind": "lost"}, 422),
        ({"on": "2026-06-16"}, 422),
        ({"on": "i dag"}, 422),
        ({"weight_kg": -1}, 422),
        ({"weight_kg": "NaN"}, 422),
        ({"category": None}, 422),
        ({"category": "FINNES.IKKE"}, 404),
        ({"asset_id": 999}, 404),
        ({"asset_id": 2**70}, 422),
        ({"note": "a" * 1001}, 422),
    ],
)
def test_what_cannot_be_is_refused(admin, body, status):
    assert dispose(admin, **body).status_code == status
    assert count(Disposition) == 0


def test_only_those_who_may_record_dispositions(api):
    assert dispose(api(a_person("requester", ASKER))).status_code == 403
    assert count(Disposition) == 0


def test_the_note_is_given_as_pdf_json_and_zip(admin):
    row = a_transfer()
    for kind, mimetype, start in (
        ("pdf", "application/pdf", b"%PDF"),
        ("zip", "application/zip", b"PK"),
        ("json", "application/json", b"{"),
    ):
        answer = admin.get(f"/api/v1/transfers/{row.id}/note?format={kind}&language=nn")
        assert (answer.status_code, answer.mimetype) == (200, mimetype)
        assert answer.data.startswith(start)
    assert admin.get(f"/api/v1/transfers/{row.id}/note?format=json").json["from"]["number"] == ASKER
    assert admin.get(f"/api/v1/transfers/{row.id}/note?format=doc").status_code == 422


def test_a_return_has_no_note(admin):
    row = a_transfer()
    back = admin.post(f"/api/v1/transfers/{row.id}/corrections", json={"quantity": 1, "reason": "Telte feil"}).json
    answer = admin.get(f"/api/v1/transfers/{back['id']}/note")
    assert (answer.status_code, answer.json["code"]) == (409, "note-only-of-hand-over")


def test_what_was_seen_to_is_said_when_handing_over(admin):
    claim = a_claim(a_listing(quantity=1, category_code="IKT.PC"), quantity=1, state="approved")
    body = {"checked": ["data_wiped", "electrically_safe"]}
    row = admin.post(f"/api/v1/claims/{claim.id}/hand-over", json=body).json
    told = admin.get(f"/api/v1/transfers/{row['id']}/note?format=json").json
    assert told["checks"] == {"data_wiped": True, "electrically_safe": True}
    wrong = admin.post(f"/api/v1/claims/{claim.id}/hand-over", json={"checked": ["blessed"]})
    assert wrong.status_code == 422
