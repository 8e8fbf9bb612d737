"""Transfer notes: frozen when made, the same bytes each time, readable by all, found again by their code."""

import io
import json
import zipfile
from datetime import UTC, datetime

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from marketplace.catalogue.checks import Check, checks_for
from marketplace.foundation import clock, codes, ports
from marketplace.foundation.database import db
from marketplace.foundation.documents.typesetting import NotTypeset, typeset
from marketplace.foundation.errors import Conflict, NotFound
from marketplace.foundation.transaction import transaction
from marketplace.listings import photos
from marketplace.listings.models import Listing
from marketplace.organisations.models import Municipality
from marketplace.transfers import notes, printing, service
from marketplace.transfers.kinds import TransferKind
from marketplace.transfers.models import TransferNote
from marketplace.transfers.printing import NoteFormat
from tests.builders import ASKER, GJOVIK, RINGERIKE, a_claim, a_listing, a_transfer, an_actor
from tests.listings.pictures import drawn, saved

pytestmark = pytest.mark.usefixtures("app")


def handed_over(checked=(), quantity=5, **values):
    claim = a_claim(a_listing(quantity=quantity, **values), quantity=quantity, state="approved")
    return service.hand_over(an_actor(), claim.id, checked=checked)


def pdf_of(transfer_id, language="nb"):
    _, content = printing.file_of(an_actor(), transfer_id, NoteFormat.PDF, language)
    return PdfReader(io.BytesIO(content))


def text_of(reader):
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def test_each_hand_over_has_its_note_with_what_was_seen_to():
    transfer = handed_over([Check.DATA_WIPED], category_code="IKT.PC", title="Bærbar pc", price_nok=200)
    note = db.session.get(TransferNote, transfer.id)
    assert note.facts["checks"] == {"data_wiped": True, "electrically_safe": False}
    assert (note.facts["from"]["number"], note.facts["to"]["number"]) == (ASKER, GJOVIK)
    assert (note.facts["quantity"], note.facts["price_nok"], note.facts["condition"]) == (5, 1000, "good")
    assert len(note.code) == codes.LENGTH
    assert set(note.code) <= set(codes.LETTERS)


@pytest.mark.parametrize(
    ("category", "wanted"),
    [
        ("IKT.PC", {Check.DATA_WIPED, Check.ELECTRICALLY_SAFE}),
        ("IKT.SKJERM", {Check.ELECTRICALLY_SAFE}),
        ("KJO.KJOL", {Check.ELECTRICALLY_SAFE}),
        ("KON.STOL", set()),
    ],
)
def test_only_what_a_category_calls_for_is_asked(category, wanted):
    assert set(checks_for(category)) == wanted


def test_what_the_category_does_not_call_for_does_not_stand_on_the_note():
    assert db.session.get(TransferNote, handed_over([Check.DATA_WIPED]).id).facts["checks"] == {}


def test_the_note_stays_as_it_was_whatever_becomes_of_the_listing():
    transfer = handed_over(title="Blå krakk")
    before = printing.file_of(an_actor(), transfer.id, NoteFormat.PDF, "nb")
    with transaction() as session:
        listing = session.get(Listing, transfer.listing_id)
        listing.title, listing.condition = "Noe annet", "needs_repair"
    with clock.standing_still(datetime(2026, 9, 1, tzinfo=UTC)):
        assert printing.file_of(an_actor(), transfer.id, NoteFormat.PDF, "nb") == before


@pytest.mark.parametrize(
    ("language", "told"),
    [("nb", "overtar gjenstandene som de er"), ("nn", "Overføringsnotat"), ("en", "5")],
)
def test_the_pdf_can_be_read_by_all(language, told):
    reader = pdf_of(handed_over(title="Kontorstol <b>#[x]</b>").id, language)
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert str(reader.trailer["/Root"]["/Lang"]).startswith(language)
    assert reader.trailer["/Root"]["/ViewerPreferences"]["/DisplayDocTitle"]
    assert "<pdfuaid:part>1</pdfuaid:part>" in reader.trailer["/Root"]["/Metadata"].get_data().decode()
    text = text_of(reader)
    assert told.lower() in text.lower()
    for known in ("Kontorstol <b>#[x]</b>", "Asker", "Gjøvik", "15.06.2026"):
        assert known in text


def test_organisation_numbers_stand_on_it_where_they_are_known():
    with transaction() as session:
        session.get(Municipality, ASKER).organisation_number = "920125298"
    text = text_of(pdf_of(handed_over().id))
    assert "920125298" in text
    assert "ikke oppgitt" in text


def test_what_was_taken_back_since_stands_on_it():
    transfer = handed_over()
    service.take_back(an_actor(), transfer.id, quantity=2, reason="For høye", kind=TransferKind.RETURN)
    assert "Ført tilbake siden 2" in text_of(pdf_of(transfer.id))


def test_pictures_are_copied_to_the_note_and_outlive_the_listings(deliver):
    listing = a_listing(quantity=5)
    photos.add_photo(an_actor(), listing.id, saved(drawn(), "PNG"))
    transfer_id = service.hand_over(an_actor(), a_claim(listing, quantity=5, state="approved").id).id
    deliver()
    db.session.expire_all()
    note = db.session.get(TransferNote, transfer_id)
    assert [key.rpartition("/")[2] for key in note.pictures] == ["1.webp"]
    for key in list(ports.storage().list(photos.FOLDER)):
        ports.storage().delete(key)
    assert len(pdf_of(transfer_id).pages[0].images) == 1
    ports.storage().delete(note.pictures[0])
    assert len(pdf_of(transfer_id).pages[0].images) == 0


def test_the_archives_file_holds_pdf_json_and_pictures():
    transfer = handed_over()
    name, content = printing.file_of(an_actor(), transfer.id, NoteFormat.ZIP, "nn")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
        told = json.loads(archive.read(names[1]))
        assert archive.read(names[0]).startswith(b"%PDF")
    assert [each.rpartition(".")[2] for each in names] == ["pdf", "json"]
    assert name.endswith(".zip")
    assert (told["transfer_id"], told["quantity"], told["left_quantity"]) == (transfer.id, 5, 5)
    assert told["address"].endswith(told["code"])


def test_a_hand_over_from_before_there_were_notes_gets_one_when_asked():
    row = a_transfer(a_claim(a_listing(quantity=3), state="handed_over"))
    code = notes.note_of(an_actor(), row.id).code
    assert notes.note_of(an_actor(of=GJOVIK), row.id).code == code
    assert len(db.session.scalars(select(TransferNote)).all()) == 1


def test_a_return_has_no_note_of_its_own():
    back = service.take_back(an_actor(), handed_over().id, quantity=1, reason="Knekt", kind=TransferKind.RETURN)
    with pytest.raises(Conflict) as caught:
        notes.note_of(an_actor(), back.id)
    assert caught.value.code == "note-only-of-hand-over"


def test_a_note_is_for_those_who_may_see_its_row():
    transfer = handed_over()
    with pytest.raises(NotFound):
        notes.note_of(an_actor(of=RINGERIKE), transfer.id)
    assert notes.note_of(an_actor("project_lead", RINGERIKE), transfer.id)


@pytest.mark.parametrize("written", [str, str.lower, codes.spaced, lambda code: f" {code[:4]} {code[4:8]}-{code[8:]} "])
def test_a_code_is_found_however_it_is_written(written):
    transfer = handed_over()
    code = db.session.get(TransferNote, transfer.id).code
    assert notes.find_by_code(written(code))[1].id == transfer.id


@pytest.mark.parametrize("code", ["", "ABCD", "A" * 12, "A" * 400, "%", "\N{SNOWMAN}" * 12])
def test_an_unknown_code_finds_nothing(code):
    handed_over()
    with pytest.raises(NotFound):
        notes.find_by_code(code)


def test_a_template_that_is_wrong_is_told(tmp_path):
    (tmp_path / "wrong.typ").write_text("#nothing-here")
    with pytest.raises(NotTypeset, match="nothing-here"):
        typeset(tmp_path / "wrong.typ", {}, made_at=clock.now())
