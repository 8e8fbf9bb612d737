"""Searching in Chromium, in the demo network: by keyboard, on a phone, back and forth, and without script."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from marketplace.demo.people import PASSWORD
from tests.journeys.browser import chromium, new_context, sign_in
from tests.journeys.server import Installation
from tests.journeys.walking import AXE, RULES, RUN_AXE

pytestmark = [pytest.mark.browser, pytest.mark.once]

EMAIL = "innkjoper@gjovik.example"
PHONE = 390
Arrive = Callable[..., Page]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    demo = Installation(tmp_path_factory.mktemp("searching"))
    demo.do("db", "upgrade")
    demo.do("demo", "load")
    with demo.served() as served:
        yield served


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as driven:
        yield driven


@pytest.fixture
def arrive(browser: Browser, address: str) -> Iterator[Arrive]:
    """A page of somebody who has signed in; an error in its script or from the server fails the test."""
    contexts, faults = [], []

    def arrived(place: str, width: int = 1280, script: bool = True) -> Page:
        context = new_context(browser, address, width, script=script)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("response", lambda answer: faults.append(answer.url) if answer.status >= 500 else None)
        sign_in(page, EMAIL, PASSWORD)
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
