"""Debian's Chromium, driven."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser that asks nobody else for anything."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=QUIET)
        yield browser
        browser.close()


def new_context(browser: Browser, address: str, width: int = 1280, script: bool = True) -> BrowserContext:
    """A fresh visitor who reads bokmål, with or without script."""
    viewport = {"width": width, "height": 900}
    return browser.new_context(base_url=address, locale="nb-NO", viewport=viewport, java_script_enabled=script)


def sign_in(page: Page, email: str, password: str) -> None:
    """Through the form, as people do."""
    page.goto("/logg-inn")
    page.get_by_label("E-post").fill(email)
    page.get_by_label("Passord").fill(password)
    page.locator("main").get_by_role("button", name="Logg inn").click()
    page.wait_for_url(lambda address: "/logg-inn" not in address)
