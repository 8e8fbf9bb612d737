"""What people do on an ordinary day, by chance: offer, ask, answer, fetch, lend, change their minds, forget."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

from sqlalchemy import Row, select

from benchmarks.year_of_acting import Acting
from marketplace.claims import answering, appointing, service
from marketplace.claims.models import Claim
from marketplace.claims.states import ClaimState, Otherwise
from marketplace.demo.listings import examples
from marketplace.foundation import clock
from marketplace.foundation.database import db
from marketplace.listings import service as listings
from marketplace.listings import watching
from marketplace.listings.fields import ListingFields
from marketplace.listings.models import Listing
from marketplace.listings.states import Allocation, ListingState
from marketplace.transfers import disposing, loans
from marketplace.transfers import service as transfers
from marketplace.transfers.kinds import DispositionKind, TransferKind
from marketplace.transfers.models import Loan, Transfer

LOAN_DAYS = 14
ASKED = 3
_ALLOCATIONS = (Allocation.OWNER,) * 5 + (Allocation.FIRST_COME,) * 3 + (Allocation.DRAW,) * 2
_FORGETFUL = 5
"""Every so-manieth claim is never fetched, and every so-manieth listing's owner never answers."""


class Doings:
    """What happens between listings and claims."""

    def __init__(self, acting: Acting) -> None:
        self._acting, self._network, self._random = acting, acting.network, acting.random
        self._try, self._chance = acting.attempt, acting.chance

    def day_part(self, offers: int) -> None:
        """What happens in a part of a day in which so many listings are put out."""
        for _ in range(offers):
            self._try("offered", self._offer)
        published = list(db.session.scalars(select(Listing.id).where(Listing.state == ListingState.PUBLISHED)))
        for _ in range(offers * ASKED):
            self._try("asked", lambda: self._ask(published))
        self._try("watched", lambda: self._watch(published))
        self._see_to_claims()
        self._see_to_loans()
        self._try("taken back", self._take_back)
        self._try("withdrawn", lambda: self._withdraw(published))
        self._try("changed", lambda: self._change(published))

    def _offer(self) -> None:
        crew = self._random.choice(list(self._network.crews.values()))
        owner, fields = self._network.manager(crew.number), self._fields(crew.place_id)
        draft = listings.create_draft(owner, fields)
        listings.publish_listing(owner, draft.id)
        self._acting.registered += fields.quantity

    def _fields(self, place_id: int) -> ListingFields:
        example, now = self._random.choice(examples()).fields, clock.now()
        allocation, lent = self._random.choice(_ALLOCATIONS), self._chance(0.08)
        return replace(
            example,
            quantity=self._random.choice((1, 1, 2, 4, 6, 10, 24)),
            indivisible=self._chance(0.15),
            pickup_place_id=place_id,
            price_nok=200 if not lent and self._chance(0.1) else 0,
            loan_days=LOAN_DAYS if lent else None,
            allocation=allocation,
            draw_at=now + timedelta(days=self._random.randint(2, 9)) if allocation is Allocation.DRAW else None,
            available_from=clock.today() + timedelta(days=9) if self._chance(0.2) else None,
            reserved_for=self._random.choice(list(self._network.crews)) if self._chance(0.03) else None,
            closes_at=now + timedelta(days=self._random.randint(12, 60)) if self._chance(0.7) else None,
        )

    def _ask(self, published: Sequence[int]) -> bool:
        if not published:
            return False
        recent = published[-60:] if self._chance(0.7) else published
        listing = db.session.get_one(Listing, self._random.choice(recent))
        few = min(listing.quantity, self._random.choice((1, 2, 2, 4, 8)))
        wanted, listing_id = listing.quantity if listing.indivisible else few, listing.id
        answer = self._random.choice(list(Otherwise))
        service.request_claim(self._network.anybody(), listing_id, quantity=wanted, otherwise=answer)
        return True

    def _watch(self, published: Sequence[int]) -> bool:
        if not published:
            return False
        watching.watch_listing(self._network.anybody(), self._random.choice(published[-60:]))
        return True

    def _see_to_claims(self) -> None:
        asked = select(
            Claim.id, Claim.state, Claim.municipality_number, Claim.requested_by, Claim.listing_id, Claim.answer_by
        ).add_columns(Claim.approved_quantity, Listing.municipality_number.label("owner"), Listing.loan_days)
        recent = clock.now() - timedelta(days=3)
        wanted = (Claim.ended_at.is_(None)) | ((Claim.state == ClaimState.LAPSED) & (Claim.ended_at > recent))
        for row in db.session.execute(asked.join(Claim.listing).where(wanted).order_by(Claim.id)).all():
            name, act = self._next_of(row)
            if act is not None:
                self._try(name, act)

    def _next_of(self, row: Row[Any]) -> tuple[str, Callable[[], Any] | None]:
        owner, asker = (
            self._network.manager(row.owner),
            self._network.claimant(row.municipality_number, row.requested_by),
        )
        if row.state == ClaimState.REQUESTED and row.answer_by is not None and self._chance(0.12):
            return "accepted", lambda: answering.accept_offer(asker, row.id)
        if row.state == ClaimState.REQUESTED and row.listing_id % _FORGETFUL and self._chance(0.15):
            return self._decide(row, owner)
        if row.state == ClaimState.APPROVED and row.id % _FORGETFUL and self._chance(0.12):
            return self._fetch(row, owner, asker)
        if row.state in (ClaimState.REQUESTED, ClaimState.QUEUED, ClaimState.APPROVED) and self._chance(0.004):
            return "cancelled", lambda: service.cancel_claim(asker, row.id)
        if row.state == ClaimState.QUEUED and self._chance(0.005):
            return "approved from the queue", lambda: service.approve_claim(owner, row.id, 1)
        if row.state == ClaimState.LAPSED and self._chance(0.02):
            return "restored", lambda: answering.restore_claim(owner, row.id)
        return "", None

    def _decide(self, row: Row[Any], owner: Any) -> tuple[str, Callable[[], Any]]:
        if self._chance(0.15):
            return "declined", lambda: service.decline_claim(owner, row.id, "Vi trenger den likevel selv.")
        less = 1 if self._chance(0.15) else None
        return "approved", lambda: service.approve_claim(owner, row.id, less)

    def _fetch(self, row: Row[Any], owner: Any, asker: Any) -> tuple[str, Callable[[], Any]]:
        side, begins = self._random.choice((owner, asker)), clock.now() + timedelta(days=self._random.randint(1, 20))
        if self._chance(0.25):
            ends = begins + timedelta(hours=2)
            return "appointed", lambda: appointing.make_appointment(
                side, row.id, place="Lageret", from_at=begins, until_at=ends
            )
        if self._chance(0.1):
            return "extended", lambda: answering.extend_claim(asker, row.id)
        part = 1 if self._chance(0.2) else None
        if row.loan_days:
            return "lent", lambda: loans.lend(side, row.id, quantity=part)
        return "handed over", lambda: transfers.hand_over(side, row.id, quantity=part)

    def _see_to_loans(self) -> None:
        asked = select(Loan.id, Loan.due_on, Claim.municipality_number, Listing.municipality_number.label("owner"))
        asked = asked.join(Claim, Claim.id == Loan.claim_id).join(Claim.listing).where(Loan.ended_at.is_(None))
        for row in db.session.execute(asked.order_by(Loan.id)).all():
            asker, owner = self._network.claimant(row.municipality_number), self._network.manager(row.owner)
            later = row.due_on + timedelta(days=7)
            if self._chance(0.01):
                self._try("loan extended", partial(loans.extend, asker, row.id, later))
            elif self._chance(0.03):
                part = 1 if self._chance(0.3) else None
                self._try("given back", partial(loans.give_back, owner, row.id, part))

    def _take_back(self) -> bool:
        found = self._random_row(Transfer, Transfer.kind == TransferKind.HAND_OVER) if self._chance(0.15) else None
        if found is None:
            return False
        admin = self._network.crews[found.from_municipality_number].admin
        transfers.take_back(
            self._network.actor(admin, found.from_municipality_number),
            found.id,
            quantity=1,
            reason="Passet ikke",
            kind=self._random.choice((TransferKind.RETURN, TransferKind.CORRECTION)),
            offer_again=self._chance(0.6),
        )
        return True

    def _withdraw(self, published: Sequence[int]) -> bool:
        if not published or not self._chance(0.2):
            return False
        listing = db.session.get_one(Listing, self._random.choice(published))
        owner, listing_id, asset_id = self._network.manager(listing.municipality_number), listing.id, listing.asset_id
        listings.withdraw_listing(owner, listing_id)
        if self._chance(0.4):
            listings.publish_listing(owner, listing_id)
        elif self._chance(0.5):
            kind = DispositionKind.RECYCLED
            disposing.record_disposition(owner, kind=kind, quantity=1, on=clock.today(), asset_id=asset_id)
        return True

    def _change(self, published: Sequence[int]) -> bool:
        if not published or not self._chance(0.3):
            return False
        listing = db.session.get_one(Listing, self._random.choice(published))
        owner, listing_id, quantity = self._network.manager(listing.municipality_number), listing.id, listing.quantity
        listings.amend_listing(owner, listing_id, {"quantity": max(1, quantity - 1), "description": "Noen er gått."})
        return True

    def _random_row(self, model: type[Transfer], rule: Any) -> Transfer | None:
        newest = select(model).where(rule).order_by(model.id.desc()).limit(60)
        found = list(db.session.scalars(newest))
        return self._random.choice(found) if found else None
