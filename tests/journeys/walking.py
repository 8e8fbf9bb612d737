"""Walk the product by its links, one page of every kind, and note what each page is like."""

from collections import deque
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urldefrag, urlsplit

from playwright.sync_api import BrowserContext, Page
from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map

from tests.house.source import ROOT

AXE = ROOT / "build" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]
NARROW, WIDE = 320, 1280
OTHER = ("/api/", "/static/", "/bilder/", "/healthz", "/readyz")
MOST_PAGES = 200

RUN_AXE = """async (rules) => (await axe.run(document, {runOnly: rules, resultTypes: ["violations"]})).violations
    .map((found) => `${found.id}: ` + found.nodes.slice(0, 3).map((node) => node.html.slice(0, 200)).join(" | "))"""
TOO_WIDE = """(width) => [...document.querySelectorAll("body *")]
    .filter((element) => element.getBoundingClientRect().right > width + 1)
    .filter((element) => !element.closest("[popover], .table-scroll, .tabs"))
    .slice(0, 3).map((element) => element.outerHTML.slice(0, 120))"""


@dataclass
class Seen:
    """What one page was like."""

    address: str
    faults: list[str] = field(default_factory=list)


class Walk:
    """A visitor who goes wherever links lead, once to each kind of page (`rules`: the addresses' patterns;
    `not_pages`: those that give files or parts)."""

    def __init__(self, rules: Map, home: str, not_pages: set[str]) -> None:
        self._rules = rules.bind(urlsplit(home).netloc)
        self._home = home
        self._not_pages = not_pages
        self.seen: dict[str, Seen] = {}
        self.strangers: set[str] = set()
        self.complaints: set[str] = set()

    def kind_of(self, address: str) -> str | None:
        """The pattern a page's address follows; None for what is not a page of this site."""
        parts = urlsplit(address)
        if (parts.netloc and parts.netloc != urlsplit(self._home).netloc) or parts.path.startswith(OTHER):
            return None
        try:
            rule, _ = self._rules.match(parts.path, method="GET", return_rule=True)
        except HTTPException:
            return None
        return None if rule.rule in self._not_pages else str(rule.rule)

    def go(self, context: BrowserContext, *starts: str) -> None:
        """Walk as the visitor of this context, from these addresses."""
        page = context.new_page()
        page.on("request", lambda request: self._note_stranger(request.url))
        page.on("pageerror", lambda error: self.complaints.add(f"{page.url}: {error}"))
        page.on("console", lambda message: self._note_complaint(page.url, message.type, message.text))
        starts_here = [start.removeprefix(self._home) for start in starts]
        waiting, queued = deque(starts_here), set(starts_here)
        while waiting and len(self.seen) < MOST_PAGES:
            for link in self._visit(page, waiting.popleft()):
                kind = self.kind_of(link)
                if kind is not None and kind not in self.seen and link not in queued:
                    queued.add(link)
                    waiting.append(link)
        page.close()

    def _visit(self, page: Page, address: str) -> list[str]:
        kind = self.kind_of(address)
        if kind is None or kind in self.seen:
            return []
        answer = page.goto(address)
        if answer is None or "text/html" not in (answer.headers.get("content-type") or ""):
            return []
        arrived = self.kind_of(page.url)
        if arrived is None or arrived in self.seen:
            return []
        refused = answer.status >= HTTPStatus.BAD_REQUEST  # others may be let in where this visitor was not
        self.seen[f"{arrived} {answer.status}" if refused else arrived] = look(page, answer.status)
        links = page.eval_on_selector_all("a[href]", "(all) => all.map((link) => link.href)")
        return [urldefrag(link).url.removeprefix(self._home) for link in links if link.startswith(self._home)]

    def _note_stranger(self, address: str) -> None:
        parts = urlsplit(address)
        if parts.scheme in ("http", "https") and parts.netloc != urlsplit(self._home).netloc:
            self.strangers.add(address)

    def _note_complaint(self, address: str, kind: str, text: str) -> None:
        if kind in ("error", "warning") and "[DOM]" not in text and "status of 40" not in text:
            self.complaints.add(f"{address}: {text}")


def look(page: Page, status: int = 200) -> Seen:
    """Everything that is wrong with the page shown now; it is left wide and light."""
    seen = Seen(page.url)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        seen.faults.append(f"answered {status}")
    page.set_viewport_size({"width": WIDE, "height": 900})
    page.evaluate(AXE.read_text(encoding="utf-8"))
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        seen.faults += [f"{scheme}: {fault}" for fault in page.evaluate(RUN_AXE, RULES)]
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": NARROW, "height": 800})
    seen.faults += [f"{NARROW} px: {fault}" for fault in page.evaluate(RUN_AXE, RULES)]
    width = page.evaluate("document.documentElement.scrollWidth")
    if width > NARROW:
        seen.faults.append(f"scrolls sideways at {NARROW} px, to {width}: {page.evaluate(TOO_WIDE, NARROW)}")
    page.set_viewport_size({"width": WIDE, "height": 900})
    return seen


def kept_pages(file: Path) -> set[str]:
    """The patterns of all pages in the kept list of routes."""
    lines = [line.split() for line in file.read_text(encoding="utf-8").splitlines() if line]
    return {rule for rule, methods, *_ in lines if "GET" in methods.split(",") and not rule.startswith(OTHER)}
