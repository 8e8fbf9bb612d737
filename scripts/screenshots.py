"""Pictures of the running product, for looking at and for showing: ``python -m scripts.screenshots [FOLDER]``.

Loads the demo network into a folder of its own, serves it, walks through the pages with the system's Chromium in two
widths, and writes PNG files to ``screenshots/`` (ignored by git). What you have in your own database is not touched.
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from marketplace.demo.people import PASSWORD
from scripts.paths import ROOT

OMBRUK = Path(sys.executable).with_name("ombruk")
WIDTHS = {"wide": (1280, 900), "phone": (390, 844)}
START_S = 60
MANAGER, REQUESTER, LEAD = "forvalter@ringerike.example", "innkjoper@gjovik.example", "prosjektleder@ombruk.example"

# Who looks, at what, under which name. A link in brackets is followed first: the first that fits on that page.
PICTURES: tuple[tuple[str | None, str, str], ...] = (
    (None, "/logg-inn", "sign-in"),
    (REQUESTER, "/", "start"),
    (REQUESTER, "/sok?q=kontorstol", "search"),
    (REQUESTER, "/sok?q=stol [a[href^='/annonser/']]", "listing"),
    (MANAGER, "/mitt-arbeid", "my-work"),
    (MANAGER, "/annonser/ny", "post"),
    (MANAGER, "/annonser/mine", "own-listings"),
    (MANAGER, "/eiendeler", "inventory"),
    (MANAGER, "/eiendeler/import", "import"),
    (MANAGER, "/foresporsler", "claims"),
    (MANAGER, "/foresporsler [main a[href^='/foresporsler/']]", "claim"),
    (MANAGER, "/overforinger", "ledger"),
    (LEAD, "/statistikk", "figures"),
)


def chromium() -> str:
    """The system's Chromium. Raises LookupError when there is none."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        found = shutil.which(name)
        if found:
            return found
    raise LookupError("Chromium is missing: run make chromium")


@contextmanager
def demo_served() -> Iterator[str]:
    """The demo network on a free port, with everything it writes in a folder that is thrown away afterwards."""
    with tempfile.TemporaryDirectory() as name, socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        taken.close()
        address, folder = f"http://127.0.0.1:{port}", Path(name)
        environment = os.environ | {
            "OMBRUK_DATABASE_URL": f"sqlite:///{folder / 'demo.sqlite'}",
            "OMBRUK_SEARCH_INDEX": str(folder / "index"),
            "OMBRUK_UPLOADS_URL": str(folder / "uploads"),
            "OMBRUK_BASE_URL": address,
        }
        for command in (["db", "upgrade"], ["demo", "load"]):
            subprocess.run([OMBRUK, *command], env=environment, check=True)
        server = subprocess.Popen([OMBRUK, "serve", "--port", str(port)], env=environment)
        try:
            _wait_for(address)
            yield address
        finally:
            server.terminate()
            server.wait(timeout=30)


def _wait_for(address: str) -> None:
    until = time.monotonic() + START_S
    while True:
        try:
            urllib.request.urlopen(f"{address}/readyz", timeout=5).close()
            return
        except (urllib.error.URLError, ConnectionError):
            if time.monotonic() > until:
                raise
            time.sleep(0.2)


def sign_in(page: Page, address: str, email: str) -> None:
    """Through the form, as everybody does."""
    page.goto(f"{address}/logg-inn")
    page.fill("input[type=email]", email)
    page.fill("input[type=password]", PASSWORD)
    page.locator("main form:has(input[type=password]) button[type=submit]").click()
    page.wait_for_load_state("networkidle")


def take(browser: Browser, address: str, target: Path) -> None:
    """Every picture, in every width."""
    for size, (width, height) in WIDTHS.items():
        for email in dict.fromkeys(email for email, _, _ in PICTURES):
            context = browser.new_context(viewport={"width": width, "height": height}, locale="nb-NO")
            page = context.new_page()
            if email is not None:
                sign_in(page, address, email)
            for _, path, name in (picture for picture in PICTURES if picture[0] == email):
                _open(page, address, path)
                page.screenshot(path=target / f"{name}-{size}.png", full_page=True)
            context.close()


def _open(page: Page, address: str, path: str) -> None:
    path, _, link = path.partition(" ")
    _go(page, address + path)
    if link:
        _go(page, address + str(page.locator(link[1:-1]).first.get_attribute("href", timeout=5000)))


def _go(page: Page, address: str) -> None:
    answer = page.goto(address, wait_until="networkidle")
    if answer is None or not answer.ok:
        raise LookupError(f"{address} answered {answer.status if answer else 'nothing'}")


def main() -> None:
    """Serve, walk, write."""
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "screenshots"
    target.mkdir(parents=True, exist_ok=True)
    with demo_served() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox", "--lang=nb-NO"])
        take(browser, address, target)
        browser.close()
    print(f"{len(PICTURES) * len(WIDTHS)} pictures in {target}")


if __name__ == "__main__":
    main()
