"""The journey as people go it: in Chromium, against a server of its own, with a spreadsheet of their own."""

import json
import re
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.builders import GJOVIK, LILLESTROM, RINGERIKE
from tests.house.source import ROOT
from tests.inventory.spreadsheets import xlsx
from tests.journeys.browser import chromium, new_context, sign_in
from tests.journeys.downloads import csv_rows, json_rows, xlsx_rows
from tests.journeys.keyboard import reach
from tests.journeys.server import Installation, today, until
from tests.listings.pictures import drawn, exif, saved

pytestmark = [pytest.mark.browser, pytest.mark.once]

SHEET = ROOT / "docs" / "examples" / "ringerike-ungdomsskole.csv"
SECRET = "tre grønne stoler i gangen"
MANAGER, SEEKER, LEAD = "eiendom@ringerike.example", "innkjop@gjovik.example", "prosjekt@nettverket.example"
PEOPLE = (
    (MANAGER, RINGERIKE, "facility_manager"),
    (SEEKER, GJOVIK, "requester"),
    (LEAD, LILLESTROM, "project_lead"),
)
PHONE = 390
DAY = timedelta(days=1)
WAITING_MS = 60_000
expect.set_options(timeout=20_000)


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """A new installation with three people, as an operator makes it."""
    installation = Installation(tmp_path_factory.mktemp("ringerike"))
    installation.do("db", "upgrade")
    for email, municipality, role in PEOPLE:
        installation.do(
            "users", "create", email, "--municipality", municipality, "--role", role, "--password-stdin", stdin=SECRET
        )
    with installation.served() as served:
        yield served


@pytest.fixture(scope="module")
def browser():
    with chromium() as driven:
        yield driven


@pytest.fixture
def visit(browser, address):
    """A page of somebody who has signed in; what went wrong in any of them fails the test."""
    contexts, faults = [], []

    def arrive(email, width=1280, script=True):
        context = new_context(browser, address, width) if script else _without_script(browser, address, width)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("response", lambda answer: faults.append(answer.url) if answer.status >= 500 else None)
        sign_in(page, email, SECRET)
        return page

    yield arrive
    for context in contexts:
        context.close()
    assert faults == []


def _without_script(browser, address, width):
    viewport = {"width": width, "height": 900}
    return browser.new_context(base_url=address, locale="nb-NO", viewport=viewport, java_script_enabled=False)


def press(page, name):
    """Press the button of that name in the page itself."""
    page.locator("main").get_by_role("button", name=name).first.click()


def follow(page, name):
    """Follow the link of that name in the page itself."""
    page.locator("main").get_by_role("link", name=name).first.click()


def choose(page, name):
    """A click where the box is; in a table its label lies above it, as large as a finger."""
    page.get_by_label(name).check(force=True)


def a_photo():
    """A photograph taken with the phone on its side, with its place in it."""
    return {"name": "IMG_0001.jpg", "mimeType": "image/jpeg", "buffer": saved(drawn(1200, 900), "JPEG", exif=exif(6))}


def found_by(page, question, title):
    """The page of a listing that a question finds, asked again until it does."""

    def ask():
        page.goto(f"/sok?q={question}")
        return page.locator("main").get_by_role("link", name=title).count()

    until(ask)
    follow(page, title)


def test_the_whole_journey(visit, tmp_path):
    manager, seeker = visit(MANAGER), visit(SEEKER)
    import_the_sheet(manager)
    list_surplus(manager)
    claim_some(seeker)
    approve_and_agree(manager)
    hand_over_on_a_phone(visit(SEEKER, width=PHONE))
    figures_are_right(visit(LEAD), tmp_path)


def import_the_sheet(page):
    """The spreadsheet as it is saved on an office machine: Windows-1252, with a title and things that are wrong."""
    follow_menu(page, "Eiendeler")
    follow(page, "Importer regneark")
    content = SHEET.read_text(encoding="utf-8").replace("\n", "\r\n").encode("cp1252")
    page.locator("input[type=file]").set_input_files(
        {"name": "Kartlegging våren.csv", "mimeType": "text/csv", "buffer": content}
    )
    press(page, "Les regnearket")
    expect(page.get_by_role("button", name="Ta inn 10 rader")).to_be_visible()
    for told in ("«ca. 10» er omtrentlig", "«31.02.2020»", "Vaktmesterens merknadskode", "ser ut til å være en sum"):
        expect(page.locator("main")).to_contain_text(told)
    press(page, "Ta inn 10 rader")
    expect(page.locator("main")).to_contain_text("10 rader er tatt inn.")
    follow(page, "Se eiendelene")
    expect(page.locator("main")).to_contain_text("10 gjenstander")


def follow_menu(page, name):
    page.get_by_role("navigation", name="Hovedmeny").get_by_role("link", name=name).click()


def list_surplus(page):
    """Twenty of the chairs, with a photo, out in the network."""
    choose(page, "Velg Kontorstol med armlener, sort")
    press(page, "Lag annonser av de valgte")
    page.locator("input[type=file][name=photos]").set_input_files(a_photo())
    picture = page.locator("#bilder img").first
    expect(picture).to_be_visible()
    page.get_by_label("Hva er det?").fill("Kontorstoler fra ungdomsskolen")
    page.get_by_label("Antall").fill("20")
    page.get_by_label("Beskrivelse").fill("Hele og pene. <b>Noen</b> har riper.")
    press(page, "Legg ut annonsen")
    expect(page.get_by_role("heading", level=1)).to_have_text("Kontorstoler fra ungdomsskolen")
    expect(page.locator("main")).to_contain_text("<b>Noen</b> har riper.")
    # Turned upright, and held in its place before it has come.
    shown = page.locator("main img").first
    assert int(shown.get_attribute("width")) < int(shown.get_attribute("height"))


def claim_some(page):
    """Found by other words, and twelve of the twenty asked for."""
    page.goto("/")
    found_by(page, "kontorstoler+armlener", "Kontorstoler fra ungdomsskolen")
    page.get_by_label("Hvor mange trenger dere?").fill("12")
    page.get_by_label("Kjøpt nytt").check()
    page.get_by_label("Melding til eieren").fill("Til ny avdeling. Vi kan hente i uke 34.")
    press(page, "Send forespørsel")
    expect(page.locator("#foresporsel")).to_contain_text("Forespørselen er sendt.")


def approve_and_agree(page):
    """Granted ten of the twelve; fetched tomorrow."""
    page.goto("/mitt-arbeid")
    follow(page, "Kontorstoler fra ungdomsskolen")
    expect(page.locator("main")).to_contain_text("Gjøvik ber om 12 stk.")
    page.get_by_label("Antall dere gir").first.fill("10")
    press(page, "Godkjenn forespørselen")
    expect(page.locator("main")).to_contain_text("Dere har sagt ja til 10 stk.")
    tomorrow = today() + DAY
    page.get_by_label("Hvor?").first.fill("Port B på baksiden")
    page.get_by_label("Dag").first.fill(tomorrow.isoformat())
    page.get_by_label("Fra kl.").first.fill("09:00")
    page.get_by_label("Til kl.").first.fill("11:00")
    press(page, "Sett hentetiden")
    expect(page.locator("main")).to_contain_text("Port B på baksiden")


def hand_over_on_a_phone(page):
    """The receiver confirms in the yard; the chairs stand in their inventory."""
    page.goto("/mitt-arbeid")
    follow(page, "Kontorstoler fra ungdomsskolen")
    no_sideways_scrolling(page)
    page.get_by_label("Antall").first.fill("10")
    press(page, "Bekreft overleveringen")
    expect(page.locator("main")).to_contain_text("10 stk. er overlevert og står i inventaret til Gjøvik.")
    no_sideways_scrolling(page)
    page.goto("/eiendeler")
    expect(page.locator("main")).to_contain_text("Kontorstol med armlener, sort")
    no_sideways_scrolling(page)


def no_sideways_scrolling(page):
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE


def figures_are_right(page, folder):
    """On the page, and to the last digit in each file."""
    follow_menu(page, "Statistikk")
    page.wait_for_url("**/statistikk")
    page.goto(f"/statistikk?fra={today() - DAY}&til={today() + DAY}")  # the default is this year, and it may be new
    assert figure(page, "Gjenstander overlevert") == "10"
    assert figure(page, "Vekt") == "160"
    assert figure(page, "CO₂e spart, brutto") == "720"
    assert figure(page, "Nettverksandel") == "100 %"
    files = {kind: downloaded(page, kind, folder) for kind in ("CSV", "XLSX", "JSON")}
    whole = json.loads(files["JSON"])["figures"]
    assert (whole["units_handed_over"], whole["weight_kg"], whole["co2e_gross_kg"]) == (10, 160, 720)
    for kind, rows in (("CSV", csv_rows), ("XLSX", xlsx_rows), ("JSON", json_rows)):
        for column in ("weight_kg", "co2e_gross_kg", "co2e_cautious_kg"):
            total = sum(Decimal(str(row[column])) for row in rows(files[kind]))
            assert total == Decimal(str(whole[column])), (kind, column)


def figure(page, label):
    told = page.locator(".figure", has=page.get_by_text(label, exact=True)).first
    return told.locator(".figure-value span").first.inner_text().replace("\N{NO-BREAK SPACE}", " ")


def downloaded(page, kind, folder):
    with page.expect_download() as waiting:
        page.locator("main").get_by_role("link", name=kind, exact=True).click()
    file = Path(folder) / f"figures.{kind.lower()}"
    waiting.value.save_as(file)
    assert re.fullmatch(rf"ombruk-nettverket-.*\.{kind.lower()}", waiting.value.suggested_filename)
    return file.read_bytes()


def test_what_matters_works_without_javascript(visit):
    manager, seeker = visit(MANAGER, script=False), visit(SEEKER, script=False)
    manager.goto("/eiendeler/import")
    content = xlsx([("Hva", "Antall"), ("Arkivskap i stål", 3)])
    manager.locator("input[type=file]").set_input_files(
        {"name": "skap.xlsx", "mimeType": "application/octet-stream", "buffer": content}
    )
    press(manager, "Les regnearket")
    kept = manager.get_by_role("button", name="Ta inn 1 rad")
    expect(kept).to_be_visible(timeout=WAITING_MS)  # the page asks again by itself
    kept.click()
    expect(manager.get_by_text("1 rad er tatt inn.")).to_be_visible(timeout=WAITING_MS)
    follow(manager, "Se eiendelene")
    choose(manager, "Velg Arkivskap i stål")
    press(manager, "Lag annonser av de valgte")
    manager.locator("input[type=file][name=photos]").set_input_files(a_photo())
    press(manager, "Legg ut annonsen")
    expect(manager.locator("main img").first).to_be_visible()
    found_by(seeker, "arkivskap", "Arkivskap i stål")
    seeker.get_by_label("Hvor mange trenger dere?").fill("2")
    seeker.get_by_label("Vet ikke").check()
    press(seeker, "Send forespørsel")
    expect(seeker.locator("main")).to_contain_text("Forespørselen er sendt.")
    manager.goto("/mitt-arbeid")
    follow(manager, "Arkivskap i stål")
    press(manager, "Godkjenn forespørselen")
    seeker.goto("/mitt-arbeid")
    follow(seeker, "Arkivskap i stål")
    seeker.get_by_text("Det er allerede overlevert").click()
    press(seeker, "Bekreft overleveringen")
    expect(seeker.locator("main")).to_contain_text("2 stk. er overlevert")


def test_searching_and_asking_need_no_mouse(visit):
    manager, seeker = visit(MANAGER), visit(SEEKER)
    manager.goto("/annonser/ny")
    manager.get_by_label("Hva er det?").fill("Whiteboard på hjul")
    manager.get_by_label("Antall").fill("4")
    press(manager, "Legg ut annonsen")
    expect(manager.get_by_role("heading", level=1)).to_have_text("Whiteboard på hjul")
    found_by(seeker, "whiteboard", "Whiteboard på hjul")
    seeker.goto("/")
    reach(seeker, lambda held: held["name"] == "q")
    seeker.keyboard.type("whiteboard")
    seeker.keyboard.press("Enter")
    expect(seeker.locator(".search-count")).to_have_text("1 treff")
    reach(seeker, lambda held: "/annonser/" in held["href"])
    seeker.keyboard.press("Enter")
    expect(seeker.get_by_role("heading", level=1)).to_have_text("Whiteboard på hjul")
    reach(seeker, lambda held: held["name"].endswith("quantity"))
    seeker.keyboard.press("Control+A")
    seeker.keyboard.type("3")
    reach(seeker, lambda held: held["name"].endswith("otherwise"))
    seeker.keyboard.press("Space")
    reach(seeker, lambda held: held["text"] == "Send forespørsel")
    seeker.keyboard.press("Enter")
    expect(seeker.locator("#foresporsel")).to_contain_text("Forespørselen er sendt.")
