"""The pages of an import, with and without script."""

import io

import openpyxl
import pytest

from marketplace.foundation import outbox
from marketplace.inventory import uploading
from marketplace.inventory.spreadsheet.mapping import map_columns
from marketplace.inventory.spreadsheet.template import TITLES
from tests.builders import ASKER, GJOVIK, a_person, actor_of
from tests.inventory.imports import assets, everything, looked
from tests.inventory.spreadsheets import HEADER, a_row, csv, xlsx
from tests.web.pages import Page, faults


@pytest.fixture
def manager(client, sign_in):
    return sign_in(client, a_person())


def send(client, content, filename="eiendeler.csv"):
    """Upload a file and answer its address."""
    answer = client.post("/eiendeler/import", data={"file": (io.BytesIO(content), filename)})
    assert answer.status_code == 302
    return answer.location


def test_a_file_goes_from_drop_to_inventory(manager, deliver):
    assert faults(manager.get("/eiendeler/import").text) == []
    address = send(manager, xlsx([HEADER, a_row("A-1"), a_row("A-2", Antall="mange")]), "eiendeler.xlsx")
    waiting = manager.get(address).text
    assert "Vi leser regnearket" in waiting
    assert '<noscript><meta http-equiv="refresh"' in waiting
    assert f'hx-get="{address}/framdrift"' in waiting
    assert faults(waiting) == []
    deliver()
    page = manager.get(address).text
    assert "Ta inn 1 rad<" in page
    assert "«mange» er ikke et tall." in page
    assert faults(page) == []
    assert assets() == []
    keeping = manager.post(f"{address}/behold", follow_redirects=True).text
    assert "Vi tar inn radene" in keeping
    deliver()
    kept = manager.get(address).text
    assert "1 rad er tatt inn." in kept
    assert faults(kept) == []
    assert [asset.inventory_number for asset in assets(ASKER)] == ["A-1"]
    assert "eiendeler.xlsx" in manager.get("/eiendeler/import").text


def test_progress_is_polled_until_the_page_can_be_shown(manager, deliver):
    address = send(manager, csv([HEADER, a_row()]))
    under_way = manager.get(f"{address}/framdrift")
    assert 'hx-trigger="every 1s"' in under_way.text
    deliver()
    assert manager.get(f"{address}/framdrift").headers["HX-Redirect"] == address


def test_columns_are_mapped_by_hand_and_the_choice_is_remembered(manager, deliver):
    content = csv([("Dings", "Tall", "Farge", "Nr"), ("Kontorstol", "3", "rød", "17")])
    address = send(manager, content)
    deliver()
    page = manager.get(address).text
    assert "Disse 3 kolonnene tas ikke inn: Dings, Tall, Nr." in page
    assert "rød" in page
    assert "Ingen av radene kan tas inn." in page
    chosen = {"column-0": "name", "column-1": "quantity", "column-2": "ignore", "column-3": ""}
    manager.post(f"{address}/kolonner", data=chosen)
    deliver()
    page = manager.get(address).text
    assert "Ta inn 1 rad<" in page
    assert "Denne kolonnen tas ikke inn: Nr." in page
    again = send(manager, content)
    deliver()
    page = Page(manager.get(again).text)
    assert "Ta inn 1 rad<" in manager.get(again).text
    chosen_now = [option["value"] for option in page.all("option") if "selected" in option]
    assert chosen_now[:3] == ["name", "quantity", "ignore"]


def test_a_field_chosen_twice_is_told_by_its_name_and_nothing_is_read_anew(manager, deliver):
    address = send(manager, csv([HEADER, a_row()]))
    deliver()
    before = everything()
    answer = manager.post(f"{address}/kolonner", data={"column-0": "name", "column-1": "name"}, follow_redirects=True)
    assert "Feltet «Navn» er valgt for flere kolonner." in answer.text
    manager.post(f"{address}/kolonner", data={"column-0": "<smell>"})
    manager.post(f"{address}/kolonner", data={"column-99999999999999": "name", "column-x": "name"})
    outbox.deliver_all()
    assert everything()[:2] == before[:2]


def test_rows_with_problems_are_filtered_by_kind_and_column(manager, deliver):
    rows = [a_row("A-1", Antall="mange"), a_row("A-2", Tilstand="hmm"), a_row("", Tilstand="")]
    address = send(manager, csv([HEADER, *rows]))
    deliver()
    errors = manager.get(address).text
    assert "«mange» er ikke et tall." in errors
    assert "Vi forstår ikke tilstanden «hmm»." in errors
    only = manager.get(f"{address}?type=error&kolonne=Antall").text
    assert "«mange»" in only
    assert "«hmm»" not in only
    notices = manager.get(f"{address}?type=notice").text
    assert "Inventarnummer mangler." in notices
    assert "Tilstand mangler. Vi regner med god." in notices
    assert "«mange»" not in notices
    assert faults(notices) == []
    assert manager.get(f"{address}?type=x&kolonne=%00&page=-1").status_code == 200


def test_a_page_of_an_import_costs_the_same_however_many_problems(manager, deliver, count_queries):
    costs = []
    for count in (3, 60):
        address = send(manager, csv([HEADER, *(a_row(f"A-{n}", Antall="x") for n in range(count))]))
        deliver()
        manager.get(address)
        with count_queries() as sent:
            manager.get(address)
        costs.append(len(sent))
    assert costs[0] == costs[1]


def test_the_list_of_imports_costs_the_same_however_long(client, sign_in, count_queries):
    person = a_person()
    manager, actor = sign_in(client, person), actor_of(person)
    costs = []
    for _ in range(2):
        for _ in range(5):
            uploading.upload_file(actor, "a.csv", b"Navn\nStol\n")
        manager.get("/eiendeler/import")
        with count_queries() as sent:
            manager.get("/eiendeler/import")
        costs.append(len(sent))
    assert costs[0] == costs[1]


def test_the_same_file_twice_says_that_there_is_nothing_to_take_in(manager, deliver):
    for _ in range(2):
        address = send(manager, csv([HEADER, a_row()]))
        deliver()
        page = manager.get(address).text
        manager.post(f"{address}/behold")
        deliver()
    assert "Alt i filen står allerede blant eiendelene." in page
    assert len(assets()) == 1


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({}, "Velg en fil i CSV, XLSX eller ODS."),
        ({"file": (io.BytesIO(b""), "")}, "Velg en fil i CSV, XLSX eller ODS."),
        ({"file": (io.BytesIO(b""), "tom.csv")}, "tom"),
    ],
)
def test_no_file_or_an_empty_one_is_told_at_once(manager, data, said):
    before = everything()
    answer = manager.post("/eiendeler/import", data=data)
    assert answer.status_code == 422
    assert said in answer.text
    assert faults(answer.text) == []
    assert everything() == before


def test_a_file_that_cannot_be_read_says_why_and_shows_its_name_harmlessly(manager, deliver):
    name = '../../etc/passwd\x00"><script>alert(1)</script>.xlsx'
    address = send(manager, b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(200), name)
    deliver()
    page = manager.get(address).text
    assert "Vi kan ikke lese filen" in page
    assert "<script>alert" not in page
    assert "etc/passwd" not in page
    assert faults(page) == []
    assert "er allerede" not in manager.post(f"{address}/behold", follow_redirects=True).text
    assert assets() == []


def test_keeping_twice_tells_that_it_is_done(manager, deliver):
    address = send(manager, csv([HEADER, a_row()]))
    deliver()
    manager.post(f"{address}/behold")
    again = manager.post(f"{address}/behold", follow_redirects=True)
    assert "Radene er allerede tatt inn." in again.text
    deliver()
    assert len(assets()) == 1


def test_another_municipality_finds_nothing(client, sign_in, app):
    found = looked(actor_of(a_person()), csv([HEADER, a_row()]))
    stranger = sign_in(client, a_person(of=GJOVIK))
    before = everything()
    for method, address in (
        ("get", ""),
        ("get", "/framdrift"),
        ("post", "/kolonner"),
        ("post", "/behold"),
    ):
        assert getattr(stranger, method)(f"/eiendeler/import/{found.id}{address}").status_code == 404
    assert everything() == before


@pytest.mark.parametrize("role", ["observer", "requester"])
def test_who_does_not_manage_assets_is_kept_out(client, sign_in, role):
    visitor = sign_in(client, a_person(role))
    before = everything()
    assert visitor.get("/eiendeler/import").status_code == 403
    assert visitor.get("/eiendeler/import/mal.xlsx").status_code == 403
    answer = visitor.post("/eiendeler/import", data={"file": (io.BytesIO(b"Navn\nStol\n"), "a.csv")})
    assert answer.status_code == 403
    assert everything() == before


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_the_template_is_understood_as_it_is(client, sign_in, deliver, language, kind):
    manager = sign_in(client, a_person(language=language))
    content = manager.get(f"/eiendeler/import/mal.{kind}").data
    address = send(manager, content, f"mal.{kind}")
    deliver()
    manager.post(f"{address}/behold")
    deliver()
    (asset,) = assets()
    assert (asset.name, asset.category_code, asset.weight_g, asset.state) == (
        "Kontorstol",
        "KON.STOL",
        16_500,
        "in_use",
    )
    titles = TITLES[language]
    assert [column.field for column in map_columns(list(titles.values()))] == list(titles)
    if kind == "xlsx":
        assert len(openpyxl.load_workbook(io.BytesIO(content)).sheetnames) == 2
