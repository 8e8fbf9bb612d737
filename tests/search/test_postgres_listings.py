"""Listings and their index in one database: changed together, found at once, and never lost to each other."""

import threading

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from click.testing import CliRunner
from sqlalchemy import func, select, update

from marketplace.app import create_app
from marketplace.claims import service as claims
from marketplace.claims.events import ClaimRequested
from marketplace.cli.context import Service
from marketplace.cli.database import bring_up_to_date
from marketplace.cli.group import ombruk
from marketplace.foundation import clock, outbox, ports
from marketplace.foundation.database import Base, db
from marketplace.foundation.mail.memory import MemoryMailer
from marketplace.foundation.outbox import Delivery
from marketplace.foundation.storage.memory import MemoryStorage
from marketplace.foundation.transaction import transaction
from marketplace.listings import service as listings
from marketplace.listings.events import ListingChanged
from marketplace.listings.models import Listing
from marketplace.listings.states import ListingState
from marketplace.search import engines, indexing, queries, reading
from marketplace.search.criteria import Criteria
from marketplace.search.postgres import keeping
from marketplace.settings import Settings, WrongSetting
from tests.builders import ASKER, GJOVIK, a_claim, a_listing, an_actor
from tests.claims.racing import at_once
from tests.conftest import NOW
from tests.databases import PostgresDatabase

pytestmark = pytest.mark.once


@pytest.fixture(scope="module")
def installation(request, tmp_path_factory):
    """A database, and the service on it with the engine inside it; whatever database the run is on."""
    worker = getattr(request.config, "workerinput", {}).get("workerid", "one")
    database = PostgresDatabase(tmp_path_factory.mktemp("listings"), f"listings_{worker}")
    for url in (database.template_url, database.url):
        made = create_app(Settings(database_url=url, search="postgres", uploads_url="memory://", testing=True))
        if url == database.template_url:
            with made.app_context():
                bring_up_to_date()
                db.session.remove()
                db.engine.dispose()
    yield database, made
    database.close()


@pytest.fixture
def app(installation):
    database, made = installation
    with made.app_context():
        db.engine.dispose()
        database.reset()
        ports.use(ports.Ports(MemoryStorage(), MemoryMailer(), "http://ombruk.example", "a key for tests only"))
        engines.use(engines.from_settings(made.config["OMBRUK"]))
        with clock.standing_still(NOW):
            yield made
        engines.engine().close()
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def actor(app):
    return an_actor("requester", GJOVIK)


@pytest.fixture
def owner(app):
    return an_actor("facility_manager", ASKER)


def titles(actor, **criteria):
    return sorted(item.card.title for item in queries.search_listings(actor, Criteria(**criteria)).page.items)


def waiting():
    """What waits to be indexed."""
    handler = outbox.name_of(indexing.refresh_listings)
    found = db.session.scalar(select(func.count(Delivery.id)).where(Delivery.handler == handler))
    db.session.rollback()
    return found


def rename(listing_id, title):
    """A change of the row alone, with what follows from it."""
    db.session.execute(update(Listing).where(Listing.id == listing_id).values(title=title))
    outbox.record(ListingChanged(listing_id))


def test_a_listing_is_found_as_soon_as_it_is_published(actor, owner):
    indexing.rebuild()
    listing_id = a_listing(title="Kontorstol", published=False).id
    assert titles(actor, q="kontorstol") == []
    listings.publish_listing(owner, listing_id)
    assert titles(actor, q="stoler") == ["Kontorstol"]
    listings.withdraw_listing(owner, listing_id)
    assert titles(actor, q="kontorstol") == []
    assert engines.engine().document_count() == waiting() == 0


def test_what_a_claim_holds_is_known_at_once(actor):
    listing_id = a_listing(quantity=5).id
    indexing.rebuild()
    claims.request_claim(actor, listing_id, quantity=3, otherwise="buy_new")
    assert (len(titles(actor, min_quantity=3)), len(titles(actor, min_quantity=2))) == (0, 1)


def test_what_is_undone_was_never_searchable(actor):
    listing_id = a_listing(title="Sofa").id
    indexing.rebuild()

    def rename_and_stumble():
        rename(listing_id, "Bord")
        raise RuntimeError("stumbled")

    with pytest.raises(RuntimeError, match="stumbled"), transaction():
        rename_and_stumble()
    assert (titles(actor, q="sofa"), titles(actor, q="bord")) == (["Sofa"], [])


def test_many_changes_of_one_transaction_are_written_once(actor, count_queries):
    ids = [a_listing(title=f"Stol {number}").id for number in range(40)]
    indexing.rebuild()

    def cost(some):
        with count_queries() as sent, transaction():
            for listing_id in some:
                outbox.record(ListingChanged(listing_id))
        return len([statement for statement in sent if "outbox_delivery" not in statement])

    assert cost(ids[:2]) == cost(ids)


def test_two_transactions_about_one_listing_leave_what_both_did(app, actor, monkeypatch):
    """The second must not write what it read before the first was stored."""
    listing = a_listing(title="Sofa", quantity=5)
    indexing.rebuild()
    first_wrote, second_read = threading.Event(), threading.Event()
    write, documents_of = keeping.write, reading.documents_of

    def write_and_wait(*arguments):
        write(*arguments)
        if not first_wrote.is_set():
            first_wrote.set()
            second_read.wait(0.5)  # it should not come to that before the first is stored

    def read(numbers):
        yield from list(documents_of(numbers))
        if first_wrote.is_set():
            second_read.set()

    monkeypatch.setattr(keeping, "write", write_and_wait)
    monkeypatch.setattr(reading, "documents_of", read)

    def change_title():
        with transaction():
            rename(listing.id, "Bord")

    def hold_some():
        first_wrote.wait(10)
        with transaction():
            claim = a_claim(listing, GJOVIK, quantity=3)
            outbox.record(ClaimRequested(claim.id, listing.id))

    at_once([change_title, hold_some])
    db.session.expire_all()
    assert titles(actor, q="bord", min_quantity=2) == ["Bord"]
    assert titles(actor, min_quantity=3) == []


def test_many_at_once_leave_an_index_like_one_built_anew(app, actor, owner):
    ids = [a_listing(title=f"Stol {number}", quantity=9).id for number in range(4)]
    indexing.rebuild()
    others = [an_actor("requester", GJOVIK) for _ in ids]
    calls = [
        lambda each=each, by=by: claims.request_claim(by, each, quantity=2, otherwise="buy_new")
        for each in ids
        for by in others
    ]
    withdrawing = [lambda: listings.withdraw_listing(owner, ids[0]), indexing.rebuild, indexing.rebuild]
    at_once([*calls, *withdrawing])

    def found():
        return {amount: titles(actor, min_quantity=amount) for amount in range(10)}

    before = found()
    indexing.rebuild()
    assert found() == before
    assert waiting() == 0


def test_an_index_that_cannot_be_written_does_not_keep_a_listing_back(actor, owner, monkeypatch, deliver):
    indexing.rebuild()
    listing_id = a_listing(title="Sofa", published=False).id

    def full(*_):
        raise OSError("no room")

    with monkeypatch.context() as broken:
        broken.setattr(keeping, "write", full)
        listings.publish_listing(owner, listing_id)
    assert db.session.get(Listing, listing_id).state is ListingState.PUBLISHED
    assert (titles(actor, q="sofa"), waiting()) == ([], 1)
    deliver()
    assert (titles(actor, q="sofa"), waiting()) == (["Sofa"], 0)


def test_without_an_index_listings_are_published_all_the_same_and_mended_later(actor, owner):
    listing_id = a_listing(title="Sofa", published=False).id
    assert queries.troubles() == ["The search index is missing; it is being built anew."]
    listings.publish_listing(owner, listing_id)
    assert queries.search_listings(actor, Criteria(q="sofa")).is_plain
    assert waiting() == 0
    indexing.mend()
    assert queries.troubles() == []
    found = queries.search_listings(actor, Criteria(q="sofaer"))
    assert (found.page.total, found.is_plain) == (1, False)


def test_what_is_stored_while_the_index_is_read_anew_is_in_it(app, actor, owner, monkeypatch):
    first, second, third = (a_listing(title=title).id for title in ("Sofa", "Bord", "Skap"))
    hidden = a_listing(title="Reol", published=False).id
    monkeypatch.setattr(reading, "AT_A_TIME", 1)
    documents = reading.all_documents

    def change():
        listings.publish_listing(owner, hidden)
        listings.withdraw_listing(owner, first)
        with transaction():
            rename(second, "Benk")

    def disturbed():
        for document in documents():
            yield document
            if document.id == third:
                at_once([change])

    monkeypatch.setattr(reading, "all_documents", disturbed)
    assert indexing.rebuild() == 3
    assert titles(actor) == ["Benk", "Reol", "Skap"]
    assert (titles(actor, q="benk"), titles(actor, q="bord"), titles(actor, q="sofa")) == (["Benk"], [], [])


def test_what_is_loaded_in_silence_is_found_after_a_rebuild(actor, owner):
    indexing.rebuild()
    listing_id = a_listing(title="Sofa", published=False).id
    with outbox.silenced():
        listings.publish_listing(owner, listing_id)
    assert titles(actor) == []
    indexing.rebuild()
    assert titles(actor) == ["Sofa"]


def test_models_and_migrations_know_nothing_of_the_index(app):
    a_listing()
    indexing.rebuild()
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_commands_rebuild_back_up_and_restore_with_the_index(app, actor, tmp_path):
    def run(*arguments):
        return CliRunner().invoke(ombruk, [str(part) for part in arguments], obj=Service(lambda: app, {}))

    a_listing(title="Sofa")
    assert run("search", "rebuild").output == "1 listings are searchable.\n"
    assert "All is well." in run("doctor").output
    assert run("backup", tmp_path / "all.tar").exit_code == 0
    a_listing(title="Bord")
    indexing.rebuild()
    restored = run("restore", "--replace", tmp_path / "all.tar")
    assert "1 listings are searchable" in restored.output
    assert titles(actor) == ["Sofa"]


def test_the_engine_needs_the_database_that_it_lives_in():
    settings = Settings(search="postgres")
    with pytest.raises(WrongSetting, match="OMBRUK_DATABASE_URL names no PostgreSQL database"):
        engines.from_settings(settings)
