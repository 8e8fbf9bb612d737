"""Searching in Chromium, in the demo network: by keyboard, on a phone, back and forth, and without script."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from marketplace.demo.people import PASSWORD
from tests.journeys.browser import chromium, new_context, sign_in
from tests.journeys.demo import copied
from tests.journeys.keyboard import reach
from tests.journeys.walking import AXE, RULES, RUN_AXE, look

pytestmark = [pytest.mark.browser, pytest.mark.once]

EMAIL, LEAD = "innkjoper@gjovik.example", "prosjektleder@ombruk.example"
PHONE = 390
Arrive = Callable[..., Page]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with copied(tmp_path_factory).served() as served:
        yield served


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as driven:
        yield driven


@pytest.fixture
def arrive(browser: Browser, address: str) -> Iterator[Arrive]:
    """A page of somebody who has signed in; an error in its script or from the server fails the test."""
    contexts, faults = [], []

    def arrived(place: str, width: int = 1280, script: bool = True, email: str = EMAIL) -> Page:
        context = new_context(browser, address, width, script=script)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("response", lambda answer: faults.append(answer.url) if answer.status >= 500 else None)
        sign_in(page, email, PASSWORD)
        page.goto(place)
        return page

    yield arrived
    for context in contexts:
        context.close()
    assert faults == []


def active(page: Page) -> str:
    """The text of the option that a screen reader is told of."""
    return str(
        page.evaluate(
            "document.getElementById(document.activeElement.getAttribute('aria-activedescendant'))?.innerText ?? ''"
        )
    ).partition("\n")[0]


def axe(page: Page) -> list[str]:
    page.evaluate(AXE.read_text(encoding="utf-8"))
    return list(page.evaluate(RUN_AXE, RULES))


def test_suggestions_are_gone_through_and_chosen_by_keyboard_alone(arrive):
    page = arrive("/sok")
    field = page.get_by_role("combobox")
    field.focus()
    expect(field).to_have_attribute("aria-expanded", "false")
    page.keyboard.type("kontors")
    expect(field).to_have_attribute("aria-expanded", "true")
    options = page.get_by_role("option")
    expect(page.locator("#q-told")).to_have_text(f"{options.count()} forslag. Bruk piltastene for å velge.")
    assert axe(page) == []
    page.keyboard.press("ArrowDown")
    first = active(page)
    assert first.startswith("kontors")
    page.keyboard.press("End")
    last = active(page)
    assert last not in ("", first)
    page.keyboard.press("ArrowDown")
    assert active(page) == first
    page.keyboard.press("ArrowUp")
    assert active(page) == last
    page.keyboard.press("Home")
    assert active(page) == first
    assert options.locator("nth=0").get_attribute("aria-selected") == "true"
    page.keyboard.press("Escape")
    expect(field).to_have_attribute("aria-expanded", "false")
    expect(field).to_have_value("kontors")
    page.keyboard.press("ArrowDown")
    expect(field).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/sok?q={first}")
    expect(page.locator(".listing-card").first).to_be_visible()


def test_a_category_is_chosen_from_the_suggestions(arrive):
    page = arrive("/")
    page.get_by_role("combobox").press_sequentially("kontorsto")
    group = page.get_by_role("group", name="Kategorier")
    expect(group.get_by_role("option")).to_have_count(1)
    group.get_by_role("option").click()
    page.wait_for_url("**/sok?category=KON.STOL")


def test_tab_leaves_the_suggestions_and_nothing_is_chosen(arrive):
    page = arrive("/sok")
    field = page.get_by_role("combobox")
    field.press_sequentially("sto")
    expect(page.get_by_role("listbox")).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(field).to_have_value("sto")
    expect(page.get_by_role("button", name="Søk", exact=True)).to_be_focused()


def test_suggestions_keep_the_filters(arrive):
    page = arrive("/sok?condition=good&q=x")
    field = page.get_by_role("combobox")
    field.fill("")
    field.press_sequentially("sto")
    page.get_by_role("group", name="Søk etter").get_by_role("option").first.click()
    page.wait_for_url("**/sok?*condition=good*")


def total(page: Page) -> int:
    return int(page.locator(".search-count").inner_text().split()[0])


def test_filters_are_set_and_let_go_by_keyboard_alone_and_back_undoes_them(arrive):
    page = arrive("/sok")
    everything = total(page)
    page.keyboard.press("Tab")
    reach(page, lambda held: held["tag"] == "SUMMARY" and "Kontormøbler" in held["text"])
    page.keyboard.press("Enter")
    reach(page, lambda held: held["name"] == "category")
    page.keyboard.press("Space")
    page.wait_for_url("**/sok?category=KON*")
    expect(page.locator(".search-count")).not_to_have_text(f"{everything} treff")
    assert page.evaluate("document.activeElement.name") == "category"
    assert page.evaluate("document.activeElement.checked") is True
    expect(page.locator("#search-told")).to_have_text(f"{total(page)} treff")
    expect(page.locator("#below-KON")).to_have_attribute("open", "")
    reach(page, lambda held: held["tag"] == "A" and "fjern filter" in held["text"])
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: "category" not in address)
    expect(page.locator(".search-count")).to_have_text(f"{everything} treff")
    page.go_back()
    page.wait_for_url("**/sok?category=KON*")
    expect(page.locator(".ds-chip[data-chosen]")).to_have_count(1)
    page.go_back()
    page.wait_for_url(lambda address: "category" not in address)
    expect(page.locator(".search-count")).to_have_text(f"{everything} treff")


def test_what_is_opened_stays_open_while_one_filters(arrive):
    page = arrive("/sok")
    page.wait_for_load_state("networkidle")
    page.locator("#part-municipality > summary").click()
    expect(page.locator("#part-municipality")).to_have_attribute("open", "")
    page.locator("#more-municipality > summary").press("Enter")
    expect(page.get_by_text("Vis færre")).to_be_visible()
    last = page.locator("#more-municipality input").last
    number = last.get_attribute("value")
    last.check()
    page.wait_for_url(f"**/sok?municipality={number}")
    expect(page.locator("#part-municipality")).to_have_attribute("open", "")
    expect(page.get_by_text("Vis færre")).to_be_visible()
    expect(page.locator(f"#municipality-{number}")).to_be_checked()
    page.locator("#part-condition > summary").click()
    page.locator("#part-price > summary").click()
    page.get_by_label("Gratis").check()
    page.wait_for_url("**free=1*")
    assert page.locator("#part-condition").get_attribute("open") is None


def test_on_a_phone_the_filters_are_a_drawer_that_stays_until_it_is_left(arrive):
    page = arrive("/sok?q=stol", PHONE)
    before = total(page)
    page.get_by_role("button", name="Filtrer").click()
    drawer = page.locator("#filters")
    expect(drawer).to_be_visible()
    drawer.get_by_label("God stand").check()
    page.wait_for_url("**condition=good*")
    expect(drawer).to_be_visible()
    assert axe(page) == []
    drawer.get_by_role("button", name="Vis treffene").click()
    expect(drawer).to_be_hidden()
    assert 0 < total(page) < before
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE


def test_without_script_one_searches_filters_sorts_and_turns_pages(arrive):
    page = arrive("/", script=False)
    page.locator("main input[name=q]").fill("bord")
    page.locator("main").get_by_role("button", name="Søk").click()
    page.wait_for_url("**/sok?q=bord")
    expect(page.locator(".listing-card mark").first).to_be_visible()
    before = total(page)
    page.locator("#part-distance > summary").click()
    page.get_by_label("Innen 100 km").check()
    page.get_by_role("button", name="Bruk filtrene").click()
    page.wait_for_url("**within_km=100*")
    assert 0 < total(page) < before
    page.get_by_text("Sortert:").click()
    page.get_by_role("link", name="Nærmest").click()
    page.wait_for_url("**sort=nearest*")
    page.get_by_role("link", name="Fjern alle").click()
    page.wait_for_url(lambda address: "within_km" not in address)
    page.goto("/sok")
    page.get_by_role("link", name="Neste", exact=True).click()
    page.wait_for_url("**/sok?page=2")
    expect(page.locator(".listing-card").first).to_be_visible()


def test_pages_that_explain_and_pages_without_hits_are_as_good_to_all(arrive):
    page = arrive("/sok?q=skrivebord+i+Asker&explain=1", email=LEAD)
    page.locator(".score > summary").first.click()
    expect(page.locator(".score table").first).to_be_visible()
    assert look(page).faults == []
    page.goto("/sok?q=stol&condition=needs_repair&within_km=10")
    expect(page.get_by_text("Ta bort et filter")).to_be_visible()
    assert look(page).faults == []
