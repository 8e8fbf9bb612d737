"""Things wanted and had, for tests: posted, published and registered as people do."""

import pytest
from sqlalchemy import func, select

from marketplace.foundation import outbox
from marketplace.foundation.database import db
from marketplace.inventory import service as inventory
from marketplace.inventory.fields import AssetFields
from marketplace.inventory.states import AssetState
from marketplace.listings import service as listings
from marketplace.listings.fields import ListingFields
from marketplace.search.wanted import service
from marketplace.search.wanted.fields import WantedFields
from marketplace.search.wanted.models import WantedMatch, WantedNotice
from tests.builders import ASKER, an_actor


def post(actor, title="Stablestoler", quantity=120, **more):
    number = service.post_notice(actor, WantedFields(title=title, quantity=quantity, **more)).id
    outbox.deliver_all()
    return number


def publish(of=ASKER, title="Stablestol, blå", quantity=60, **more):
    owner = an_actor("facility_manager", of, more.get("unit_id"))
    fields = ListingFields(title=title, category_code="SKO.STOL", quantity=quantity, **more)
    number = listings.create_draft(owner, fields).id
    listings.publish_listing(owner, number)
    outbox.deliver_all()
    return number


def register(of=ASKER, state=AssetState.SURPLUS, **more):
    fields = AssetFields(name="Stablestol", category_code="SKO.STOL", quantity=40, state=state, **more)
    number = inventory.register_asset(an_actor("facility_manager", of), fields).id
    outbox.deliver_all()
    return number


def met(notice_id):
    db.session.rollback()
    chosen = select(WantedMatch.listing_id, WantedMatch.asset_id).where(WantedMatch.notice_id == notice_id)
    return [tuple(row) for row in db.session.execute(chosen.order_by(WantedMatch.id))]


def refused(kind, code, act):
    before = db.session.execute(select(WantedNotice.id, WantedNotice.state, WantedNotice.version)).all()
    answers = db.session.scalar(select(func.count(WantedMatch.answered_by)))
    with pytest.raises(kind) as caught:
        act()
    assert code in {caught.value.code, *(field.code for field in getattr(caught.value, "fields", ()))}
    db.session.rollback()
    assert db.session.execute(select(WantedNotice.id, WantedNotice.state, WantedNotice.version)).all() == before
    assert db.session.scalar(select(func.count(WantedMatch.answered_by))) == answers
