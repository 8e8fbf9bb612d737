"""Every page in a real browser, in light and in dark: axe finds nothing, and nothing scrolls sideways at 320 px."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from playwright.sync_api import Browser

from marketplace.demo.people import PASSWORD
from marketplace.foundation import clock
from scripts.kept import ROUTES, bare_app
from tests.journeys import steps
from tests.journeys.browser import chromium, new_context, sign_in
from tests.journeys.demo import copied
from tests.journeys.letters import Letterbox, letterbox
from tests.journeys.server import today
from tests.journeys.walking import Walk, kept_pages, look

pytestmark = [pytest.mark.browser, pytest.mark.once]

LEAD, OPERATOR = "prosjektleder@ombruk.example", "drift@ombruk.example"
PUBLIC = ["/logg-inn", "/glemt-passord", "/om", "/hjelp", "/apne-tall", "/apne-tall/figur?tall=units_handed_over"]
SIGNED_IN = ["/", "/mitt-arbeid", "/utlaan", "/utlaan?levert=1", "/konto", "/velg-kommune", "/kommune/medlemmer"]
DEMAND = ["/onskes", "/onskes?hvem=vare", "/onskes/ny?q=stol", "/sok/lagrede/ny?q=stol"]
# Led to from pages that others have walked before, without these links.
FACTORS = ["/statistikk/faktorer/ny?kategori=KON.REOL", "/statistikk/faktorer/1/ny-versjon", "/statistikk/hva-om"]
# The same kinds of page in other states.
FIGURES = "/statistikk?kommune=3305&kategori=KON"
STATES = ["/sok?q=kontorstol", "/sok?q=finnesaldeles", "/sok?q=kontrostol&condition=good", "/finnes-ikke"]
# Where letters lead.
STOPS = ("/varsler/stopp/(?!rapport/|frivillig/)", "/varsler/stopp/frivillig/")
LETTERS = ("/invitasjon/", "/nytt-passord/", "/varsler/avmeld/", *STOPS, "/frivillige/")
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
    "/frivillige/<string(maxlength=400):sealed>/bilder/<string(maxlength=40):key>/<string(maxlength=10):size>.webp",
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
        demo = copied(tmp_path_factory, {"SMTP_URL": post, "TEAMS_HOSTS": steps.NOWHERE})
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
    sign_in(page, steps.ADMINISTRATOR, PASSWORD)
    begun = [
        *steps.begin_listing(page),
        steps.begin_claim(page),
        steps.begin_import(page, tmp_path_factory.mktemp("sheet")),
    ]
    begun += [*steps.make_receipt(page), *steps.label(page), *steps.dispose(page)]
    begun += [steps.import_dispositions(page, tmp_path_factory.mktemp("left"))]
    begun += steps.queues(page)
    begun += [steps.order_file(page), steps.ask_for_report(page), steps.answer_wanted(page)]
    begun += steps.give_to_volunteers(page)
    steps.invite(page)
    steps.open_channel(page)
    steps.publish(page)
    some_months = f"{FIGURES}&fra={today() - timedelta(days=280)}&til={today() - timedelta(days=44)}"
    walked.go(administrator, *SIGNED_IN, *DEMAND, "/statistikk?kommune=3305", some_months, *begun)
    administrator.close()
    for email in (OPERATOR, LEAD):
        context = new_context(browser, served.address)
        sign_in(context.new_page(), email, PASSWORD)
        walked.go(context, *SIGNED_IN, *FACTORS)
        context.close()
    visitor = new_context(browser, served.address)
    steps.forget_password(visitor.new_page())
    walked.go(visitor, *PUBLIC, *map(served.box.link_to, LETTERS))
    visitor.close()
    return walked


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
    page.goto(f"/apne-tall?aar={clock.today().year - 2}")
    assert page.locator("#tabell-category").count() == 1
    page.locator(".chart-across svg").first.wait_for()
    faults["/apne-tall, a year that is over"] = look(page).faults
    page.goto("/annonser/ny")
    page.get_by_role("button", name="Legg ut annonsen").click()
    faults["/annonser/ny, wrong"] = look(page).faults
    context.close()
    assert {place: found for place, found in faults.items() if found} == {}
