"""The pages of the ledger and of what left otherwise."""

import pytest
from sqlalchemy import select

from marketplace.foundation.database import db
from marketplace.inventory.models import Asset
from marketplace.transfers import service
from marketplace.transfers.models import Disposition, Transfer, TransferNote
from tests.builders import ASKER, GJOVIK, RINGERIKE, a_claim, a_listing, a_person, actor_of, an_asset
from tests.web.acting import count, fetch, send


@pytest.fixture
def admin(app, sign_in):
    return sign_in(app.test_client(), a_person("municipality_admin", ASKER))


@pytest.fixture
def manager(app, sign_in):
    return sign_in(app.test_client(), a_person("facility_manager", GJOVIK))


def a_transfer(quantity=5, giver=ASKER, taker=GJOVIK, **values):
    claim = a_claim(a_listing(of=giver, quantity=quantity, **values), by=taker, quantity=quantity, state="approved")
    return service.hand_over(actor_of(a_person(of=giver)), claim.id)


def test_an_empty_ledger_says_what_will_be_there(admin):
    assert "Ingen overføringer ennå" in fetch(admin, "/overforinger")


def test_the_ledger_is_listed_and_chosen_from(admin):
    a_transfer(title="Grønn krakk")
    html = fetch(admin, "/overforinger")
    for told in ("Grønn krakk", "Asker", "Gjøvik", "360", "15.06.2026"):
        assert told in html
    for query in ("fra=2026-06-16", "til=2026-06-14", f"kommune={RINGERIKE}", "kategori=SKO"):
        assert "Ingen overføringer passer" in fetch(admin, f"/overforinger?{query}")
    found = ("fra=2026-06-15&til=2026-06-15", f"kommune={GJOVIK}&kategori=KON", "fra=i-fjor&page=0", "kommune=%00")
    for query in found:
        assert "Grønn krakk" in fetch(admin, f"/overforinger?{query}")
    assert admin.get("/overforinger?kategori=%00").status_code == 302


def test_the_list_costs_the_same_however_long(admin, count_queries):
    costs = []
    a_transfer()
    fetch(admin, "/overforinger")
    for _ in range(2):
        for _ in range(5):
            a_transfer()
        with count_queries() as sent:
            fetch(admin, "/overforinger")
        costs.append(len(sent))
    assert costs[0] == costs[1]
    assert costs[0] <= 17


def test_a_row_tells_what_its_figures_stand_on(admin, manager):
    row = a_transfer(price_nok=100, replacement_price_nok=4_000)
    for client in (admin, manager):
        html = fetch(client, f"/overforinger/{row.id}")
        for told in (
            "80 kg (kategoriens verdi)",
            "72 kg CO₂e",
            "FIRA",
            "100 %",
            "500 kr",
            "Transportens kostnad",
            "5,30 kr per km",
        ):
            assert told in html.replace("\N{NO-BREAK SPACE}", " ")


def test_a_row_leads_to_the_version_of_the_factor_it_was_reckoned_with(admin):
    made = a_transfer()
    assert made.factor_id is not None
    address = f"/statistikk/faktorer/{made.factor_id}"
    assert f'href="{address}"' in fetch(admin, f"/overforinger/{made.id}")
    assert fetch(admin, address)


def test_what_is_not_known_is_not_told_as_zero(admin):
    row = a_transfer(category_code="HEL.RULL")
    assert "ukjent" in fetch(admin, f"/overforinger/{row.id}")


def test_units_are_taken_back_by_a_row_that_points_here(admin):
    row = a_transfer()
    given = {"kind": "return", "quantity": "2", "reason": "For høye", "submission_key": "a"}
    for _ in range(2):
        send(admin, f"/overforinger/{row.id}/tilbake", **given)
    assert count(Transfer) == 2
    html = fetch(admin, f"/overforinger/{row.id}")
    assert "For høye" in html
    assert "Fra 1 til 3." in html
    back = db.session.scalars(select(Transfer.id).where(Transfer.reverses_id == row.id)).one()
    html = fetch(admin, f"/overforinger/{back}")
    assert f'href="/overforinger/{row.id}"' in html
    assert "Før tilbake" not in html


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"quantity": "6"}, "Skriv et antall fra 1 til 5"),
        ({"quantity": ""}, "Fyll ut feltet."),
        ({"reason": " "}, "Fyll ut feltet."),
        ({"reason": "a" * 1001}, "Bruk høyst 1000 tegn."),
        ({"kind": "hand_over"}, "Velg en av mulighetene."),
        ({"kind": ""}, "Velg en av mulighetene."),
    ],
)
def test_taking_back_what_cannot_be_is_told_beside_its_field(admin, values, told):
    row = a_transfer()
    given = {"kind": "correction", "quantity": "2", "reason": "Talte feil"} | values
    assert told in send(admin, f"/overforinger/{row.id}/tilbake", 422, **given).text
    assert count(Transfer) == 1


def test_who_may_not_correct_is_offered_a_return_only(manager):
    row = a_transfer()
    html = fetch(manager, f"/overforinger/{row.id}")
    assert 'value="return"' in html
    assert 'value="correction"' not in html
    send(manager, f"/overforinger/{row.id}/tilbake", 403, kind="correction", quantity="1", reason="Feil")
    assert count(Transfer) == 1


def test_what_the_receiver_passed_on_is_told(admin):
    row = a_transfer()
    listing = a_listing(of=GJOVIK, quantity=5, asset_id=row.to_asset_id)
    onward = a_claim(listing, by=RINGERIKE, quantity=5, state="approved")
    service.hand_over(actor_of(a_person(of=GJOVIK)), onward.id)
    send(admin, f"/overforinger/{row.id}/tilbake", 409, kind="return", quantity="1", reason="Retur")
    assert count(Transfer) == 2


def test_strangers_and_requesters_see_no_rows(app, sign_in):
    row = a_transfer()
    stranger = sign_in(app.test_client(), a_person("municipality_admin", RINGERIKE))
    fetch(stranger, f"/overforinger/{row.id}", 404)
    send(stranger, f"/overforinger/{row.id}/tilbake", 404, kind="return", quantity="1", reason="Retur")
    fetch(sign_in(app.test_client(), a_person("requester", ASKER)), "/overforinger", 403)
    assert count(Transfer) == 1


def test_the_project_lead_reads_rows_between_municipalities(app, sign_in):
    row = a_transfer()
    lead = sign_in(app.test_client(), a_person("project_lead", RINGERIKE))
    html = fetch(lead, f"/overforinger/{row.id}")
    assert "Før tilbake" not in html
    assert "Se forespørselen" not in html


def dispose(client, status=302, **values):
    given = {"kind": "sold", "quantity": "2", "on": "2026-06-15", "category": "KON.STOL", "submission_key": "a"}
    return send(client, "/avhendinger/ny", status, **(given | values))


def test_what_left_otherwise_is_recorded_once(admin):
    fetch(admin, "/avhendinger/ny")
    for _ in range(2):
        dispose(admin, weight_kg="12,5")
    assert count(Disposition) == 1
    assert db.session.scalars(select(Disposition.weight_g)).one() == 12_500
    html = fetch(admin, "/avhendinger")
    assert "Solgt til bruk" in html


def test_of_an_asset_the_units_leave_it(admin):
    asset = an_asset(quantity=5, name="Gammel pult")
    assert "Gammel pult" in fetch(admin, f"/avhendinger/ny?eiendel={asset.id}")
    dispose(admin, asset_id=str(asset.id), category="")
    db.session.expire_all()
    assert db.session.get(Asset, asset.id).quantity == 3


def test_anothers_asset_is_not_shown_nor_disposed_of(admin):
    asset = an_asset(of=GJOVIK, name="Hemmelig pult")
    assert "Hemmelig pult" not in fetch(admin, f"/avhendinger/ny?eiendel={asset.id}")
    dispose(admin, 404, asset_id=str(asset.id))
    assert count(Disposition) == 0


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"quantity": "0"}, "Skriv et antall fra 1"),
        ({"quantity": ""}, "Fyll ut feltet."),
        ({"kind": "lost"}, "Velg en av mulighetene."),
        ({"category": ""}, "Fyll ut feltet."),
        ({"on": "2026-06-16"}, "Datoen er ikke kommet ennå."),
        ({"on": ""}, "Fyll ut feltet."),
        ({"weight_kg": "tungt"}, "tungt"),
        ({"note": "a" * 1001}, "Bruk høyst 1000 tegn."),
    ],
)
def test_a_disposition_that_cannot_be_is_told_beside_its_field(admin, values, told):
    assert told in dispose(admin, 422, **values).text
    assert count(Disposition) == 0


def test_only_those_who_may_record_dispositions(app, sign_in):
    requester = sign_in(app.test_client(), a_person("requester", ASKER))
    fetch(requester, "/avhendinger/ny", 403)
    dispose(requester, 403)
    assert count(Disposition) == 0


def test_the_note_of_a_hand_over_is_a_pdf_for_both_sides(admin, manager):
    row = a_transfer(title="Grønn krakk")
    for client in (admin, manager):
        assert f"/overforinger/{row.id}/notat.pdf" in fetch(client, f"/overforinger/{row.id}")
        answer = client.get(f"/overforinger/{row.id}/notat.pdf?sprak=nn")
        assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
        assert answer.data.startswith(b"%PDF")
        assert answer.headers["Content-Disposition"].startswith("inline; filename=overforingsnotat-")
    assert admin.get(f"/overforinger/{row.id}/notat.zip").mimetype == "application/zip"
    assert admin.get(f"/overforinger/{row.id}/notat.exe").status_code == 404


def test_a_note_is_not_for_others(app, sign_in):
    row = a_transfer()
    other = sign_in(app.test_client(), a_person("municipality_admin", RINGERIKE))
    assert other.get(f"/overforinger/{row.id}/notat.pdf").status_code == 404
    assert app.test_client().get(f"/overforinger/{row.id}/notat.pdf").status_code == 302


def test_anybody_with_the_code_may_check_a_note_and_sees_no_person(app, admin):
    row = a_transfer(title="Grønn krakk")
    code = db.session.get(TransferNote, row.id).code
    anybody = app.test_client()
    assert "Kontrollkode" in fetch(anybody, "/kontroll")
    sent_on = anybody.get("/kontroll", query_string={"kode": code.lower()})
    html = fetch(anybody, sent_on.location)
    for told in ("Notatet er ekte", "Grønn krakk", "Asker", "Gjøvik", "15.06.2026"):
        assert told in html
    assert f"/overforinger/{row.id}" not in html
    assert "@" not in html.split("<main")[1].split("</main>")[0]
    assert f"/overforinger/{row.id}" in fetch(admin, f"/kontroll/{code}")


def test_a_note_tells_when_some_of_it_came_back(app, admin):
    row = a_transfer()
    send(admin, f"/overforinger/{row.id}/tilbake", kind="return", quantity="2", reason="For høye", submission_key="a")
    html = fetch(app.test_client(), f"/kontroll/{db.session.get(TransferNote, row.id).code}")
    assert "2 av 5 stk. er ført tilbake" in html


@pytest.mark.parametrize("code", ["ABCD-EFGH-JKLM", "%00", "x" * 40])
def test_a_code_that_nobody_has_is_told_so(app, code):
    assert "Vi kjenner ikke koden" in fetch(app.test_client(), f"/kontroll/{code}", status=404)


def test_what_was_seen_to_is_ticked_when_the_hand_over_is_confirmed(admin):
    listing = a_listing(of=ASKER, quantity=2, category_code="IKT.PC", title="Bærbar pc")
    claim = a_claim(listing, by=GJOVIK, quantity=2, state="approved")
    page = fetch(admin, f"/foresporsler/{claim.id}")
    assert "Data er slettet" in page
    given = {"quantity": "2", "on": "2026-06-15", "submission_key": "k", "data_wiped": "y"}
    send(admin, f"/foresporsler/{claim.id}/overlevering", **{f"overlevering-{name}": v for name, v in given.items()})
    note = db.session.scalars(select(TransferNote)).one()
    assert note.facts["checks"] == {"data_wiped": True, "electrically_safe": False}
    assert "notat.pdf" in fetch(admin, f"/foresporsler/{claim.id}")
    chair = a_claim(a_listing(of=ASKER), by=GJOVIK, state="approved")
    assert "Data er slettet" not in fetch(admin, f"/foresporsler/{chair.id}")
