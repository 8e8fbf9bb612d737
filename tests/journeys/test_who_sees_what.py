"""Who sees what: a municipality all of its own, the network its sums and what crosses municipalities, others only sums.

Every page and every call that can be asked for without naming a thing is asked for by every role, so that what is added
later is asked for too; what is asked for by its number is in a table.
"""

import io
import zipfile

import pytest

from marketplace.foundation import clock
from marketplace.statistics.public import telling
from marketplace.transfers import disposing
from marketplace.transfers.kinds import DispositionKind
from tests.builders import (
    ASKER,
    GJOVIK,
    RINGERIKE,
    a_claim,
    a_listing,
    a_person,
    a_transfer,
    actor_of,
    an_actor,
    an_asset,
)

OWN_INSIDE, OWN_ACROSS = "Askers eget bord", "Askers bord til Gjøvik"
THEIRS_INSIDE, THEIRS_ACROSS = "Gjøviks egen hylle", "Gjøviks pult til Ringerike"
OWN_ASSET, THEIR_ASSET = "Askers arkivskap", "Gjøviks arkivskap"
OWN_WASTE, THEIR_WASTE = "Kastet i Asker", "Kastet i Gjøvik"
ALL = {OWN_INSIDE, OWN_ACROSS, THEIRS_INSIDE, THEIRS_ACROSS, OWN_ASSET, THEIR_ASSET, OWN_WASTE, THEIR_WASTE}

LEDGER = {OWN_INSIDE, OWN_ACROSS}
MAY_SEE = {
    "nobody": set(),
    "observer": set(),
    "requester": {OWN_ASSET},
    "facility_manager": LEDGER | {OWN_ASSET, OWN_WASTE},
    "municipality_admin": LEDGER | {OWN_ASSET, OWN_WASTE},
    "project_lead": LEDGER | {THEIRS_ACROSS, OWN_WASTE},  # of Asker, and for the network what crosses municipalities
    "operator": set(),
}
ROWS_EXPORTED = {role: seen & (LEDGER | {THEIRS_ACROSS}) for role, seen in MAY_SEE.items()} | {
    "observer": LEDGER,
    "requester": LEDGER,
}
"""Who may see statistics may export the rows of their own municipality; whoever leads the network, those across."""

EXPORTS = ("eksport", "export", "rapport", "report", "bak", "behind", "rader", "rows")
SKIPPED = ("/static/", "/logg-ut", "/healthz", "/readyz")
PUBLIC = ("/apne-tall", "/apne-tall/figur", "/apne-tall/data.csv", "/apne-tall/data.json", "/apne-tall/ordbok.json")


@pytest.fixture
def rows(app):
    """One row of each sort, told apart by its name; their ids by name."""
    made = {}
    for title, giver, taker in (
        (OWN_INSIDE, ASKER, ASKER),
        (OWN_ACROSS, ASKER, GJOVIK),
        (THEIRS_INSIDE, GJOVIK, GJOVIK),
        (THEIRS_ACROSS, GJOVIK, RINGERIKE),
    ):
        claim = a_claim(a_listing(of=giver, quantity=9, state="closed"), by=taker, quantity=9, state="handed_over")
        made[title] = a_transfer(claim, 9, from_municipality_number=giver, title=title).id
    for name, note, number in ((OWN_ASSET, OWN_WASTE, ASKER), (THEIR_ASSET, THEIR_WASTE, GJOVIK)):
        asset = an_asset(of=number, name=name, inventory_number=None)
        made[name] = asset.id
        made[note] = disposing.record_disposition(
            an_actor(of=number),
            kind=DispositionKind.WASTE,
            quantity=6,
            on=clock.today(),
            category_code="KON.STOL",
            note=note,
        ).id
    return made


@pytest.fixture
def clients(app, sign_in, api):
    """For a role: a browser and a program, or for nobody neither signed in."""

    def of(role):
        if role == "nobody":
            return app.test_client(), app.test_client()
        person = a_person(role, ASKER)
        assert actor_of(person).municipality_number == ASKER
        return sign_in(app.test_client(), person), api(person)

    return of


def told_in(answer):
    """What an answer says, workbooks and archives unpacked; of a PDF nothing can be read so."""
    data = answer.get_data()
    if data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            data = b"\n".join(archive.read(name) for name in archive.namelist())
    text = data.decode(errors="replace")
    return text.encode().decode("unicode_escape", errors="replace") + text if "\\u00" in text else text


def seen_in(answer):
    assert answer.status_code < 500, f"{answer.request.path} answered {answer.status_code}"
    return {name for name in ALL if name in told_in(answer)}


def addresses(app):
    """Every address that can be asked for as it stands."""
    plain = {rule.rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ()) and not rule.arguments}
    return sorted(address for address in plain if not address.startswith(SKIPPED))


def asked(address, number):
    """An address as it stands, and for another municipality."""
    name = "municipality" if address.startswith("/api/") else "kommune"
    kind = "" if "export" not in address else "&format=csv"
    return address, f"{address}?{name}={number}&from=2026-01-01&to=2026-12-31{kind}"


@pytest.mark.once
@pytest.mark.parametrize("role", MAY_SEE)
def test_no_address_shows_a_role_more_than_it_may_see(app, rows, clients, role):
    browser, program = clients(role)
    leaks = {}
    for address in addresses(app):
        client = program if address.startswith("/api/") else browser
        may = ROWS_EXPORTED[role] | MAY_SEE[role] if any(part in address for part in EXPORTS) else MAY_SEE[role]
        for each in asked(address, GJOVIK):
            if more := seen_in(client.get(each)) - may:
                leaks[each] = more
    assert leaks == {}


LISTS = {
    "/overforinger": LEDGER | {THEIRS_ACROSS},
    "/api/v1/transfers": LEDGER | {THEIRS_ACROSS},
    "/eiendeler": {OWN_ASSET},
    "/api/v1/assets": {OWN_ASSET},
    "/api/v1/dispositions": {OWN_WASTE},
}
"""Where those who may see it find it."""


@pytest.mark.parametrize("role", MAY_SEE)
def test_each_role_finds_what_it_may_see(rows, clients, role):
    browser, program = clients(role)
    for address, there in LISTS.items():
        client = program if address.startswith("/api/") else browser
        assert seen_in(client.get(address)) == MAY_SEE[role] & there, address


@pytest.mark.parametrize("role", MAY_SEE)
def test_a_thing_named_by_its_number_is_shown_to_those_who_may_see_it(rows, clients, role):
    browser, program = clients(role)
    for name, row_id in rows.items():
        kinds = {"bord": "overforinger transfers", "hylle": "overforinger transfers", "pult": "overforinger transfers"}
        pages = next((places for word, places in kinds.items() if word in name), None)
        page, call = (pages or ("eiendeler assets" if "skap" in name else "avhendinger dispositions")).split()
        for client, address in ((browser, f"/{page}/{row_id}"), (program, f"/api/v1/{call}/{row_id}")):
            answer = client.get(address)
            assert (name in seen_in(answer)) is (name in MAY_SEE[role]), address
            assert seen_in(answer) <= MAY_SEE[role]
            assert (answer.status_code == 200) is (name in MAY_SEE[role]), address


@pytest.mark.parametrize("form", ["csv", "json", "xlsx"])
@pytest.mark.parametrize("role", MAY_SEE)
def test_an_export_holds_the_rows_that_the_role_may_see(rows, clients, role, form):
    browser, program = clients(role)
    own = f"?format={form}&municipality={ASKER}"
    theirs = f"?format={form}&municipality={GJOVIK}"
    assert seen_in(program.get(f"/api/v1/statistics/export{own}")) == ROWS_EXPORTED[role] & LEDGER
    assert seen_in(browser.get(f"/statistikk/eksport.{form}?kommune={ASKER}")) == ROWS_EXPORTED[role] & LEDGER
    across = {OWN_ACROSS, THEIRS_ACROSS} if role == "project_lead" else set()
    assert seen_in(program.get(f"/api/v1/statistics/export{theirs}")) == across
    whole = LEDGER | {THEIRS_ACROSS} if role == "project_lead" else set()
    assert seen_in(browser.get(f"/statistikk/eksport.{form}")) == whole


@pytest.mark.parametrize("role", MAY_SEE)
def test_what_is_open_is_the_same_for_all_and_names_no_row(rows, clients, role):
    browser, _ = clients(role)
    with clock.standing_still(clock.now().replace(year=clock.now().year + 1)):
        telling.tell_due()
        for address in PUBLIC:
            answer = browser.get(address)
            assert answer.status_code == 200
            assert seen_in(answer) == set()
        facts = browser.get(f"/apne-tall/data.json?aar={clock.now().year - 1}").json["rows"]
    told = {(row["split"], row["key"]): row["value"] for row in facts if row["figure"] == "units_handed_over"}
    assert told["network", ""] == 36
    assert told["municipality", GJOVIK] == 18


def test_the_municipality_itself_sees_all_that_others_may_not(rows, sign_in, app):
    theirs = sign_in(app.test_client(), a_person("municipality_admin", GJOVIK))
    assert seen_in(theirs.get("/overforinger")) == {THEIRS_INSIDE, THEIRS_ACROSS, OWN_ACROSS}
    assert seen_in(theirs.get("/eiendeler")) == {THEIR_ASSET}
