"""Every page in a real browser, in light and in dark: axe finds nothing, and nothing scrolls sideways at 320 px."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from marketplace.demo.people import PASSWORD
from scripts.kept import ROUTES, bare_app
from tests.journeys.browser import chromium, new_context, sign_in
from tests.journeys.service import demo_served
from tests.journeys.walking import Walk, kept_pages, look

pytestmark = [pytest.mark.browser, pytest.mark.once]

# Who walks, in turn; each sees what the ones before could not.
WALKERS = {
    "administrator@ringerike.example": [
        "/",
        "/mitt-arbeid",
        "/foresporsler",
        "/annonser/mine",
        "/annonser/ny",
        "/eiendeler",
        "/kommune",
        "/konto",
        "/overforinger",
        "/statistikk",
    ],
    "prosjektleder@ombruk.example": ["/", "/statistikk", "/kommune"],
    "drift@ombruk.example": ["/", "/kommune"],
}
PUBLIC = ["/", "/logg-inn", "/glemt-passord", "/om", "/hjelp"]
# The same kinds of page in other states.
STATES = [
    "/sok?q=kontorstol",
    "/sok?q=finnesaldeles",
    "/sok?q=stol&page=2",
    "/finnes-ikke",
    "/statistikk?group_by=month",
]
# Not pages: files and fragments, and pages that only a letter's link opens.
NOT_WALKED: set[str] = set()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with demo_served(tmp_path_factory.mktemp("demo")) as served:
        yield served


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as driven:
        yield driven


@pytest.fixture(scope="module")
def walk(address: str, browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Walk:
    """The whole product, walked once."""
    walked = Walk(bare_app(tmp_path_factory.mktemp("bare")).url_map, address)
    visitor = new_context(browser, address)
    walked.go(visitor, *PUBLIC)
    visitor.close()
    walked.seen.pop("/")  # another page for who is signed in
    for email, starts in WALKERS.items():
        context = new_context(browser, address)
        page = context.new_page()
        sign_in(page, email, PASSWORD)
        walked.go(context, *starts)
        context.close()
    return walked


def test_axe_finds_nothing_and_nothing_scrolls_sideways_on_any_page(walk):
    assert {seen.address: seen.faults for seen in walk.seen.values() if seen.faults} == {}


def test_every_page_of_the_kept_list_was_walked(walk):
    assert kept_pages(Path(ROUTES)) - set(walk.seen) - NOT_WALKED == set()


def test_no_request_leaves_the_site(walk):
    assert walk.strangers == set()


def test_the_same_pages_are_as_good_in_other_states(address, browser):
    context = new_context(browser, address)
    page = context.new_page()
    faults = {}
    page.goto("/logg-inn")
    page.locator("main").get_by_role("button", name="Logg inn").click()
    faults["/logg-inn, wrong"] = look(page).faults
    sign_in(page, "forvalter@gjovik.example", PASSWORD)
    for place in STATES:
        page.goto(place)
        faults[place] = look(page).faults
    page.goto("/annonser/ny")
    page.locator("main form button[type=submit]").last.click()
    faults["/annonser/ny, sent"] = look(page).faults
    context.close()
    assert {place: found for place, found in faults.items() if found} == {}
