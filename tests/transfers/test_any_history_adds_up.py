"""Whatever two municipalities do in whatever order, every unit stays in one place."""

from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from marketplace.claims import service as claims
from marketplace.claims.states import Otherwise
from marketplace.foundation import clock
from marketplace.foundation.database import db
from marketplace.foundation.errors import Refusal
from marketplace.inventory import queries as inventory
from marketplace.inventory import service as assets
from marketplace.inventory.fields import AssetFields
from marketplace.inventory.models import Asset
from marketplace.inventory.states import AssetState
from marketplace.transfers import disposing, reconciling, service
from marketplace.transfers.disposing import Line
from marketplace.transfers.kinds import DispositionKind
from marketplace.transfers.models import Disposition, Transfer
from tests.builders import ASKER, GJOVIK, a_listing, an_actor

WHERE = (ASKER, GJOVIK)
which, some = st.integers(0, 9), st.integers(1, 6)
STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            (
                "register",
                "change",
                "hand_over",
                "hand_over",
                "take_back",
                "dispose",
                "together",
                "correct",
                "count",
                "read",
            )
        ),
        which,
        some,
    ),
    min_size=3,
    max_size=14,
)


def registered(actor, quantity):
    return assets.register_asset(actor, AssetFields("Kontorstol", "KON.STOL", quantity))


class Books:
    """Two municipalities that do all that changes how many units there are."""

    def __init__(self):
        self.actors = [an_actor("municipality_admin", number) for number in WHERE]
        self.asset_ids = [registered(actor, 6).id for actor in self.actors]

    def do(self, step, number, quantity):
        with suppress(Refusal):
            getattr(self, step)(self.actors[number % 2], number, quantity)
        db.session.rollback()
        db.session.expire_all()

    def own(self, actor, number):
        chosen = select(Asset.id).where(Asset.municipality_number == actor.municipality_number).order_by(Asset.id)
        ids = db.session.scalars(chosen).all()
        return ids[number % len(ids)]

    def register(self, actor, number, quantity):
        registered(actor, quantity)

    def change(self, actor, number, quantity):
        asset = inventory.get_asset(actor, self.own(actor, number))
        assets.change_asset(actor, asset.id, AssetFields("Stol", "KON.STOL", quantity), asset.version)

    def hand_over(self, actor, number, quantity):
        asset = inventory.get_asset(actor, self.own(actor, number))
        listing = a_listing(
            of=actor.municipality_number, quantity=min(quantity, asset.quantity or 1), asset_id=asset.id
        )
        taker = self.actors[(number + 1) % 2]
        claim = claims.request_claim(taker, listing.id, quantity=listing.quantity, otherwise=Otherwise.BUY_NEW)
        claims.approve_claim(actor, claim.id)
        service.hand_over(actor, claim.id)

    def take_back(self, actor, number, quantity):
        ids = db.session.scalars(select(Transfer.id).where(Transfer.reverses_id.is_(None)).order_by(Transfer.id)).all()
        if ids:
            service.take_back(actor, ids[number % len(ids)], quantity=quantity, reason="Retur")

    def dispose(self, actor, number, quantity):
        kind = list(DispositionKind)[number % 5]
        disposing.record_disposition(
            actor, kind=kind, quantity=quantity, on=clock.today(), asset_id=self.own(actor, number)
        )

    def together(self, actor, number, quantity):
        ids = {self.own(actor, number), self.own(actor, number + 1)}
        lines = [Line(asset_id, quantity) for asset_id in ids]
        disposing.record_dispositions(actor, lines, kind=DispositionKind.WASTE, on=clock.today())

    def correct(self, actor, number, quantity):
        ids = db.session.scalars(select(Disposition.id).order_by(Disposition.id)).all()
        if ids:
            disposing.correct_disposition(actor, ids[number % len(ids)], quantity=quantity, reason="Feil")

    def count(self, actor, number, quantity):
        reconciling.count_units(actor, self.own(actor, number), quantity - 1, "Talt")

    def read(self, actor, number, quantity):
        moved = inventory.get_asset(actor, self.own(actor, number))
        assets.change_state(actor, moved.id, AssetState.SURPLUS, moved.version)


@pytest.mark.usefixtures("app")
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_after_any_history_everything_adds_up(steps):
    kept = Books()
    for step in steps:
        kept.do(*step)
    whole = [reconciling.reconcile(actor) for actor in kept.actors]
    for done in whole:
        assert (done.account.difference, done.assets.items, done.rows) == (0, [], [])
        assert done.account.in_inventory == sum(done.by_state.values())
    crossed = [(done.account.handed_over, done.account.received) for done in whole]
    assert sum(given for given, _ in crossed) == sum(got for _, got in crossed)
