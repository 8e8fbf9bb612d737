"""What the small script adds to a page, in a real browser."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from marketplace.web.assets import STATIC
from tests.journeys.browser import chromium

pytestmark = [pytest.mark.browser, pytest.mark.once]

SITE = "http://ombruk.example"
DOCUMENT = """<!doctype html><html lang="nb"><head><title>Prøve</title><meta name="csrf-token" content="t">
<script src="/ombruk.js" defer></script></head>
<body data-failed="Det gikk ikke." data-offline="Uten nett.">%s</body></html>"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as driven:
        yield driven


@pytest.fixture
def posted() -> list[str]:
    """The addresses that were posted to."""
    return []


@pytest.fixture
def show(browser: Browser, draw: Callable[..., str], posted: list[str]) -> Iterator[Callable[[str], Page]]:
    """Show a template's text as a page with the script."""
    context = browser.new_context(base_url=SITE)
    page = context.new_page()

    def shown(text: str) -> Page:
        body = draw(text)

        def answer(route: Route) -> None:
            request = route.request
            if request.url.endswith("/ombruk.js"):
                route.fulfill(path=STATIC / "ombruk.js")
            elif request.method == "POST":
                posted.append(request.url)
                route.fulfill(status=204)  # the page stays, as it does while the net is slow
            else:
                route.fulfill(body=DOCUMENT % body, content_type="text/html; charset=utf-8")

        page.route("**/*", answer)
        page.goto("/")
        return page

    yield shown
    context.close()


def test_a_form_pressed_twice_is_sent_once(show, posted):
    page = show("{{ ui.post_button('Send forespørsel', '/send') }}")
    button = page.get_by_role("button", name="Send forespørsel")
    button.click()
    button.click()
    expect(button).to_have_attribute("aria-busy", "true")
    page.wait_for_timeout(200)
    assert posted == [f"{SITE}/send"]


def test_what_is_wrong_takes_focus(show):
    page = show('<div tabindex="-1" data-focus>Rett dette</div>')
    expect(page.get_by_text("Rett dette")).to_be_focused()


def test_a_menu_closes_on_escape_and_gives_focus_back(show):
    page = show("{% call ui.menu('Sorter') %}<li><a href='/x'>Nyeste</a></li>{% endcall %}")
    page.get_by_text("Sorter").click()
    page.get_by_role("link", name="Nyeste").focus()
    page.keyboard.press("Escape")
    expect(page.get_by_role("link", name="Nyeste")).to_be_hidden()
    expect(page.locator("summary")).to_be_focused()


def test_a_menu_closes_on_a_press_elsewhere(show):
    page = show("{% call ui.menu('Sorter') %}<li><a href='/x'>Nyeste</a></li>{% endcall %}<p>Treff</p>")
    page.get_by_text("Sorter").click()
    expect(page.get_by_role("link", name="Nyeste")).to_be_visible()
    page.mouse.click(600, 400)
    expect(page.get_by_role("link", name="Nyeste")).to_be_hidden()


def test_the_names_of_chosen_files_are_shown(show):
    page = show(
        '<div data-file><label for="f">Bilder</label><span data-file-chosen></span>'
        '<input class="file-input" id="f" type="file"><div data-file-preview hidden></div></div>'
    )
    page.locator("#f").set_input_files([{"name": "stol.txt", "mimeType": "text/plain", "buffer": b"x"}])
    expect(page.get_by_text("stol.txt")).to_be_visible()
