"""Every page in a real browser, in light and in dark: axe finds nothing, and nothing scrolls sideways at 320 px."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from marketplace.demo.people import PASSWORD
from scripts.kept import ROUTES, bare_app
from tests.journeys.browser import chromium, new_context, sign_in
from tests.journeys.letters import Letterbox, letterbox
from tests.journeys.server import Installation
from tests.journeys.walking import Walk, kept_pages, look

pytestmark = [pytest.mark.browser, pytest.mark.once]

ADMINISTRATOR, LEAD, OPERATOR = (
    "administrator@ringerike.example",
    "prosjektleder@ombruk.example",
    "drift@ombruk.example",
)
PUBLIC = ["/logg-inn", "/glemt-passord", "/om", "/hjelp", "/apne-tall", "/apne-tall/figur?tall=units_handed_over"]
SIGNED_IN = ["/", "/mitt-arbeid", "/utlaan", "/utlaan?levert=1", "/konto", "/velg-kommune", "/kommune/medlemmer"]
DEMAND = ["/onskes", "/onskes?hvem=vare", "/onskes/ny?q=stol", "/sok/lagrede/ny?q=stol"]
# Led to from pages that others have walked before, without these links.
FACTORS = ["/statistikk/faktorer/ny?kategori=KON.REOL", "/statistikk/faktorer/1/ny-versjon", "/statistikk/hva-om"]
# The same kinds of page in other states.
FIGURES = ["/statistikk?kommune=3305", "/statistikk?kommune=3305&kategori=KON&fra=2026-02-10&til=2026-10-09"]
STATES = ["/sok?q=kontorstol", "/sok?q=finnesaldeles", "/sok?q=kontrostol&condition=good", "/finnes-ikke"]
# Where letters lead.
LETTERS = ("/invitasjon/", "/nytt-passord/", "/varsler/avmeld/", "/varsler/stopp/", "/frivillige/")
# Where cards may go, and nobody takes them.
NOWHERE = "http://127.0.0.1:9"
LEFT = "Kategori;Antall;Avhending;Dato\nKontorstol;12;Solgt;31.01.2026\nPult;2;Forsvunnet;31.01.2026\n"
SHEET = "Inventarnr;Navn;Antall;Bredde\nA-1;Kontorstol;12;68 cm\nA-2;Pult;mange;70\n"
# Files, and parts of pages that a script asks for.
NOT_PAGES = {
    "/apne-tall/beskrivelse.jsonld",
    "/apne-tall/data.csv",
    "/apne-tall/data.json",
    "/apne-tall/ordbok.json",
    "/annonser/kategoriforslag",
    "/avhendinger/import/<id:import_id>/framdrift",
    "/avhendinger/import/mal.<any(xlsx, csv):kind>",
    "/eiendeler/import/<id:import_id>/framdrift",
    "/eiendeler/import/mal.<any(xlsx, csv):kind>",
    "/foresporsler/<id:claim_id>/henting.ics",
    "/kvitteringer/<id:receipt_id>/kvittering.pdf",
    "/overforinger/<id:transfer_id>/notat.<string(maxlength=4):format>",
    "/sok/forslag",
    "/sok/oversikt.csv",
    "/statistikk/eksport.<format>",
    "/statistikk/felter.<format>",
    "/statistikk/filer/<id:file_id>/fil",
    "/statistikk/filer/<id:file_id>/framdrift",
    "/statistikk/klimasats.<format>",
    "/timer/<any(mine, kommunen, nettverket):whose>.<format>",
}


@dataclass(frozen=True)
class Served:
    """The demo network, and the letters it sends."""

    address: str
    box: Letterbox


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with letterbox() as (box, post):
        demo = Installation(tmp_path_factory.mktemp("demo"), settings={"SMTP_URL": post, "TEAMS_HOSTS": NOWHERE})
        demo.do("db", "upgrade")
        demo.do("demo", "load")
        with demo.served() as address:
            yield Served(address, box)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as driven:
        yield driven


@pytest.fixture(scope="module")
def walk(served: Served, browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Walk:
    """The whole product, walked once."""
    walked = Walk(bare_app(tmp_path_factory.mktemp("bare")).url_map, served.address, NOT_PAGES)
    administrator = new_context(browser, served.address)
    page = administrator.new_page()
    sign_in(page, ADMINISTRATOR, PASSWORD)
    begun = [*begin_listing(page), begin_claim(page), begin_import(page, tmp_path_factory.mktemp("sheet"))]
    begun += [*make_receipt(page), *label(page), *dispose(page)]
    begun += [import_dispositions(page, tmp_path_factory.mktemp("left"))]
    begun += queues(page)
    begun += [order_file(page), ask_for_report(page)]
    begun += give_to_volunteers(page)
    invite(page)
    open_channel(page)
    publish(page)
    walked.go(administrator, *SIGNED_IN, *DEMAND, *FIGURES, *begun)
    administrator.close()
    for email in (OPERATOR, LEAD):
        context = new_context(browser, served.address)
        sign_in(context.new_page(), email, PASSWORD)
        walked.go(context, *SIGNED_IN, *FACTORS)
        context.close()
    visitor = new_context(browser, served.address)
    forget_password(visitor.new_page())
    walked.go(visitor, *PUBLIC, *map(served.box.link_to, LETTERS))
    visitor.close()
    return walked


def begin_listing(page: Page) -> list[str]:
    page.goto("/annonser/ny")
    page.get_by_label("Hva er det?").fill("Kontorstol, svart")
    page.get_by_role("button", name="Forhåndsvis").click()
    page.wait_for_url("**/forhandsvis")
    return [page.url, page.url.replace("/forhandsvis", "/trekk")]


def publish(page: Page) -> None:
    """Something that a colleague has saved a search for, who is written to."""
    page.goto("/annonser/ny")
    page.get_by_label("Hva er det?").fill("Kontorstol, blå")
    page.get_by_role("button", name="Legg ut annonsen").click()
    page.wait_for_url("**/annonser/*")


def queues(page: Page) -> list[str]:
    """Claims side by side that wait for an answer, and a draw that is made."""
    page.goto("/foresporsler?side=owner&tilstand=requested")
    page.locator("main tbody a").first.click()
    page.get_by_role("link", name="Se annonsen").click()
    page.wait_for_url("**/annonser/*")
    asked = page.url + "/foresporsler"
    page.goto("/sok?q=Hev- og senkbare skrivebord")
    page.get_by_role("link", name="Hev- og senkbare skrivebord").first.click()
    page.wait_for_url("**/annonser/*")
    return [asked, page.url + "/trekning"]


def begin_claim(page: Page) -> str:
    page.goto("/sok?q=skjermer")
    page.locator(".listing-card a").first.click()
    page.get_by_label("Kjøpt nytt").check()
    page.get_by_role("button", name="Send forespørsel").click()
    page.locator("#foresporsel a[href^='/foresporsler/']").first.click()
    page.wait_for_url("**/foresporsler/*")
    return f"{page.url}/trekk"


def begin_import(page: Page, folder: Path) -> str:
    sheet = folder / "eiendeler.csv"
    sheet.write_text(SHEET, encoding="utf-8")
    page.goto("/eiendeler/import")
    page.locator("main input[type=file]").set_input_files(sheet)
    page.get_by_role("button", name="Les regnearket").click()
    page.get_by_role("button", name="Ta inn").wait_for(timeout=60_000)
    return page.url


def make_receipt(page: Page) -> list[str]:
    page.goto("/sok/kvittering?q=gravemaskin")
    if page.get_by_label("Hvorfor passet ingen").count():
        page.get_by_label("Hvorfor passet ingen").fill("For stor")
    page.get_by_role("button", name="Lag kvittering").click()
    page.wait_for_url("**/kvitteringer/*")
    code = page.get_by_role("heading", level=1).inner_text().split()[-1]
    return ["/sok/kvittering?q=gravemaskin", page.url, f"/kontroll/{code}", "/kontroll"]


def label(page: Page) -> list[str]:
    page.goto("/annonser/mine?tilstand=published")
    address = page.locator("main table a[href^='/annonser/'], main .listing-card a").first.get_attribute("href") or ""
    return [f"{address}/etikett", f"{address}/overlever"]


def import_dispositions(page: Page, folder: Path) -> str:
    sheet = folder / "avhendet.csv"
    sheet.write_text(LEFT, encoding="utf-8")
    page.goto("/avhendinger/import")
    page.locator("main input[type=file]").set_input_files(sheet)
    page.get_by_role("button", name="Les regnearket").click()
    page.get_by_role("button", name="Ta inn").wait_for(timeout=60_000)
    return page.url


def dispose(page: Page) -> list[str]:
    page.goto("/eiendeler")
    page.locator("main input[name=asset_id]").first.check()
    page.get_by_role("button", name="Registrer avhending av de valgte").click()
    page.wait_for_url("**/avhendinger/flere*")
    address = page.url
    page.get_by_label("Levert til materialgjenvinning").check()
    page.locator("main input[name^=antall-]").fill("1")
    page.get_by_role("button", name="Se over").click()
    page.get_by_role("button", name="Registrer avhendingen").click()
    page.locator("main table a[href^='/avhendinger/']").first.click()
    return [address, "/avhendinger", page.url, "/avstemming", f"/avstemming/{address.rpartition('=')[2]}"]


def give_to_volunteers(page: Page) -> list[str]:
    """An organisation on the list, and a listing that reaches it: it gets a letter with a link to its own page."""
    page.goto("/kommune/utlysning")
    page.get_by_label("Gi til frivillige organisasjoner").check()
    page.get_by_label("Vis annonser på forhånd").check()
    page.get_by_role("button", name="Lagre reglene").click()
    page.goto("/kommune/frivillige/ny")
    page.get_by_label("Navn").fill("Naboklubben")
    page.get_by_label("E-post").fill("post@naboklubben.example")
    page.get_by_role("button", name="Lagre").click()
    page.get_by_role("link", name="Naboklubben").click()
    organisation = page.url
    page.goto("/annonser/ny")
    page.get_by_label("Hva er det?").fill("Bordtennisbord, blått")
    page.get_by_label("Kategori").select_option("KON.STOL")
    page.get_by_label("Hvem kan se annonsen?").select_option("voluntary")
    page.get_by_role("button", name="Legg ut annonsen").click()
    return ["/annonser/aapner-snart", "/kommune/utlysning", organisation, page.url]


def order_file(page: Page) -> str:
    page.goto("/statistikk/filer")
    page.get_by_role("button", name="Bestill regneark for i år").click()
    page.wait_for_url("**/statistikk/filer/*")
    return page.url


def ask_for_report(page: Page) -> str:
    page.goto("/statistikk/rapporter")
    page.get_by_role("button", name="Send meg rapporten").click()
    page.get_by_role("link", name="Stopp").wait_for()
    return page.url


def invite(page: Page) -> None:
    page.goto("/kommune/inviter")
    page.get_by_label("E-post").fill("ny@ringerike.example")
    page.get_by_role("button", name="Send invitasjon").click()


def open_channel(page: Page) -> None:
    page.goto("/kommune/kanaler/ny")
    page.get_by_label("Navn").fill("Eiendom")
    page.get_by_label("Adresse til arbeidsflyten").fill(f"{NOWHERE}/hook")
    page.get_by_role("button", name="Lagre").click()
    page.wait_for_url("**/kommune/kanaler/*")


def forget_password(page: Page) -> None:
    page.goto("/glemt-passord")
    page.get_by_label("E-post").fill(ADMINISTRATOR)
    page.locator("main form button[type=submit]").first.click()


def test_axe_finds_nothing_and_nothing_scrolls_sideways_on_any_page(walk):
    assert {seen.address: seen.faults for seen in walk.seen.values() if seen.faults} == {}


def test_every_page_of_the_kept_list_was_walked(walk):
    assert kept_pages(ROUTES) - set(walk.seen) - NOT_PAGES == set()


def test_no_request_leaves_the_site_and_no_browser_complains(walk):
    assert walk.strangers == set()
    assert walk.complaints == set()


def test_the_same_pages_are_as_good_in_other_states(served, browser):
    context = new_context(browser, served.address)
    page = context.new_page()
    faults = {}
    page.goto("/")
    faults["the front"] = look(page).faults
    page.goto("/logg-inn")
    page.locator("main").get_by_role("button", name="Logg inn").click()
    faults["/logg-inn, wrong"] = look(page).faults
    sign_in(page, "forvalter@gjovik.example", PASSWORD)
    for place in STATES:
        page.goto(place)
        faults[place] = look(page).faults
    page.goto("/annonser/ny")
    page.get_by_role("button", name="Legg ut annonsen").click()
    faults["/annonser/ny, wrong"] = look(page).faults
    context.close()
    assert {place: found for place, found in faults.items() if found} == {}
