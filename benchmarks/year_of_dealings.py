"""What follows a yes, by chance: shared runs, windows, hand-overs objected to, and what leaves otherwise."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from functools import partial

from sqlalchemy import select

from benchmarks.year_of_acting import Acting
from marketplace.claims import windows
from marketplace.claims.models import Claim
from marketplace.claims.states import ClaimState
from marketplace.foundation import clock
from marketplace.foundation.actor import Actor
from marketplace.foundation.clock import OSLO
from marketplace.foundation.database import db
from marketplace.inventory.models import Asset
from marketplace.inventory.states import AssetState
from marketplace.listings.models import Listing
from marketplace.transfers import disposing, objections, settling, sharing
from marketplace.transfers import service as transfers
from marketplace.transfers.disposing import Line
from marketplace.transfers.kinds import DispositionKind, TransferKind
from marketplace.transfers.models import Disposition, Objection, Transfer
from marketplace.transfers.policies import OBJECTION_TIME

KINDS = tuple(DispositionKind)


class Dealings:
    """What happens after a claim is approved, and beside all claims."""

    def __init__(self, acting: Acting) -> None:
        self._acting, self._network, self._random = acting, acting.network, acting.random

    def day_part(self) -> None:
        """What is dealt with in a part of a day."""
        for name, share, act in (
            ("window offered", 0.25, self._offer_window),
            ("window chosen", 0.4, self._choose_window),
            ("run agreed on", 0.5, self._share_run),
            ("objected to", 0.25, self._object),
            ("left otherwise", 0.3, self._dispose),
            ("left together", 0.15, self._dispose_together),
            ("disposition corrected", 0.08, self._correct),
        ):
            if self._acting.chance(share):
                self._acting.attempt(name, act)
        for objection_id in self._open_objections():
            if self._acting.chance(0.05):
                self._acting.attempt("objection resolved", partial(self._resolve, objection_id))

    def _manager(self) -> Actor:
        return self._network.manager(self._random.choice(list(self._network.crews)))

    def _offer_window(self) -> None:
        begins = datetime.combine(clock.today() + timedelta(days=self._random.randint(1, 9)), time(9), OSLO)
        place, capacity = "Lageret ved rådhuset", self._random.randint(1, 3)
        windows.offer_windows(
            self._manager(), place=place, from_at=begins, until_at=begins + timedelta(hours=3), capacity=capacity
        )

    def _choose_window(self) -> bool:
        approved = db.session.scalars(
            select(Claim).where(Claim.state == ClaimState.APPROVED).order_by(Claim.id.desc()).limit(60)
        ).all()
        for claim in self._random.sample(approved, min(5, len(approved))):
            offered = windows.list_to_choose(claim.id)
            if offered:
                actor = self._network.claimant(claim.municipality_number, claim.requested_by)
                windows.choose_window(actor, claim.id, self._random.choice(offered).id)
                return True
        return False

    def _share_run(self) -> bool:
        for _ in range(4):
            actor = self._manager()
            proposed = sharing.propose_runs(actor)
            if proposed:
                chosen = proposed[0]
                sharing.agree_on_run(actor, chosen.trip.claim_ids, on=chosen.day, begins=time(9))
                return True
        return False

    def _object(self) -> bool:
        fresh = Transfer.recorded_at > clock.now() - OBJECTION_TIME
        asked = select(Transfer).where(Transfer.kind == TransferKind.HAND_OVER, fresh).order_by(Transfer.id)
        found = db.session.scalars(asked).all()
        if not found:
            return False
        row = self._random.choice(found)
        given_by, taken_by = row.from_municipality_number, row.to_municipality_number
        other = taken_by if row.recorded_for == given_by else given_by
        actor = self._network.manager(other) if other == given_by else self._network.claimant(other)
        objections.make_objection(actor, row.id, "Det var færre enn det står.")
        return True

    def _resolve(self, objection_id: int) -> None:
        objection = db.session.get_one(Objection, objection_id)
        row = db.session.get_one(Transfer, objection.transfer_id)
        number, made_by, raised_at = objection.municipality_number, objection.made_by, objection.raised_at
        giver, of_objectors = (
            self._network.manager(row.from_municipality_number),
            self._network.claimant(number, made_by),
        )
        if raised_at is not None and self._acting.chance(0.6):
            settler = self._network.lead()
        elif self._acting.chance(0.3):
            transfers.take_back(giver, row.id, quantity=1, reason="De hadde rett.", kind=TransferKind.CORRECTION)
            return
        else:
            settler = of_objectors
        settling.settle_objection(settler, objection_id, "Vi telte sammen, og det stemmer.")

    def _dispose(self) -> None:
        self._record(self._random.choice(KINDS))

    def _record(self, kind: DispositionKind) -> None:
        owner, few = self._manager(), self._random.choice((1, 2, 10))
        assets = self._assets(owner)
        if assets and self._acting.chance(0.7):
            asset_id = self._random.choice(assets)
            disposing.record_disposition(owner, kind=kind, quantity=1, on=clock.today(), asset_id=asset_id)
        else:
            disposing.record_disposition(
                owner, kind=kind, quantity=few, on=clock.today(), category_code="KON.STOL", weight_g=few * 9_000
            )

    def _dispose_together(self) -> bool:
        owner = self._manager()
        assets = self._assets(owner)
        if len(assets) < 2:
            return False
        lines = [Line(asset_id, 1) for asset_id in self._random.sample(assets, 2)]
        disposing.record_dispositions(owner, lines, kind=self._random.choice(KINDS), on=clock.today())
        return True

    def _correct(self) -> bool:
        newest = select(Disposition).where(Disposition.reverses_id.is_(None)).order_by(Disposition.id.desc())
        found = db.session.scalars(newest.limit(60)).all()
        if not found:
            return False
        row = self._random.choice(found)
        owner, row_id, batch = self._network.manager(row.municipality_number), row.id, row.batch
        if batch:
            disposing.correct_together(owner, batch, "Ført to ganger.")
        else:
            disposing.correct_disposition(owner, row_id, reason="Ført to ganger.")
        return True

    def _assets(self, owner: Actor) -> Sequence[int]:
        """Of what is in use: what is offered has its own way out."""
        chosen = select(Asset.id).where(
            Asset.municipality_number == owner.municipality_number,
            Asset.state == AssetState.IN_USE,
            Asset.quantity > 0,
            Asset.id.not_in(select(Listing.asset_id).where(Listing.asset_id.is_not(None))),
        )
        return db.session.scalars(chosen.order_by(Asset.id.desc()).limit(40)).all()

    def _open_objections(self) -> Sequence[int]:
        return db.session.scalars(select(Objection.id).where(Objection.outcome.is_(None)).order_by(Objection.id)).all()
