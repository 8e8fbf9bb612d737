"""`ombruk backup` and `ombruk restore`: every row and file, from SQLite into whatever the tests run on, and back."""

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from marketplace.app import create_app
from marketplace.cli.context import Service
from marketplace.cli.database import bring_up_to_date
from marketplace.cli.group import ombruk
from marketplace.foundation import outbox, ports
from marketplace.foundation.database import Base, db
from marketplace.foundation.mail.memory import MemoryMailer
from marketplace.foundation.storage.memory import MemoryStorage
from marketplace.inventory.models import Asset
from marketplace.listings import service as listings
from marketplace.search import engines
from marketplace.search.criteria import Criteria
from marketplace.search.memory.engine import MemoryEngine
from marketplace.search.queries import search_listings
from marketplace.settings import Settings
from tests.builders import (
    GJOVIK,
    a_claim,
    a_listing,
    a_person,
    a_pickup_place,
    a_token,
    a_transfer,
    a_unit,
    actor_of,
    an_actor,
    an_asset,
)
from tests.listings.pictures import drawn, saved


def surroundings():
    """Storage, letters and an index of its own for one installation."""
    storage = MemoryStorage()
    ports.use(ports.Ports(storage, MemoryMailer(), "http://ombruk.example", "a key for tests only"))
    engines.use(MemoryEngine())
    return storage


@pytest.fixture
def other(application, tmp_path):
    """Another installation, on SQLite."""
    url = f"sqlite:///{tmp_path / 'other.sqlite'}"
    made = create_app(
        Settings(database_url=url, search_index=tmp_path / "other", uploads_url="memory://", testing=True)
    )
    with made.app_context():
        bring_up_to_date()
    yield made
    with made.app_context():
        db.engine.dispose()


def a_whole_life():
    """Something in most tables, and a picture."""
    person, unit = a_person(of=GJOVIK), a_unit(GJOVIK, "Skole på Bråten «øst»")
    a_token(person)
    a_pickup_place(GJOVIK)
    an_asset(GJOVIK, unit_id=unit.id, weight_g=12_500, notes="linje 1\nlinje 2\u2028æøå", acquired_year=2019)
    listing = a_listing(quantity=5)
    claim = a_claim(listing, quantity=2, state="handed_over")
    a_transfer(claim, 2)
    manager = an_actor("facility_manager", GJOVIK)
    draft = a_listing(GJOVIK, published=False)
    listings.add_photo(manager, draft.id, saved(drawn(), "PNG"))


def everything():
    """Every row and file; of marks, which the database makes anew, not their numbers."""
    db.session.rollback()
    rows = {
        table.name: [tuple(row) for row in db.session.execute(select(table).order_by(*table.primary_key))]
        for table in Base.metadata.sorted_tables
    }
    rows["summary_mark"] = [tuple(row)[1:] for row in rows["summary_mark"]]
    files = {key: ports.storage().get(key) for key in ports.storage().list()}
    db.session.rollback()
    return rows, files


def run(app, *arguments):
    return CliRunner().invoke(ombruk, [str(part) for part in arguments], obj=Service(lambda: app, {}))


def moved(source, target, file):
    """What was there before, and what came, when everything goes from one installation to another by a file."""
    surroundings()
    with source.app_context():
        a_whole_life()
        before = everything()
        written = run(source, "backup", file)
        assert written.exit_code == 0, written.output
        db.session.remove()
    with target.app_context():
        surroundings()
        read = run(target, "restore", file)
        assert read.exit_code == 0, read.output
        assert "1 listings are searchable" in read.output
        return before, everything()


def test_everything_comes_over_from_sqlite(app, other, tmp_path):
    before, after = moved(other, app, tmp_path / "all.tar")
    assert after == before
    assert len(after[1]) == 3


def test_everything_comes_over_to_sqlite(app, other, tmp_path):
    before, after = moved(app, other, tmp_path / "all.tar")
    assert after == before


def test_life_goes_on_where_it_came_to(app, other, tmp_path):
    """New keys follow the old ones, what waited is delivered, and what was listed is found."""
    moved(other, app, tmp_path / "all.tar")
    newest = max(db.session.scalars(select(Asset.id)))
    assert an_asset().id > newest
    assert a_claim(a_listing()).id > 1
    outbox.deliver_all()
    assert search_listings(actor_of(a_person("requester", GJOVIK)), Criteria(q="kontorstol")).page.total == 1


def test_a_database_with_people_is_not_written_over_unless_told(app, other, tmp_path):
    file = tmp_path / "all.tar"
    moved(other, app, file)
    surroundings()
    an_asset()
    before = everything()
    refused = run(app, "restore", file)
    assert (refused.exit_code, refused.stderr.count("\n")) == (1, 1)
    assert everything() == before
    assert run(app, "restore", file, "--replace").exit_code == 0
    rows, _ = everything()
    assert len(rows["asset"]) == len(before[0]["asset"]) - 1
