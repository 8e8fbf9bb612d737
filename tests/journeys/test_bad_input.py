"""Whatever is sent that should not be: refused with a code, told in three languages, and nothing is changed."""

from io import BytesIO

import pytest
from sqlalchemy import select

from marketplace.accounts.models import Person
from marketplace.foundation import outbox, ports
from marketplace.foundation.database import Base, db
from marketplace.foundation.transaction import transaction
from marketplace.inventory.models import Asset, AssetImport
from marketplace.inventory.states import ImportState
from marketplace.search import indexing
from tests.builders import (
    ASKER,
    GJOVIK,
    RINGERIKE,
    a_claim,
    a_listing,
    a_person,
    a_pickup_place,
    a_transfer,
    actor_of,
    an_asset,
)
from tests.listings.pictures import drawn, png_claiming, saved

LANGUAGES = ("nb", "nn", "en")
NOTED = {"api_token", "sign_in_attempt"}  # that somebody asked at all
LISTING = {"title": "Stol", "category": "KON.STOL", "condition": "good", "quantity": 2}
CLAIM = {"quantity": 1, "otherwise": "unknown"}
WINDOW = {"place": "Port", "from": "2026-06-16T10:00:00Z", "until": "2026-06-16T12:00:00Z"}
HTML = '<script>alert(1)</script><img src=x onerror="alert(2)">'
BOMB, TRUNCATED = png_claiming(40_000, 40_000), saved(drawn(), "JPEG")[:2000]


def everything():
    """All rows and files, as they are stored."""
    db.session.rollback()
    rows = {
        table.name: [tuple(row) for row in db.session.execute(select(table).order_by(*table.primary_key))]
        for table in Base.metadata.sorted_tables
        if table.name not in NOTED
    }
    db.session.rollback()
    return rows, sorted(ports.storage().list())


@pytest.fixture
def world(app):
    """Things of Asker's, of Ringerike's, and between them, by name; the keys are in the addresses below."""
    listing, foreign = a_listing(ASKER, quantity=3), a_listing(RINGERIKE, published=False)
    claim = a_claim(listing, GJOVIK)
    done = a_claim(a_listing(ASKER, quantity=3), GJOVIK, quantity=2, state="handed_over")
    elsewhere = a_claim(a_listing(RINGERIKE), GJOVIK)
    return {
        "listing": listing.id,
        "draft": a_listing(ASKER, published=False).id,
        "foreign": foreign.id,
        "asset": an_asset(ASKER).id,
        "foreign_asset": an_asset(RINGERIKE).id,
        "foreign_place": a_pickup_place(RINGERIKE).id,
        "claim": claim.id,
        "elsewhere": elsewhere.id,
        "transfer": a_transfer(done, 2).id,
    }


def as_sent(what):
    """What a test client is handed."""
    if isinstance(what, bytes):
        return photo(what)
    if isinstance(what, str):
        return {"data": what, "content_type": "application/json"}
    return {} if what is None else {"json": what}


def photo(content, name="stol.jpg"):
    return {"data": {"photo": (BytesIO(content), name)}, "content_type": "multipart/form-data"}


FIELDS, TOO_MANY = (422, "invalid-input"), "claim-quantity-out-of-range"
BACK, STALE = {"quantity": 1, "reason": "Feil"}, {"title": "Ny", "version": 77}
# Who, the call, what is sent (a dict as JSON, bytes as a photo, text as it stands), and how it is refused.
REFUSED = {
    "a program as a photo": ("manager", "POST /listings/{draft}/photos", b"MZ" + bytes(900), 422, "photo-not-an-image"),
    "half a photo": ("manager", "POST /listings/{draft}/photos", TRUNCATED, 422, "photo-truncated"),
    "a photo too large": ("manager", "POST /listings/{draft}/photos", BOMB, 413, "photo-too-many-pixels"),
    "an empty photo": ("manager", "POST /listings/{draft}/photos", b"", 422, "photo-empty"),
    "none of it": ("manager", "POST /listings", LISTING | {"quantity": 0}, *FIELDS),
    "fewer than none": ("requester", "POST /listings/{listing}/claims", CLAIM | {"quantity": -1}, *FIELDS),
    "more than a number holds": ("manager", "POST /listings", LISTING | {"quantity": 10**30}, *FIELDS),
    "a word for a number": ("manager", "POST /listings", LISTING | {"price_nok": "mye"}, *FIELDS),
    "half a chair": ("requester", "POST /listings/{listing}/claims", CLAIM | {"quantity": 1.5}, *FIELDS),
    "a key beyond all": ("manager", "POST /listings", LISTING | {"asset_id": 2**70}, *FIELDS),
    "more than there are": ("requester", "POST /listings/{listing}/claims", CLAIM | {"quantity": 4}, 422, TOO_MANY),
    "another's draft": ("manager", "PATCH /listings/{foreign}", {"title": "Min"}, 404, "listing-not-found"),
    "another's draft, claimed": ("requester", "POST /listings/{foreign}/claims", CLAIM, 404, "listing-not-found"),
    "another's asset": ("manager", "PATCH /assets/{foreign_asset}", {"name": "Min"}, 404, "asset-not-found"),
    "another's claim": ("manager", "POST /claims/{elsewhere}/approve", {}, 404, "claim-not-found"),
    "another's ledger": ("stranger", "POST /transfers/{transfer}/corrections", BACK, 404, "transfer-not-found"),
    "nobody's listing": ("manager", "POST /listings/999999/publish", {}, 404, "listing-not-found"),
    "an address beyond all": ("manager", "GET /listings/99999999999999999999", None, 404, "page-not-found"),
    "no right to list": ("requester", "POST /listings", LISTING, 403, "permission-needed"),
    "no right to ask": ("observer", "POST /listings/{listing}/claims", CLAIM, 403, "permission-needed"),
    "no right to decide": ("requester", "POST /claims/{claim}/approve", {}, 403, "claim-decision-needs-permission"),
    "a time before a yes": ("manager", "POST /claims/{claim}/appointment", WINDOW, 409, "claim-wrong-state"),
    "a stale form": ("manager", "PATCH /listings/{draft}", STALE, 409, "listing-changed-meanwhile"),
    "a stale asset": (
        "manager",
        "PATCH /assets/{asset}",
        {"name": "Ny", "version": 77},
        409,
        "asset-changed-meanwhile",
    ),
    "too long a title": ("manager", "POST /listings", LISTING | {"title": "a" * 121}, *FIELDS),
    "too long a message": ("requester", "POST /listings/{listing}/claims", CLAIM | {"message": "a" * 2001}, *FIELDS),
    "too long a reason": ("manager", "POST /claims/{claim}/decline", {"reason": "a" * 1001}, *FIELDS),
    "control characters": ("manager", "POST /listings", LISTING | {"title": "Stol\x00\x1b[31m"}, *FIELDS),
    "a bell in a name": ("manager", "POST /assets", {"name": "St\x07ol", "category": "KON.STOL"}, *FIELDS),
    "a field nobody knows": ("manager", "POST /listings", LISTING | {"state": "published"}, *FIELDS),
    "what is no JSON": ("manager", "POST /listings", "{", 422, "not-json"),
    "no category": ("manager", "POST /listings", LISTING | {"category": "XXX.YYY"}, *FIELDS),
    "a method that is none": ("manager", "DELETE /listings/{draft}", None, 405, "method-not-allowed"),
}
ROLES = {"manager": ("facility_manager", ASKER), "requester": ("requester", GJOVIK)}
ROLES |= {"observer": ("observer", GJOVIK), "stranger": ("municipality_admin", RINGERIKE)}


@pytest.mark.parametrize("case", REFUSED)
def test_what_a_program_should_not_send_is_refused_in_three_languages_and_changes_nothing(api, world, case):
    who, call, sent, status, code = REFUSED[case]
    method, path = call.format(**world).split()
    program = api(a_person(*ROLES[who]))
    before, told = everything(), {}
    for language in LANGUAGES:
        headers = {"Accept-Language": language}
        answer = program.open(f"/api/v1{path}", method=method, headers=headers, **as_sent(sent))
        assert (answer.status_code, answer.json["code"]) == (status, code), answer.text
        assert answer.content_type == "application/problem+json"
        told[language] = (answer.json["detail"], *(error["message"] for error in answer.json["errors"]))
    assert everything() == before
    assert len(set(told.values())) >= 2
    assert all(all(sentences) for sentences in told.values())


def test_what_belongs_to_another_municipality_is_not_made_one_s_own(api, world):
    program, before = api(a_person(*ROLES["manager"])), everything()
    for field, key in (("asset_id", "foreign_asset"), ("pickup_place_id", "foreign_place")):
        answer = program.post("/api/v1/listings", json={**LISTING, field: world[key]})
        assert answer.status_code in (404, 422), answer.text
    body = {
        "asset_id": world["foreign_asset"],
        "category": "KON.STOL",
        "quantity": 1,
        "kind": "sold",
        "on": "2026-06-15",
    }
    assert program.post("/api/v1/dispositions", json=body).status_code == 404
    after = everything()
    assert {name for name in before[0] if before[0][name] != after[0][name]} <= {"person", "role_assignment"}


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("bilde.xlsx", b"\xff\xd8\xff\xe0" + bytes(500), "file-not-a-table"),
        ("tom.csv", b"", "file-empty"),
        ("gammel.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "file-old-excel"),
        ("side.csv", b"<!doctype html><html><body>Navn;Antall</body></html>", "file-web-page"),
        ("halv.xlsx", b"PK\x03\x04" + bytes(100), "file-broken"),
    ],
)
def test_a_wrong_file_is_refused_with_what_to_do_and_keeps_nothing(api, name, content, code):
    program = api(a_person(*ROLES["manager"]))
    data = {"file": (BytesIO(content), name)}
    answer = program.post("/api/v1/assets/imports", data=data, content_type="multipart/form-data")
    if answer.status_code == 202:
        outbox.deliver_all()
        told = program.get(f"/api/v1/assets/imports/{answer.json['id']}").json
        assert (told["state"], told["failure"]["code"]) == (ImportState.FAILED, code)
        assert told["failure"]["message"]
    else:
        assert (answer.status_code, answer.json["code"]) == (422, code)
    assert db.session.scalars(select(Asset)).all() == []


@pytest.mark.parametrize("name", ["../../etc/passwd.csv", "..\\..\\boot.csv", "/etc/cron.d/x.csv", "a\x00b/../c.csv"])
def test_file_names_lead_nowhere(api, world, name):
    """What a file was called is shown, at most; where it is kept is for the service to say."""
    program = api(a_person(*ROLES["manager"]))
    files = {"file": (BytesIO(b"Navn\nStol\n"), name)}
    assert program.post("/api/v1/assets/imports", data=files, content_type="multipart/form-data").status_code == 202
    picture = photo(saved(drawn(), "PNG"), name.replace(".csv", ".png"))
    assert program.post(f"/api/v1/listings/{world['draft']}/photos", **picture).status_code == 200
    for key in ports.storage().list():
        assert ".." not in key
        assert key.startswith(("imports/", "photos/"))
    [shown] = db.session.scalars(select(AssetImport.filename)).all()
    assert not set(shown) & set("/\\\x00")


def test_html_is_shown_as_it_was_written_on_every_page(client, sign_in):
    manager = a_person("facility_manager", ASKER, name=HTML)
    changed = a_listing(ASKER, quantity=2, title=HTML, description=HTML, brand=HTML)
    a_claim(changed, GJOVIK, message=HTML)
    an_asset(ASKER, name=HTML, notes=HTML, building=HTML)
    indexing.rebuild()
    sign_in(client, manager)
    pages = ["/", "/sok", "/sok?q=script", f"/annonser/{changed.id}", "/annonser/mine", "/eiendeler", "/foresporsler"]
    for page in [*pages, "/mitt-arbeid", "/konto", f"/annonser/{changed.id}/rediger", f"/sok?q={HTML}"]:
        shown = client.get(page)
        assert shown.status_code == 200, page
        assert "<script>alert" not in shown.text, page
        assert "<img src=x" not in shown.text, page


def test_a_session_that_has_ended_is_sent_to_sign_in_and_changes_nothing(client, sign_in, world):
    person = a_person(*ROLES["manager"])
    sign_in(client, person)
    assert client.get("/eiendeler").status_code == 200
    with transaction() as session:
        session.get(Person, person.id).session_key = "another"
    before = everything()
    for method, page in (("GET", "/eiendeler"), ("POST", f"/annonser/{world['draft']}/legg-ut")):
        answer = client.open(page, method=method)
        assert answer.status_code == 302
        assert "/logg-inn" in answer.headers["Location"]
    again = client.post(f"/annonser/{world['draft']}/legg-ut", headers={"HX-Request": "true"})
    assert (again.status_code, "/logg-inn" in again.headers["HX-Redirect"]) == (401, True)
    assert everything() == before


def test_what_is_sent_twice_is_done_once(api, world):
    manager, seeker = api(a_person(*ROLES["manager"])), api(a_person(*ROLES["requester"]))
    key = {"Idempotency-Key": "the same"}
    made = [manager.post("/api/v1/listings", json=LISTING, headers=key).json["id"] for _ in range(2)]
    assert made[0] == made[1]
    approve = [manager.post(f"/api/v1/claims/{world['claim']}/approve") for _ in range(2)]
    assert [answer.status_code for answer in approve] == [200, 409]
    handed = [seeker.post(f"/api/v1/claims/{world['claim']}/hand-over") for _ in range(2)]
    assert [answer.status_code for answer in handed] == [201, 409]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("role", "page", "status"),
    [
        ("observer", "/annonser/ny", 403),
        ("requester", "/eiendeler/import", 403),
        ("manager", "/annonser/999999", 404),
        ("manager", "/annonser/{foreign}/rediger", 404),
        ("manager", "/eiendeler/{foreign_asset}", 404),
        ("manager", "/foresporsler/{elsewhere}", 404),
        ("manager", "/annonser/99999999999999999999", 404),
    ],
)
def test_pages_refuse_in_the_reader_s_language(client, sign_in, world, language, role, page, status):
    sign_in(client, a_person(*ROLES[role], language=language))
    before = everything()
    answer = client.get(page.format(**world))
    assert answer.status_code == status
    assert f'<html lang="{language}"' in answer.text
    assert everything() == before


def test_who_acts_is_whoever_the_token_says(api):
    """A body cannot say for whom it speaks."""
    person = a_person(*ROLES["manager"])
    made = api(person).post("/api/v1/listings", json=LISTING).json
    assert made["municipality"]["number"] == actor_of(person).municipality_number
    refused = api(person).post("/api/v1/listings", json={**LISTING, "municipality": RINGERIKE})
    assert [error["field"] for error in refused.json["errors"]] == ["municipality"]
