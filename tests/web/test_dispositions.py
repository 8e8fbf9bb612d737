"""The pages of what left otherwise: chosen in the inventory, looked over, recorded, corrected, undone."""

import io
import re

import pytest
from sqlalchemy import select

from marketplace.foundation import clock
from marketplace.foundation.database import db
from marketplace.inventory.models import Asset
from marketplace.transfers import disposing
from marketplace.transfers.kinds import DispositionKind
from marketplace.transfers.models import Disposition
from tests.builders import ASKER, GJOVIK, a_listing, a_person, actor_of, an_asset
from tests.web.acting import count, fetch, send

TODAY = "2026-06-15"


@pytest.fixture
def manager(app, sign_in):
    return sign_in(app.test_client(), a_person("facility_manager", ASKER))


def left_in(asset):
    db.session.expire_all()
    number = asset if isinstance(asset, int) else asset.id
    return db.session.get(Asset, number).quantity


def fill_in(rows, **values):
    given = {"kind": "recycled", "on": TODAY, "submission_key": "a", "eiendel": [str(asset.id) for asset, _ in rows]}
    return given | {f"antall-{asset.id}": str(quantity) for asset, quantity in rows} | values


def test_assets_are_chosen_in_the_inventory_looked_over_and_recorded(manager):
    chairs, desks = an_asset(quantity=5, name="Stol"), an_asset(quantity=2, name="Pult")
    assert 'formaction="/avhendinger/flere/velg"' in fetch(manager, "/eiendeler")
    answer = send(manager, "/avhendinger/flere/velg", asset_id=[str(chairs.id), str(desks.id), "abc"])
    form = fetch(manager, answer.location)
    assert re.search(rf'name="antall-{chairs.id}" value="5"', form)
    seen = send(manager, "/avhendinger/flere", 200, **fill_in([(chairs, 3), (desks, 2)])).text
    for told in ("3 av 5", "5 gjenstander går ut av inventaret", "1 eiendel blir tom", "Registrer avhendingen"):
        assert told in seen
    assert count(Disposition) == 0
    kept = send(manager, "/avhendinger/flere", **fill_in([(chairs, 3), (desks, 2)], steg="registrer"))
    assert (left_in(chairs), left_in(desks)) == (2, 0)
    html = fetch(manager, kept.location)
    assert "2 avhendinger er registrert." in html
    undo = re.search(r'action="(/avhendinger/flere/\w+/angre)"', html).group(1)
    assert "Rettet" in fetch(manager, send(manager, undo).location)
    assert (left_in(chairs), left_in(desks)) == (5, 2)
    send(manager, undo, 404)
    assert count(Disposition) == 4


def test_what_stays_inside_is_not_told_to_be_lost(manager):
    chairs = an_asset(quantity=5)
    seen = send(manager, "/avhendinger/flere", 200, **fill_in([(chairs, 3)], kind="internal_reuse")).text
    assert "blir stående i inventaret" in seen


@pytest.mark.parametrize(
    ("quantity", "values", "told"),
    [
        ("6", {"steg": "registrer"}, "Det er bare"),
        ("mange", {}, "mange"),
        ("1", {"kind": ""}, "Velg en av mulighetene."),
        ("1", {"on": "2026-07-01", "steg": "registrer"}, "Datoen er ikke kommet ennå"),
        ("0", {"steg": "registrer"}, "Velg fra 1 til"),
    ],
)
def test_what_cannot_be_is_told_and_what_was_typed_stays(manager, quantity, values, told):
    chairs = an_asset(quantity=5, name="Snurrestol")
    html = send(manager, "/avhendinger/flere", 422, **fill_in([(chairs, quantity)], **values)).text
    assert told in html
    assert f'name="antall-{chairs.id}" value="{quantity}"' in html
    assert count(Disposition) == 0
    assert left_in(chairs) == 5


def test_only_what_is_free_is_proposed_and_others_assets_are_not_shown(manager):
    chairs, theirs = an_asset(quantity=5), an_asset(of=GJOVIK, name="Hemmelig pult")
    a_listing(quantity=3, asset_id=chairs.id)
    html = fetch(manager, f"/avhendinger/flere?eiendel={chairs.id}&eiendel={theirs.id}&eiendel=x")
    assert f'name="antall-{chairs.id}" value="2"' in html
    assert "Hemmelig pult" not in html
    assert manager.get(f"/avhendinger/flere?eiendel={theirs.id}").status_code == 302
    assert send(manager, "/avhendinger/flere/velg").location.endswith("/eiendeler")


def test_the_form_costs_the_same_however_many_are_chosen(manager, count_queries):
    costs = []
    for some in (2, 20):
        chosen = "&".join(f"eiendel={an_asset().id}" for _ in range(some))
        fetch(manager, f"/avhendinger/flere?{chosen}")
        with count_queries() as sent:
            fetch(manager, f"/avhendinger/flere?{chosen}")
        costs.append(len(sent))
    assert costs[0] == costs[1]


def test_one_is_corrected_with_a_reason_and_the_right_one_begun_from_it(manager):
    asset = an_asset(quantity=5, name="Snurrestol")
    sold = {"kind": "sold", "quantity": "3", "on": TODAY, "asset_id": str(asset.id), "submission_key": "b"}
    html = fetch(manager, send(manager, "/avhendinger/ny", **sold).location)
    assert "Snurrestol" in html
    assert "Angre" in html
    row_id = db.session.scalars(select(Disposition.id)).one()
    address = f"/avhendinger/{row_id}"
    wrong = send(manager, f"{address}/rett", 422, quantity="4", reason="", submission_key="c").text
    assert "Fyll ut feltet." in wrong
    send(manager, f"{address}/rett", quantity="1", reason="Den ene ble gitt bort", submission_key="c")
    html = fetch(manager, address)
    for told in ("Den ene ble gitt bort", "Står igjen etter retting", "Fra 1 til 2."):
        assert told in html
    assert left_in(asset) == 3
    assert "Snurrestol" in fetch(manager, f"/avhendinger/ny?lik={row_id}")
    send(manager, f"{address}/angre")
    assert left_in(asset) == 5
    assert "Rett avhendingen" not in fetch(manager, address)


def test_the_list_is_chosen_from(manager):
    actor = actor_of(a_person())
    disposing.record_disposition(
        actor, kind=DispositionKind.DONATED, quantity=2, on=clock.today(), category_code="KON.SKRIV"
    )
    for query in ("", "?slag=donated&fra=2026-06-15&til=2026-06-15&kategori=KON", "?slag=tull&fra=i-fjor&sammen=%00"):
        assert "1 rad" in fetch(manager, f"/avhendinger{query}")
    for query in ("?slag=sold", "?kategori=SKO", "?eiendel=1", "?sammen=abc", "?til=2026-06-14"):
        assert "Ingen avhendinger passer" in fetch(manager, f"/avhendinger{query}")
    assert manager.get("/avhendinger?kategori=%00").status_code == 302


def test_only_the_own_municipality_sees_and_only_who_may_record_records(app, sign_in, manager):
    sold = {"kind": "sold", "quantity": "3", "on": TODAY, "category": "KON.STOL", "submission_key": "b"}
    send(manager, "/avhendinger/ny", **sold)
    row_id = db.session.scalars(select(Disposition.id)).one()
    stranger = sign_in(app.test_client(), a_person(of=GJOVIK))
    assert "Ingen avhendinger ennå" in fetch(stranger, "/avhendinger")
    fetch(stranger, f"/avhendinger/{row_id}", 404)
    send(stranger, f"/avhendinger/{row_id}/angre", 404)
    requester = sign_in(app.test_client(), a_person("requester", ASKER))
    for address in ("/avhendinger", f"/avhendinger/{row_id}", "/avhendinger/ny", "/avhendinger/flere"):
        fetch(requester, address, 403)
    send(requester, "/avhendinger/flere", 403, **fill_in([]))
    assert count(Disposition) == 1


SHEET = "Inventarnr;Antall;Avhending;Dato\nA-1;2;Solgt;31.01.2026\nA-1;99;Solgt;31.01.2026\n"


def hand_in(client, deliver):
    answer = client.post("/avhendinger/import", data={"file": (io.BytesIO(SHEET.encode()), "avhendet.csv")})
    assert answer.status_code == 302
    assert "Vi leser regnearket" in fetch(client, answer.location)
    deliver()
    return answer.location


def test_a_sheet_is_handed_in_looked_at_kept_and_taken_back(manager, deliver):
    asset = an_asset(inventory_number="A-1", name="Snurrestol").id
    assert "Importer avhendinger" in fetch(manager, "/avhendinger/import")
    address = hand_in(manager, deliver)
    html = fetch(manager, address)
    for told in ("Ta inn 1 rad", "Det er bare", "Hva skjedde", "Ingenting er lagret ennå"):
        assert told in html
    assert count(Disposition) == 0
    send(manager, f"{address}/behold")
    deliver()
    html = fetch(manager, address)
    assert "Se avhendingene" in html
    assert left_in(asset) == 8
    send(manager, re.search(r'action="(/avhendinger/flere/\w+/angre)"', html).group(1))
    assert left_in(asset) == 10
    again = hand_in(manager, deliver)
    assert "Alt i filen er registrert fra før" in fetch(manager, again)


def test_the_columns_are_mended_and_the_template_given(manager, deliver):
    an_asset(inventory_number="A-1")
    address = hand_in(manager, deliver)
    send(manager, f"{address}/kolonner", **{"column-0": "ignore", "column-1": "quantity", "column-2": "kind"})
    deliver()
    assert "Skriv et inventarnummer, en kategori" in fetch(manager, address)
    send(manager, f"{address}/kolonner", **{"column-0": "kind", "column-2": "kind"})
    assert "Hva skjedde" in fetch(manager, address)
    for ending in ("csv", "xlsx"):
        assert manager.get(f"/avhendinger/import/mal.{ending}").status_code == 200
    html = fetch(manager, "/avhendinger/import")
    assert "avhendet.csv" in html
    assert "avhendet.csv" not in fetch(manager, "/eiendeler/import")
    fetch(manager, address.replace("/avhendinger/", "/eiendeler/"), 404)
