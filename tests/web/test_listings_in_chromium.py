"""Posting from a phone in a real browser: with script in place and saved as one goes, and without any script."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.browser import chromium, sign_in
from tests.journeys.server import Installation
from tests.listings.pictures import drawn, saved

pytestmark = [pytest.mark.browser, pytest.mark.once]

EMAIL, PASSWORD = "vaktmester@asker.example", "riktig hest batteri stift"
PHONE = {"width": 390, "height": 800}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    service = Installation(tmp_path_factory.mktemp("posting"))
    service.do("db", "upgrade")
    role = ("--municipality", "3203", "--role", "facility_manager")
    service.do("users", "create", EMAIL, *role, "--password-stdin", stdin=PASSWORD + "\n")
    with service.served() as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as driven:
        yield driven


@pytest.fixture(params=[True, False], ids=["with script", "without script"])
def scripted(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


@pytest.fixture
def page(address: str, browser: Browser, scripted: bool) -> Iterator[Page]:
    context = browser.new_context(base_url=address, locale="nb-NO", viewport=PHONE, java_script_enabled=scripted)
    opened = context.new_page()
    sign_in(opened, EMAIL, PASSWORD)
    opened.goto("/annonser/ny")
    yield opened
    context.close()


def a_photo(shade: int = 0) -> dict[str, object]:
    return {"name": "stol.jpg", "mimeType": "image/jpeg", "buffer": saved(drawn(640 + shade, 480), "JPEG")}


def test_a_photo_a_title_and_a_number_are_all_it_takes(page: Page):
    page.get_by_label("Ta bilde").set_input_files([a_photo()])
    page.get_by_label("Hva er det?").fill("Kontorstol Håg Capisco")
    page.get_by_label("Antall").fill("4")
    page.get_by_role("button", name="Legg ut annonsen").click()
    expect(page.get_by_role("heading", name="Kontorstol Håg Capisco", level=1)).to_be_visible()
    expect(page.get_by_text("Annonsen er lagt ut.")).to_be_visible()
    expect(page.locator(".gallery img")).to_have_count(1)
    expect(page.locator("dl")).to_contain_text("Kontorstoler")


@pytest.mark.parametrize("scripted", [True], ids=["with script"], indirect=True)
def test_the_page_helps_while_one_writes_and_forgets_nothing(page: Page):
    page.get_by_label("Ta bilde").set_input_files([a_photo()])
    expect(page.locator("#bilder li")).to_have_count(1)
    page.get_by_label("Velg bilder").set_input_files([a_photo(1), a_photo(2)])
    expect(page.locator("#bilder li")).to_have_count(3)
    page.get_by_label("Hva er det?").press_sequentially("Elevpult")
    expect(page.get_by_label("Kategori")).to_have_value("SKO.PULT")
    expect(page.get_by_text("Foreslått ut fra tittelen.")).to_be_visible()
    expect(page.get_by_role("status").filter(has_text="Lagret som utkast")).to_be_visible()
    page.get_by_role("button", name="Fjern bilde 3").click()
    expect(page.locator("#bilder li")).to_have_count(2)
    page.goto("/annonser/mine?tilstand=draft")
    page.get_by_role("link", name="Elevpult").click()
    expect(page.get_by_label("Hva er det?")).to_have_value("Elevpult")
    expect(page.locator("#bilder li")).to_have_count(2)
    page.get_by_role("button", name="Forhåndsvis").click()
    expect(page.get_by_role("heading", name="Slik ser andre annonsen")).to_be_visible()


@pytest.mark.parametrize("scripted", [True], ids=["with script"], indirect=True)
def test_a_file_that_is_no_picture_is_told_of_in_its_place(page: Page):
    program = {"name": "stol.jpg", "mimeType": "image/jpeg", "buffer": b"MZ this is a program"}
    page.get_by_label("Velg bilder").set_input_files([program])
    expect(page.locator("#bilder")).to_contain_text("ikke et bilde vi kan bruke")
    expect(page.locator("#bilder li")).to_have_count(0)
