"""What people do before every page is looked at, so that each has something on it. Answers addresses to look at."""

from pathlib import Path

from playwright.sync_api import Page

ADMINISTRATOR = "administrator@ringerike.example"
# Where cards may go, and nobody takes them.
NOWHERE = "http://127.0.0.1:9"
LEFT = "Kategori;Antall;Avhending;Dato\nKontorstol;12;Solgt;31.01.2026\nPult;2;Forsvunnet;31.01.2026\n"
SHEET = "Inventarnr;Navn;Antall;Bredde\nA-1;Kontorstol;12;68 cm\nA-2;Pult;mange;70\n"


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


def answer_wanted(page: Page) -> str:
    """What others want, to be answered with something of one's own."""
    page.goto("/onskes")
    page.locator("main table a[href^='/onskes/']").first.click()
    page.get_by_role("link", name="Vi har dette").click()
    page.wait_for_url("**/svar")
    return page.url


def import_dispositions(page: Page, folder: Path) -> str:
    sheet = folder / "avhendet.csv"
    sheet.write_text(LEFT, encoding="utf-8")
    page.goto("/avhendinger/import")
    page.locator("main input[type=file]").set_input_files(sheet)
    page.get_by_role("button", name="Les regnearket").click()
    page.get_by_role("button", name="Ta inn").wait_for(timeout=60_000)
    return page.url


def dispose(page: Page) -> list[str]:
    page.goto("/eiendeler?status=in_use")
    page.locator("main input[name=asset_id]").first.check(force=True)  # its label lies over the box
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
