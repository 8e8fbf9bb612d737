"""What the reader is told, on pages: the list, the count, what was read, and what goes by e-mail."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from marketplace.foundation import clock
from marketplace.foundation.database import db
from marketplace.foundation.transaction import transaction
from marketplace.notifications import queries
from marketplace.notifications.kinds import DEFAULTS, Kind, Pace
from marketplace.notifications.models import Notification
from marketplace.notifications.unsubscribing import path_for
from tests import builders
from tests.conftest import NOW
from tests.notifications.scenes import newest, told
from tests.web.acting import fetch, send
from tests.web.pages import Page

ROLES = ["observer", "requester", "facility_manager", "municipality_admin", "project_lead", "operator"]


@pytest.fixture
def reader(app):
    return builders.a_person("requester")


@pytest.fixture
def page(client, sign_in, reader):
    return sign_in(client, reader)


@pytest.mark.parametrize("role", ROLES)
def test_everybody_has_notifications_and_an_empty_page_says_what_will_come(client, sign_in, role):
    html = fetch(sign_in(client, builders.a_person(role)), "/varsler")
    assert "Ingen varsler ennå" in html
    assert "svarer deg" in html


def test_a_visitor_is_sent_to_sign_in(client):
    assert "/logg-inn" in client.get("/varsler").headers["Location"]
    for address in ("/varsler/lest", "/varsler/1/lest", "/konto/varsler"):
        assert "/logg-inn" in client.post(address).headers["Location"]


def test_the_unread_come_first_and_each_leads_to_the_thing(page, reader):
    older = told(reader, title="Første pult", link="/foresporsler/7")
    with clock.standing_still(NOW + timedelta(hours=1)):
        newer = told(reader, title="Andre pult", link="/foresporsler/8")
    send(page, f"/varsler/{newer.id}/lest")
    html = fetch(page, "/varsler")
    assert html.index("Første pult") < html.index("Andre pult")
    assert Page(html).all("a", href=f"/foresporsler/7?varsel={older.id}")
    assert Page(html).all("a", href="/foresporsler/8")
    assert "Ola i Gjøvik ber om 2 stk. av «Første pult»" in html


def test_the_words_follow_the_reader_and_not_the_moment_it_was_told(page, reader):
    told(reader)
    assert "Ny forespørsel: Kontorstol" in fetch(page, "/varsler")
    with transaction() as session:
        session.get(type(reader), reader.id).language = "en"
    html = fetch(page, "/varsler")
    assert Page(html).all("html")[0]["lang"] == "en"
    assert "Ny forespørsel" not in html


def test_the_count_is_in_the_header_until_all_is_read(page, reader):
    assert "bell-count" not in fetch(page, "/hjelp")
    for _ in range(3):
        told(reader)
    assert '<span class="bell-count">3<' in fetch(page, "/hjelp")
    send(page, "/varsler/lest")
    assert "bell-count" not in fetch(page, "/hjelp")
    assert newest(reader).read_at == NOW


def test_more_than_a_hundred_are_not_counted(page, reader):
    row = told(reader)
    with transaction() as session:
        values = {"person_id": reader.id, "kind": row.kind, "occasion": row.occasion, "facts": row.facts}
        values |= {"link": "/", "at": NOW, "pace": Pace.OFF}
        session.add_all([Notification(key=f"k{number}", **values) for number in range(120)])
    assert '<span class="bell-count">99+<' in fetch(page, "/hjelp")


def test_the_count_costs_one_question_that_an_index_answers(page, reader, count_queries):
    told(reader)
    fetch(page, "/hjelp")
    with count_queries() as sent:
        fetch(page, "/hjelp")
    asked = [statement for statement in sent if "notification" in statement]
    assert len(asked) == 1
    if db.engine.dialect.name == "sqlite":
        plan = db.session.connection().exec_driver_sql(f"explain query plan {asked[0]}", (1, 100, 0)).fetchall()
        assert "ix_notification_unread" in str(plan)


def test_the_list_costs_the_same_however_long(page, reader, count_queries):
    costs = []
    for _ in range(2):
        for _ in range(4):
            told(reader)
        fetch(page, "/varsler")
        with count_queries() as sent:
            fetch(page, "/varsler")
        costs.append(len(sent))
    assert costs[0] == costs[1]


def test_a_long_list_has_pages(page, reader):
    for number in range(23):
        told(reader, title=f"Pult {number}")
    first, second = fetch(page, "/varsler"), fetch(page, "/varsler?page=2")
    assert "Pult 22" in first
    assert "Pult 22" not in second
    assert "Pult 0<" in second
    fetch(page, "/varsler?page=99999999999999999999999")


def test_opening_the_thing_by_its_notification_is_reading_it(page, reader):
    row = told(reader, link="/hjelp")
    fetch(page, f"/hjelp?varsel={row.id}")
    assert newest(reader).read_at == NOW


@pytest.mark.parametrize("written", ["", "x", "-1", "²", "9" * 400, "0"])
def test_a_wrong_number_in_the_address_hurts_nobody(page, written):
    fetch(page, f"/hjelp?varsel={written}")


def test_nobody_reads_or_marks_what_is_told_to_another(page):
    other = builders.a_person()
    row = told(other)
    fetch(page, f"/hjelp?varsel={row.id}")
    send(page, f"/varsler/{row.id}/lest", status=404)
    send(page, "/varsler/lest")
    assert newest(other).read_at is None
    assert "Ingen varsler ennå" in fetch(page, "/varsler")


def test_what_people_wrote_is_text_on_the_page(page, reader):
    told(reader, title="<script>alert(1)</script>")
    assert "<script>alert(1)" not in fetch(page, "/varsler")


def test_the_account_page_shows_what_is_usual_and_keeps_what_is_chosen(page, reader):
    asked = Page(fetch(page, "/konto"))
    assert len(asked.all("input", type="radio")) == len(Kind) * len(Pace)
    assert _checked(asked) == {f"paces-{kind}": pace.value for kind, pace in DEFAULTS.items()}
    chosen = {f"paces-{kind}": "daily" for kind in Kind} | {"paces-message": "off"}
    assert send(page, "/konto/varsler", **chosen).headers["Location"] == "/konto#varsler"
    assert _checked(Page(fetch(page, "/konto"))) == chosen
    db.session.rollback()
    assert queries.paces_of([reader.id])[reader.id][Kind.MESSAGE] is Pace.OFF


def _checked(page):
    return {one["name"]: one["value"] for one in page.all("input", type="radio") if "checked" in one}


def test_a_kind_without_an_answer_is_told_beside_it_and_nothing_is_kept(page, reader):
    chosen = {f"paces-{kind}": "off" for kind in Kind} | {"paces-queue": "hourly"}
    html = send(page, "/konto/varsler", status=422, **chosen).text
    assert "Velg en av mulighetene." in html
    db.session.rollback()
    assert queries.paces_of([reader.id])[reader.id] == DEFAULTS


def test_a_person_confirms_before_the_letters_end(client, reader):
    address = path_for(reader.id, Kind.MESSAGE)
    assert "Vil du slutte å få e-post om «Meldinger»?" in fetch(client, address)
    assert queries.paces_of([reader.id])[reader.id][Kind.MESSAGE] is Pace.AT_ONCE
    assert "Du får ikke lenger e-post om «Meldinger»." in send(client, address, status=200).text
    db.session.rollback()
    assert queries.paces_of([reader.id])[reader.id] == DEFAULTS | {Kind.MESSAGE: Pace.OFF}


def test_a_mail_program_ends_them_with_one_post_and_no_token(app, client, reader):
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        body = {"List-Unsubscribe": "One-Click"}
        for _ in range(2):
            assert client.post(path_for(reader.id, None), data=body).status_code == 200
        assert client.post("/logg-inn", data={}).status_code == 400
    finally:
        app.config["WTF_CSRF_ENABLED"] = False
    db.session.rollback()
    assert Pace.DAILY not in queries.paces_of([reader.id])[reader.id].values()
    assert queries.paces_of([reader.id])[reader.id][Kind.MESSAGE] is Pace.AT_ONCE


def test_a_link_that_was_altered_ends_nothing(client, reader):
    whole = path_for(reader.id, Kind.MESSAGE)
    for address in (whole[:-2], whole + "x", "/varsler/avmeld/x", path_for(10**9, Kind.MESSAGE)):
        assert "Lenken virker ikke" in fetch(client, address, status=404)
        assert client.post(address).status_code == 404
    assert queries.paces_of([reader.id])[reader.id] == DEFAULTS


def test_an_end_to_letters_reaches_what_already_waits(client, reader):
    row = told(reader, "claim_queued")
    send(client, path_for(reader.id, None), status=200)
    assert newest(reader).pace is Pace.OFF
    assert db.session.scalar(select(Notification.id)) == row.id
