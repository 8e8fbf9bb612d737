"""Several people, and several presses of one button, at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from sqlalchemy import func, select

from marketplace.foundation import ports
from marketplace.foundation.database import db
from marketplace.foundation.errors import Refusal
from marketplace.inventory.models import Asset
from marketplace.listings import policies, queries, service
from marketplace.listings.fields import ListingFields
from marketplace.listings.models import Listing, Photo
from marketplace.listings.states import ListingState
from tests import builders
from tests.listings.pictures import drawn, saved

HANDS = 8


def together(app, act, works):
    """Do `act` with each of `works` at the same moment; a refusal is an answer."""
    gate = Barrier(len(works))

    def one(work):
        with app.app_context():
            gate.wait()
            try:
                return act(work)
            except Refusal as refusal:
                return refusal.code

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(one, works))


def count(model):
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model))


def test_one_form_sent_many_times_at_once_makes_one_draft(app):
    actor = builders.an_actor()
    fields = ListingFields(title="Kontorstol")
    made = together(app, lambda _: service.create_draft(actor, fields, "a-form").id, range(HANDS))
    assert len(set(made)) == 1
    assert count(Listing) == 1


def test_listings_of_one_asset_published_at_once_never_offer_more_than_it_has(app):
    actor, asset = builders.an_actor(), builders.an_asset(quantity=10)
    drafts = [
        service.create_draft(actor, ListingFields(title="Stol", quantity=4, asset_id=asset.id)).id for _ in range(6)
    ]
    answers = together(app, lambda draft: service.publish_listing(actor, draft).state, drafts)
    assert answers.count(ListingState.PUBLISHED) == 2
    assert answers.count("listing-asset-too-few") == 4
    db.session.rollback()
    assert queries.offered_quantities([asset.id]) == {asset.id: 8}


def test_a_listing_published_many_times_at_once_registers_one_asset(app):
    actor = builders.an_actor()
    draft = service.create_draft(actor, ListingFields(title="Stol"))
    answers = together(app, lambda _: service.publish_listing(actor, draft.id).state, range(HANDS))
    assert sorted(answers) == ["listing-already-published"] * (HANDS - 1) + ["published"]
    assert count(Asset) == 1


def test_the_same_assets_chosen_many_times_at_once_make_one_draft_each(app):
    actor, assets = builders.an_actor(), [builders.an_asset().id for _ in range(3)]
    made = together(app, lambda _: [draft.id for draft in service.draft_from_assets(actor, assets)], range(HANDS))
    assert len({tuple(ids) for ids in made}) == 1
    assert count(Listing) == 3


def test_pictures_sent_at_once_never_pass_the_limit_and_leave_no_files(app):
    actor, listing = builders.an_actor(), builders.a_listing()
    for shade in range(policies.MOST_PHOTOS - 2):
        service.add_photo(actor, listing.id, saved(drawn(64 + shade, 48), "PNG"))
    pictures = [saved(drawn(64, 100 + shade), "PNG") for shade in range(5)]
    answers = together(app, lambda picture: type(service.add_photo(actor, listing.id, picture)).__name__, pictures)
    assert sorted(answers) == ["Photo", "Photo"] + ["listing-too-many-photos"] * 3
    assert count(Photo) == policies.MOST_PHOTOS
    assert len(list(ports.storage().list())) == policies.MOST_PHOTOS * 3


def test_one_picture_sent_many_times_at_once_is_kept_once(app):
    actor, listing = builders.an_actor(), builders.a_listing()
    picture = saved(drawn(64, 48), "PNG")
    kept = together(app, lambda _: service.add_photo(actor, listing.id, picture).id, range(4))
    assert len(set(kept)) == 1
    assert len(list(ports.storage().list())) == 3
