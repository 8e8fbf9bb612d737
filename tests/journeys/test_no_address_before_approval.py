"""No e-mail address of a person is told to the other side before a claim is approved: no page, file or letter does."""

import io
import zipfile

import pytest
from sqlalchemy import select

from marketplace.claims import service as claims
from marketplace.claims.models import Claim, PickupWindow
from marketplace.foundation import ports
from marketplace.foundation.database import db
from marketplace.foundation.posting.memory import MemoryPoster
from marketplace.hours.models import HoursEntry
from marketplace.inventory.models import Asset
from marketplace.listings.models import Listing
from marketplace.organisations.models import PickupPlace, RoleAssignment, Site, Unit
from marketplace.search.receipts.models import SearchReceipt
from marketplace.search.saved.models import SavedSearch
from marketplace.search.wanted.models import WantedNotice
from marketplace.statistics.models import OrderedFile, ReportSubscription
from marketplace.transfers.models import Disposition, Loan, Transfer, TransferNote
from scripts.kept import ROUTES
from tests.builders import ASKER, GJOVIK, RINGERIKE, a_person
from tests.journeys.no_address import NAMES, Scene, addresses_of, readable

pytestmark = pytest.mark.once

WEBHOOK = "https://prod-01.westeurope.logic.azure.com/workflows/abc/invoke?sig=felles"
SKIPPED = ("/static/", "/logg-ut", "/healthz", "/readyz")
FORMATS = ("csv", "xlsx", "json", "pdf")
"""Of exports; what is given in other forms is asked for in those by its address."""

ROWS = {
    "listing_id": Listing, "claim_id": Claim, "transfer_id": Transfer, "disposition_id": Disposition, "loan_id": Loan,
    "asset_id": Asset, "notice_id": WantedNotice, "saved_search_id": SavedSearch, "receipt_id": SearchReceipt,
    "file_id": OrderedFile, "unit_id": Unit, "site_id": Site, "place_id": PickupPlace, "role_id": RoleAssignment,
    "window_id": PickupWindow, "hours_id": HoursEntry, "subscription_id": ReportSubscription,
}  # fmt: skip
ONE = ("channel_id", "factor_id", "import_id", "invitation_id", "membership_id", "number", "organisation_id")
ONE += ("synonym_id", "target_id")
"""Of which there is one at most here, and nobody's."""

SAID = {
    "format": (*FORMATS, "zip"),
    "kind": ("xlsx", "csv"),
    "fact": ("listed", "closed", "claim_ended", "disposed"),
    "whose": ("mine", "kommunen", "nettverket"),
    "sealed": ("x",),
    "token": ("x",),
    "key": ("x",),
    "size": ("small",),
}
"""Links that are signed come by letter to whom they are for, and letters are looked into by themselves."""


@pytest.fixture
def scene(app):
    ports.use(
        ports.Ports(ports.storage(), ports.mailer(), ports.base_url(), ports.secret_key(), MemoryPoster(), WEBHOOK)
    )
    return Scene()


def values_of():
    """What stands for each argument of an address: rows of its kind, of either side."""
    found = {name: list(db.session.scalars(select(model.id).order_by(model.id))) for name, model in ROWS.items()}
    found |= {name: found[name][::2] for name in ("listing_id", "asset_id")}  # half are like the others
    found |= {name: [1] for name in ONE}
    codes = [*db.session.scalars(select(TransferNote.code)), *db.session.scalars(select(SearchReceipt.code))]
    return {**found, **{name: list(said) for name, said in SAID.items()}, "code": codes}


def addresses(app, theirs):
    """Every address that can be asked for, with every value; exports in every form, and of the other municipality."""
    values, rules = values_of(), [rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())]
    for rule in (rule for rule in rules if not rule.rule.startswith(SKIPPED)):
        made = [{}]
        for name in sorted(rule.arguments):
            made = [{**one, name: value} for one in made for value in values[name]]
        for one in made:
            _, address = rule.build(one)
            yield from [address] if one else forms_of(address, theirs)


def forms_of(address, theirs):
    name = "municipality" if address.startswith("/api/") else "kommune"
    yield address
    if not address.endswith("/export"):
        yield f"{address}?{name}={theirs}&from=2026-01-01&to=2026-12-31&side=owner"
        return
    for form in FORMATS:
        yield f"{address}?format={form}"
        yield f"{address}?format={form}&{name}={theirs}&from=2026-01-01&to=2026-12-31"


def test_the_kept_list_has_no_route_that_is_not_walked(app):
    kept = {line.split("  ")[0] for line in ROUTES.read_text(encoding="utf-8").splitlines() if "GET" in line}
    assert kept <= {rule.rule for rule in app.url_map.iter_rules()}
    known = {*ROWS, *ONE, *SAID, "code", "filename"}
    unknown = {name for rule in app.url_map.iter_rules() if "GET" in rule.methods for name in rule.arguments} - known
    assert unknown == set(), "say in ROWS, ONE or SAID what stands for it"


@pytest.mark.parametrize(
    ("role", "own", "theirs"),
    [("municipality_admin", GJOVIK, ASKER), ("municipality_admin", ASKER, GJOVIK), ("requester", GJOVIK, ASKER)],
)
def test_no_answer_tells_an_address_of_the_other_side(app, scene, sign_in, api, role, own, theirs):
    person = scene.person(role, own)
    browser, program = sign_in(app.test_client(), person), api(person)
    leaks, answered = {}, 0
    for address in addresses(app, theirs):
        answer = (program if address.startswith("/api/") else browser).get(address)
        assert answer.status_code < 500, address
        answered += answer.status_code == 200
        if found := addresses_of(theirs, readable(answer.get_data())):
            leaks[address] = found
    assert leaks == {}
    assert answered > 100


def test_who_leads_the_network_finds_no_address_either(app, scene, sign_in, api):
    lead = a_person("project_lead", "3205", email="leder@nettverk.example")
    browser, program = sign_in(app.test_client(), lead), api(lead)
    for address in addresses(app, ASKER):
        answer = (program if address.startswith("/api/") else browser).get(address)
        told = readable(answer.get_data())
        assert not any(addresses_of(number, told) for number in NAMES), address


def test_no_letter_and_no_card_tells_an_address_of_the_other_side(scene, mailbox):
    told = 0
    for letter in mailbox.sent:
        files = [readable(each.content) for each in letter.attachments]
        text = "\n".join([letter.subject, letter.text, readable((letter.html or "").encode()), *files])
        for own, theirs in ((ASKER, GJOVIK), (GJOVIK, ASKER)):
            if addresses_of(own, letter.to):
                told += 1
                assert addresses_of(theirs, text) == set(), letter.subject
    assert told > 10
    cards = [str(card) for _, card in ports.poster().posted]
    assert cards
    assert not any("@" in card.replace("@odata", "") for card in cards)


def test_once_it_is_approved_each_side_finds_the_other(app, scene, sign_in, api):
    """The same look finds what is there, so that it is not blind."""
    claim_id = scene.ask(GJOVIK, scene.offer(ASKER))
    claims.approve_claim(scene.actor("facility_manager", ASKER), claim_id)
    person = scene.person("requester", GJOVIK)
    browser, program = sign_in(app.test_client(), person), api(person)
    for client, address in ((browser, f"/foresporsler/{claim_id}"), (program, f"/api/v1/claims/{claim_id}")):
        assert addresses_of(ASKER, readable(client.get(address).get_data())), address


def test_nothing_hides_an_address_from_the_look():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("inni.json", b'{"to": "a.b\\u0040asker.example"}')
    folded = b"ATTENDEE:mailto:eiendomsforva\r\n lter@asker.example"
    for data in (packed.getvalue(), folded, b"mailto:a%40asker.example", b"a&#64;asker.example"):
        assert addresses_of(ASKER, readable(data)), data
    assert addresses_of(RINGERIKE, "ingen@asker.example") == set()
