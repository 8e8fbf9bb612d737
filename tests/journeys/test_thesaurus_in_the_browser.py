"""From a search that found nothing to a synonym that finds it, in Chromium: with script and without."""

import pytest
from playwright.sync_api import Page, expect

from marketplace.foundation.database import db
from marketplace.search.searches import counting
from tests.builders import GJOVIK, PASSWORD, a_listing, a_person
from tests.journeys.browser import chromium, new_context, sign_in
from tests.journeys.server import Installation, today
from tests.journeys.walking import look

pytestmark = [pytest.mark.browser, pytest.mark.once]

PHONE = 390
EMAIL = "leder@nettverket.example"


@pytest.fixture
def installation(app, database, tmp_path):
    a_person("project_lead", GJOVIK, email=EMAIL)
    a_listing(title="Sprellvogn")
    counting.add_up({(today(), "dingsekasse", 0): 5})
    db.session.remove()
    db.engine.dispose()
    made = Installation(tmp_path, database.url)
    made.do("search", "rebuild")
    return made


def press(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("button", name=name).click()


def follow(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("link", name=name).first.click()


def is_fit_for_use(page: Page) -> None:
    assert look(page).faults == []


@pytest.mark.parametrize(("width", "script"), [(1280, True), (PHONE, False)])
def test_a_search_without_results_becomes_a_synonym(installation, width, script):
    with installation.served() as address, chromium() as browser:
        context = new_context(browser, address, width, script=script)
        page = context.new_page()
        sign_in(page, EMAIL, PASSWORD)
        page.goto("/sok/oversikt?vis=uten-treff")
        follow(page, "Legg til synonym dingsekasse")
        expect(page.get_by_label("Den som søker etter")).to_have_value("dingsekasse")
        page.get_by_label("Får også treff på").fill("sprellvogn")
        press(page, "Vis hva som endres")
        expect(page.get_by_role("heading", name="Dette endres")).to_be_in_viewport()
        expect(page.get_by_text("0 treff nå, 1 etter. 1 kommer inn.")).to_be_visible()
        press(page, "Legg til synonymet")
        expect(page.get_by_text("Synonymet er lagt til.")).to_be_visible()
        page.goto("/sok?q=dingsekasse")
        expect(page.get_by_role("link", name="Sprellvogn")).to_be_visible()
        context.close()


def test_the_pages_are_fit_for_everybody(installation):
    with installation.served() as address, chromium() as browser:
        context = new_context(browser, address)
        page = context.new_page()
        sign_in(page, EMAIL, PASSWORD)
        for place in ("/sok/oversikt", "/sok/synonymer?q=stol", "/sok/synonymer/endringer", "/sok/synonymer"):
            page.goto(place)
            is_fit_for_use(page)
        follow(page, "Nytt synonym")
        page.get_by_label("Den som søker etter").fill("dingsekasse")
        press(page, "Vis hva som endres")
        is_fit_for_use(page)
        page.get_by_label("Får også treff på").fill("sprellvogn")
        press(page, "Vis hva som endres")
        is_fit_for_use(page)
        press(page, "Legg til synonymet")
        follow(page, "sprellvogn")
        is_fit_for_use(page)
        follow(page, "Fjern synonymet")
        is_fit_for_use(page)
        press(page, "Fjern synonymet")
        press(page, "Angre")
        expect(page.get_by_text("er lagt til igjen")).to_be_visible()
        context.close()
